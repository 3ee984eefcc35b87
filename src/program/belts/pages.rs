//! Somebody's belt, and their year.

use askama::Template;

use super::model::Ground;
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
    /// What it rests on, where it was given itself and not only with a higher one.
    pub ground: Option<Ground>,
    pub is_next: bool,
}

impl LevelLine {
    fn met(&self) -> usize {
        self.ticked.iter().filter(|one| one.is_met()).count()
    }

    /// How they have it: by itself, or with a higher one.
    fn chip(&self) -> &'static str {
        if self.ground.is_some() { "given" } else { "with a higher one" }
    }

    /// Why they have it, though what it asks for is not all there; empty where it is.
    fn lacking(&self) -> &'static str {
        if !self.has || self.met() == self.ticked.len() {
            return "";
        }
        match self.ground {
            Some(Ground::Evidence) => {
                "Not all that it asks for is on record any more; the belt stays until a lead takes it back."
            }
            Some(Ground::Override) => "Given on a lead's own word; not all that it asks for is on record.",
            None => "A higher belt was given; not all that this one asks for is on record.",
        }
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
        let as_champion = if self.of.terms.is_empty() { "" } else { " as champion" };
        let subject = format!("My year {}{as_champion}", self.year);
        format!("mailto:{email}?subject={}&body={}", query_value(&subject), query_value(&self.address))
    }

    fn span(&self, row: &TermRow) -> String {
        span(row.term.starts_on, row.term.through())
    }
}
