//! Thanks with a reason, from anybody who is signed in to somebody who serves
//! or served; shown on their page, and never counted against another's.

mod handlers;

use diesel::prelude::*;
use jiff::SignedDuration;
use serde_json::json;

use crate::accounts::Person;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{KudoId, PersonId};
use crate::db::schema::{kudos, people, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::{Actor, ProgramError};
use crate::web::{Grant, Policy, Route};

/// Thanks that one person gives within a day. More are a flood, or a joke.
const A_DAY: i64 = 5;
/// Characters of a reason.
const REASON: usize = 500;

/// One thanks.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Kudo {
    /// Its key.
    pub id: KudoId,
    /// Who said it: handle and name.
    pub by: (String, String),
    /// What for.
    pub reason: String,
    /// When.
    pub given_at: Timestamp,
    /// Whose word it is.
    pub given_by: PersonId,
}

/// What somebody was thanked for, the latest first, `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_kudos(connection: &mut Connection, person: PersonId, limit: i64) -> Result<Vec<Kudo>, DbError> {
    kudos::table
        .inner_join(people::table.on(people::id.eq(kudos::given_by)))
        .filter(kudos::person_id.eq(person))
        .order((kudos::given_at.desc(), kudos::id.desc()))
        .limit(limit)
        .select((kudos::id, (people::handle, people::name), kudos::reason, kudos::given_at, kudos::given_by))
        .load(connection)
}

/// Whether somebody serves, or ever served: whom kudos are for.
///
/// # Errors
///
/// The database's own.
pub fn has_served(connection: &mut Connection, person: PersonId) -> Result<bool, DbError> {
    use crate::program::terms::TermState;
    let found: i64 = terms::table
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active, TermState::Ended]))
        .filter(terms::starts_on.is_not_null())
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Thanks somebody, with a reason that was tidied.
///
/// # Errors
///
/// [`ProgramError::Invalid`] to oneself, to somebody who never served, and
/// after five within a day or one to the same person.
pub fn give(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, person: &Person, reason: &str) -> Result<(), ProgramError> {
    let by = actor.id().ok_or(ProgramError::NotYours("kudos are given by name"))?;
    if by == person.id {
        return Err(ProgramError::field("reason", "kudos are for others; what you did is in your year already"));
    }
    if !has_served(tx, person.id)? {
        let words = format!("kudos are for those who serve or served a team; {} does not yet", person.name);
        return Err(ProgramError::field("reason", words));
    }
    let since = now.plus(-SignedDuration::from_hours(24));
    let given: Vec<PersonId> = kudos::table
        .filter(kudos::given_by.eq(by))
        .filter(kudos::given_at.gt(since))
        .select(kudos::person_id)
        .load(tx)?;
    if given.contains(&person.id) {
        let words = format!("you thanked {} within the last day; tomorrow is another", person.name);
        return Err(ProgramError::field("reason", words));
    }
    if given.len() as i64 >= A_DAY {
        return Err(ProgramError::field(
            "reason",
            format!("{A_DAY} kudos within a day are enough; tomorrow is another"),
        ));
    }
    let id = KudoId::generate();
    diesel::insert_into(kudos::table)
        .values((
            kudos::id.eq(id),
            kudos::person_id.eq(person.id),
            kudos::given_by.eq(by),
            kudos::reason.eq(reason),
            kudos::given_at.eq(now),
        ))
        .execute(tx)?;
    let subject = ("person", person.handle.as_str());
    audit::record(
        tx,
        now,
        Entry { actor: Some(by), action: "kudos.given", subject, detail: json!({ "kudo": id.as_str() }) },
    )?;
    Ok(())
}

/// Takes thanks back: whoever said it, whoever got it, or a lead.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where there is none of this person.
pub fn take_back(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    person: &Person,
    id: KudoId,
) -> Result<(), ProgramError> {
    let given_by: Option<PersonId> = kudos::table
        .filter(kudos::id.eq(id))
        .filter(kudos::person_id.eq(person.id))
        .select(kudos::given_by)
        .first(tx)
        .optional()?;
    let given_by = given_by.ok_or(ProgramError::NotFound("kudos"))?;
    if !actor.may(|member| member.id == given_by || member.id == person.id || member.has(Grant::Lead)) {
        return Err(ProgramError::NotYours("kudos are taken back by whoever gave or got them, or by a lead"));
    }
    diesel::delete(kudos::table.find(id)).execute(tx)?;
    let subject = ("person", person.handle.as_str());
    let detail = json!({ "kudo": id.as_str() });
    audit::record(tx, now, Entry { actor: actor.id(), action: "kudos.taken_back", subject, detail })?;
    Ok(())
}

/// The routes of kudos.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{handle}/kudos", Policy::SignedIn, handlers::list),
        Route::post("/people/{handle}/kudos", Policy::SignedIn, handlers::create),
        Route::post("/people/{handle}/kudos/{id}/delete", Policy::SignedIn, handlers::delete),
    ]
}
