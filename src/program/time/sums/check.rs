//! Adds up every entry again and compares.

use std::collections::HashMap;
use std::fmt;

use diesel::prelude::*;

use super::store::{list_counted, list_kept};
use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::people;
use crate::db::{Connection, DbError};

/// People whose entries are added up at once: enough to need few queries, few
/// enough that three years of their days fit into some megabytes.
const PEOPLE_AT_ONCE: i64 = 500;
/// Faults that are told one by one; a broken table would have one for each row.
const FAULTS_TOLD: usize = 100;

/// What was compared, and what did not agree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Entries that were added up.
    pub entries: i64,
    /// Sums that they come to.
    pub sums: usize,
    /// Sums that do not agree, of which the first hundred are told.
    pub wrong: usize,
    /// The first of them.
    pub faults: Vec<SumFault>,
}

/// A sum that is not what its entries come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumFault {
    /// Whose time.
    pub person: PersonId,
    /// For which team.
    pub team: TeamId,
    /// The first day of the month.
    pub month: Day,
    /// Minutes and entries that are kept.
    pub kept: (i64, i64),
    /// Minutes and entries that there are.
    pub counted: (i64, i64),
}

impl fmt::Display for SumFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SumFault { person, team, month, kept, counted } = self;
        write!(
            f,
            "person {person}, team {team}, month of {month}: the sum says {} min in {} entries, the entries come to {} min in {}",
            kept.0, kept.1, counted.0, counted.1
        )
    }
}

/// Compares every sum with its entries. Reads all entries, some people at a time.
///
/// # Errors
///
/// The database's own.
pub fn check(connection: &mut Connection) -> Result<Checked, DbError> {
    let mut checked = Checked::default();
    // Keys are text that begins with a digit or a letter, so all lie above this.
    let mut after = String::new();
    while let Some(last) = last_of_next(connection, &after)? {
        compare(connection, &after, last, &mut checked)?;
        after = last.to_string();
    }
    Ok(checked)
}

/// The last of the next people by key; none where there is nobody left.
fn last_of_next(connection: &mut Connection, after: &str) -> Result<Option<PersonId>, DbError> {
    let next: Vec<PersonId> = people::table
        .filter(people::id.gt(after))
        .order(people::id)
        .limit(PEOPLE_AT_ONCE)
        .select(people::id)
        .load(connection)?;
    Ok(next.last().copied())
}

fn compare(connection: &mut Connection, after: &str, last: PersonId, checked: &mut Checked) -> Result<(), DbError> {
    let mut counted: HashMap<(PersonId, TeamId, Day), (i64, i64)> = HashMap::new();
    for (person, team, day, minutes, entries) in list_counted(connection, after, last)? {
        let sum = counted.entry((person, team, day.month_start())).or_default();
        sum.0 += minutes.unwrap_or(0);
        sum.1 += entries;
        checked.entries += entries;
    }
    checked.sums += counted.len();
    let mut faults = Vec::new();
    for (person, team, month, minutes, entries) in list_kept(connection, after, last)? {
        let kept = (minutes, i64::from(entries));
        let there = counted.remove(&(person, team, month)).unwrap_or((0, 0));
        if kept != there {
            faults.push(SumFault { person, team, month, kept, counted: there });
        }
    }
    let missing = counted.into_iter();
    faults.extend(missing.map(|((person, team, month), counted)| SumFault {
        person,
        team,
        month,
        kept: (0, 0),
        counted,
    }));
    faults.sort_by_key(|fault| (fault.person, fault.team, fault.month));
    checked.wrong += faults.len();
    faults.truncate(FAULTS_TOLD.saturating_sub(checked.faults.len()));
    checked.faults.extend(faults);
    Ok(())
}
