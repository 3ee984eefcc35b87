//! Every query about handovers.

use diesel::prelude::*;

use super::model::{Handover, HandoverCause, HandoverState};
use crate::accounts::PersonState;
use crate::clock::Timestamp;
use crate::db::keys::{DepartmentId, PersonId, TeamId, TermId};
use crate::db::schema::{handovers, people, teams, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::reach::Reach;
use crate::program::terms::{TermRole, TermState};
use crate::web::Moment;

/// An open handover with the names that lists show.
#[derive(Debug, Clone, Queryable)]
pub struct HandoverRow {
    /// The handover.
    pub handover: Handover,
    /// What the person serves, or served, as.
    pub role: TermRole,
    /// The team's department.
    pub department_id: DepartmentId,
    /// The team.
    pub team_id: TeamId,
    /// The team's address and name.
    pub team: (String, String),
    /// The person's handle and name.
    pub person: (String, String),
    /// Whether they can still sign in.
    pub account: PersonState,
}

impl HandoverRow {
    /// Why, in words after the person's name: whose account was switched off
    /// since has left more than the team.
    pub fn reason(&self) -> &'static str {
        if self.account == PersonState::Disabled { HandoverCause::Left.reason() } else { self.handover.cause.reason() }
    }
}

/// Open handovers with their terms, teams and people.
#[diesel::dsl::auto_type(no_type_alias)]
fn open_rows() -> _ {
    let open: HandoverState = HandoverState::Open;
    handovers::table
        .inner_join(terms::table.on(terms::id.eq(handovers::term_id)))
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(handovers::state.eq(open))
}

/// Handovers within reach that somebody has to make, the oldest first, `limit`
/// at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_open(connection: &mut Connection, reach: &Reach, limit: i64) -> Result<Vec<HandoverRow>, DbError> {
    let mut query = open_rows()
        .order((handovers::raised_at, handovers::id))
        .limit(limit)
        .select((
            handovers::all_columns,
            terms::role,
            teams::department_id,
            teams::id,
            (teams::slug, teams::name),
            (people::handle, people::name),
            people::state,
        ))
        .into_boxed();
    if let Reach::Within(own, above) = reach {
        query = query.filter(teams::id.eq_any(own.clone()).or(teams::department_id.eq_any(above.clone())));
    }
    query.load(connection)
}

/// How many handovers within reach somebody has to make.
///
/// # Errors
///
/// The database's own.
pub fn count_open(connection: &mut Connection, reach: &Reach) -> Result<i64, DbError> {
    let Reach::Within(own, above) = reach else {
        return handovers::table.filter(handovers::state.eq(HandoverState::Open)).count().get_result(connection);
    };
    open_rows()
        .filter(teams::id.eq_any(own.clone()).or(teams::department_id.eq_any(above.clone())))
        .count()
        .get_result(connection)
}

/// What was handed over of a term, a sentence and a moment each, the newest first.
pub(in crate::program) fn list_done(
    connection: &mut Connection,
    term: TermId,
    now: Timestamp,
) -> Result<Vec<(String, Moment)>, DbError> {
    let rows: Vec<(Handover, Option<String>)> = handovers::table
        .left_join(people::table.on(people::id.nullable().eq(handovers::to_person_id)))
        .filter(handovers::term_id.eq(term))
        .filter(handovers::state.eq(HandoverState::Done))
        .order((handovers::done_at.desc(), handovers::id.desc()))
        .select((handovers::all_columns, people::name.nullable()))
        .load(connection)?;
    let sentence = |(handover, to): (Handover, Option<String>)| {
        let things = match handover.moved {
            0 => "Nothing was open".to_owned(),
            1 => "1 thing".to_owned(),
            moved => format!("{moved} things"),
        };
        let words = match to {
            _ if handover.moved == 0 => things,
            Some(to) => format!("{things} to {to}"),
            None => format!("{things} to the team's others, or Network Security"),
        };
        (words, Moment::new(handover.done_at.unwrap_or(handover.raised_at), now))
    };
    Ok(rows.into_iter().map(sentence).collect())
}

/// The one of a term that somebody has to make.
pub(super) fn find_open(connection: &mut Connection, term: TermId) -> Result<Option<Handover>, DbError> {
    handovers::table
        .filter(handovers::term_id.eq(term))
        .filter(handovers::state.eq(HandoverState::Open))
        .first(connection)
        .optional()
}

pub(super) fn insert(tx: &mut Tx, handover: &Handover) -> Result<(), DbError> {
    diesel::insert_into(handovers::table).values(handover).execute(tx)?;
    Ok(())
}

/// Closes an open handover as `state`.
pub(super) fn close(
    tx: &mut Tx,
    handover: &Handover,
    state: HandoverState,
    by: Option<PersonId>,
    now: Timestamp,
    (to, moved): (Option<PersonId>, i32),
) -> Result<(), DbError> {
    diesel::update(handovers::table.filter(handovers::id.eq(handover.id)))
        .set((
            handovers::state.eq(state),
            handovers::done_by.eq(by),
            handovers::done_at.eq(Some(now)),
            handovers::to_person_id.eq(to),
            handovers::moved.eq(moved),
        ))
        .execute(tx)?;
    Ok(())
}

/// The term in which `person` serves `team`, begun or about to begin.
pub(super) fn find_term_under_way(
    connection: &mut Connection,
    person: PersonId,
    team: TeamId,
) -> Result<Option<TermId>, DbError> {
    terms::table
        .filter(terms::person_id.eq(person))
        .filter(terms::team_id.eq(team))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active]))
        .order(terms::id)
        .select(terms::id)
        .first(connection)
        .optional()
}

/// The terms under way of a person.
pub(super) fn list_terms_under_way(connection: &mut Connection, person: PersonId) -> Result<Vec<TermId>, DbError> {
    terms::table
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active]))
        .order(terms::id)
        .select(terms::id)
        .load(connection)
}

/// Terms under way of people whose account is off.
pub(super) fn list_terms_of_leavers(connection: &mut Connection) -> Result<Vec<TermId>, DbError> {
    terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(people::state.eq(PersonState::Disabled))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active]))
        .order(terms::id)
        .select(terms::id)
        .load(connection)
}
