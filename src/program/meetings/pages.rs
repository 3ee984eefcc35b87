//! The pages of meetings.

mod presence;

use askama::Template;

use super::forms::{DateForm, MeetingForm};
use super::invited::Line;
use super::model::{Answer, Meeting, MeetingDate, Participant};
use super::store::Counts;
pub use super::words::When;
use super::words::counted;
use super::zone::OFFERED;
use crate::program::conflict::Conflict;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

pub use presence::{AttendancePage, HeldPage, Preview};

/// Names of one kind of answer that a page shows.
pub const NAMES: usize = 40;

/// Meetings that come, or that were.
#[derive(Template)]
#[template(path = "program/meetings/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub is_past: bool,
    pub lines: Vec<ListLine>,
    pub previous: String,
    pub next: String,
    pub can_call: bool,
    /// Whether everybody's meetings are shown, as the lead sees them.
    pub is_all: bool,
}

/// One date of the list.
pub struct ListLine {
    pub title: String,
    pub path: String,
    pub kind: &'static str,
    pub when: When,
    pub stands: bool,
    pub own: Option<Answer>,
    pub attended: bool,
    pub counts: Counts,
}

impl ListPage {
    fn chip(&self, answer: &Answer) -> &'static str {
        match answer {
            Answer::Accepted => "open",
            Answer::Tentative => "preflight",
            Answer::Declined => "neutral",
        }
    }
}

impl ListLine {
    fn counted(&self) -> String {
        counted(&self.counts)
    }
}

/// A meeting on one of its dates.
#[derive(Template)]
#[template(path = "program/meetings/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub meeting: Meeting,
    pub date: MeetingDate,
    pub when: When,
    pub rhythm: String,
    /// Name and handle of whoever called it.
    pub organiser: (String, String),
    pub invited: Vec<Line>,
    /// How many people that is.
    pub invited_count: usize,
    pub counts: Counts,
    /// Who said what, a word and their names; with how many more there are.
    pub groups: Vec<(String, Vec<Participant>, usize)>,
    pub own: Option<Answer>,
    pub attended: bool,
    pub is_invited: bool,
    pub is_answerable: bool,
    pub is_attendable: bool,
    pub has_begun: bool,
    pub can_change: bool,
    /// HTML of `markdown`.
    pub agenda: String,
    /// HTML of `markdown`.
    pub notes: String,
    /// Who saved the notes last, and when.
    pub notes_by: String,
    /// The dates of the series that are not over.
    pub coming: Vec<SeriesDate>,
    /// Those that are, the latest first.
    pub past: Vec<SeriesDate>,
}

/// One date of a series.
pub struct SeriesDate {
    pub path: String,
    pub words: String,
    pub stands: bool,
    /// Whether it is the one that the page shows.
    pub is_shown: bool,
}

impl ShowPage {
    fn own_path(&self, more: &str) -> String {
        self.shell.to(&format!("{}{more}", self.date.path(&self.meeting)))
    }

    fn place_is_link(&self) -> bool {
        self.meeting.place.starts_with("https://") || self.meeting.place.starts_with("http://")
    }

    /// Whether its reader may note who was there.
    fn notes_presence(&self) -> bool {
        self.can_change && self.has_begun && self.date.stands()
    }

    fn presence_words(&self) -> String {
        match self.counts.attended {
            0 => "Nobody has noted yet who was there.".into(),
            1 => "One person is noted as having been there.".into(),
            count => format!("{count} people are noted as having been there."),
        }
    }

    fn more_to_come(&self) -> bool {
        self.coming.len() > 1
    }

    fn counted(&self) -> String {
        counted(&self.counts)
    }
}

/// The form for a new meeting or a known one.
#[derive(Template)]
#[template(path = "program/meetings/form.html")]
pub struct FormPage {
    pub shell: Shell,
    /// Its number; none for a new one.
    pub number: Option<i64>,
    pub form: MeetingForm,
    pub kinds: Vec<Choice>,
    pub repeats: Vec<Choice>,
    pub groups: Vec<Choice>,
    pub departments: Vec<Choice>,
    /// Names of teams, to offer while somebody types the first.
    pub teams: Vec<String>,
    /// Whether some dates of a series are past.
    pub has_begun: bool,
    /// Whether it was held without having been called.
    pub was_noted: bool,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl FormPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn path(&self, more: &str) -> String {
        match self.number {
            Some(number) => self.shell.to(&format!("/meetings/{number}{more}")),
            None => self.shell.to("/meetings"),
        }
    }

    fn zones(&self) -> Vec<String> {
        OFFERED.iter().map(|zone| (*zone).to_owned()).collect()
    }
}

/// The form that moves one date, or calls it off.
#[derive(Template)]
#[template(path = "program/meetings/date.html")]
pub struct DatePage {
    pub shell: Shell,
    pub meeting: Meeting,
    pub date: MeetingDate,
    pub when: When,
    pub form: DateForm,
    pub has_begun: bool,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl DatePage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own_path(&self, more: &str) -> String {
        self.shell.to(&format!("{}{more}", self.date.path(&self.meeting)))
    }
}

/// The form for notes.
#[derive(Template)]
#[template(path = "program/meetings/notes.html")]
pub struct NotesPage {
    pub shell: Shell,
    pub meeting: Meeting,
    pub date: MeetingDate,
    pub when: When,
    /// What is typed.
    pub notes: String,
    pub version: i32,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl NotesPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own_path(&self, more: &str) -> String {
        self.shell.to(&format!("{}{more}", self.date.path(&self.meeting)))
    }
}

/// The address that a calendar follows.
#[derive(Template)]
#[template(path = "program/meetings/calendar.html")]
pub struct CalendarPage {
    pub shell: Shell,
    /// Words on when the address was made; empty where there is none.
    pub since: String,
    /// The complete address, this once.
    pub address: String,
}
