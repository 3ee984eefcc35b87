//! What the forms of time entries send: one line, or four fields.

use serde::Deserialize;

use super::line::{parse_length, parse_line};
use super::model::{Activity, NewEntry, TimeEntry};
use crate::clock::Day;
use crate::db::keys::{RowVersion, TeamId};
use crate::program::fields::Fields;
use crate::program::{ProgramError, TeamName};
use crate::web::fold::optional_line;

/// Characters of a note.
pub(super) const NOTE_LIMIT: usize = 300;
/// Characters of the one line: a note and what stands around it.
const LINE_LIMIT: usize = NOTE_LIMIT + 100;

/// `POST /time`, `POST /time/{id}`; the team by its address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct TimeForm {
    /// The one line; where it is empty, the fields count.
    pub line: String,
    pub team: String,
    pub length: String,
    pub activity: String,
    pub note: String,
    pub day: String,
    pub version: i32,
    pub once: String,
    pub confirmed: String,
    /// What was done, where the entry is offered for it: `review/0199…`.
    pub source: String,
    #[serde(rename = "return")]
    pub target: String,
}

impl TimeForm {
    /// The form for an entry that exists.
    pub fn of(entry: &TimeEntry, team: &str) -> Self {
        TimeForm {
            team: team.into(),
            length: entry.minutes.to_string(),
            activity: entry.activity.as_str().into(),
            note: entry.note.clone(),
            day: entry.day.to_string(),
            version: entry.version.0,
            ..TimeForm::default()
        }
    }

    /// The entry, for one of `teams`; the first where none is named.
    pub fn parse(&self, teams: &[TeamName], today: Day) -> Result<NewEntry, ProgramError> {
        if self.line.trim().is_empty() { self.parse_fields(teams, today) } else { self.parse_line(teams, today) }
    }

    fn parse_line(&self, teams: &[TeamName], today: Day) -> Result<NewEntry, ProgramError> {
        let mut fields = Fields::default();
        let team = fields.keep("team", self.team(teams));
        let text = fields.keep("line", optional_line(&self.line, LINE_LIMIT));
        let line = text.and_then(|text| fields.keep("line", parse_line(&text, today).map_err(|why| why.to_string())));
        match (team, line) {
            (Some(team), Some(line)) => {
                let note = line.note.chars().take(NOTE_LIMIT).collect();
                Ok(NewEntry { team, day: line.day, minutes: line.minutes, activity: line.activity, note })
            }
            _ => Err(fields.refuse()),
        }
    }

    fn parse_fields(&self, teams: &[TeamName], today: Day) -> Result<NewEntry, ProgramError> {
        let mut fields = Fields::default();
        let team = fields.keep("team", self.team(teams));
        let minutes = fields.keep("length", parse_length(&self.length).map_err(|why| why.to_string()));
        let activity = Activity::parse(&self.activity).ok_or_else(|| "choose what it went into".to_owned());
        let activity = fields.keep("activity", activity);
        let note = fields.keep("note", optional_line(&self.note, NOTE_LIMIT));
        let day = if self.day.trim().is_empty() { Ok(today) } else { Day::parse(&self.day) };
        let day = fields.keep("day", day);
        match (team, minutes, activity, note, day) {
            (Some(team), Some(minutes), Some(activity), Some(note), Some(day)) => {
                Ok(NewEntry { team, day, minutes, activity, note })
            }
            _ => Err(fields.refuse()),
        }
    }

    fn team(&self, teams: &[TeamName]) -> Result<TeamId, String> {
        let named = teams.iter().find(|team| team.slug == self.team);
        match named.or(teams.first().filter(|_| self.team.is_empty())) {
            Some(team) => Ok(team.id),
            None if teams.is_empty() => Err("you serve no team at the moment, so there is nothing to log for".into()),
            None => Err(format!("you don't serve a team “{}”", self.team)),
        }
    }

    /// What makes a repeated send harmless. A page holds several offers, and who
    /// goes back to it may take another one.
    pub fn token(&self) -> String {
        if self.source.is_empty() || self.once.is_empty() {
            return self.once.clone();
        }
        format!("{}/{}", self.once, self.source)
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}
