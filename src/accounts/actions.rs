//! What can be done with accounts; one function per change.

use serde_json::json;

use super::links::{self, LinkToken, Purpose};
use super::model::{Person, PersonState};
use super::sign_in::{self, Entered};
use super::{AccountError, Browser, SecondFactor, erasing, feeds, services, sessions, store, throttle, tokens};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, RowVersion};
use crate::db::{DbError, Tx};
use crate::seal::Seal;
use crate::web::fold::slug;
use crate::web::{Grant, Member, Scope};

/// What is known of somebody who gets an account.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The name that others see, tidied.
    pub name: String,
    /// Their mail address, tidied.
    pub email: String,
    /// How to reach them in chat; may be empty.
    pub chat: String,
}

/// Makes an account without a password; nobody can sign in to it yet.
///
/// # Errors
///
/// [`AccountError::EmailTaken`].
pub fn add_person(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    new: &NewPerson,
) -> Result<Person, AccountError> {
    let person = Person {
        id: PersonId::generate(),
        handle: free_handle(tx, new)?,
        name: new.name.clone(),
        email: new.email.clone(),
        chat: new.chat.clone(),
        password_hash: None,
        state: PersonState::Invited,
        created_at: now,
        version: RowVersion::FIRST,
    };
    store::insert_person(tx, &person)?;
    let detail = json!({ "name": person.name, "email": person.email });
    audit::record(tx, now, Entry { actor, action: "person.added", subject: ("person", &person.handle), detail })?;
    Ok(person)
}

/// A handle from the mail address, or the name; with a number where it is taken.
pub(super) fn free_handle(tx: &mut Tx, new: &NewPerson) -> Result<String, DbError> {
    let local = new.email.split('@').next().unwrap_or_default();
    let stem = [slug(local), slug(&new.name)].into_iter().find(|slug| !slug.is_empty());
    let stem = stem.unwrap_or_else(|| "person".into());
    let mut handle = stem.clone();
    let mut number = 2;
    while !store::is_handle_free(tx, &handle)? {
        handle = format!("{stem}-{number}");
        number += 1;
    }
    Ok(handle)
}

/// Makes the link for the first admin, if there is no admin yet.
///
/// # Errors
///
/// The database's own.
pub fn create_setup_link(tx: &mut Tx, now: Timestamp) -> Result<Option<LinkToken>, DbError> {
    if store::exists_admin(tx)? {
        return Ok(None);
    }
    links::create(tx, now, Purpose::Setup, None).map(Some)
}

/// Uses the set-up link up: makes the first admin, with this password, and signs them in.
/// Returns the session's token.
///
/// # Errors
///
/// [`AccountError::LinkSpent`] for whoever comes second.
pub(super) fn set_up(
    tx: &mut Tx,
    now: Timestamp,
    token: &str,
    new: &NewPerson,
    password_hash: &str,
    browser: &Browser,
) -> Result<String, AccountError> {
    let (purpose, _) = links::spend(tx, now, token)?;
    if purpose != Purpose::Setup {
        return Err(AccountError::LinkSpent);
    }
    // Two nodes that started at once made a link each. Of two that are used at
    // once each would see no admin yet; this way one finds its link gone.
    links::delete_unused_setup(tx)?;
    if store::exists_admin(tx)? {
        return Err(AccountError::LinkSpent);
    }
    let person = add_person(tx, None, now, new)?;
    store::save_password(tx, person.id, password_hash)?;
    grant(tx, None, now, &person, Grant::Admin, Scope::All)?;
    sessions::sign_in_as(tx, now, &person, browser)
}

/// Makes a link by which a person chooses a password: an invitation for
/// somebody new, a reset for somebody who had one.
///
/// # Errors
///
/// [`AccountError::NotAPerson`].
pub fn invite(tx: &mut Tx, actor: Option<PersonId>, now: Timestamp, person: &Person) -> Result<String, AccountError> {
    erasing::check_is_person(tx, person.id)?;
    let purpose = Purpose::for_person(person);
    let token = links::create(tx, now, purpose, Some(person.id))?;
    let detail = json!({ "purpose": purpose.as_str() });
    audit::record(tx, now, Entry { actor, action: "person.link_made", subject: ("person", &person.handle), detail })?;
    Ok(token.path(purpose))
}

/// Uses an invitation or a reset up: saves the password, ends what let anybody
/// in before, and lets in whoever has no second factor to show. Who holds the
/// link alone does not come past that.
///
/// # Errors
///
/// [`AccountError::LinkSpent`].
pub(super) fn choose_password(
    tx: &mut Tx,
    now: Timestamp,
    (seal, rule): (&Seal, SecondFactor),
    token: &str,
    password_hash: &str,
    browser: &Browser,
) -> Result<Entered, AccountError> {
    let (purpose, person) = links::spend(tx, now, token)?;
    if !matches!(purpose, Purpose::Invitation | Purpose::Reset) {
        return Err(AccountError::LinkSpent);
    }
    let person = store::find_person(tx, person.ok_or(AccountError::LinkSpent)?)?;
    if !store::save_password(tx, person.id, password_hash)? {
        return Err(AccountError::LinkSpent);
    }
    end_all(tx, Some(person.id), now, &person)?;
    let entry = Entry {
        actor: Some(person.id),
        action: "person.password_chosen",
        subject: ("person", &person.handle),
        detail: json!({}),
    };
    audit::record(tx, now, entry)?;
    let person = store::find_person(tx, person.id)?;
    sign_in::enter(tx, now, (seal, rule), &person, browser, "/")
}

