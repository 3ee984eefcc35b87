//! The pages of nominating and of one term.

use askama::Template;

use super::forms::{EndingForm, RenewalForm};
use super::model::TermState;
use super::store::TermRow;
use crate::clock::Day;
use crate::program::Team;
use crate::program::onboarding::TermLine;
use crate::program::teams::span;
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
    /// Whose successor is named, if anybody's.
    pub followed: Option<TermRow>,
    /// What a champion says yes to, as HTML of `markdown.rs`.
    pub scope: String,
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

    fn title(&self) -> String {
        match &self.followed {
            Some(row) => format!("Name a successor of {}", row.person.1),
            None => format!("Nominate for {}", self.team.name),
        }
    }

    /// Where "Cancel" leads.
    fn back(&self) -> String {
        match &self.followed {
            Some(row) => self.shell.to(&format!("/terms/{}", row.term.id)),
            None => self.team_href(),
        }
    }

    /// The last day of whoever is followed.
    fn until(&self) -> String {
        let last = self.followed.as_ref().and_then(|row| row.term.ends_on);
        last.map(Day::words).unwrap_or_default()
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
    /// Who agreed, or refused, and when, where that was not the nominator.
    pub approved: Option<(String, Moment)>,
    pub answered: Option<Moment>,
    pub ended: Option<Moment>,
    /// Who ended it, or gave it the last day on which it did; empty where it ran out.
    pub ended_by: String,
    pub thanked_by: String,
    /// The term that this one continues or follows, with the word for it.
    pub before: Option<(&'static str, TermRow)>,
    /// Terms that continue or follow this one.
    pub after: Vec<TermRow>,
    /// The list of what they need, where the viewer may see it.
    pub onboarding: Option<TermLine>,
    /// What was handed over, a sentence each.
    pub handed_over: Vec<(String, Moment)>,
    /// What the person said yes to, or is asked to, as HTML of `markdown.rs`.
    pub scope: String,
    /// Whether the viewer is the person whom it is about.
    pub is_own: bool,
    /// Who has the place that it is for; empty where there is room.
    pub no_room: String,
    /// The share of contracted hours that holds today, in percent.
    pub percent: i32,
    pub can_decide: bool,
    pub can_accept: bool,
    pub can_decline: bool,
    pub can_end: bool,
    pub can_renew: bool,
    pub can_name_successor: bool,
    pub can_hand_over: bool,
    pub can_thank: bool,
    /// What was typed as reason.
    pub reason: String,
    pub problems: Vec<FieldProblem>,
}

impl ShowPage {
    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/terms/{}{rest}", self.row.term.id))
    }

    fn team_href(&self) -> String {
        self.shell.to(&format!("/teams/{}", self.row.team.0))
    }

    fn span(&self) -> String {
        span(self.row.term.starts_on, self.row.term.through())
    }

    fn is_waiting(&self) -> bool {
        matches!(self.row.term.state, TermState::Nominated | TermState::Approved)
    }

    /// Who would like whom to serve, or to go on.
    fn proposed(&self) -> String {
        let (by, person) = (&self.nominated_by, &self.row.person.1);
        match (self.row.term.nominated_by == self.row.term.person_id, self.is_renewal()) {
            (true, true) => format!("{person} would like to go on"),
            (true, false) => format!("{person} would like to serve {}", self.row.team.1),
            (false, true) => format!("{by} would like {person} to go on"),
            (false, false) => format!("{by} put {person} forward"),
        }
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

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn is_renewal(&self) -> bool {
        self.row.term.renews_id.is_some()
    }

    fn end_question(&self) -> String {
        format!("Take back the nomination of {} for {}?", self.row.person.1, self.row.team.1)
    }

    /// What a term has to do with this one that came after it.
    fn relation(&self, row: &TermRow) -> &'static str {
        if row.term.renews_id.is_some() { "Renewal" } else { "Successor" }
    }

    fn span_of(&self, row: &TermRow) -> String {
        span(row.term.starts_on, row.term.through())
    }

    fn successor_href(&self) -> String {
        self.shell.to(&format!("/teams/{}/nominations/new?follows={}", self.row.team.0, self.row.term.id))
    }
}

/// The form that ends a term.
#[derive(Template)]
#[template(path = "program/terms/end.html")]
pub struct EndPage {
    pub shell: Shell,
    pub row: TermRow,
    /// Whether the viewer is the person whom it is about: nobody thanks themselves.
    pub is_own: bool,
    pub form: EndingForm,
    pub problems: Vec<FieldProblem>,
}

impl EndPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/terms/{}{rest}", self.row.term.id))
    }
}

/// The form that renews a term.
#[derive(Template)]
#[template(path = "program/terms/renew.html")]
pub struct RenewPage {
    pub shell: Shell,
    pub row: TermRow,
    /// The first day of what is proposed.
    pub first: Day,
    /// Whether the renewal counts as approved at once.
    pub decides: bool,
    pub form: RenewalForm,
    pub problems: Vec<FieldProblem>,
}

impl RenewPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/terms/{}{rest}", self.row.term.id))
    }
}
