//! The pages of nominating and of one term.

use askama::Template;

use super::model::TermState;
use super::store::TermRow;
use crate::program::Team;
use crate::program::teams::span;
use crate::program::time::rules::{duration_words, granted_minutes};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// The form for a nomination.
#[derive(Template)]
#[template(path = "program/terms/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub team: Team,
    /// Names of the team's members, to choose from.
    pub members: Vec<String>,
    pub person: String,
    pub roles: Vec<Choice>,
    pub percent: String,
    pub starts_on: String,
    pub ends_on: String,
    /// Whether the nomination counts as approved at once.
    pub decides: bool,
    pub problems: Vec<FieldProblem>,
}

impl NewPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn team_href(&self) -> String {
        self.shell.to(&format!("/teams/{}", self.team.slug))
    }

    fn action(&self) -> String {
        self.shell.to(&format!("/teams/{}/nominations", self.team.slug))
    }
}

/// One term, and the next step for whoever it is up to.
#[derive(Template)]
#[template(path = "program/terms/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub row: TermRow,
    pub nominated: Moment,
    pub nominated_by: String,
    pub answered: Option<Moment>,
    pub ended: Option<Moment>,
    /// Whether the viewer is the person whom it is about.
    pub is_own: bool,
    pub can_decide: bool,
    pub can_accept: bool,
    pub can_decline: bool,
    pub can_end: bool,
}

impl ShowPage {
    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/terms/{}{rest}", self.row.term.id))
    }

    fn team_href(&self) -> String {
        self.shell.to(&format!("/teams/{}", self.row.team.0))
    }

    fn span(&self) -> String {
        span(self.row.term.starts_on, self.row.term.ends_on)
    }

    /// "10 % of a 40-hour week: 4 h"
    fn share(&self) -> String {
        let percent = self.row.term.allocation_percent;
        format!("{percent} % of a 40-hour week: {}", duration_words(granted_minutes(i64::from(percent), 7)))
    }

    fn is_waiting(&self) -> bool {
        matches!(self.row.term.state, TermState::Nominated | TermState::Approved)
    }

    /// Who is asked next, in a sentence.
    fn next(&self) -> String {
        let (person, team) = (&self.row.person.1, &self.row.team.1);
        match self.row.term.state {
            TermState::Nominated => format!(
                "Whoever looks after {team}, or the program's lead, is asked to approve this next; then {person} accepts or declines."
            ),
            _ => format!("{person} is asked next, on their desk, and accepts or declines."),
        }
    }

    fn end_question(&self) -> String {
        let (person, team) = (&self.row.person.1, &self.row.team.1);
        if self.is_waiting() {
            format!("Take back the nomination of {person} for {team}?")
        } else {
            format!("End the term of {person} for {team} today?")
        }
    }
}
