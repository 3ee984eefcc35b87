//! The queries of coverage: a handful, whatever the number of teams.

mod meetings;
mod terms;
mod training;

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use self::meetings::Meetings;
use self::terms::{list_terms, nominations, until};
pub use self::training::Training;
use super::exposure::{ASKED_DAYS, Asked, Exposure};
use super::model::{CoverageRow, TermFact, WaitingTerm};
use super::rules;
use crate::accounts::PersonState;
use crate::calendar::WorkCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::db::schema::{departments, memberships, people, teams};
use crate::db::{Connection, DbError};
use crate::program::ladder::Ladder;
use crate::program::time::owed::{Honoured, honoured_by_teams};
use crate::program::{ProgramError, Serving, serving_by_team, serving_these};

/// Which teams are read.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// All of them, with training by these levels.
    All(&'a Ladder),
    /// These, of which there are at most 1,000, with training as it was read before.
    These(&'a [TeamId], &'a Training),
}

impl<'a> Wanted<'a> {
    fn keys(self) -> Option<&'a [TeamId]> {
        match self {
            Wanted::All(_) => None,
            Wanted::These(keys, _) => Some(keys),
        }
    }
}

type TeamColumns = (TeamId, String, String, String, Timestamp, DepartmentId, String, String);

/// The coverage of the wanted teams at `now`, by name, and what is known of training.
///
/// # Errors
///
/// The database's own.
pub fn list_coverage(
    connection: &mut Connection,
    exposure: &dyn Exposure,
    calendar: &WorkCalendar,
    now: Timestamp,
    wanted: Wanted<'_>,
) -> Result<(Vec<CoverageRow>, Training), ProgramError> {
    let mut query = teams::table
        .inner_join(departments::table)
        .order((teams::name_folded, teams::id))
        .select((
            teams::id,
            teams::slug,
            teams::name,
            teams::name_folded,
            teams::created_at,
            departments::id,
            departments::slug,
            departments::name,
        ))
        .into_boxed();
    if let Some(keys) = wanted.keys() {
        query = query.filter(teams::id.eq_any(keys));
    }
    let named: Vec<TeamColumns> = query.load(connection)?;
    let mut facts = Facts::load(connection, exposure, calendar, now, wanted)?;
    let rows = named.into_iter().map(|team| facts.row(team, now.day())).collect();
    Ok((rows, facts.training))
}

/// The keys of the teams with these addresses, of which there are at most 1,000.
///
/// # Errors
///
/// The database's own.
pub fn list_keys(connection: &mut Connection, slugs: &[String]) -> Result<Vec<TeamId>, DbError> {
    teams::table.filter(teams::slug.eq_any(slugs)).select(teams::id).load(connection)
}

/// What is known of all wanted teams at once.
struct Facts {
    serving: HashMap<TeamId, Vec<Serving>>,
    /// The last day of the champion's term that goes on longest.
    until: HashMap<TeamId, Option<Day>>,
    /// Teams for which a champion is nominated.
    nominated: HashSet<TeamId>,
    waiting: HashMap<TeamId, Vec<WaitingTerm>>,
    honoured: HashMap<TeamId, Honoured>,
    members: HashMap<TeamId, Vec<PersonId>>,
    terms: HashMap<TeamId, Vec<TermFact>>,
    asked: HashMap<TeamId, Asked>,
    training: Training,
    meetings: Meetings,
}

impl Facts {
    fn load(
        connection: &mut Connection,
        exposure: &dyn Exposure,
        calendar: &WorkCalendar,
        now: Timestamp,
        wanted: Wanted<'_>,
    ) -> Result<Self, ProgramError> {
        let (today, keys) = (now.day(), wanted.keys());
        let (nominated, waiting) = nominations(connection, today, keys)?;
        Ok(Facts {
            serving: match keys {
                None => serving_by_team(connection, today)?,
                Some(keys) => serving_these(connection, keys, today)?,
            },
            until: until(connection, today, keys)?,
            honoured: honoured_by_teams(connection, calendar, keys, today)?,
            members: members(connection, keys)?,
            terms: list_terms(connection, exposure, today, keys)?,
            asked: exposure.asked(connection, keys, today.plus_days(-ASKED_DAYS).start_utc())?,
            training: match wanted {
                Wanted::All(ladder) => Training::load(connection, ladder, today)?,
                Wanted::These(_, known) => known.clone(),
            },
            meetings: Meetings::load(connection, now)?,
            nominated,
            waiting,
        })
    }

    fn row(&mut self, team: TeamColumns, today: Day) -> CoverageRow {
        let (team_id, slug, name, folded, created, department_id, department_slug, department) = team;
        let serving = self.serving.remove(&team_id).unwrap_or_default();
        let until = self.until.get(&team_id).copied();
        let honoured = self.honoured.get(&team_id).copied().unwrap_or_default();
        let terms = self.terms.remove(&team_id).unwrap_or_default();
        CoverageRow {
            meetings: self.meetings.of(&terms),
            state: rules::state(until, self.nominated.contains(&team_id), today),
            ends_on: until.flatten(),
            band: honoured.band(),
            is_early: honoured.is_early,
            training: self.training.of(&serving),
            created_on: created.day(),
            members: self.members.remove(&team_id).unwrap_or_default(),
            waiting: self.waiting.remove(&team_id).unwrap_or_default(),
            terms,
            asked: self.asked.get(&team_id).copied().unwrap_or_default(),
            name: (name, folded),
            department: (department_slug, department),
            team_id,
            slug,
            department_id,
            serving,
        }
    }
}

fn members(
    connection: &mut Connection,
    keys: Option<&[TeamId]>,
) -> Result<HashMap<TeamId, Vec<PersonId>>, ProgramError> {
    let mut query = memberships::table
        .inner_join(people::table)
        .filter(people::state.ne(PersonState::Disabled))
        .select((memberships::team_id, memberships::person_id))
        .into_boxed();
    if let Some(keys) = keys {
        query = query.filter(memberships::team_id.eq_any(keys));
    }
    let rows: Vec<(TeamId, PersonId)> = query.load(connection)?;
    let mut members: HashMap<TeamId, Vec<PersonId>> = HashMap::new();
    for (team, person) in rows {
        members.entry(team).or_default().push(person);
    }
    Ok(members)
}
