//! Who serves a team today and is there: the one to ask. Whoever is away stays
//! on the list, after those who are not, and somebody who said yes to standing
//! in comes before.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::ProgramError;
use super::absences::{away_these, list_standing_in};
use super::terms::{TermRole, serving_on};
use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{people, terms};
use crate::db::{Connection, DbError};

/// Values of one `IN`; SQLite refuses too many.
const NAMES: usize = 1_000;

/// Somebody who serves a team, and how to reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// Their key.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// How to reach them in chat; may be empty.
    pub chat: String,
    /// Their mail address.
    pub email: String,
    /// What they serve as; a stand-in serves as the one for whom they stand in.
    pub role: TermRole,
    /// The last day on which they are away, if they are.
    pub away_until: Option<Day>,
    /// For whom they stand in, by name.
    pub stands_in_for: Option<String>,
    /// Whether they serve by a term of their own, and don't only stand in.
    pub has_term: bool,
}

impl Serving {
    /// Whether they can be asked today.
    pub fn is_there(&self) -> bool {
        self.away_until.is_none()
    }

    /// What they are, in words: `Champion`, `Stands in for Ana Ruiz`, `Champion, away until 3 Dec 2026`.
    pub fn words(&self) -> String {
        match (&self.stands_in_for, self.away_until) {
            (Some(name), None) => format!("Stands in for {name}"),
            (Some(name), Some(last)) => format!("Stands in for {name}, away until {}", last.words()),
            (None, Some(last)) => format!("{}, away until {}", self.role.label(), last.words()),
            (None, None) => self.role.label().to_owned(),
        }
    }

    /// The same within a sentence: the first letter is small, names and months stay.
    pub fn lower(&self) -> String {
        let words = self.words();
        let mut letters = words.chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
    }
}

type Columns = (PersonId, String, String, String, String, TermRole);

fn drawn((person_id, name, handle, chat, email, role): Columns) -> Serving {
    Serving { person_id, name, handle, chat, email, role, away_until: None, stands_in_for: None, has_term: true }
}

/// Who serves the team on `today`: those who are there first, champions before
/// deputies, by name.
///
/// # Errors
///
/// The database's own.
pub fn serving(connection: &mut Connection, team: TeamId, today: Day) -> Result<Vec<Serving>, ProgramError> {
    Ok(serving_these(connection, &[team], today)?.remove(&team).unwrap_or_default())
}

/// Who serves each team on `today`, as [`serving`] says it; teams that nobody
/// serves are missing. Some queries, whatever the number of teams.
///
/// # Errors
///
/// The database's own.
pub fn serving_by_team(connection: &mut Connection, today: Day) -> Result<HashMap<TeamId, Vec<Serving>>, ProgramError> {
    let rows: Vec<(TeamId, Columns)> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(serving_on(today))
        .order((terms::role, people::name_folded, people::id))
        .select((terms::team_id, (people::id, people::name, people::handle, people::chat, people::email, terms::role)))
        .load(connection)?;
    Ok(with_absences(connection, rows, today)?)
}

/// Who serves each of these teams on `today`, of which there are at most 1,000.
///
/// # Errors
///
/// The database's own.
pub fn serving_these(
    connection: &mut Connection,
    teams: &[TeamId],
    today: Day,
) -> Result<HashMap<TeamId, Vec<Serving>>, DbError> {
    let rows: Vec<(TeamId, Columns)> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(terms::team_id.eq_any(teams.iter().copied().take(NAMES).collect::<Vec<_>>()))
        .filter(serving_on(today))
        .order((terms::role, people::name_folded, people::id))
        .select((terms::team_id, (people::id, people::name, people::handle, people::chat, people::email, terms::role)))
        .load(connection)?;
    with_absences(connection, rows, today)
}

/// Marks who is away, and adds who stands in.
fn with_absences(
    connection: &mut Connection,
    rows: Vec<(TeamId, Columns)>,
    today: Day,
) -> Result<HashMap<TeamId, Vec<Serving>>, DbError> {
    let mut by_team: HashMap<TeamId, Vec<Serving>> = HashMap::new();
    for (team, columns) in rows {
        by_team.entry(team).or_default().push(drawn(columns));
    }
    let ids: HashSet<PersonId> = by_team.values().flatten().map(|one| one.person_id).collect();
    let mut away = away_these(connection, &ids, today)?;
    if away.is_empty() {
        return Ok(by_team);
    }
    let standing_in = list_standing_in(connection, today)?;
    let others: HashSet<PersonId> = standing_in.iter().map(|one| one.person_id).collect();
    away.extend(away_these(connection, &others, today)?);
    for one in standing_in {
        let Some(team) = by_team.get_mut(&one.team_id) else { continue };
        match team.iter_mut().find(|known| known.person_id == one.person_id) {
            // A deputy who stands in is the champion meanwhile.
            Some(known) => {
                known.role = one.role;
                known.stands_in_for = Some(one.absent);
            }
            None => team.push(Serving {
                stands_in_for: Some(one.absent),
                has_term: false,
                ..drawn((one.person_id, one.name, one.handle, one.chat, one.email, one.role))
            }),
        }
    }
    for team in by_team.values_mut() {
        for one in team.iter_mut() {
            one.away_until = away.get(&one.person_id).copied();
        }
        team.sort_by_key(|one| (!one.is_there(), one.role.as_str()));
    }
    Ok(by_team)
}
