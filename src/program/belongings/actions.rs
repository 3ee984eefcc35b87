//! Putting a repository or a service down for a team, and taking it away.

use serde_json::json;

use super::model::{BelongingKind, NewBelonging, Put};
use super::store;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{Tx, changes};
use crate::program::teams::access::may_manage;
use crate::program::{Actor, ProgramError, Team};

const LOOKED_AFTER_BY: &str = "what a team looks after is changed by its manager, the program's lead and admins";

/// Puts a repository or a service down for a team. One that is another team's
/// becomes this one's where the actor is trusted, as an import is; somebody who
/// is signed in has to take it away there first.
///
/// # Errors
///
/// [`ProgramError::NotYours`]; [`ProgramError::Invalid`] for the field `name`
/// where it is another team's.
pub fn put_belonging(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    team: &Team,
    new: &NewBelonging,
) -> Result<Put, ProgramError> {
    if !actor.may(|member| may_manage(member, team)) {
        return Err(ProgramError::NotYours(LOOKED_AFTER_BY));
    }
    let known = store::find_belonging(tx, new.kind, &new.name)?;
    let put = match known {
        None => {
            store::insert(tx, team.id, new)?;
            Put::Added
        }
        Some(known) if (known.team.id, &known.name, &known.link) == (team.id, &new.name, &new.link) => {
            return Ok(Put::Unchanged);
        }
        Some(known) if known.team.id != team.id && matches!(actor, Actor::Member(_)) => {
            let words = format!("{} is {}'s; take it away there first", known.name, known.team.name);
            return Err(ProgramError::field("name", words));
        }
        Some(known) => {
            store::save(tx, team.id, new)?;
            Put::Changed { was: known.team.name }
        }
    };
    let action = if put == Put::Added { "belonging.added" } else { "belonging.changed" };
    record(tx, actor, now, action, team, new)?;
    Ok(put)
}

/// Takes a repository or a service away from a team.
///
/// # Errors
///
/// [`ProgramError::NotYours`]; [`ProgramError::NotFound`] where the team has none of this name.
pub fn remove_belonging(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    team: &Team,
    kind: BelongingKind,
    name: &str,
) -> Result<(), ProgramError> {
    if !actor.may(|member| may_manage(member, team)) {
        return Err(ProgramError::NotYours(LOOKED_AFTER_BY));
    }
    if !store::delete(tx, team.id, kind, name)? {
        return Err(ProgramError::NotFound(kind.as_str()));
    }
    let gone = NewBelonging { kind, name: name.to_owned(), link: String::new() };
    record(tx, actor, now, "belonging.removed", team, &gone)
}

fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    team: &Team,
    belonging: &NewBelonging,
) -> Result<(), ProgramError> {
    let detail = json!({ "kind": belonging.kind.as_str(), "name": belonging.name, "link": belonging.link });
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("team", &team.slug), detail })?;
    changes::announce(tx, now, "team", &team.slug)?;
    Ok(())
}
