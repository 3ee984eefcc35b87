//! Erasing.

use super::{ErasingRooms, FORMER, Former, store};
use crate::accounts::store::{exists_admin, list_grants};
use crate::accounts::{AccountError, Person, PersonState, services};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Connection, Tx};
use crate::notify;
use crate::web::Grant;

/// Whether an account is somebody's: no service's, and not erased.
///
/// # Errors
///
/// [`AccountError::NotAPerson`] where it is not.
pub fn check_is_person(connection: &mut Connection, id: PersonId) -> Result<(), AccountError> {
    let is_person = !services::is_service(connection, id)? && !store::is_former(connection, id)?;
    if is_person { Ok(()) } else { Err(AccountError::NotAPerson) }
}

/// Why `person` can't be erased, as a reader may settle it; empty: they can.
///
/// # Errors
///
/// [`AccountError::NotAPerson`] for a service, or where it was done before.
pub fn list_open(
    connection: &mut Connection,
    rooms: &ErasingRooms,
    person: &Person,
) -> Result<Vec<String>, AccountError> {
    check_is_person(connection, person.id)?;
    let mut open = Vec::new();
    if person.state != PersonState::Disabled {
        open.push("their account is on; switch it off first".to_owned());
    }
    let is_admin = list_grants(connection, person.id)?.iter().any(|(grant, _)| *grant == Grant::Admin);
    if is_admin && !exists_admin(connection)? {
        open.push("they are the only admin; make somebody else one first".to_owned());
    }
    for service in services::list_answered_by(connection, person.id)? {
        open.push(format!("they answer for {}; let somebody else do so first, or end it", service.handle));
    }
    for room in rooms.0.iter() {
        open.extend(room.list_open(connection, person.id)?);
    }
    Ok(open)
}

/// Erases somebody who left. Returns their new handle.
///
/// # Errors
///
/// [`AccountError::NotYet`] while something is open, and
/// [`AccountError::NotAPerson`] for a service, or where it was done before.
pub fn erase(
    tx: &mut Tx,
    rooms: &ErasingRooms,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
) -> Result<String, AccountError> {
    let open = list_open(tx, rooms, person)?;
    if !open.is_empty() {
        return Err(AccountError::NotYet(open.join("; ")));
    }
    let former = Former::of(person, now);
    for room in rooms.0.iter() {
        room.erase(tx, &former)?;
    }
    notify::erase(tx, person.id, &former.patterns(), &|text| former.without(text))?;
    store::delete_ways_in(tx, &former)?;
    services::erase(tx, &former)?;
    store::save_former(tx, &former, &capital(FORMER))?;
    let entries = audit::erase(tx, &audited(&former))?;
    let (subject, detail) = (("person", former.handle.as_str()), audit::erased_detail(&entries));
    audit::record(tx, now, Entry { actor, action: "person.erased", subject, detail })?;
    // What says that words are gone is sealed with their going.
    audit::seal_all(tx)?;
    Ok(former.handle)
}

/// What the record has to be told: it lies below this room.
fn audited(former: &Former) -> audit::Erased<'_> {
    audit::Erased {
        id: former.id,
        key: &former.was,
        since: former.since,
        patterns: former.patterns(),
        names: Box::new(|text| former.without_in_json(text).is_some()),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
