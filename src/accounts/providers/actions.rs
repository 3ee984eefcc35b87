//! What can be done by a provider's word; one function per change.

use serde_json::json;

use super::error::SignInError;
use super::gone::{take_all, take_all_from};
use super::model::{Identity, Place, ProviderSettings};
use super::provider::Providers;
use super::rules::{self, Given, Stranger, Waiting, Welcome};
use super::store;
use crate::accounts::sessions::StandingSource;
use crate::accounts::{
    AccountError, Browser, NewPerson, Person, PersonState, actions as accounts, sessions, store as people,
};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{LinkedSignInId, PersonId};
use crate::db::{DbError, Tx};
use crate::web::csrf::hash_token;
use crate::web::{Grant, Scope};

/// What became of somebody who came from a provider.
#[derive(Debug)]
pub enum Came {
    /// They are signed in, by this token.
    In(String),
    /// They are not. What they had by this provider is gone where it no longer
    /// says that they may come.
    Out(Stranger),
}

/// Signs somebody in whom a provider vouches for: by issuer and subject, and
/// never by the mail address of an account that has another way in. Their
/// rights and teams from this provider become what it says today. `all` are
/// the providers of the site. Whom it says to let in no more loses what they
/// have by it.
///
/// # Errors
///
/// The database's own, or [`AccountError::Invalid`] for a name or an address
/// that can't be used.
pub fn sign_in(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    all: &Providers,
    provider: &ProviderSettings,
    identity: &Identity,
    browser: &Browser,
) -> Result<Came, SignInError> {
    let known = store::find_linked(tx, &identity.issuer, &identity.subject)?;
    if let Err(stranger) = rules::check_groups(provider, identity) {
        if let Some((_, person)) = known {
            take_all_from(tx, standings, now, &all.ways(), &provider.key, person)?;
        }
        return Ok(Came::Out(stranger));
    }
    let person = match known {
        Some((link, person)) => {
            store::save_used(tx, now, link, &provider.key, &identity.label)?;
            people::find_person(tx, person)?
        }
        None => match welcome(tx, now, provider, identity)? {
            Ok(person) => person,
            Err(stranger) => return Ok(Came::Out(stranger)),
        },
    };
    if person.state == PersonState::Disabled {
        return Ok(Came::Out(Stranger::SwitchedOff));
    }
    let person = if person.state == PersonState::Invited { accounts::activate(tx, &person)? } else { person };
    apply(tx, standings, now, provider, &person, &rules::given(provider, identity))?;
    let token = sessions::start(tx, now, &person, browser, json!({ "provider": provider.key }))?;
    let until = now.plus(jiff::SignedDuration::from_hours(i64::from(provider.session_hours)));
    let proved = find_proof(tx, now, all, provider, identity, &person)?;
    store::save_session_source(tx, &hash_token(&token), &provider.key, until, proved)?;
    Ok(Came::In(token))
}

/// When somebody who comes from a provider proved there who they are. A
/// provider that let them through because it knew them says an earlier time,
/// or none: whether it was asked to ask again is no matter, because whoever
/// sits at a browser can begin a sign-in that does not (L11).
fn find_proof(
    tx: &mut Tx,
    now: Timestamp,
    all: &Providers,
    provider: &ProviderSettings,
    identity: &Identity,
    person: &Person,
) -> Result<Option<Timestamp>, DbError> {
    if provider.kind.says_when_it_asked() {
        return Ok(identity.asked_at);
    }
    let linked = store::list_linked(tx, person.id)?;
    let counts = all.to_prove(person, &linked).iter().any(|counting| counting.settings.key == provider.key);
    Ok(counts.then_some(now))
}

