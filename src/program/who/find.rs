//! From what somebody typed to the one to ask.

use diesel::prelude::*;

use super::links::candidates;
use super::model::{Contact, Through, Who, WhoAnswer};
use super::path;
use crate::accounts::{self, AccountError, PersonName};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::TeamId;
use crate::db::schema::people;
use crate::program::belongings::{Belonging, BelongingKind, list_belongings_named, list_linked, list_with_names};
use crate::program::exchange::has_code_owners;
use crate::program::{
    ProgramError, ProgramSettings, TeamName, list_teams_named, list_teams_of, serving_these, team_named,
};
use crate::web::Grant;
use crate::web::fold::fold;

/// Answers that are shown; whoever has more in mind types another letter.
const MOST: usize = 8;
/// People of Network Security who are named where no contact is set.
const CONTACTS: usize = 3;
/// Bytes of what is looked for; the longest address that is worth reading.
const LONGEST: usize = 2_000;

/// What led to a team, before anything is known of the team.
type Lead = (Through, Option<TeamName>);

/// Whom to ask, by whatever somebody typed: the name of a person or a team, the
/// name or address of a repository or of a path in it, the name of a service.
/// What is named exactly goes before what only begins so. `path` is a path in the
/// repository that the text names; it may be empty.
///
/// # Errors
///
/// The database's own.
pub fn find_who(connection: &mut Connection, text: &str, path: &str, today: Day) -> Result<Who, ProgramError> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || path.len() > LONGEST {
        return Ok(Who::default());
    }
    let mut leads = exact(connection, text, path)?;
    let is_exact = !leads.is_empty();
    if leads.is_empty() {
        leads = near(connection, text)?;
    }
    let asked = leads.iter().find_map(|(through, _)| through.repository());
    let asked = asked.map(|(name, path)| (name.to_owned(), path.to_owned()));
    let repository = match asked {
        Some((name, path)) if is_exact && has_code_owners(connection, &name)? => Some((name, path)),
        _ => None,
    };
    Ok(Who { answers: answers(connection, leads, today)?, is_exact, repository })
}

/// Whom to ask by a thing of this kind ([`Through::kind`]) that is named exactly,
/// and by a path in it, which may be empty.
///
/// # Errors
///
/// The database's own.
pub fn find_exactly(
    connection: &mut Connection,
    kind: &str,
    text: &str,
    path: &str,
    today: Day,
) -> Result<Vec<WhoAnswer>, ProgramError> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || path.len() > LONGEST {
        return Ok(Vec::new());
    }
    let mut leads = exact(connection, text, path)?;
    leads.retain(|(through, _)| through.kind() == kind);
    answers(connection, leads, today)
}

/// What the text names exactly, with whose the path is where that is a repository.
fn exact(connection: &mut Connection, text: &str, path: &str) -> Result<Vec<Lead>, ProgramError> {
    let mut leads = named(connection, text)?;
    let mut path = path.trim().to_owned();
    if leads.is_empty()
        && let Some((repository, below)) = path::find_repository(connection, text)?
    {
        path = if path.is_empty() { below } else { path };
        leads.push(owned(repository));
    }
    if path.is_empty() {
        path = path::path_below(text).unwrap_or_default();
    }
    if path.trim_matches('/').is_empty() {
        return Ok(leads);
    }
    let of_path = |lead: Lead| match lead {
        (Through::Belonging(one), _) if one.kind == BelongingKind::Repository => path::owner(connection, one, &path),
        other => Ok(other),
    };
    leads.into_iter().map(of_path).collect()
}

/// What the text names without a path.
fn named(connection: &mut Connection, text: &str) -> Result<Vec<Lead>, ProgramError> {
    let mut leads: Vec<Lead> = Vec::new();
    if let Some(address) = candidates(text) {
        let linked = list_linked(connection, &address.links)?;
        let mut named = list_with_names(connection, BelongingKind::Repository, &address.names)?;
        // The one that lies nearest to the address.
        named.sort_by_key(|one| address.names.iter().position(|name| *name == fold(&one.name)));
        let nearest = linked.into_iter().max_by_key(|one| one.link.len()).or_else(|| named.into_iter().next());
        leads.extend(nearest.map(owned));
        return Ok(leads);
    }
    leads.extend(team_named(connection, text)?.map(|team| (Through::Team, Some(team))));
    let names = [fold(text)];
    for kind in BelongingKind::ALL {
        leads.extend(list_with_names(connection, kind, &names)?.into_iter().map(owned));
    }
    leads.extend(people(connection, text)?);
    Ok(leads)
}

