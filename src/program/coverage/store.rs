//! The queries of coverage: a handful, whatever the number of teams.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::model::CoverageRow;
use super::rules::{self, Service, month_ends};
use crate::accounts::PersonState;
use crate::clock::{Day, Timestamp};
use crate::db::Connection;
use crate::db::keys::{DepartmentId, TeamId};
use crate::db::schema::{departments, people, teams, terms};
use crate::program::terms::{TermRole, TermState, account_is_on, serving_on};
use crate::program::time::{granted_to_teams, minutes_of_teams, rules as time_rules};
use crate::program::training::completed_by_person;
use crate::program::{ProgramError, Serving, serving_by_team};

type TeamColumns = (TeamId, String, String, String, DepartmentId, String, String);

/// Every team's coverage on `today`, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_coverage(connection: &mut Connection, today: Day) -> Result<Vec<CoverageRow>, ProgramError> {
    let named: Vec<TeamColumns> = teams::table
        .inner_join(departments::table)
        .order((teams::name_folded, teams::id))
        .select((
            teams::id,
            teams::slug,
            teams::name,
            teams::name_folded,
            departments::id,
            departments::slug,
            departments::name,
        ))
        .load(connection)?;
    let facts = Facts::load(connection, today)?;
    Ok(named.into_iter().map(|team| facts.row(team, today)).collect())
}

/// What is known of all teams at once.
struct Facts {
    serving: HashMap<TeamId, Vec<Serving>>,
    /// The last day of the champion's term that goes on longest.
    until: HashMap<TeamId, Option<Day>>,
    nominated: HashSet<TeamId>,
    /// The first day of the term that serves longest.
    began: HashMap<TeamId, Day>,
    given: HashMap<TeamId, i64>,
    granted: HashMap<TeamId, i64>,
    required: i64,
    completed: HashMap<crate::db::keys::PersonId, i64>,
}

impl Facts {
    fn load(connection: &mut Connection, today: Day) -> Result<Self, ProgramError> {
        let from = today.plus_days(1 - time_rules::BAND_DAYS);
        let ends: Vec<(TeamId, Option<Day>)> = terms::table
            .filter(terms::role.eq(TermRole::Champion))
            .filter(serving_on(today))
            .select((terms::team_id, terms::ends_on))
            .load(connection)?;
        let mut until: HashMap<TeamId, Option<Day>> = HashMap::new();
        for (team, last) in ends {
            until.entry(team).and_modify(|known| *known = later(*known, last)).or_insert(last);
        }
        let firsts: Vec<(TeamId, Option<Day>)> =
            terms::table.filter(serving_on(today)).select((terms::team_id, terms::starts_on)).load(connection)?;
        let mut began: HashMap<TeamId, Day> = HashMap::new();
        for (team, first) in firsts {
            let Some(first) = first else { continue };
            began.entry(team).and_modify(|known| *known = first.min(*known)).or_insert(first);
        }
        let nominated: Vec<TeamId> = terms::table
            .filter(terms::role.eq(TermRole::Champion))
            .filter(terms::state.eq_any([TermState::Nominated, TermState::Approved, TermState::Accepted]))
            .filter(terms::starts_on.is_null().or(terms::starts_on.gt(today)).or(terms::state.ne(TermState::Accepted)))
            .filter(account_is_on())
            .select(terms::team_id)
            .load(connection)?;
        let (required, completed) = completed_by_person(connection, today)?;
        Ok(Facts {
            serving: serving_by_team(connection, today)?,
            until,
            began,
            nominated: nominated.into_iter().collect(),
            given: minutes_of_teams(connection, from, today)?,
            granted: granted_to_teams(connection, from, today)?,
            required,
            completed,
        })
    }

    fn row(&self, team: TeamColumns, today: Day) -> CoverageRow {
        let (team_id, slug, name, folded, department_id, department_slug, department) = team;
        let serving = self.serving.get(&team_id).cloned().unwrap_or_default();
        let until = self.until.get(&team_id).copied();
        let minutes = |of: &HashMap<TeamId, i64>| of.get(&team_id).copied().unwrap_or(0);
        let is_early = self.began.get(&team_id).is_some_and(|first| today.days_since(*first) < time_rules::EARLY_DAYS);
        let done = serving.iter().map(|person| self.completed.get(&person.person_id).copied().unwrap_or(0)).sum();
        CoverageRow {
            state: rules::state(until, self.nominated.contains(&team_id), today),
            ends_on: until.flatten(),
            band: time_rules::band(minutes(&self.given), minutes(&self.granted)).filter(|_| !is_early),
            is_early,
            training: (done, self.required * serving.len() as i64),
            name: (name, folded),
            department: (department_slug, department),
            team_id,
            slug,
            department_id,
            serving,
        }
    }
}

/// The later of two last days, where none means that there is no last day.
fn later(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    Some(one?.max(other?))
}

/// The day, the teams that there were and how many a champion served, at the
/// end of each of the last twelve months; `wanted` says which teams count.
///
/// # Errors
///
/// The database's own.
pub fn share_by_month(
    connection: &mut Connection,
    today: Day,
    wanted: &HashSet<TeamId>,
) -> Result<Vec<(Day, usize, usize)>, ProgramError> {
    let created: Vec<(TeamId, Timestamp)> = teams::table.select((teams::id, teams::created_at)).load(connection)?;
    let served = services(connection, today)?;
    let at = |day: Day| {
        let there = created.iter().filter(|(team, since)| wanted.contains(team) && since.day() <= day);
        let (mut total, mut covered) = (0, 0);
        for (team, _) in there {
            total += 1;
            covered += usize::from(served.get(team).is_some_and(|list| list.iter().any(|one| one.covers(day))));
        }
        (day, total, covered)
    };
    Ok(month_ends(today).into_iter().map(at).collect())
}

/// Team, first day, last day, when it was ended, and the state of the person's account.
type ServiceColumns = (TeamId, Option<Day>, Option<Day>, Option<Timestamp>, PersonState);

/// When each team was served by a champion. Whose account is switched off
/// serves no more on `today`.
fn services(connection: &mut Connection, today: Day) -> Result<HashMap<TeamId, Vec<Service>>, ProgramError> {
    let rows: Vec<ServiceColumns> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(terms::role.eq(TermRole::Champion))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active, TermState::Ended]))
        .filter(terms::answered_at.is_not_null())
        .select((terms::team_id, terms::starts_on, terms::ends_on, terms::ended_at, people::state))
        .load(connection)?;
    let mut served: HashMap<TeamId, Vec<Service>> = HashMap::new();
    for (team, first, last, ended, account) in rows {
        let Some(from) = first else { continue };
        let ran_out = last.map(|last| last.plus_days(1));
        let ended = ended.map(Timestamp::day);
        let switched_off = (account == PersonState::Disabled).then_some(today);
        let until = [ran_out, ended, switched_off].into_iter().flatten().min();
        served.entry(team).or_default().push(Service { from, until });
    }
    Ok(served)
}
