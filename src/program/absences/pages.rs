//! The pages of leave.

use askama::Template;

use super::forms::AbsenceForm;
use super::model::{Absence, StandIn};
use crate::accounts::Person;
use crate::clock::Day;
use crate::program::terms::TermRow;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// A person's days of absence.
#[derive(Template)]
#[template(path = "program/absences/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub person: Person,
    pub is_own: bool,
    pub absences: Vec<AbsencePart>,
    pub form: AbsenceForm,
    pub problems: Vec<FieldProblem>,
}

/// One absence on the page.
pub struct AbsencePart {
    pub absence: Absence,
    pub is_now: bool,
    /// Each of the person's terms under way, with who stands in.
    pub terms: Vec<TermPart>,
}

/// One term during an absence.
pub struct TermPart {
    pub id: String,
    pub team: (String, String),
    /// Who was asked: the request, handle and name.
    pub asked: Option<(StandIn, String, String)>,
    /// Who can be asked.
    pub members: Vec<Choice>,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self) -> String {
        self.shell.to(&format!("/people/{}/leave", self.person.handle))
    }

    fn title(&self) -> String {
        if self.is_own { "My leave".into() } else { format!("Leave of {}", self.person.name) }
    }

    fn leave(&self, part: &AbsencePart, rest: &str) -> String {
        self.shell.to(&format!("/leave/{}{rest}", part.absence.id))
    }

    fn removal(&self, part: &AbsencePart) -> String {
        if part.is_now {
            "Back today, and the rest of this leave taken away?".into()
        } else {
            format!("Take away the leave from {}?", part.absence.first_on.words())
        }
    }
}

/// One request to stand in, for whoever is asked.
#[derive(Template)]
#[template(path = "program/absences/stand_in.html")]
pub struct StandInPage {
    pub shell: Shell,
    pub request: StandIn,
    pub row: TermRow,
    pub first: Day,
    pub last: Day,
    /// Whether the viewer is the one who is asked.
    pub is_own: bool,
    pub name: String,
    pub can_answer: bool,
}

impl StandInPage {
    fn action(&self) -> String {
        self.shell.to(&format!("/stand-ins/{}/answer", self.request.id))
    }

    fn team_href(&self) -> String {
        self.shell.to(&format!("/teams/{}", self.row.team.0))
    }
}