fn owned(one: Belonging) -> Lead {
    let team = one.team.clone();
    (Through::Belonging(one), Some(team))
}

/// Everybody of this name, handle or mail address, each by their teams.
fn people(connection: &mut Connection, text: &str) -> Result<Vec<Lead>, ProgramError> {
    let bare = text.trim_start_matches('@');
    let mut found: Vec<PersonName> = Vec::new();
    for known in [accounts::find_by_handle(connection, bare), accounts::find_by_email(connection, bare)] {
        match known {
            Ok(person) => found.push(PersonName { id: person.id, handle: person.handle, name: person.name }),
            Err(AccountError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let words: Vec<String> = fold(bare).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let named = accounts::list_named(connection, &words)?;
    found.extend(named.into_iter().filter(|person| fold(&person.name) == fold(bare)));
    found.sort_by_key(|person| person.id);
    found.dedup_by_key(|person| person.id);
    by_teams(connection, found)
}

fn by_teams(connection: &mut Connection, people: Vec<PersonName>) -> Result<Vec<Lead>, ProgramError> {
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let teams = list_teams_of(connection, &ids)?;
    let mut leads = Vec::new();
    for person in people {
        let own = teams.iter().filter(|(id, _)| *id == person.id).map(|(_, team)| Some(team.clone()));
        let own: Vec<Option<TeamName>> = own.collect();
        let own = if own.is_empty() { vec![None] } else { own };
        leads.extend(own.into_iter().map(|team| (Through::Person(person.clone()), team)));
    }
    Ok(leads)
}

/// What holds the words that were typed.
fn near(connection: &mut Connection, text: &str) -> Result<Vec<Lead>, ProgramError> {
    let words: Vec<String> = fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let holds = |name: &str| {
        let name = fold(name);
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let mut leads: Vec<Lead> = Vec::new();
    let teams = list_teams_named(connection, &words)?;
    leads.extend(teams.into_iter().filter(|team| holds(&team.name)).map(|team| (Through::Team, Some(team))));
    let belongings = list_belongings_named(connection, &words)?;
    leads.extend(belongings.into_iter().filter(|one| holds(&one.name)).map(owned));
    let mut named = accounts::list_named(connection, &words)?;
    named.retain(|person| holds(&person.name));
    named.truncate(MOST);
    leads.extend(by_teams(connection, named)?);
    Ok(leads)
}

/// The leads with who serves each team; a team comes once, by what led there first.
fn answers(connection: &mut Connection, leads: Vec<Lead>, today: Day) -> Result<Vec<WhoAnswer>, ProgramError> {
    let mut kept: Vec<Lead> = Vec::new();
    for (through, team) in leads {
        let is_new = match &team {
            Some(team) => kept.iter().all(|(_, known)| known.as_ref().map(|known| known.id) != Some(team.id)),
            None => true,
        };
        if is_new && kept.len() < MOST {
            kept.push((through, team));
        }
    }
    let ids: Vec<TeamId> = kept.iter().filter_map(|(_, team)| team.as_ref().map(|team| team.id)).collect();
    let mut serving = serving_these(connection, &ids, today)?;
    let answer = |(through, team): Lead| WhoAnswer {
        serving: team.as_ref().and_then(|team| serving.remove(&team.id)).unwrap_or_default(),
        through,
        team,
    };
    Ok(kept.into_iter().map(answer).collect())
}

/// Who answers when nobody of a team is there.
///
/// # Errors
///
/// The database's own.
pub fn find_whom_to_ask(connection: &mut Connection, settings: &ProgramSettings) -> Result<Contact, ProgramError> {
    if !settings.netsec_contact.is_empty() {
        return Ok(Contact { words: settings.netsec_contact.clone(), people: Vec::new() });
    }
    let granted = accounts::list_granted(connection, Grant::NetSec, CONTACTS as i64)?;
    let people = people::table
        .filter(people::id.eq_any(granted.into_iter().map(|person| person.id).collect::<Vec<_>>()))
        .order((people::name_folded, people::id))
        .select((people::name, people::handle, people::chat, people::email))
        .load(connection)?;
    Ok(Contact { words: String::new(), people })
}
