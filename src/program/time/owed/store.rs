//! Every query about shares and contracts.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Contract, Share, Steps};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{AllocationId, ContractedHoursId, PersonId, TeamId, TermId};
use crate::db::schema::{allocations, contracted_hours, people, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::terms::TermState;

/// A term's key, person, team and span.
type TermColumns = (TermId, PersonId, TeamId, i32, Option<Day>, Option<Day>, Option<Timestamp>);
/// Whose share it is, for which team.
pub(super) type Served = (PersonId, TeamId, Share);

/// The terms that served at some time from `first` on, or will: all of them, or
/// those of one person, or of some teams.
pub(super) fn list_shares(
    connection: &mut Connection,
    person: Option<PersonId>,
    teams: Option<&[TeamId]>,
    first: Day,
) -> Result<Vec<Served>, DbError> {
    let mut query = terms::table
        // A proposal that was taken back has ended, too, without an answer.
        .filter(
            (terms::state.eq(TermState::Accepted))
                .or(terms::state.eq(TermState::Active))
                .or(terms::state.eq(TermState::Ended).and(terms::answered_at.is_not_null())),
        )
        .filter(terms::starts_on.is_not_null())
        .filter(terms::ends_on.is_null().or(terms::ends_on.ge(first)))
        .filter(terms::ended_at.is_null().or(terms::ended_at.ge(first.start_utc())))
        .into_boxed();
    if let Some(person) = person {
        query = query.filter(terms::person_id.eq(person));
    }
    if let Some(teams) = teams {
        query = query.filter(terms::team_id.eq_any(teams));
    }
    let rows: Vec<TermColumns> = query
        .select((
            terms::id,
            terms::person_id,
            terms::team_id,
            terms::allocation_percent,
            terms::starts_on,
            terms::ends_on,
            terms::ended_at,
        ))
        .load(connection)?;
    let only = (person.is_some() || teams.is_some()).then(|| rows.iter().map(|row| row.0).collect::<Vec<_>>());
    let mut steps = list_steps(connection, only.as_deref())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, person, team, base, starts, ends, ended)| {
            // Somebody whose term is ended on a day serves until the day before.
            let ended = ended.map(|at| at.day().plus_days(-1));
            let last = [ends, ended].into_iter().flatten().min();
            let percent = Steps { base, steps: steps.remove(&id).unwrap_or_default() };
            Some((person, team, Share { first: starts?, last, percent }))
        })
        .collect())
}

/// The changes of shares, by term: all of them, or those of a few terms.
pub(super) fn list_steps(
    connection: &mut Connection,
    only: Option<&[TermId]>,
) -> Result<HashMap<TermId, Vec<(Day, i32)>>, DbError> {
    let mut query = allocations::table.into_boxed();
    match only {
        // A list of conditions is another statement for each length; one is the usual.
        Some([term]) => query = query.filter(allocations::term_id.eq(*term)),
        Some(terms) => query = query.filter(allocations::term_id.eq_any(terms.to_vec())),
        None => {}
    }
    let rows: Vec<(TermId, Day, i32)> = query
        .order((allocations::term_id, allocations::from_day))
        .select((allocations::term_id, allocations::from_day, allocations::percent))
        .load(connection)?;
    let mut steps: HashMap<TermId, Vec<(Day, i32)>> = HashMap::new();
    for (term, from, percent) in rows {
        steps.entry(term).or_default().push((from, percent));
    }
    Ok(steps)
}

/// Contracts that differ from `usual`: all of them, or those of some people.
pub(super) fn list_contracts(
    connection: &mut Connection,
    only: Option<&[PersonId]>,
    usual: i64,
) -> Result<HashMap<PersonId, Contract>, DbError> {
    let mut query = contracted_hours::table.into_boxed();
    match only {
        Some([person]) => query = query.filter(contracted_hours::person_id.eq(*person)),
        Some(people) => query = query.filter(contracted_hours::person_id.eq_any(people)),
        None => {}
    }
    let rows: Vec<(PersonId, Day, i32)> = query
        .order((contracted_hours::person_id, contracted_hours::from_day))
        .select((contracted_hours::person_id, contracted_hours::from_day, contracted_hours::minutes_per_week))
        .load(connection)?;
    let mut contracts: HashMap<PersonId, Contract> = HashMap::new();
    for (person, from, minutes) in rows {
        let contract = contracts.entry(person).or_insert_with(|| Steps::always(usual));
        contract.steps.push((from, i64::from(minutes)));
    }
    Ok(contracts)
}

/// One change as its history shows it: from when, to what, who set it, when.
pub(super) type Step = (Day, i32, Option<String>, Timestamp);

/// How a term's share changed, the latest first.
pub(super) fn history_of_share(connection: &mut Connection, term: TermId) -> Result<Vec<Step>, DbError> {
    allocations::table
        .left_join(people::table.on(people::id.nullable().eq(allocations::set_by)))
        .filter(allocations::term_id.eq(term))
        .order(allocations::from_day.desc())
        .select((allocations::from_day, allocations::percent, people::name.nullable(), allocations::set_at))
        .load(connection)
}

/// How a person's contract changed, the latest first, in minutes a week.
pub(super) fn history_of_hours(connection: &mut Connection, person: PersonId) -> Result<Vec<Step>, DbError> {
    contracted_hours::table
        .left_join(people::table.on(people::id.nullable().eq(contracted_hours::set_by)))
        .filter(contracted_hours::person_id.eq(person))
        .order(contracted_hours::from_day.desc())
        .select((
            contracted_hours::from_day,
            contracted_hours::minutes_per_week,
            people::name.nullable(),
            contracted_hours::set_at,
        ))
        .load(connection)
}

/// Writes a share from a day on; one from the same day is replaced.
pub(super) fn save_share(
    tx: &mut Tx,
    term: TermId,
    from: Day,
    percent: i32,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let same = allocations::table.filter(allocations::term_id.eq(term)).filter(allocations::from_day.eq(from));
    let set = (allocations::percent.eq(percent), allocations::set_by.eq(by), allocations::set_at.eq(now));
    if diesel::update(same).set(set).execute(tx)? == 0 {
        let key = (allocations::id.eq(AllocationId::generate()), allocations::term_id.eq(term));
        diesel::insert_into(allocations::table).values((key, allocations::from_day.eq(from), set)).execute(tx)?;
    }
    Ok(())
}

/// Writes a contract from a day on; one from the same day is replaced.
pub(super) fn save_hours(
    tx: &mut Tx,
    person: PersonId,
    from: Day,
    minutes: i32,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let same = contracted_hours::table
        .filter(contracted_hours::person_id.eq(person))
        .filter(contracted_hours::from_day.eq(from));
    let set = (
        contracted_hours::minutes_per_week.eq(minutes),
        contracted_hours::set_by.eq(by),
        contracted_hours::set_at.eq(now),
    );
    if diesel::update(same).set(set).execute(tx)? == 0 {
        let key = (contracted_hours::id.eq(ContractedHoursId::generate()), contracted_hours::person_id.eq(person));
        diesel::insert_into(contracted_hours::table)
            .values((key, contracted_hours::from_day.eq(from), set))
            .execute(tx)?;
    }
    Ok(())
}
