//! What can be done with services.

use serde_json::{Value, json};

use super::store::{self, Answers, Service};
use crate::accounts::actions::free_handle;
use crate::accounts::tokens::revoke_all_of;
use crate::accounts::{AccountError, NewPerson, Person, PersonState, store as people};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::{PersonId, RowVersion};
use crate::web::fold::slug;

/// A service that is asked for.
#[derive(Debug, Clone)]
pub struct NewService {
    /// Its name, tidied.
    pub name: String,
    /// What it is for, tidied.
    pub about: String,
    /// Who answers for it.
    pub answers: Answers,
}

/// Makes a service, without any right and any token.
///
/// # Errors
///
/// [`AccountError::NameTaken`]: what the record shows under a name was done by one.
pub fn create(tx: &mut Tx, actor: Option<PersonId>, now: Timestamp, new: &NewService) -> Result<Person, AccountError> {
    if store::is_name_taken(tx, &new.name)? {
        return Err(AccountError::NameTaken);
    }
    let id = PersonId::generate();
    // No mail goes there (RFC 2606, section 2); the key makes it one of a kind.
    let named =
        NewPerson { name: new.name.clone(), email: format!("{}@service.invalid", id.as_str()), chat: String::new() };
    let handle = free_handle(tx, &NewPerson { email: format!("{}@", slug(&new.name)), ..named.clone() })?;
    let person = Person {
        id,
        handle,
        name: named.name,
        email: named.email,
        chat: named.chat,
        password_hash: None,
        state: PersonState::Disabled,
        created_at: now,
        version: RowVersion::FIRST,
    };
    people::insert_person(tx, &person)?;
    store::insert(tx, now, id, &new.about, &new.answers)?;
    let detail = json!({ "name": person.name, "for": new.about, "answers": recorded(tx, &new.answers)? });
    audit::record(tx, now, Entry { actor, action: "service.added", subject: ("person", &person.handle), detail })?;
    Ok(person)
}

/// Who answers for a service, as the record has it.
fn recorded(tx: &mut Tx, answers: &Answers) -> Result<Value, AccountError> {
    Ok(match answers {
        Answers::Team(team) => json!({ "team": team.to_string() }),
        Answers::Person(owner) => json!({ "person": people::find_person(tx, *owner)?.handle }),
    })
}

/// Lets somebody else answer for a service.
///
/// # Errors
///
/// [`AccountError::NoService`] where it is over.
pub fn hand_on(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    service: &Service,
    answers: &Answers,
) -> Result<(), AccountError> {
    if !store::save_answers(tx, service.id, answers)? {
        return Err(AccountError::NoService);
    }
    if service.answers != *answers {
        let detail = json!({ "before": recorded(tx, &service.answers)?, "after": recorded(tx, answers)? });
        let subject = ("person", service.handle.as_str());
        audit::record(tx, now, Entry { actor, action: "service.handed_on", subject, detail })?;
    }
    Ok(())
}

/// Ends a service for good: its tokens are revoked, and it gets no other.
///
/// # Errors
///
/// [`AccountError::NoService`] where there is none, or it is over.
pub fn end(tx: &mut Tx, actor: Option<PersonId>, now: Timestamp, person: &Person) -> Result<(), AccountError> {
    if !store::save_ended(tx, person.id, now)? {
        return Err(AccountError::NoService);
    }
    revoke_all_of(tx, actor, now, person)?;
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor, action: "service.ended", subject, detail: json!({}) })?;
    Ok(())
}
