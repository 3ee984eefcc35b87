//! Every query about absences.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::model::{Absence, StandIn, StandInState};
use crate::accounts::PersonState;
use crate::clock::Day;
use crate::db::keys::{AbsenceId, PersonId, StandInId, TeamId, TermId};
use crate::db::schema::{absences, people, stand_ins, teams, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::program::terms::{TermRole, TermState, serving_on};

/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 1_000;

/// The absences of a person that end on `from` or later, the earliest first.
///
/// # Errors
///
/// The database's own.
pub fn list_absences_of(connection: &mut Connection, person: PersonId, from: Day) -> Result<Vec<Absence>, DbError> {
    absences::table
        .filter(absences::person_id.eq(person))
        .filter(absences::last_on.ge(from))
        .order((absences::first_on, absences::id))
        .load(connection)
}

/// The absences of everybody, or of `only` some people, that touch the days from
/// `first` to `last`: who, from when, until when. One query, whatever the number of people.
///
/// # Errors
///
/// The database's own.
pub fn list_absences_between(
    connection: &mut Connection,
    only: Option<&[PersonId]>,
    first: Day,
    last: Day,
) -> Result<Vec<(PersonId, Day, Day)>, DbError> {
    let mut query =
        absences::table.filter(absences::last_on.ge(first)).filter(absences::first_on.le(last)).into_boxed();
    if let Some(people) = only {
        query = query.filter(absences::person_id.eq_any(people));
    }
    query
        .order((absences::person_id, absences::first_on))
        .select((absences::person_id, absences::first_on, absences::last_on))
        .load(connection)
}

/// Who is away on `day`, with the last day of it.
///
/// # Errors
///
/// The database's own.
pub fn away_on(connection: &mut Connection, day: Day) -> Result<Vec<(PersonId, Day)>, DbError> {
    absences::table
        .filter(absences::last_on.ge(day))
        .filter(absences::first_on.le(day))
        .order((absences::person_id, absences::first_on))
        .select((absences::person_id, absences::last_on))
        .load(connection)
}

/// Who of these people is away on `day`, with the last day of it.
///
/// # Errors
///
/// The database's own.
pub fn away_these(
    connection: &mut Connection,
    people: &HashSet<PersonId>,
    day: Day,
) -> Result<HashMap<PersonId, Day>, DbError> {
    if people.len() > CHUNK {
        return Ok(away_on(connection, day)?.into_iter().filter(|(person, _)| people.contains(person)).collect());
    }
    let ids: Vec<PersonId> = people.iter().copied().collect();
    let rows: Vec<(PersonId, Day)> = absences::table
        .filter(absences::person_id.eq_any(ids))
        .filter(absences::last_on.ge(day))
        .filter(absences::first_on.le(day))
        .select((absences::person_id, absences::last_on))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// Somebody who said yes and stands in today.
pub(in crate::program) struct StandingIn {
    pub team_id: TeamId,
    pub person_id: PersonId,
    pub name: String,
    pub handle: String,
    pub chat: String,
    pub email: String,
    /// What the absent person serves as.
    pub role: TermRole,
    /// The absent person's name.
    pub absent: String,
}

type StandingInRow = ((TeamId, TermRole, PersonId), (PersonId, String, String, String, String));

/// Everybody who stands in on `today`, by name.
pub(in crate::program) fn list_standing_in(
    connection: &mut Connection,
    today: Day,
) -> Result<Vec<StandingIn>, DbError> {
    let rows: Vec<StandingInRow> = stand_ins::table
        .inner_join(absences::table.on(absences::id.eq(stand_ins::absence_id)))
        .inner_join(terms::table.on(terms::id.eq(stand_ins::term_id)))
        .inner_join(people::table.on(people::id.eq(stand_ins::person_id)))
        .filter(stand_ins::state.eq(StandInState::Accepted))
        .filter(absences::last_on.ge(today))
        .filter(absences::first_on.le(today))
        .filter(people::state.ne(PersonState::Disabled))
        .filter(serving_on(today))
        .order((people::name_folded, stand_ins::id))
        .select((
            (terms::team_id, terms::role, terms::person_id),
            (people::id, people::name, people::handle, people::chat, people::email),
        ))
        .load(connection)?;
    let absent: HashSet<PersonId> = rows.iter().map(|((_, _, absent), _)| *absent).collect();
    let names = names_of(connection, &absent)?;
    let drawn = |((team_id, role, absent), (person_id, name, handle, chat, email)): StandingInRow| StandingIn {
        absent: names.get(&absent).cloned().unwrap_or_default(),
        team_id,
        person_id,
        name,
        handle,
        chat,
        email,
        role,
    };
    Ok(rows.into_iter().map(drawn).collect())
}

fn names_of(connection: &mut Connection, ids: &HashSet<PersonId>) -> Result<HashMap<PersonId, String>, DbError> {
    let ids: Vec<PersonId> = ids.iter().copied().collect();
    let mut names = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(PersonId, String)> = people::table
            .filter(people::id.eq_any(chunk.to_vec()))
            .select((people::id, people::name))
            .load(connection)?;
        names.extend(rows);
    }
    Ok(names)
}

/// The teams in which `person` stands in on `today`.
pub(in crate::program) fn teams_stood_in(
    connection: &mut Connection,
    person: PersonId,
    today: Day,
) -> Result<Vec<TeamId>, DbError> {
    stand_ins::table
        .inner_join(absences::table.on(absences::id.eq(stand_ins::absence_id)))
        .inner_join(terms::table.on(terms::id.eq(stand_ins::term_id)))
        .filter(stand_ins::person_id.eq(person))
        .filter(stand_ins::state.eq(StandInState::Accepted))
        .filter(absences::last_on.ge(today))
        .filter(absences::first_on.le(today))
        .filter(serving_on(today))
        .order((terms::team_id, stand_ins::id))
        .select(terms::team_id)
        .load(connection)
}

/// The absence with this key.
pub(super) fn find(connection: &mut Connection, id: AbsenceId) -> Result<Absence, ProgramError> {
    let found = absences::table.find(id).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("absence"))
}

