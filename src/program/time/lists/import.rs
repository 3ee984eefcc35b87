//! Entries from CSV.

use std::collections::HashMap;

use serde_json::json;

use super::{COLUMNS, REQUIRED};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::TeamId;
use crate::db::{DbError, Tx};
use crate::program::exchange::Fault;
use crate::program::exchange::table::{Cell, Row, read};
use crate::program::time::forms::NOTE_LIMIT;
use crate::program::time::model::{Activity, EntryRow, NewEntry};
use crate::program::time::rules::open_days;
use crate::program::time::{actions, parse_length, store};
use crate::program::{Actor, ProgramError, TeamName, teams_served_over};
use crate::web::Member;
use crate::web::fold::{fold, optional_line};

/// Lines of a file: twenty a week for five years.
const LINES: usize = 5_000;
/// Faults that are named; who has more mends these first.
const FAULTS: usize = 100;

/// What one line comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its line, from 1.
    pub line: u64,
    /// What it says.
    pub entry: NewEntry,
    /// The team's name.
    pub team: String,
    /// Whether it is new; otherwise it is there already.
    pub is_new: bool,
}

/// What a file came to, or would come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Its lines.
    pub rows: Vec<Planned>,
}

impl Imported {
    /// Lines that are new.
    pub fn added(&self) -> usize {
        self.rows.iter().filter(|row| row.is_new).count()
    }

