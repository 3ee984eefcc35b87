//! A person as a member: with the rights and the place that they have today.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::prelude::*;

use super::{AccountError, Person, PersonState, StandingSource, store};
use crate::calendar::WorkCalendar;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::schema::people;
use crate::db::{Connection, DbError};
use crate::notify;
use crate::web::{Grant, Member};

/// The member that `person` is on `today`.
pub(super) fn load_member(
    connection: &mut Connection,
    standings: &dyn StandingSource,
    calendar: &WorkCalendar,
    person: Person,
    today: Day,
) -> Result<Member, DbError> {
    let given = store::list_grants(connection, person.id)?;
    let standing = standings.standing(connection, person.id, today)?;
    let mut grants: Vec<Grant> = given.iter().map(|(grant, _)| *grant).collect();
    grants.dedup();
    let manages = given.iter().filter(|(grant, _)| *grant == Grant::Manager);
    let calendar = calendar.in_zone(&store::find_zone(connection, person.id)?);
    Ok(Member {
        id: person.id,
        name: person.name,
        handle: person.handle,
        manages: manages.map(|(_, scope)| *scope).collect(),
        grants,
        teams: standing.teams,
        champion_of: standing.champion_of,
        calendar,
        unread: notify::count_unread(connection, person.id)?,
    })
}

/// The member that `person` is on `today`, for whoever asks what they may do
/// while they do not look; their hours are the usual ones.
///
/// # Errors
///
/// The database's own.
pub fn find_member(
    connection: &mut Connection,
    standings: &dyn StandingSource,
    person: PersonId,
    today: Day,
) -> Result<Member, DbError> {
    let person = store::person(people::table.find(person).select(store::PERSON).first(connection)?);
    load_member(connection, standings, &WorkCalendar::default(), person, today)
}

/// Those who can sign in as members, in the order of their keys: at most `limit`
/// behind `after`. For work that goes through everybody in small steps.
///
/// # Errors
///
/// The database's own.
pub fn list_members(
    connection: &mut Connection,
    standings: &dyn StandingSource,
    calendar: &WorkCalendar,
    today: Day,
    after: Option<PersonId>,
    limit: i64,
) -> Result<Vec<Member>, AccountError> {
    let mut query = people::table.filter(people::state.eq(PersonState::Active)).into_boxed();
    if let Some(after) = after {
        query = query.filter(people::id.gt(after));
    }
    let ids: Vec<PersonId> = query.order(people::id).limit(limit).select(people::id).load(connection)?;
    ids.into_iter()
        .map(|id| {
            let person = store::find_person(connection, id)?;
            Ok(load_member(connection, standings, calendar, person, today)?)
        })
        .collect()
}

/// How long somebody is remembered. Another node, or a command beside this one,
/// may have taken their rights away meanwhile (A07: within a second).
const REMEMBERED_FOR: Duration = Duration::from_secs(1);
/// How many are remembered at the most.
const REMEMBERED: usize = 10_000;

/// Who was found a moment ago by the hash of what they carry, as long as nothing
/// was written since.
#[derive(Debug)]
pub(super) struct Memory<T>(Mutex<HashMap<String, Remembered<T>>>);

#[derive(Debug)]
struct Remembered<T> {
    found: T,
    at: Instant,
    writes: u64,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Memory(Mutex::default())
    }
}

impl<T: Clone> Memory<T> {
    /// What was found for this hash, if `writes` says that nothing changed.
    pub(super) fn recall(&self, hash: &str, writes: u64) -> Option<T> {
        let remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        remembered
            .get(hash)
            .filter(|known| known.writes == writes && known.at.elapsed() < REMEMBERED_FOR)
            .map(|known| known.found.clone())
    }

    /// Remembers what was found. `writes` was counted before looking: what is
    /// written meanwhile makes this old at once.
    pub(super) fn remember(&self, hash: String, writes: u64, found: T) {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(hash, Remembered { found, at: Instant::now(), writes });
    }
}
