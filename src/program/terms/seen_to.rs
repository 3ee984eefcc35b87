//! Terms that somebody has to see to: those that end soon, and words that are
//! waited for. A list reads as many as it shows, whatever the company's size.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::store::{AccountIsOn, ROW, TermRow, rows};
use crate::clock::{Day, Timestamp};
use crate::db::keys::PersonId;
use crate::db::schema::{teams, terms};
use crate::db::{Connection, DbError};
use crate::program::reach::Reach;

/// What has to be seen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// Terms under way whose last day is one of these, both included, and that
    /// are not renewed yet; the earliest end first.
    Ends(Day, Day),
    /// Nominations that wait for approval, and were made before this moment where
    /// one is named; the longest waiting first.
    Nominated(Option<Timestamp>),
    /// Nominations that wait for the nominee's answer, and were approved before
    /// this moment where one is named; the longest waiting first.
    Approved(Option<Timestamp>),
}

/// Whose terms are meant.
#[derive(Debug, Clone, Copy)]
pub struct Whose<'a> {
    /// Those of the teams that somebody looks after …
    pub reach: &'a Reach,
    /// … and those of this person, whatever the team.
    pub person: Option<PersonId>,
}

/// Terms under way. States stand here in words of SQL: only so are the indexes
/// used that hold terms of a state alone, in the order in which they are listed.
fn is_under_way() -> SqlLiteral<Bool> {
    sql("terms.state IN ('accepted', 'active')")
}

fn is_nominated() -> SqlLiteral<Bool> {
    sql("terms.state = 'nominated'")
}

fn is_approved() -> SqlLiteral<Bool> {
    sql("terms.state = 'approved'")
}

/// Terms that no other one goes on with.
fn is_not_renewed() -> SqlLiteral<Bool> {
    // The first list of states is that of the index of renewals, which is not used without it.
    sql("NOT EXISTS (SELECT 1 FROM terms later WHERE later.renews_id = terms.id \
         AND later.state IN ('nominated', 'approved', 'accepted', 'active') \
         AND later.state NOT IN ('nominated', 'approved'))")
}

/// Adds what the matter says to a boxed query of terms.
macro_rules! about {
    ($query:expr, $matter:expr) => {{
        let query = $query;
        match $matter {
            Matter::Ends(from, until) => query
                .filter(is_under_way())
                .filter(terms::ends_on.ge(from))
                .filter(terms::ends_on.le(until))
                .filter(is_not_renewed())
                .filter(AccountIsOn),
            Matter::Nominated(before) => {
                let query = query.filter(is_nominated());
                match before {
                    Some(before) => query.filter(terms::nominated_at.lt(before)),
                    None => query,
                }
            }
            Matter::Approved(before) => {
                let query = query.filter(is_approved());
                match before {
                    Some(before) => query.filter(terms::approved_at.lt(before)),
                    None => query,
                }
            }
        }
    }};
}

/// Adds whose terms are meant to a boxed query of terms with their teams.
macro_rules! of {
    ($query:expr, $whose:expr) => {{
        let query = $query;
        match ($whose.reach, $whose.person) {
            (Reach::All, _) => query,
            // By itself, so that the person's few terms are found by their key.
            (reach, Some(person)) if reach.is_nothing() => query.filter(terms::person_id.eq(person)),
            (Reach::Within(own, above), Some(person)) => query.filter(
                teams::id
                    .eq_any(own.clone())
                    .or(teams::department_id.eq_any(above.clone()))
                    .or(terms::person_id.eq(person)),
            ),
            (Reach::Within(own, above), None) => {
                query.filter(teams::id.eq_any(own.clone()).or(teams::department_id.eq_any(above.clone())))
            }
        }
    }};
}

/// The terms that somebody has to see to: at most `limit` after the first `skip`.
///
/// # Errors
///
/// The database's own.
pub fn list_matter(
    connection: &mut Connection,
    matter: Matter,
    whose: Whose<'_>,
    skip: i64,
    limit: i64,
) -> Result<Vec<TermRow>, DbError> {
    let query = about!(of!(rows().select(ROW).into_boxed(), whose), matter);
    let query = match matter {
        Matter::Ends(..) => query.order((terms::ends_on.asc(), terms::id.asc())),
        Matter::Nominated(_) => query.order((terms::nominated_at.asc(), terms::id.asc())),
        Matter::Approved(_) => query.order((terms::approved_at.asc(), terms::id.asc())),
    };
    query.offset(skip).limit(limit).load(connection)
}

/// How many there are of them.
///
/// # Errors
///
/// The database's own.
pub fn count_matter(connection: &mut Connection, matter: Matter, whose: Whose<'_>) -> Result<i64, DbError> {
    if *whose.reach == Reach::All {
        return about!(terms::table.count().into_boxed(), matter).get_result(connection);
    }
    about!(of!(rows().count().into_boxed(), whose), matter).get_result(connection)
}
