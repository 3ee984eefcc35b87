//! Every query about terms.

use diesel::backend::Backend;
use diesel::expression::ValidGrouping;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::model::{OPEN_STATES, Term, TermRole, TermState};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{DepartmentId, PersonId, TeamId, TermId};
use crate::db::schema::{people, teams, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;

/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 1_000;

/// The condition that the account of a term's person is not switched off. In
/// words of SQL, so that it fits queries that ask for people as well; each
/// person is looked up by key, so that it costs what the terms are many. The
/// words are always the same, which Diesel's own literal does not know of: a
/// statement with one in it would be prepared anew each time.
#[derive(Debug, Clone, Copy, QueryId, ValidGrouping)]
pub struct AccountIsOn;

impl Expression for AccountIsOn {
    type SqlType = Bool;
}

impl<From> AppearsOnTable<From> for AccountIsOn {}
impl<From> SelectableExpression<From> for AccountIsOn {}

impl<B: Backend> QueryFragment<B> for AccountIsOn {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, B>) -> QueryResult<()> {
        out.push_sql("EXISTS (SELECT 1 FROM people one WHERE one.id = terms.person_id AND one.state <> 'disabled')");
        Ok(())
    }
}

/// The condition that a term serves its team on `day`: accepted, begun, not
/// past its last day, and its person can sign in.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn serving_on(day: Day) -> _ {
    let accepted: TermState = TermState::Accepted;
    let active: TermState = TermState::Active;
    let is_accepted = terms::state.eq(accepted).or(terms::state.eq(active));
    let has_begun = terms::starts_on.le(day);
    let goes_on = terms::ends_on.is_null().or(terms::ends_on.ge(day));
    let is_on: AccountIsOn = AccountIsOn;
    is_accepted.and(has_begun).and(goes_on).and(is_on)
}

/// A term with the names that lists show.
#[derive(Debug, Clone, Queryable)]
pub struct TermRow {
    /// The term.
    pub term: Term,
    /// The team's address and name.
    pub team: (String, String),
    /// The team's department.
    pub department_id: DepartmentId,
    /// The person's handle and name.
    pub person: (String, String),
}

pub(super) type RowColumns = (
    <terms::table as diesel::Table>::AllColumns,
    (teams::slug, teams::name),
    teams::department_id,
    (people::handle, people::name),
);

pub(super) const ROW: RowColumns =
    (terms::all_columns, (teams::slug, teams::name), teams::department_id, (people::handle, people::name));

/// Terms with their team and their person.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn rows() -> _ {
    terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
}

/// The term with this key.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_term(connection: &mut Connection, id: TermId) -> Result<TermRow, ProgramError> {
    let found = rows().filter(terms::id.eq(id)).select(ROW).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("term"))
}

/// Those of these terms that there are.
pub(super) fn list_these(connection: &mut Connection, ids: &[TermId]) -> Result<Vec<TermRow>, DbError> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        found.extend(rows().filter(terms::id.eq_any(ids)).select(ROW).load::<TermRow>(connection)?);
    }
    Ok(found)
}

/// All terms of a person, the newest first.
///
/// # Errors
///
/// The database's own.
pub fn list_terms_of(connection: &mut Connection, person: PersonId) -> Result<Vec<TermRow>, ProgramError> {
    Ok(rows()
        .filter(terms::person_id.eq(person))
        .order((terms::nominated_at.desc(), terms::id.desc()))
        .select(ROW)
        .load(connection)?)
}

/// The open terms of a team: champions first, then deputies, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_terms_of_team(connection: &mut Connection, team: TeamId) -> Result<Vec<TermRow>, ProgramError> {
    Ok(rows()
        .filter(terms::team_id.eq(team))
        .filter(terms::state.eq_any(OPEN_STATES))
        .order((terms::role, people::name_folded, terms::id))
        .select(ROW)
        .load(connection)?)
}