    /// `3 entries are new, 40 are there already`
    pub fn words(&self) -> String {
        let (new, there) = (self.added(), self.rows.len() - self.added());
        let entries = if new == 1 { "1 entry is new".to_owned() } else { format!("{new} entries are new") };
        let are = if there == 1 { "is" } else { "are" };
        format!("{entries}, {there} {are} there already")
    }
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The file is at fault; at most a hundred faults are named.
    #[error("the file has {} faults", .0.len())]
    Faults(Vec<Fault>),
    /// It would have worked, and was only tried.
    #[error("nothing was written")]
    Tried(Imported),
    /// The program refused.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

/// Logs the lines of a file as `member`'s own time, all of them or nothing.
/// What is there already, word for word, stays as it is and is not logged twice.
///
/// # Errors
///
/// [`ImportFailure::Faults`], each with line, column and value;
/// [`ImportFailure::Tried`] where `dry_run` is set.
pub fn import_entries(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    bytes: &[u8],
    dry_run: bool,
) -> Result<Imported, ImportFailure> {
    let table = read(bytes, COLUMNS, REQUIRED).map_err(|fault| ImportFailure::Faults(vec![fault]))?;
    let (rows, mut faults) = (table.rows, table.faults);
    if (rows.is_empty() && faults.is_empty()) || rows.len() > LINES {
        let words = if rows.is_empty() { "there is nothing below the names of the columns" } else { TOO_MANY };
        return Err(ImportFailure::Faults(vec![Fault::of_line(1, words)]));
    }
    let mut known = Known::of(tx, member, now)?;
    let mut imported = Imported::default();
    for row in &rows {
        match known.take_in(tx, member, now, row) {
            Ok(planned) => imported.rows.push(planned),
            Err(LineFailure::Faults(more)) => faults.extend(more),
            Err(LineFailure::Program(error)) => return Err(error.into()),
        }
        if faults.len() >= FAULTS {
            faults.truncate(FAULTS);
            break;
        }
    }
    faults.sort_by_key(|fault| fault.line);
    match (faults.is_empty(), dry_run) {
        (false, _) => Err(ImportFailure::Faults(faults)),
        (true, true) => Err(ImportFailure::Tried(imported)),
        (true, false) => {
            let detail = json!({ "added": imported.added(), "there": imported.rows.len() - imported.added() });
            let (action, subject) = ("time.imported", ("import", "time"));
            audit::record(tx, now, Entry { actor: Some(member.id), action, subject, detail })?;
            Ok(imported)
        }
    }
}

const TOO_MANY: &str = "the file has more than 5,000 lines; divide it";

enum LineFailure {
    Faults(Vec<Fault>),
    Program(ProgramError),
}

/// What a line is held against.
struct Known {
    /// Teams that are served, or were on a day that is still open; the first is meant where none is named.
    served: Vec<TeamName>,
    /// Every team that a line may name, by address and by folded name.
    teams: HashMap<String, (TeamId, String)>,
    /// Entries that are there, and how often.
    there: HashMap<NewEntry, usize>,
}

impl Known {
    fn of(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<Self, ProgramError> {
        let served = teams_served_over(tx, member.id, open_days(member, now))?;
        let mut teams: HashMap<String, (TeamId, String)> = HashMap::new();
        let mut there: HashMap<NewEntry, usize> = HashMap::new();
        for EntryRow { entry, team: (slug, name) } in store::list_between(tx, member.id, (None, None), 0, i64::MAX)? {
            teams.entry(fold(&name)).or_insert((entry.team_id, name.clone()));
            teams.entry(slug).or_insert((entry.team_id, name));
            let entry = NewEntry {
                team: entry.team_id,
                day: entry.day,
                minutes: entry.minutes,
                activity: entry.activity,
                note: entry.note,
            };
            *there.entry(entry).or_default() += 1;
        }
        for team in &served {
            teams.insert(fold(&team.name), (team.id, team.name.clone()));
            teams.insert(team.slug.clone(), (team.id, team.name.clone()));
        }
        Ok(Known { served, teams, there })
    }

    /// Logs the line, unless it is there already.
    fn take_in(&mut self, tx: &mut Tx, member: &Member, now: Timestamp, row: &Row<5>) -> Result<Planned, LineFailure> {
        let (entry, team) = self.parse(row).map_err(LineFailure::Faults)?;
        let planned = |is_new| Planned { line: row[0].line, entry: entry.clone(), team: team.clone(), is_new };
        if let Some(count) = self.there.get_mut(&entry).filter(|count| **count > 0) {
            *count -= 1;
            return Ok(planned(false));
        }
        match actions::log_time(tx, Actor::Member(member), now, &entry) {
            Ok(_) => Ok(planned(true)),
            Err(ProgramError::Invalid(problems)) => {
                Err(LineFailure::Faults(problems.into_iter().map(|one| row[0].fault(one.words)).collect()))
            }
            Err(error) => Err(LineFailure::Program(error)),
        }
    }

    fn parse(&self, row: &Row<5>) -> Result<(NewEntry, String), Vec<Fault>> {
        let [day, length, activity, team, note] = row;
        let mut faults = Vec::new();
        let day = kept(&mut faults, day, Day::parse(&day.value));
        let minutes = kept(&mut faults, length, parse_length(&length.value).map_err(|why| why.to_string()));
        let activity = kept(&mut faults, activity, activity_of(&activity.value));
        let team = kept(&mut faults, team, self.team(&team.value));
        let note = kept(&mut faults, note, optional_line(&note.value, NOTE_LIMIT));
        match (day, minutes, activity, team, note) {
            (Some(day), Some(minutes), Some(activity), Some((team, name)), Some(note)) => {
                Ok((NewEntry { team, day, minutes, activity, note }, name))
            }
            _ => Err(faults),
        }
    }

    fn team(&self, named: &str) -> Result<(TeamId, String), String> {
        let named = named.trim();
        if !named.is_empty() {
            let found = self.teams.get(named).or_else(|| self.teams.get(&fold(named)));
            return found.cloned().ok_or_else(|| "you don't serve a team of this name or address".to_owned());
        }
        match &self.served[..] {
            [only] => Ok((only.id, only.name.clone())),
            [] => Err("you serve no team at the moment; name the team".into()),
            _ => Err("you serve several teams; name one".into()),
        }
    }
}

fn kept<T>(faults: &mut Vec<Fault>, cell: &Cell, read: Result<T, String>) -> Option<T> {
    read.map_err(|words| faults.push(cell.fault(words))).ok()
}

/// An activity by its key or by its label.
fn activity_of(text: &str) -> Result<Activity, String> {
    let wanted = fold(text);
    let found = Activity::ALL.iter().copied().find(|one| one.as_str() == wanted || fold(one.label()) == wanted);
    found.ok_or_else(|| {
        let known: Vec<_> = Activity::ALL.iter().map(|one| one.as_str()).collect();
        format!("this is none of {}", known.join(", "))
    })
}
