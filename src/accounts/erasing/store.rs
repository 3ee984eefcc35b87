//! What accounts hold of somebody, and how it goes.

use diesel::prelude::*;

use super::Former;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::{
    api_tokens, feed_addresses, former_people, grants, half_sign_ins, invitations, known_browsers, linked_sign_ins,
    people, recovery_codes, second_factors, sessions, sign_in_attempts, submissions,
};
use crate::db::{Connection, DbError, Tx};
use crate::delete_naming;
use crate::web::fold::fold;

/// The keys of those whose names were erased, for a query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn all() -> _ {
    former_people::table.select(former_people::person_id)
}

/// Whether the name of this person was erased.
///
/// # Errors
///
/// The database's own.
pub fn is_former(connection: &mut Connection, id: PersonId) -> Result<bool, DbError> {
    let known: Option<Timestamp> =
        former_people::table.find(id).select(former_people::erased_at).first(connection).optional()?;
    Ok(known.is_some())
}

/// Gives the row of a person the name of nobody.
pub(super) fn save_former(tx: &mut Tx, former: &Former, name: &str) -> Result<(), DbError> {
    // No mail goes there (RFC 2606, section 2), and no two have the same.
    let email = format!("{}@erased.invalid", former.handle);
    diesel::update(people::table.find(former.id))
        .set((
            people::handle.eq(&former.handle),
            people::name.eq(name),
            people::name_folded.eq(fold(name)),
            people::email_folded.eq(fold(&email)),
            people::email.eq(email),
            people::chat.eq(""),
            people::password_hash.eq(None::<String>),
            people::time_zone.eq(""),
            people::version.eq(people::version + 1),
        ))
        .execute(tx)?;
    diesel::insert_into(former_people::table)
        .values((former_people::person_id.eq(former.id), former_people::erased_at.eq(former.at)))
        .execute(tx)?;
    Ok(())
}

/// Takes everything away by which they could get in, or were given rights.
pub(super) fn delete_ways_in(tx: &mut Tx, former: &Former) -> Result<(), DbError> {
    let id = former.id;
    // Where forms and sign-ins of others lead to: only a repeated send asks for
    // the first, and the others begin anew.
    delete_naming!(tx, former, submissions: target);
    delete_naming!(tx, former, sign_in_attempts: target);
    delete_naming!(tx, former, half_sign_ins: target);
    diesel::delete(sessions::table.filter(sessions::person_id.eq(id))).execute(tx)?;
    diesel::delete(api_tokens::table.filter(api_tokens::person_id.eq(id))).execute(tx)?;
    diesel::delete(grants::table.filter(grants::person_id.eq(id))).execute(tx)?;
    diesel::delete(linked_sign_ins::table.filter(linked_sign_ins::person_id.eq(id))).execute(tx)?;
    diesel::delete(feed_addresses::table.filter(feed_addresses::person_id.eq(id))).execute(tx)?;
    diesel::delete(submissions::table.filter(submissions::person_id.eq(id))).execute(tx)?;
    diesel::delete(invitations::table.filter(invitations::person_id.eq(id))).execute(tx)?;
    diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::person_id.eq(id))).execute(tx)?;
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::person_id.eq(id))).execute(tx)?;
    diesel::delete(known_browsers::table.filter(known_browsers::person_id.eq(id))).execute(tx)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(id))).execute(tx)?;
    diesel::delete(second_factors::table.filter(second_factors::person_id.eq(id))).execute(tx)?;
    Ok(())
}
