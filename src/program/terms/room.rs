//! Whether a team has room for one more champion.

use super::model::{Term, TermRole, TermState};
use super::store;
use crate::clock::Day;
use crate::db::keys::{TeamId, TermId};
use crate::db::{Connection, DbError};
use crate::program::ProgramSettings;

/// Who serves a team as champion, so that it has no room for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupied {
    /// The one who stays longest.
    pub by: String,
    /// Their last day, where one is set.
    pub until: Option<Day>,
}

impl Occupied {
    /// "Ana Ruiz serves Checkout as champion until 8 Dec 2026".
    pub fn words(&self, team: &str) -> String {
        let until = self.until.map(|day| format!(" until {}", day.words())).unwrap_or_default();
        format!("{} serves {team} as champion{until}", self.by)
    }
}

/// A team has so many champions at a time: a successor begins after the last day
/// of the present one. Returns who is there where there is no room from the first
/// of these days to the last; the term `except` does not count.
pub fn find_no_room(
    connection: &mut Connection,
    settings: &ProgramSettings,
    team: TeamId,
    (first, last): (Day, Option<Day>),
    except: Option<TermId>,
) -> Result<Option<Occupied>, DbError> {
    let there = store::list_champions_over(connection, team, first, last, except)?;
    let is_full = there.len() >= settings.champions_per_team;
    Ok(there.into_iter().next().filter(|_| is_full).map(|(by, until)| Occupied { by, until }))
}

/// The same for a nomination that waits: whether it could be accepted on `today`.
pub fn find_no_room_for(
    connection: &mut Connection,
    settings: &ProgramSettings,
    term: &Term,
    today: Day,
) -> Result<Option<Occupied>, DbError> {
    let is_waiting = matches!(term.state, TermState::Nominated | TermState::Approved);
    if !is_waiting || term.role != TermRole::Champion {
        return Ok(None);
    }
    let first = term.starts_on.unwrap_or(today).max(today);
    find_no_room(connection, settings, term.team_id, (first, term.ends_on), term.renews_id)
}
