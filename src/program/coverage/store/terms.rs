//! What terms say of their teams: who stays until when, who is about to serve,
//! and every term that ever served.

use std::collections::{HashMap, HashSet};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable};

use crate::accounts::PersonState;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, TeamId, TermId};
use crate::db::schema::{people, terms};
use crate::db::{Connection, DbError};
use crate::program::ProgramError;
use crate::program::coverage::exposure::Exposure;
use crate::program::coverage::model::{TermFact, WaitingTerm};
use crate::program::coverage::rules::Service;
use crate::program::terms::{AccountIsOn, TermRole, TermState, serving_on};

/// How far back first contributions are looked up: the eight quarters of which
/// there are reports.
const WORK_DAYS: i32 = 2 * 366 + 92;

/// The last day of each team's champion who stays longest, of those who serve today.
pub(super) fn until(
    connection: &mut Connection,
    today: Day,
    keys: Option<&[TeamId]>,
) -> Result<HashMap<TeamId, Option<Day>>, DbError> {
    let mut query = terms::table
        .filter(serving_on(today))
        .filter(terms::role.eq(TermRole::Champion))
        .select((terms::team_id, terms::ends_on))
        .into_boxed();
    if let Some(keys) = keys {
        query = query.filter(terms::team_id.eq_any(keys));
    }
    let rows: Vec<(TeamId, Option<Day>)> = query.load(connection)?;
    let mut until = HashMap::new();
    for (team, last) in rows {
        until.entry(team).and_modify(|known| *known = later(*known, last)).or_insert(last);
    }
    Ok(until)
}

/// The later of two last days, where none means that there is no last day.
fn later(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    Some(one?.max(other?))
}

pub(super) type Nominations = (HashSet<TeamId>, HashMap<TeamId, Vec<WaitingTerm>>);
type NominationColumns = (TeamId, TermId, TermRole, TermState, Timestamp, Option<Timestamp>, Option<Day>);

/// Teams that are about to have a champion, and nominations that wait for a word.
pub(super) fn nominations(
    connection: &mut Connection,
    today: Day,
    keys: Option<&[TeamId]>,
) -> Result<Nominations, DbError> {
    let mut query = terms::table
        .filter(terms::state.eq_any([TermState::Nominated, TermState::Approved, TermState::Accepted]))
        .filter(AccountIsOn)
        .order((terms::nominated_at, terms::id))
        .select((
            terms::team_id,
            terms::id,
            terms::role,
            terms::state,
            terms::nominated_at,
            terms::approved_at,
            terms::starts_on,
        ))
        .into_boxed();
    if let Some(keys) = keys {
        query = query.filter(terms::team_id.eq_any(keys));
    }
    let rows: Vec<NominationColumns> = query.load(connection)?;
    let (mut nominated, mut waiting): Nominations = Default::default();
    for (team, id, role, state, at, approved, first) in rows {
        let has_begun = state == TermState::Accepted && first.is_some_and(|first| first <= today);
        if role == TermRole::Champion && !has_begun {
            nominated.insert(team);
        }
        if state != TermState::Accepted {
            let since = approved.unwrap_or(at).day();
            waiting.entry(team).or_default().push(WaitingTerm { id, role, state, since });
        }
    }
    Ok((nominated, waiting))
}

/// Key, person and role, first day, last day, the one that was agreed, when and why it was
/// ended, whether the account is on, first review and first time entry.
type TermColumns = (
    TeamId,
    (TermId, PersonId, TermRole, Option<TermId>),
    (Option<Day>, Option<Day>, Option<Day>),
    (Option<Timestamp>, String),
    PersonState,
    (Option<Day>, Option<Day>),
);

/// The first day from the term's first on that stands in a table of the person's work for the team.
macro_rules! first_day {
    ($table:literal) => {
        sql::<Nullable<Integer>>(concat!(
            "(SELECT work.day FROM ",
            $table,
            " work WHERE work.person_id = terms.person_id AND work.day >= terms.starts_on",
            " AND work.team_id = terms.team_id ORDER BY work.day LIMIT 1)"
        ))
    };
}

/// Every term that served, serves or is about to. Whose account is switched
/// off serves no more on `today`.
pub(super) fn list_terms(
    connection: &mut Connection,
    exposure: &dyn Exposure,
    today: Day,
    keys: Option<&[TeamId]>,
) -> Result<HashMap<TeamId, Vec<TermFact>>, ProgramError> {
    let served = terms::state.eq_any([TermState::Accepted, TermState::Active]);
    let ended = terms::state.eq(TermState::Ended).and(terms::answered_at.is_not_null());
    let mut query = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(served.or(ended))
        .order((terms::starts_on, terms::id))
        .select((
            terms::team_id,
            (terms::id, terms::person_id, terms::role, terms::renews_id),
            (terms::starts_on, terms::ends_on, terms::agreed_until),
            (terms::ended_at, terms::end_reason),
            people::state,
            (first_day!("reviews"), first_day!("time_entries")),
        ))
        .into_boxed();
    if let Some(keys) = keys {
        query = query.filter(terms::team_id.eq_any(keys));
    }
    let rows: Vec<TermColumns> = query.load(connection)?;
    let people: Option<Vec<PersonId>> = keys.map(|_| rows.iter().map(|row| row.1.1).take(1_000).collect());
    let answered = exposure.answered(connection, people.as_deref(), today.plus_days(-WORK_DAYS).start_utc())?;
    let renewed: HashSet<TermId> = rows.iter().filter_map(|row| row.1.3).collect();
    let mut terms: HashMap<TeamId, Vec<TermFact>> = HashMap::new();
    for (team, (id, person, role, renews), (first, last, agreed), (ended, reason), account, (review, entry)) in rows {
        let Some(from) = first else { continue };
        let ended_on = ended.map(Timestamp::day);
        let ran_out = last.map(|last| last.plus_days(1));
        let switched_off = (account == PersonState::Disabled).then_some(today);
        let service = Service { from, until: [ran_out, ended_on, switched_off].into_iter().flatten().min() };
        let answer = answered.get(&person).and_then(|days| days.iter().find(|day| **day >= from).copied());
        let first_work = [review, entry, answer].into_iter().flatten().min();
        let fact = TermFact {
            is_renewal: renews.is_some(),
            is_renewed: renewed.contains(&id),
            id,
            person,
            role,
            service,
            last,
            agreed,
            ended_on,
            reason,
            first_work,
        };
        terms.entry(team).or_default().push(fact);
    }
    Ok(terms)
}