/// The first day on which a person served any team, whether they still do or
/// not; none where that day is still to come.
///
/// # Errors
///
/// The database's own.
pub fn serves_since(connection: &mut Connection, person: PersonId, today: Day) -> Result<Option<Day>, ProgramError> {
    let served = [TermState::Accepted, TermState::Active, TermState::Ended];
    Ok(terms::table
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any(served))
        .filter(terms::starts_on.le(today))
        .select(diesel::dsl::min(terms::starts_on))
        .first(connection)?)
}

/// Whether anybody serves any team, or is nominated for it.
///
/// # Errors
///
/// The database's own.
pub fn exists_open(connection: &mut Connection) -> Result<bool, DbError> {
    let open = terms::table.filter(terms::state.eq_any(OPEN_STATES)).select(terms::id);
    Ok(open.first::<TermId>(connection).optional()?.is_some())
}

/// The teams, by slug, in which the person has an open term.
pub(super) fn slugs_with_open_term_of(connection: &mut Connection, person: PersonId) -> Result<Vec<String>, DbError> {
    terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any(OPEN_STATES))
        .select(teams::slug)
        .distinct()
        .load(connection)
}

/// Nominations for champion of the team that wait for a word.
pub(super) fn list_waiting(connection: &mut Connection, team: TeamId) -> Result<Vec<Term>, DbError> {
    terms::table
        .filter(terms::team_id.eq(team).and(terms::role.eq(TermRole::Champion)))
        .filter(terms::state.eq_any([TermState::Nominated, TermState::Approved]))
        .order(terms::id)
        .select(terms::all_columns)
        .load(connection)
}

/// Whether the person has an open term in the team.
pub(super) fn has_open(connection: &mut Connection, team: TeamId, person: PersonId) -> Result<bool, DbError> {
    let open: i64 = terms::table
        .filter(terms::team_id.eq(team))
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any(OPEN_STATES))
        .count()
        .get_result(connection)?;
    Ok(open > 0)
}

/// The team's champions who serve on any day from `first` to `last` (for good,
/// where that is none), but for the term `except`: name and last day of each, the
/// one who stays longest first.
pub(super) fn list_champions_over(
    connection: &mut Connection,
    team: TeamId,
    first: Day,
    last: Option<Day>,
    except: Option<TermId>,
) -> Result<Vec<(String, Option<Day>)>, DbError> {
    let found: Vec<(TermId, String, Option<Day>, Option<Day>)> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(terms::team_id.eq(team))
        .filter(terms::role.eq(TermRole::Champion))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active]))
        .filter(terms::ends_on.is_null().or(terms::ends_on.ge(first)))
        .filter(AccountIsOn)
        .order((terms::ends_on.is_null().desc(), terms::ends_on.desc(), terms::id))
        .select((terms::id, people::name, terms::starts_on, terms::ends_on))
        .load(connection)?;
    let begins_in_time = |starts: &Option<Day>| last.is_none_or(|last| starts.is_none_or(|starts| starts <= last));
    Ok(found
        .into_iter()
        .filter(|(id, _, starts, _)| Some(*id) != except && begins_in_time(starts))
        .map(|(_, name, _, ends)| (name, ends))
        .collect())
}

/// The proposal to renew a term, or the term that does, unless it came to nothing.
pub(super) fn find_renewal(connection: &mut Connection, id: TermId) -> Result<Option<Term>, DbError> {
    terms::table.filter(terms::renews_id.eq(id)).filter(terms::state.eq_any(OPEN_STATES)).first(connection).optional()
}

/// Terms that continue or follow this one, the newest first, whatever came of them.
pub(super) fn list_continuing(connection: &mut Connection, id: TermId) -> Result<Vec<TermRow>, DbError> {
    rows()
        .filter(terms::renews_id.eq(id).or(terms::follows_id.eq(id)))
        .order((terms::nominated_at.desc(), terms::id.desc()))
        .select(ROW)
        .load(connection)
}

