//! The pages of teams.

use std::collections::HashMap;

use askama::Template;

use super::model::{Department, Membership, Team};
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::program::belongings::Belonging;
use crate::program::conflict::Conflict;
use crate::program::coverage::DirectoryRow;
use crate::program::extras::TeamSection;
use crate::program::reviews::ReviewRow;
use crate::program::terms::TermRow;
use crate::program::{Contact, Serving, TermRole, TermState, Who};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// All teams, with who serves them.
#[derive(Template)]
#[template(path = "program/teams/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub words: String,
    pub departments: Vec<Choice>,
    pub rows: Vec<TeamLine>,
    /// "21 to 40 of 318"; empty where all are in sight.
    pub range: String,
    pub previous: String,
    pub next: String,
    /// Whether any team exists at all, whatever the filter.
    pub any: bool,
    pub can_shape: bool,
}

/// One line of the list.
pub struct TeamLine {
    pub team: Team,
    pub serving: Vec<Serving>,
}

impl TeamLine {
    pub fn has_champion(&self) -> bool {
        self.serving.iter().any(|serving| serving.role == TermRole::Champion)
    }
}

/// One team: its champion first.
#[derive(Template)]
#[template(path = "program/teams/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub team: Team,
    /// Who serves today: those who are there first, champions before deputies.
    pub serving: Vec<ServingTerm>,
    /// Who answers when nobody is there.
    pub contact: Contact,
    /// The belts of those who serve, by name.
    pub belts: HashMap<PersonId, String>,
    /// Terms that wait for a word, as far as the viewer may know of them.
    pub waiting: Vec<TermRow>,
    pub members: Vec<Membership>,
    /// Its repositories and services.
    pub belongings: Vec<Belonging>,
    pub reviews: Vec<ReviewRow>,
    pub sections: Vec<TeamSection>,
    /// How its time was honoured, in one word; empty where nothing is owed.
    pub band: &'static str,
    /// The first day that this looks at.
    pub band_since: String,
    pub can_shape: bool,
    pub can_manage: bool,
    pub can_nominate: bool,
    pub is_member: bool,
    /// The viewer's handle, for nominating themselves.
    pub own_handle: String,
    pub problems: Vec<FieldProblem>,
    pub person: String,
}

/// Somebody who serves the team today.
pub struct ServingTerm {
    pub person: Serving,
    /// Their term; none for somebody who stands in.
    pub row: Option<TermRow>,
    /// The share of their contracted hours that holds today, in percent.
    pub percent: i32,
}

impl ShowPage {
    /// The belt of somebody who serves; empty where they have none.
    fn belt(&self, one: &ServingTerm) -> &str {
        self.belts.get(&one.person.person_id).map_or("", String::as_str)
    }
}

impl ServingTerm {
    /// The kind of chip that shows what they are.
    pub fn chip(&self) -> &'static str {
        match (self.person.is_there(), self.person.role) {
            (false, _) => "unknown",
            (true, TermRole::Champion) => "open",
            (true, TermRole::Deputy) => "neutral",
        }
    }

    /// "since 3 Mar 2026, until 2 Mar 2027"
    pub fn span(&self, row: &TermRow) -> String {
        span(row.term.starts_on, row.term.through())
    }
}

/// The days of a term in words.
pub fn span(first: Option<Day>, last: Option<Day>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if last < first => "ended before it began".into(),
        (Some(first), Some(last)) => format!("{} to {}", first.words(), last.words()),
        (Some(first), None) => format!("since {}", first.words()),
        (None, Some(last)) => format!("until {}", last.words()),
        (None, None) => "from the day it is accepted".into(),
    }
}

impl ShowPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    /// The address of one of this team's pages, such as `/edit`.
    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/teams/{}{rest}", self.team.slug))
    }

    fn has_champion(&self) -> bool {
        self.serving.iter().any(|serving| serving.person.role == TermRole::Champion)
    }

    /// Whether somebody serves the team, but nobody is there today.
    fn is_deserted(&self) -> bool {
        !self.serving.is_empty() && !self.serving.iter().any(|serving| serving.person.is_there())
    }

    /// How a term that does not serve stands; one under way lacks an account that is on.
    fn standing(&self, row: &TermRow) -> (&'static str, &'static str) {
        match row.term.state {
            TermState::Active => ("unknown", "account switched off"),
            state => (state.chip(), state.label()),
        }
    }

    fn self_nomination(&self) -> String {
        self.own(&format!("/nominations/new?person={}", self.own_handle))
    }

    fn removal(&self, member: &Membership) -> String {
        format!("Take {} out of {}?", member.name, self.team.name)
    }
}

/// The form for a team, new or known.
#[derive(Template)]
#[template(path = "program/teams/form.html")]
pub struct FormPage {
    pub shell: Shell,
    /// Its present name and address; none for a new one.
    pub known: Option<(String, String)>,
    pub name: String,
    pub chat: String,
    pub departments: Vec<Choice>,
    pub version: i32,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl FormPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn action(&self) -> String {
        match &self.known {
            Some((_, slug)) => self.shell.to(&format!("/teams/{slug}")),
            None => self.shell.to("/teams"),
        }
    }
}

/// All departments, and the form for a new one.
#[derive(Template)]
#[template(path = "program/teams/departments.html")]
pub struct DepartmentsPage {
    pub shell: Shell,
    pub rows: Vec<(Department, i64)>,
    pub name: String,
    pub can_shape: bool,
    pub problems: Vec<FieldProblem>,
}

impl DepartmentsPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// Another name for a department.
#[derive(Template)]
#[template(path = "program/teams/department.html")]
pub struct DepartmentPage {
    pub shell: Shell,
    pub department: Department,
    pub name: String,
    pub version: i32,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl DepartmentPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn action(&self) -> String {
        self.shell.to(&format!("/departments/{}", self.department.slug))
    }
}

/// Everybody who serves a team.
#[derive(Template)]
#[template(path = "program/teams/champions.html")]
pub struct ChampionsPage<'s> {
    pub shell: Shell,
    pub words: String,
    /// Whom to ask by the words.
    pub who: Who,
    /// Who answers when nobody is there.
    pub contact: Contact,
    pub rows: Vec<DirectoryRow<'s>>,
    /// "51 to 100 of 318"; empty where all are in sight.
    pub range: String,
    pub previous: String,
    pub next: String,
}

impl ChampionsPage<'_> {
    /// Whether a line says more of somebody than that they are the champion.
    fn says_more(&self, row: &DirectoryRow<'_>) -> bool {
        let Serving { role, stands_in_for, .. } = row.person;
        *role == TermRole::Deputy || stands_in_for.is_some() || !row.person.is_there()
    }

    /// Whether an answer names somebody to ask; where none does, it says itself who answers.
    fn is_anybody_there(&self) -> bool {
        self.who.answers.iter().any(|answer| answer.first().is_some())
    }
}
