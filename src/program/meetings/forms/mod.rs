//! What the forms of meetings send.

mod date;
mod held;
mod hours;
mod invitation;

use hours::{hour_words, length_of, minute_of};

use super::model::{Meeting, MeetingKind, NewMeeting, Repeats, Timing};
use super::rules::SERIES_DAYS;
use crate::calendar::Zone;
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::RowVersion;
use crate::program::ProgramError;
use crate::program::fields::Fields;
use crate::web::fold::{line, optional_line, text};

pub use date::{AnswerForm, DateForm, NOTES_LIMIT, NotesForm, ReasonForm};
pub use held::HeldForm;
pub use invitation::Invited;

/// Characters of a title.
const TITLE_LIMIT: usize = 160;
/// Characters of a place.
const PLACE_LIMIT: usize = 500;
/// Characters of an agenda.
pub(super) const AGENDA_LIMIT: usize = 10_000;

/// `POST /meetings`, `POST /meetings/{number}`
#[derive(Debug, Default, Clone)]
pub struct MeetingForm {
    pub kind: String,
    pub title: String,
    pub day: String,
    pub start: String,
    pub length: String,
    pub zone: String,
    pub repeats: String,
    pub until: String,
    pub place: String,
    pub agenda: String,
    /// `champions`, `netsec`.
    pub groups: Vec<String>,
    /// Addresses of departments.
    pub departments: Vec<String>,
    /// Names of teams, parted by commas.
    pub teams: String,
    /// Names, handles or mail addresses, parted by commas.
    pub people: String,
    pub version: i32,
    pub once: String,
}

impl MeetingForm {
    /// The form as it was sent; boxes come once for each that is ticked.
    pub fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = MeetingForm::default();
        pairs.into_iter().for_each(|(name, value)| form.take(&name, value));
        form
    }

    fn take(&mut self, name: &str, value: String) {
        match name {
            "kind" => self.kind = value,
            "title" => self.title = value,
            "day" => self.day = value,
            "start" => self.start = value,
            "length" => self.length = value,
            "zone" => self.zone = value,
            "repeats" => self.repeats = value,
            "until" => self.until = value,
            "place" => self.place = value,
            "agenda" => self.agenda = value,
            "groups" => self.groups.push(value),
            "departments" => self.departments.push(value),
            "teams" => self.teams = value,
            "people" => self.people = value,
            "version" => self.version = value.parse().unwrap_or_default(),
            "once" => self.once = value,
            _ => {}
        }
    }

    /// The form for a meeting that exists, with those who are invited by name.
    pub fn of(meeting: &Meeting, invited: &Invited) -> Self {
        let until = if meeting.is_series() { meeting.last_day.to_string() } else { String::new() };
        MeetingForm {
            kind: meeting.kind.as_str().into(),
            title: meeting.title.clone(),
            day: meeting.first_day.to_string(),
            start: hour_words(meeting.starts_minute),
            length: meeting.minutes.to_string(),
            zone: meeting.zone.name().into(),
            repeats: meeting.repeats.as_str().into(),
            until,
            place: meeting.place.clone(),
            agenda: meeting.agenda.clone(),
            groups: invited.groups.clone(),
            departments: invited.departments.clone(),
            teams: invited.teams.join(", "),
            people: invited.people.join(", "),
            version: meeting.version.0,
            ..MeetingForm::default()
        }
    }

    /// The meeting as it is to be.
    pub fn parse(&self, connection: &mut Connection) -> Result<NewMeeting, ProgramError> {
        let mut fields = Fields::default();
        let meeting = self.without_invitees(&mut fields);
        let invitees = invitation::read(connection, self, &mut fields)?;
        match (meeting, invitees) {
            (Some(meeting), Some(invitees)) => Ok(NewMeeting { invitees, ..meeting }),
            _ => Err(fields.refuse()),
        }
    }

    /// All of it but who is invited.
    fn without_invitees(&self, fields: &mut Fields) -> Option<NewMeeting> {
        let kind = MeetingKind::parse(&self.kind).ok_or_else(|| "choose what kind of meeting it is".to_owned());
        let kind = fields.keep("kind", kind);
        let title = fields.keep("title", line(&self.title, TITLE_LIMIT));
        let timing = self.timing(fields);
        let place = fields.keep("place", optional_line(&self.place, PLACE_LIMIT));
        let agenda = fields.keep("agenda", text(&self.agenda, AGENDA_LIMIT));
        Some(NewMeeting {
            kind: kind?,
            title: title?,
            agenda: agenda?,
            place: place?,
            timing: timing?,
            invitees: Vec::new(),
        })
    }

    fn timing(&self, fields: &mut Fields) -> Option<Timing> {
        let first_day = fields.keep("day", Day::parse(&self.day));
        let starts_minute = fields.keep("start", minute_of(&self.start));
        let minutes = fields.keep("length", length_of(&self.length));
        let zone = fields.keep("zone", Zone::parse(&self.zone));
        let repeats = if self.repeats.is_empty() { Some(Repeats::Once) } else { Repeats::parse(&self.repeats) };
        let repeats = fields.keep("repeats", repeats.ok_or_else(|| "choose how often".to_owned()));
        let (first_day, repeats) = (first_day?, repeats?);
        let last_day = fields.keep("until", self.last_day(first_day, repeats));
        Some(Timing {
            zone: zone?,
            first_day,
            starts_minute: starts_minute?,
            minutes: minutes?,
            repeats,
            last_day: last_day?,
        })
    }

    fn last_day(&self, first: Day, repeats: Repeats) -> Result<Day, String> {
        if repeats == Repeats::Once {
            return Ok(first);
        }
        if self.until.trim().is_empty() {
            return Err("a series needs a last day".into());
        }
        let last = Day::parse(&self.until)?;
        match last.days_since(first) {
            days if days < 0 => Err(format!("this lies before the first day, {}", first.words())),
            days if days > SERIES_DAYS => Err("a series goes on for two years at the most; call a new one then".into()),
            _ => Ok(last),
        }
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}