/// Sets the password of somebody, from the shell, and ends what let anybody in before.
///
/// # Errors
///
/// [`AccountError::SwitchedOff`].
pub fn set_password(tx: &mut Tx, now: Timestamp, person: &Person, hash: &str) -> Result<(), AccountError> {
    if !store::save_password(tx, person.id, hash)? {
        return Err(AccountError::SwitchedOff);
    }
    end_all(tx, None, now, person)?;
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor: None, action: "person.password_set", subject, detail: json!({}) })?;
    Ok(())
}

/// Lets somebody in who is invited and needs no password here, because another
/// door checks who they are. An invitation that they never used ends: from now on
/// there is something in the account that its finder could take over.
///
/// # Errors
///
/// The database's own.
pub fn activate(tx: &mut Tx, person: &Person) -> Result<Person, AccountError> {
    links::delete_unused(tx, person.id)?;
    store::save_active(tx, person.id)?;
    store::find_person(tx, person.id)
}

/// Gives a right.
///
/// # Errors
///
/// [`AccountError::NotAPerson`] for somebody whose name was erased, and
/// [`AccountError::ServiceOver`] for a service that has ended.
pub fn grant(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
    grant: Grant,
    scope: Scope,
) -> Result<(), AccountError> {
    if erasing::is_former(tx, person.id)? {
        return Err(AccountError::NotAPerson);
    }
    if services::is_service(tx, person.id)? && !services::is_live(tx, person.id)? {
        return Err(AccountError::ServiceOver);
    }
    if store::insert_grant(tx, now, actor, person.id, (grant, scope), "")? {
        let detail = json!({ "grant": grant.as_str(), "scope": store::scope_words(tx, scope)? });
        audit::record(tx, now, Entry { actor, action: "grant.given", subject: ("person", &person.handle), detail })?;
    }
    Ok(())
}

/// Takes a right away that was given by hand; what a provider's groups give
/// ends there.
///
/// # Errors
///
/// [`AccountError::OwnAccount`] where an admin would take their own.
pub fn revoke(
    tx: &mut Tx,
    actor: &Member,
    now: Timestamp,
    person: &Person,
    grant: Grant,
    scope: Scope,
) -> Result<(), AccountError> {
    if actor.id == person.id && grant == Grant::Admin {
        return Err(AccountError::OwnAccount);
    }
    if store::delete_grant(tx, person.id, (grant, scope), "")? {
        let detail = json!({ "grant": grant.as_str(), "scope": store::scope_words(tx, scope)? });
        let actor = Some(actor.id);
        audit::record(tx, now, Entry { actor, action: "grant.taken", subject: ("person", &person.handle), detail })?;
    }
    Ok(())
}

/// Switches an account off (which ends its sessions and tokens) or on again.
///
/// # Errors
///
/// [`AccountError::OwnAccount`] where an admin would switch themselves off, and
/// [`AccountError::NotAPerson`] where nobody signs in to it.
pub fn set_state(
    tx: &mut Tx,
    actor: &Member,
    now: Timestamp,
    person: &Person,
    active: bool,
) -> Result<(), AccountError> {
    if actor.id == person.id {
        return Err(AccountError::OwnAccount);
    }
    erasing::check_is_person(tx, person.id)?;
    if !active {
        return switch_off(tx, Some(actor.id), now, person);
    }
    let state = if person.password_hash.is_some() { PersonState::Active } else { PersonState::Invited };
    save_state(tx, Some(actor.id), now, person, state)
}

/// Switches an account off, in the name of nobody where a list said that the
/// person has left; its sessions, the address of its feeds and its unused links
/// end, and its tokens are revoked. None of it comes back with the account.
///
/// # Errors
///
/// The database's own.
pub fn switch_off(tx: &mut Tx, actor: Option<PersonId>, now: Timestamp, person: &Person) -> Result<(), AccountError> {
    // The account first: who comes in at this moment has come before, and is
    // ended with the rest, or finds it off.
    save_state(tx, actor, now, person, PersonState::Disabled)?;
    end_all(tx, actor, now, person)
}

/// Ends everything that lets anybody in as this person (A07): sessions, tokens,
/// the address of their feeds, links that were not used; and forgets the browsers
/// that they are known by.
pub(super) fn end_all(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
) -> Result<(), AccountError> {
    sessions::delete_all_of(tx, person.id)?;
    links::delete_unused(tx, person.id)?;
    throttle::delete_known_of(tx, person.id)?;
    sign_in::delete_of(tx, person.id)?;
    tokens::revoke_all_of(tx, actor, now, person)?;
    feeds::end_feeds_of(tx, actor, now, (person.id, &person.handle))?;
    Ok(())
}

fn save_state(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
    state: PersonState,
) -> Result<(), AccountError> {
    store::save_state(tx, person.id, state)?;
    let detail = json!({ "before": person.state.as_str(), "after": state.as_str() });
    audit::record(tx, now, Entry { actor, action: "person.state", subject: ("person", &person.handle), detail })?;
    Ok(())
}
