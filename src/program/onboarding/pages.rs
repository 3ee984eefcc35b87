//! The pages of lists, their reviews, and of all that waits.

use askama::Template;

use super::forms::ItemForm;
use super::model::{Item, ReviewDays, Standing};
use crate::clock::Day;
use crate::program::terms::TermRow;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// The list of one term.
#[derive(Template)]
#[template(path = "program/onboarding/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub row: TermRow,
    pub begun_on: Day,
    /// Since when the term is over.
    pub over_since: Option<Day>,
    pub things: Vec<Thing>,
    /// The buddy's name and handle.
    pub buddy: Option<(String, String)>,
    pub can_propose: bool,
    pub can_remove: bool,
    /// Champions of the department, to choose from.
    pub champions: Vec<String>,
    /// What was typed as a buddy that did not fit.
    pub typed_buddy: String,
    /// The reviews, for those who may read them.
    pub reviews: Vec<ReviewLine>,
    pub problems: Vec<FieldProblem>,
    /// The form of a thing that did not fit, and of which thing.
    pub typed: Option<(String, ItemForm)>,
}

/// One thing of the list.
pub struct Thing {
    pub item: Item,
    pub standing: Standing,
    /// Whether the viewer says of it how it stands.
    pub can_mark: bool,
}

/// One of the three reviews.
pub struct ReviewLine {
    pub days: ReviewDays,
    pub due: Day,
    pub state: (&'static str, &'static str),
}

impl ShowPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/terms/{}/onboarding{rest}", self.row.term.id))
    }

    /// How much is there, in a sentence.
    fn sentence(&self) -> String {
        let to_revoke = self.things.iter().filter(|thing| thing.standing == Standing::ToRevoke).count();
        let waiting = self.things.iter().filter(|thing| thing.standing.is_waiting()).count();
        match (self.over_since, waiting) {
            (Some(_), 0) => "Nothing is left to be taken back".into(),
            (Some(_), _) => format!("{to_revoke} of {} to be taken back", self.things.len()),
            (None, 0) => "Everything is there".into(),
            (None, missing) => format!("{missing} of {} still missing", self.things.len()),
        }
    }

    fn is_typed(&self, thing: &Thing) -> bool {
        self.typed.as_ref().is_some_and(|(id, _)| id == thing.item.id.as_str())
    }

    fn typed_evidence<'p>(&'p self, thing: &'p Thing) -> &'p str {
        match &self.typed {
            Some((_, form)) if self.is_typed(thing) => form.evidence.as_str(),
            _ => thing.item.evidence.as_str(),
        }
    }

    fn typed_on(&self, thing: &Thing) -> &str {
        self.typed.as_ref().filter(|_| self.is_typed(thing)).map_or("", |(_, form)| form.on.as_str())
    }

    fn action(&self, thing: &Thing) -> String {
        self.shell.to(&format!("/onboarding/things/{}", thing.item.id))
    }
}

impl Thing {
    /// What may be said of it: the word that is sent, and the button.
    fn acts(&self) -> &'static [(&'static str, &'static str)] {
        match self.standing {
            Standing::Open => &[("done", "Done"), ("asked", "Asked for")],
            Standing::Asked => &[("done", "Done")],
            Standing::Done => &[("undone", "Not done after all")],
            Standing::ToRevoke => &[("revoked", "Revoked")],
            Standing::Revoked => &[("unrevoked", "Not revoked after all")],
            Standing::Lapsed => &[],
        }
    }

    /// Whether a day and a line of evidence go with it.
    fn takes_words(&self) -> bool {
        self.standing.is_waiting()
    }

    /// The days that are known of it, in words.
    fn facts(&self) -> String {
        let known = [
            ("asked for on", self.item.asked_on),
            ("done on", self.item.done_on),
            ("revoked on", self.item.revoked_on),
        ];
        let words = known.iter().filter_map(|(what, day)| day.map(|day| format!("{what} {}", day.words())));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// All that waits.
#[derive(Template)]
#[template(path = "program/onboarding/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub sentence: String,
    pub rows: Vec<Row>,
    pub items: Vec<Choice>,
    pub departments: Vec<Choice>,
    pub owners: Vec<Choice>,
    pub csv_href: String,
    pub previous: String,
    pub next: String,
    pub range: String,
    /// This page, below the base.
    pub back: String,
}

/// One thing that waits.
pub struct Row {
    pub id: String,
    pub version: i32,
    pub title: String,
    pub person: (String, String),
    pub team: (String, String),
    pub department: String,
    pub owner: &'static str,
    pub standing: Standing,
    /// Since when it waits: the first day of the term, or its end.
    pub since: Day,
    pub asked_on: Option<Day>,
    /// The list that it is of, below the base.
    pub list: String,
    pub can_mark: bool,
}

impl Row {
    /// What a click says: the word that is sent, and the button.
    fn act(&self) -> (&'static str, &'static str) {
        if self.standing == Standing::ToRevoke { ("revoked", "Revoked") } else { ("done", "Done") }
    }

    fn asked(&self) -> String {
        self.asked_on.map(Day::words).unwrap_or_default()
    }
}

/// One review, with both sides.
#[derive(Template)]
#[template(path = "program/onboarding/review.html")]
pub struct ReviewPage {
    pub shell: Shell,
    pub row: TermRow,
    pub days: ReviewDays,
    pub due: Day,
    pub sides: Vec<Written>,
    /// The form of the viewer's side: each field with its question and what is in it.
    pub form: Vec<Field>,
    pub version: i32,
    /// Whether somebody else wrote for the same side meanwhile.
    pub changed: bool,
    pub problems: Vec<FieldProblem>,
}

/// What one side wrote.
pub struct Written {
    pub title: String,
    pub answers: Vec<(String, String)>,
    /// Who wrote it, and when; nobody has yet.
    pub by: Option<(String, Moment)>,
}

/// One question of the form.
pub struct Field {
    pub name: &'static str,
    pub question: String,
    pub value: String,
}

impl ReviewPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn list(&self) -> String {
        self.shell.to(&format!("/terms/{}/onboarding", self.row.term.id))
    }

    fn action(&self) -> String {
        format!("{}/reviews/{}", self.list(), self.days.number())
    }
}
