//! The pages on who was there: of a meeting that was called, and of one that was not.

use askama::Template;

use super::When;
use crate::program::meetings::forms::HeldForm;
use crate::program::meetings::model::{Meeting, MeetingDate, Participant};
use crate::program::meetings::zone::OFFERED;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// Who was there, as whoever called the meeting fills it in.
#[derive(Template)]
#[template(path = "program/meetings/attendance.html")]
pub struct AttendancePage {
    pub shell: Shell,
    pub meeting: Meeting,
    pub date: MeetingDate,
    pub when: When,
    /// Those who can be ticked, by what they said; whoever meant to come first.
    pub groups: Vec<(&'static str, Vec<Participant>)>,
    /// Handles of those who said that they would come, and are not ticked yet.
    pub accepted: Vec<String>,
    /// How many more are invited than can be ticked here.
    pub more: usize,
    /// The list as it was pasted.
    pub list: String,
    /// What it came to, before anything is written.
    pub preview: Option<Preview>,
    pub problems: Vec<FieldProblem>,
}

/// What a pasted list would do.
pub struct Preview {
    /// Handle and name of those who are found, and whether they are down already.
    pub found: Vec<(String, String, bool)>,
    /// Lines that name nobody.
    pub unknown: Vec<(u64, String, String)>,
}

impl Preview {
    fn handles(&self) -> String {
        self.found.iter().map(|(handle, ..)| handle.as_str()).collect::<Vec<_>>().join(",")
    }

    fn news(&self) -> usize {
        self.found.iter().filter(|(_, _, known)| !known).count()
    }
}

impl AttendancePage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own_path(&self, more: &str) -> String {
        self.shell.to(&format!("{}{more}", self.date.path(&self.meeting)))
    }

    fn handles(&self) -> String {
        let people = self.groups.iter().flat_map(|(_, people)| people);
        people.map(|person| person.handle.as_str()).collect::<Vec<_>>().join(",")
    }
}

/// The form for a meeting that was held and that nobody had called.
#[derive(Template)]
#[template(path = "program/meetings/held.html")]
pub struct HeldPage {
    pub shell: Shell,
    pub form: HeldForm,
    pub kinds: Vec<Choice>,
    /// Those of one's own teams, who are ticked.
    pub teammates: Vec<Choice>,
    pub problems: Vec<FieldProblem>,
}

impl HeldPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn people_label(&self) -> &'static str {
        if self.teammates.is_empty() { "Who else was there" } else { "Who of other teams was there" }
    }

    fn zones(&self) -> Vec<String> {
        OFFERED.iter().map(|zone| (*zone).to_owned()).collect()
    }
}
