//! A course: its page, its form, and a belt's path.

use askama::Template;

use super::list::PathLine;
use super::words::StandingWords;
use crate::program::conflict::Conflict;
use crate::program::time::rules::duration_words;
use crate::program::training::forms::{CourseForm, RuleChoice};
use crate::program::training::model::{Course, RenewFor};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// Somebody who has to renew.
pub struct RenewalLine {
    pub handle: String,
    pub name: String,
    pub team: String,
    pub is_over: bool,
}

/// One course.
#[derive(Template)]
#[template(path = "program/training/show.html")]
pub struct CoursePage {
    pub shell: Shell,
    pub course: Course,
    /// Who has to have it, in words; empty: nobody.
    pub audience: String,
    /// Address and title of the version before, and of the one after.
    pub before: Option<(String, String)>,
    pub after: Option<(String, String)>,
    /// Levels on whose paths it is: key and name.
    pub belts: Vec<(String, String)>,
    pub words: StandingWords,
    pub is_required: bool,
    pub can_shape: bool,
    /// Whether the viewer looks after people of whom a renewal may be asked.
    pub oversees: bool,
    /// Who of them still has to renew.
    pub renewals: Vec<RenewalLine>,
}

impl CoursePage {
    fn length(&self) -> String {
        duration_words(i64::from(self.course.minutes))
    }

    /// The renewal that this version asks for, in a sentence; empty where none.
    fn renewal(&self) -> String {
        let whose = match self.course.renew_for {
            RenewFor::Nobody => return String::new(),
            RenewFor::Holders => "Whoever completed",
            RenewFor::Required => "Whoever has to have this course and completed",
        };
        match (&self.before, self.course.renew_by) {
            (Some((_, title)), Some(by)) => format!("{whose} {title} takes this version by {}.", by.words()),
            _ => String::new(),
        }
    }
}

/// The form for a course, new or known.
#[derive(Template)]
#[template(path = "program/training/form.html")]
pub struct FormPage {
    pub shell: Shell,
    /// Its present title and address; none for a new one.
    pub known: Option<(String, String)>,
    pub form: CourseForm,
    pub rules: Vec<RuleChoice>,
    pub replaced: Vec<Choice>,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl FormPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn action(&self) -> String {
        match &self.known {
            Some((_, slug)) => self.shell.to(&format!("/training/{slug}")),
            None => self.shell.to("/training"),
        }
    }

    fn renew_choices(&self) -> Vec<Choice> {
        let current = if self.form.renew_for.is_empty() { "nobody" } else { &self.form.renew_for };
        RenewFor::ALL.iter().map(|who| Choice::new(who.as_str(), who.label(), current)).collect()
    }
}

/// The path to a level: its courses, and where the rest of what it asks for is.
#[derive(Template)]
#[template(path = "program/training/path_show.html")]
pub struct PathShowPage {
    pub shell: Shell,
    pub path: PathLine,
    /// The viewer's page of belts, below the base.
    pub belt_href: String,
    pub can_shape: bool,
}

/// The form for a belt's path: a place each, in order.
#[derive(Template)]
#[template(path = "program/training/path.html")]
pub struct PathPage {
    pub shell: Shell,
    pub belt: String,
    pub label: String,
    /// Whether the company no longer has the level.
    pub is_gone: bool,
    /// Name, label and choices of each place.
    pub places: Vec<(String, String, Vec<Choice>)>,
    /// What the form was drawn from.
    pub seen: String,
    pub problems: Vec<FieldProblem>,
    /// Whether somebody saved meanwhile.
    pub changed: Vec<String>,
}

impl PathPage {
    fn problem(&self) -> &str {
        FieldProblem::of(&self.problems, "courses")
    }

    fn href(&self) -> String {
        self.shell.to(&format!("/training/paths/{}", self.belt))
    }

    fn named(&self) -> String {
        if self.is_gone { format!("“{}”", self.label) } else { format!("the {}", self.label) }
    }

    fn up_label(&self) -> String {
        format!("The path to {}", self.named())
    }
}
