//! Somebody's belt, and their year.

use askama::Template;

use super::rules::Ticked;
use super::year::Year;
use crate::accounts::{Person, PersonName};
use crate::program::teams::span;
use crate::program::terms::TermRow;
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Shell};

/// What is reached and what is missing.
#[derive(Template)]
#[template(path = "program/belts/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub person: Person,
    /// The belt's name; empty where they have none.
    pub belt: String,
    pub levels: Vec<LevelLine>,
    /// The name of the level that was asked for; empty where nothing waits.
    pub asked: String,
    /// Whose word is there already, and whose is missing.
    pub asked_words: String,
    pub is_self: bool,
    /// Whether the next level can be asked for.
    pub can_ask: bool,
    /// Whether the viewer's word is missing.
    pub can_agree: bool,
    pub can_refuse: bool,
    pub is_lead: bool,
    /// Levels above the one that they have.
    pub higher: Vec<Choice>,
    pub history: Vec<HistoryLine>,
    pub problems: Vec<FieldProblem>,
    /// What was typed: why not yet, why by one's own word, why it is taken back.
    pub words: String,
    pub why: String,
    pub reason: String,
}

/// One level.
pub struct LevelLine {
    pub key: String,
    pub name: String,
    pub about: String,
    pub ticked: Vec<Ticked>,
    pub has: bool,
    pub is_next: bool,
}

impl LevelLine {
    fn met(&self) -> usize {
        self.ticked.iter().filter(|one| one.is_met()).count()
    }

    /// They have it, and what it rested on is not all there any more.
    fn is_thin(&self) -> bool {
        self.has && self.met() < self.ticked.len()
    }
}

/// One thing that was decided.
pub struct HistoryLine {
    pub words: String,
    pub when: String,
    pub why: String,
    pub chip: &'static str,
}

impl ShowPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn path(&self, more: &str) -> String {
        self.shell.to(&format!("/people/{}/belt{more}", self.person.handle))
    }

    fn person_href(&self) -> String {
        self.shell.to(&format!("/people/{}", self.person.handle))
    }
}

/// A year of a champion, to be handed to their manager.
#[derive(Template)]
#[template(path = "program/belts/year.html")]
pub struct YearPage {
    pub shell: Shell,
    pub person: Person,
    pub year: i16,
    pub belt: String,
    pub of: Year,
    pub previous: String,
    pub next: String,
    pub today: String,
    /// Whether the year goes on.
    pub is_running: bool,
    pub is_self: bool,
    /// The page as others reach it.
    pub address: String,
    /// Their managers, each with a mail address.
    pub managers: Vec<(PersonName, String)>,
}

impl YearPage {
    fn person_href(&self) -> String {
        self.shell.to(&format!("/people/{}", self.person.handle))
    }

    /// A mail that hands the year on.
    fn mail_to(&self, email: &str) -> String {
        let subject = format!("My year {} as champion", self.year);
        format!("mailto:{email}?subject={}&body={}", query_value(&subject), query_value(&self.address))
    }

    fn span(&self, row: &TermRow) -> String {
        match row.term.ended_at {
            Some(at) => span(row.term.starts_on, Some(at.day())),
            None => span(row.term.starts_on, row.term.ends_on),
        }
    }
}