/// The account of somebody whose subject is not known yet: one that waits for
/// them, or a new one.
fn welcome(
    tx: &mut Tx,
    now: Timestamp,
    provider: &ProviderSettings,
    identity: &Identity,
) -> Result<Result<Person, Stranger>, SignInError> {
    let email = identity.email.clone().unwrap_or_default();
    let waiting = match people::find_by_email(tx, &email) {
        Ok(person) => Some(person),
        Err(AccountError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let account = waiting.as_ref().map(|person| look_at(tx, person)).transpose()?;
    let person = match (rules::welcome(provider, identity, account), waiting) {
        (Err(stranger), _) => return Ok(Err(stranger)),
        (Ok(Welcome::Link), Some(person)) => person,
        (Ok(_), _) => {
            let new = NewPerson::parse(&identity.name, &email, "").or_else(|_| NewPerson::parse(&email, &email, ""))?;
            accounts::add_person(tx, None, now, &new)?
        }
    };
    insert_link(tx, now, provider, identity, &person, None)?;
    Ok(Ok(person))
}

fn look_at(tx: &mut Tx, person: &Person) -> Result<Waiting, SignInError> {
    Ok(Waiting {
        is_off: person.state == PersonState::Disabled,
        has_way_in: person.password_hash.is_some() || !store::list_linked(tx, person.id)?.is_empty(),
        has_grants: !people::list_grants(tx, person.id)?.is_empty(),
    })
}

fn insert_link(
    tx: &mut Tx,
    now: Timestamp,
    provider: &ProviderSettings,
    identity: &Identity,
    person: &Person,
    actor: Option<PersonId>,
) -> Result<(), DbError> {
    let known_as = (identity.issuer.as_str(), identity.subject.as_str(), identity.label.as_str());
    store::insert_linked(tx, now, person.id, &provider.key, known_as)?;
    let detail = json!({ "provider": provider.key, "issuer": identity.issuer, "subject": identity.subject });
    audit::record(tx, now, Entry { actor, action: "sign_in.linked", subject: ("person", &person.handle), detail })
}

/// Links what a provider says to the account of whoever is signed in with this
/// browser. The provider may have taken a while to say it.
///
/// # Errors
///
/// [`SignInError::Taken`] where it is another account's; [`SignInError::Stranger`];
/// [`SignInError::OtherAccount`] where the session has ended meanwhile.
pub fn link(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    provider: &ProviderSettings,
    identity: &Identity,
    (person, browser): (PersonId, &Browser),
) -> Result<(), SignInError> {
    if !sessions::lock_live(tx, now, person, browser)? {
        return Err(SignInError::OtherAccount);
    }
    rules::check_groups(provider, identity)?;
    let person = people::find_person(tx, person)?;
    match store::find_linked(tx, &identity.issuer, &identity.subject)? {
        Some((_, owner)) if owner != person.id => return Err(SignInError::Taken),
        Some((link, _)) => store::save_used(tx, now, link, &provider.key, &identity.label)?,
        None => insert_link(tx, now, provider, identity, &person, Some(person.id))?,
    }
    apply(tx, standings, now, provider, &person, &rules::given(provider, identity))?;
    Ok(())
}

/// Ends a link of somebody's own, and what the provider gave them. Sessions
/// that began by it end, too.
///
/// # Errors
///
/// [`AccountError::LastWayIn`] where there would be no way in any more.
pub fn unlink(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    person: PersonId,
    id: LinkedSignInId,
    local: bool,
) -> Result<(), AccountError> {
    let person = people::find_person(tx, person)?;
    let all = store::list_linked(tx, person.id)?;
    let linked = all.iter().find(|linked| linked.id == id).ok_or(AccountError::NoLink)?;
    if all.len() == 1 && !(local && person.password_hash.is_some()) {
        return Err(AccountError::LastWayIn);
    }
    store::delete_linked(tx, person.id, id)?;
    let is_last = !all.iter().any(|other| other.id != id && other.provider == linked.provider);
    if is_last {
        take_all(tx, standings, now, &linked.provider, person.id)?;
    }
    let detail = json!({ "provider": linked.provider, "label": linked.label });
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor: Some(person.id), action: "sign_in.unlinked", subject, detail })?;
    Ok(())
}

/// Rights and teams from this provider become exactly these.
fn apply(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    provider: &ProviderSettings,
    person: &Person,
    given: &Given,
) -> Result<(), DbError> {
    let mut wanted = Vec::new();
    for (grant, place) in &given.grants {
        match find_scope(tx, standings, place)? {
            Some(scope) => wanted.push((*grant, scope)),
            None => tracing::warn!(provider = provider.key, ?place, "a group gives what is not here"),
        }
    }
    save_grants(tx, now, &provider.key, person, &wanted)?;
    standings.place(tx, person.id, &provider.key, &given.teams, now)
}

fn find_scope(tx: &mut Tx, standings: &dyn StandingSource, place: &Place) -> Result<Option<Scope>, DbError> {
    match place {
        Place::Everything => Ok(Some(Scope::All)),
        place => standings.find_scope(tx, place),
    }
}

/// Rights from this provider become exactly these.
pub(super) fn save_grants(
    tx: &mut Tx,
    now: Timestamp,
    provider: &str,
    person: &Person,
    wanted: &[(Grant, Scope)],
) -> Result<(), DbError> {
    let said = |tx: &mut Tx, action: &'static str, grant: Grant, scope: Scope| {
        let detail = json!({ "grant": grant.as_str(), "scope": people::scope_words(tx, scope)?, "provider": provider });
        audit::record(tx, now, Entry { actor: None, action, subject: ("person", &person.handle), detail })
    };
    let given = people::list_sourced_grants(tx, person.id)?;
    for (grant, scope, _) in given.into_iter().filter(|(.., source)| source == provider) {
        if !wanted.contains(&(grant, scope)) && people::delete_grant(tx, person.id, (grant, scope), provider)? {
            said(tx, "grant.taken", grant, scope)?;
        }
    }
    for (grant, scope) in wanted {
        if people::insert_grant(tx, now, None, person.id, (*grant, *scope), provider)? {
            said(tx, "grant.given", *grant, *scope)?;
        }
    }
    Ok(())
}