pub(super) fn insert(tx: &mut Tx, absence: &Absence) -> Result<(), DbError> {
    diesel::insert_into(absences::table).values(absence).execute(tx)?;
    Ok(())
}

/// Saves the days of an absence, if it is still as it was read.
pub(super) fn save(tx: &mut Tx, absence: &Absence) -> Result<(), ProgramError> {
    let unchanged = absences::table.filter(absences::id.eq(absence.id)).filter(absences::version.eq(absence.version));
    let rows = diesel::update(unchanged)
        .set((
            absences::first_on.eq(absence.first_on),
            absences::last_on.eq(absence.last_on),
            absences::version.eq(absence.version.next()),
        ))
        .execute(tx)?;
    if rows == 1 { Ok(()) } else { Err(ProgramError::Changed("absence")) }
}

/// Takes an absence away, with whoever was asked to stand in.
pub(super) fn delete(tx: &mut Tx, id: AbsenceId) -> Result<(), DbError> {
    diesel::delete(stand_ins::table.filter(stand_ins::absence_id.eq(id))).execute(tx)?;
    diesel::delete(absences::table.filter(absences::id.eq(id))).execute(tx)?;
    Ok(())
}

/// A person's terms under way: the key, and the team's key, address and name.
pub(super) fn list_terms_under_way(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<(TermId, TeamId, String, String)>, DbError> {
    terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active]))
        .order((teams::name_folded, terms::id))
        .select((terms::id, terms::team_id, teams::slug, teams::name))
        .load(connection)
}

/// Who was asked to stand in during an absence, with handle and name.
pub(super) fn list_stand_ins(
    connection: &mut Connection,
    absence: AbsenceId,
) -> Result<Vec<(StandIn, String, String)>, DbError> {
    stand_ins::table
        .inner_join(people::table.on(people::id.eq(stand_ins::person_id)))
        .filter(stand_ins::absence_id.eq(absence))
        .order(stand_ins::id)
        .select((stand_ins::all_columns, people::handle, people::name))
        .load(connection)
}

/// The request with this key.
pub(super) fn find_stand_in(connection: &mut Connection, id: StandInId) -> Result<StandIn, ProgramError> {
    let found = stand_ins::table.find(id).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("request to stand in"))
}

/// Writes a request, in the place of another for the same absence and term.
pub(super) fn put_stand_in(tx: &mut Tx, request: &StandIn) -> Result<(), DbError> {
    let before = stand_ins::table
        .filter(stand_ins::absence_id.eq(request.absence_id))
        .filter(stand_ins::term_id.eq(request.term_id));
    diesel::delete(before).execute(tx)?;
    diesel::insert_into(stand_ins::table).values(request).execute(tx)?;
    Ok(())
}

/// Saves what somebody said who was asked, if nobody did before.
pub(super) fn save_answer(tx: &mut Tx, request: &StandIn) -> Result<(), ProgramError> {
    let unchanged =
        stand_ins::table.filter(stand_ins::id.eq(request.id)).filter(stand_ins::version.eq(request.version));
    let rows = diesel::update(unchanged)
        .set((
            stand_ins::state.eq(request.state),
            stand_ins::answered_at.eq(request.answered_at),
            stand_ins::version.eq(request.version.next()),
        ))
        .execute(tx)?;
    if rows == 1 { Ok(()) } else { Err(ProgramError::Changed("request to stand in")) }
}
