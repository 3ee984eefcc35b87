//! Time honoured: whether a team's champions were given the time that was
//! promised. By team and in three bands, never by person.

use std::collections::HashMap;

use super::model::{Contract, Share, Steps};
use super::{rules, store};
use crate::calendar::{Period, WorkCalendar};
use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId};
use crate::db::{Connection, DbError};
use crate::program::ProgramError;
use crate::program::absences::list_absences_between;
use crate::program::time::rules::{Band, EARLY_DAYS, band};
use crate::program::time::sums;

/// What the words mean; stands wherever they do.
pub const DEFINITION: &str = "Time honoured compares what a team's champions and deputies gave since the first day of last \
    month with what their share of contracted hours comes to for these days, without holidays and days away: given from \
    80 % on, partly from 30 %, hardly below.";

/// What a team gave and was owed since [`honoured_since`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Honoured {
    /// Minutes given.
    pub given: i64,
    /// Minutes owed.
    pub owed: i64,
    /// Whether everybody who serves began less than two weeks ago, so that
    /// nothing can be said yet.
    pub is_early: bool,
}

impl Honoured {
    /// The band; none where nothing is owed, or it is too early to say.
    pub fn band(&self) -> Option<Band> {
        band(self.given, self.owed).filter(|_| !self.is_early)
    }
}

/// The first day that counts on `today`: that of last month, so that the sums of
/// months are enough and a day off counts for little.
pub fn honoured_since(today: Day) -> Day {
    today.month_start().plus_months(-1)
}

/// How each team's time was honoured up to `today`; teams that nobody serves
/// are missing. A handful of queries, whatever the number of teams and entries.
///
/// # Errors
///
/// The database's own.
pub fn honoured_by_teams(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    today: Day,
) -> Result<HashMap<TeamId, Honoured>, ProgramError> {
    let facts = Facts::load(connection, calendar, None, today)?;
    let given = sums::minutes_of_teams(connection, facts.period.first, today)?;
    let mut served: HashMap<TeamId, Vec<(PersonId, Share)>> = HashMap::new();
    for (person, team, share) in &facts.shares {
        served.entry(*team).or_default().push((*person, share.clone()));
    }
    Ok(served
        .into_iter()
        .filter(|(_, shares)| shares.iter().any(|(_, share)| serves(share, today)))
        .map(|(team, shares)| (team, facts.honoured(&shares, given.get(&team).copied().unwrap_or(0), calendar)))
        .collect())
}

/// How one team's time was honoured up to `today`; none where nobody serves it.
///
/// # Errors
///
/// The database's own.
pub fn honoured_by(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    team: TeamId,
    today: Day,
) -> Result<Option<Honoured>, ProgramError> {
    let facts = Facts::load(connection, calendar, Some(team), today)?;
    let given = sums::list_of_team(connection, team, facts.period.first, today)?;
    let given = given.into_iter().map(|(_, minutes)| minutes).sum();
    let shares: Vec<(PersonId, Share)> =
        facts.shares.iter().map(|(person, _, share)| (*person, share.clone())).collect();
    let is_served = shares.iter().any(|(_, share)| serves(share, today));
    Ok(is_served.then(|| facts.honoured(&shares, given, calendar)))
}

fn serves(share: &Share, today: Day) -> bool {
    share.first <= today && share.last.is_none_or(|last| today <= last)
}

/// What is known of everybody whose time counts.
struct Facts {
    period: Period,
    shares: Vec<store::Served>,
    contracts: HashMap<PersonId, Contract>,
    away: HashMap<PersonId, Vec<(Day, Day)>>,
}

impl Facts {
    fn load(
        connection: &mut Connection,
        calendar: &WorkCalendar,
        team: Option<TeamId>,
        today: Day,
    ) -> Result<Self, DbError> {
        let period = Period { first: honoured_since(today), last: today };
        let mut away: HashMap<PersonId, Vec<(Day, Day)>> = HashMap::new();
        for (person, first, last) in list_absences_between(connection, period.first, period.last)? {
            away.entry(person).or_default().push((first, last));
        }
        Ok(Facts {
            shares: store::list_shares(connection, None, team, period.first)?,
            contracts: store::list_contracts(connection, None, calendar.weekly_minutes)?,
            period,
            away,
        })
    }

    fn honoured(&self, shares: &[(PersonId, Share)], given: i64, calendar: &WorkCalendar) -> Honoured {
        let usual = Steps::always(calendar.weekly_minutes);
        let owed = shares.iter().map(|(person, share)| {
            let contract = self.contracts.get(person).unwrap_or(&usual);
            let away = self.away.get(person).map_or(&[][..], Vec::as_slice);
            rules::owed(self.period, std::slice::from_ref(share), contract, away, &calendar.holidays)
        });
        let today = self.period.last;
        let is_early = shares
            .iter()
            .filter(|(_, share)| serves(share, today))
            .all(|(_, share)| today.days_since(share.first) < EARLY_DAYS);
        Honoured { given, owed: owed.sum(), is_early }
    }
}
