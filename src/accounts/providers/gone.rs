//! What ends for whom a provider lets in no more, be it that it says so or that
//! the settings name it no more.

use std::collections::BTreeSet;

use serde_json::json;

use super::actions::save_grants;
use super::rules::Ways;
use super::store;
use crate::accounts::sessions::StandingSource;
use crate::accounts::{AccountError, Person, feeds, store as people, tokens};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::PersonId;

/// Takes what providers gave that the settings name no more: rights, teams and
/// sessions; and from whoever has no other way in what goes on without one.
/// What somebody gave by hand stays, and who is linked to whom: a provider that
/// comes back gives anew. Returns how many people had something.
///
/// # Errors
///
/// The database's own.
pub fn forget_others(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    ways: &Ways,
) -> Result<usize, AccountError> {
    let mut holders: BTreeSet<(PersonId, String)> = BTreeSet::new();
    holders.extend(store::list_holders_from_others(tx, &ways.providers)?);
    holders.extend(standings.list_placed_by_others(tx, &ways.providers)?);
    for (person, provider) in &holders {
        take_all(tx, standings, now, provider, *person)?;
    }
    let mut had: BTreeSet<PersonId> = holders.iter().map(|(person, _)| *person).collect();
    let mut known = had.clone();
    known.extend(store::list_linked_to_others(tx, &ways.providers)?);
    for id in known {
        let person = people::find_person(tx, id)?;
        if !ways.let_in(&person, &store::list_linked(tx, id)?) && end_the_rest(tx, standings, now, &person)? {
            had.insert(id);
        }
    }
    Ok(had.len())
}

/// Takes everything away from somebody whom `provider` lets in no more: what it
/// gave, and what goes on without a sign-in, where they have no other way in.
///
/// # Errors
///
/// The database's own.
pub(super) fn take_all_from(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    ways: &Ways,
    provider: &str,
    person: PersonId,
) -> Result<(), AccountError> {
    take_all(tx, standings, now, provider, person)?;
    let (person, mut linked) = (people::find_person(tx, person)?, store::list_linked(tx, person)?);
    linked.retain(|linked| linked.provider != provider);
    if !ways.let_in(&person, &linked) {
        end_the_rest(tx, standings, now, &person)?;
    }
    Ok(())
}

/// Takes everything away that a provider gave somebody, and ends what began by it.
///
/// # Errors
///
/// The database's own.
pub(super) fn take_all(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    provider: &str,
    person: PersonId,
) -> Result<(), AccountError> {
    let person = people::find_person(tx, person)?;
    save_grants(tx, now, provider, &person, &[])?;
    standings.place(tx, person.id, provider, &[], now)?;
    let ended = store::delete_sessions_from(tx, person.id, provider)?;
    if ended > 0 {
        let (subject, detail) = (("person", person.handle.as_str()), json!({ "provider": provider, "all": ended }));
        audit::record(tx, now, Entry { actor: None, action: "session.ended", subject, detail })?;
    }
    Ok(())
}

/// Ends what goes on without a sign-in: tokens, and the addresses of feeds and
/// of the calendar. Returns whether there was any.
fn end_the_rest(
    tx: &mut Tx,
    standings: &dyn StandingSource,
    now: Timestamp,
    person: &Person,
) -> Result<bool, AccountError> {
    let revoked = tokens::revoke_all_of(tx, None, now, person)?;
    let had_feeds = feeds::end_feeds_of(tx, None, now, (person.id, &person.handle))?;
    let had_calendar = standings.end_calendar(tx, None, person.id, now)?;
    Ok(revoked > 0 || had_feeds || had_calendar)
}