/// Terms of a person that ended with thanks, where either was since `since`, and
/// whose thanks they are.
pub(super) fn list_thanked(
    connection: &mut Connection,
    person: PersonId,
    since: Timestamp,
) -> Result<Vec<(TermRow, String)>, DbError> {
    let rows: Vec<TermRow> = rows()
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq(TermState::Ended).and(terms::thanks.ne("")))
        .filter(terms::ended_at.ge(since).or(terms::thanked_at.ge(since)))
        .order((terms::thanked_at.desc(), terms::id))
        .select(ROW)
        .load(connection)?;
    let by: Vec<PersonId> = rows.iter().filter_map(|row| row.term.thanked_by).collect();
    let names: Vec<(PersonId, String)> =
        people::table.filter(people::id.eq_any(by)).select((people::id, people::name)).load(connection)?;
    let name = |id: Option<PersonId>| {
        names.iter().find(|(known, _)| Some(*known) == id).map_or("The company", |(_, name)| name).to_owned()
    };
    Ok(rows.into_iter().map(|row| (row.clone(), name(row.term.thanked_by))).collect())
}

/// Whether the person serves the team on `day`.
///
/// # Errors
///
/// The database's own.
pub fn is_serving_team(connection: &mut Connection, team: TeamId, person: PersonId, day: Day) -> Result<bool, DbError> {
    let found: i64 = terms::table
        .filter(terms::team_id.eq(team))
        .filter(terms::person_id.eq(person))
        .filter(serving_on(day))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// What the person serves the team as, or served last.
///
/// # Errors
///
/// The database's own.
pub fn find_role(connection: &mut Connection, team: TeamId, person: PersonId) -> Result<Option<TermRole>, DbError> {
    terms::table
        .filter(terms::team_id.eq(team))
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active, TermState::Ended]))
        .filter(terms::answered_at.is_not_null().or(terms::starts_on.is_not_null()))
        .order((terms::starts_on.desc(), terms::id.desc()))
        .select(terms::role)
        .first(connection)
        .optional()
}

pub(super) fn insert(tx: &mut Tx, term: &Term) -> Result<(), DbError> {
    diesel::insert_into(terms::table).values(term).execute(tx)?;
    Ok(())
}

/// Saves what steps change, if `term` is still as it was read.
///
/// # Errors
///
/// [`ProgramError::Changed`] where it is not.
pub(super) fn save(tx: &mut Tx, term: &Term) -> Result<(), ProgramError> {
    let unchanged = terms::table.filter(terms::id.eq(term.id)).filter(terms::version.eq(term.version));
    let rows = diesel::update(unchanged)
        .set((
            terms::state.eq(term.state),
            terms::approved_by.eq(term.approved_by),
            terms::approved_at.eq(term.approved_at),
            terms::answered_at.eq(term.answered_at),
            terms::decline_reason.eq(&term.decline_reason),
            terms::starts_on.eq(term.starts_on),
            terms::ends_on.eq(term.ends_on),
            terms::scope_id.eq(term.scope_id),
            terms::thanks.eq(&term.thanks),
            terms::thanked_by.eq(term.thanked_by),
            terms::thanked_at.eq(term.thanked_at),
            terms::agreed_until.eq(term.agreed_until),
            terms::ended_by.eq(term.ended_by),
            terms::ended_at.eq(term.ended_at),
            terms::end_reason.eq(&term.end_reason),
            terms::version.eq(term.version.next()),
        ))
        .execute(tx)?;
    if rows == 1 { Ok(()) } else { Err(ProgramError::Changed("term")) }
}

/// Terms whose written state lags behind `today`: accepted ones that have
/// begun, and those that are past their last day.
pub(super) fn list_unsettled(connection: &mut Connection, today: Day) -> Result<Vec<Term>, DbError> {
    terms::table
        .filter(
            terms::state
                .eq(TermState::Accepted)
                .and(terms::starts_on.le(today))
                .or(terms::state.eq_any(OPEN_STATES).and(terms::ends_on.is_not_null()).and(terms::ends_on.lt(today))),
        )
        .order(terms::id)
        .select(terms::all_columns)
        .load(connection)
}

/// Midnight after the last day: when a term that ran out has ended.
pub(super) fn end_of(last: Day) -> Timestamp {
    last.plus_days(1).start_utc()
}
