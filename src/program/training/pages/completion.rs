//! One completion, its certificate, and the page that confirms one.

use askama::Template;

use crate::clock::Day;
use crate::files::FileRow;
use crate::program::time::rules::duration_words;
use crate::program::training::forms::{EvidenceForm, JudgementForm};
use crate::program::training::model::{Completion, CompletionState, Course, certificate_words};
use crate::program::training::rules;
use crate::web::{FieldProblem, Moment, Shell};

/// One completion, for the person, their manager and the lead.
#[derive(Template)]
#[template(path = "program/training/completion.html")]
pub struct CompletionPage {
    pub shell: Shell,
    pub completion: Completion,
    pub course: Course,
    /// Handle and name.
    pub person: (String, String),
    pub file: Option<FileRow>,
    /// Name of whoever verified it or sent it back, and when.
    pub judged: Option<(String, Moment)>,
    pub today: Day,
    pub can_change: bool,
    pub can_judge: bool,
    pub evidence: EvidenceForm,
    pub judgement: JudgementForm,
    pub problems: Vec<FieldProblem>,
    /// Whether somebody saved while a form was open.
    pub changed: bool,
}

impl CompletionPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn evidence_link(&self) -> Option<&str> {
        Some(self.completion.evidence.as_str())
            .filter(|text| crate::program::web_link(text).is_ok_and(|link| !link.is_empty()))
    }

    fn has_certificate(&self) -> bool {
        self.completion.counts() && self.completion.state == CompletionState::Verified
    }

    /// Whether a certificate waits for somebody's word alone.
    fn lacks_verification(&self) -> bool {
        self.completion.counts() && !self.has_certificate()
    }

    fn is_returned(&self) -> bool {
        self.completion.state == CompletionState::Returned
    }

    fn until(&self) -> String {
        match self.completion.valid_until {
            None => "for good".into(),
            Some(last) if rules::is_valid(Some(last), self.today) => format!("until {}", last.words()),
            Some(last) => format!("ran out on {}", last.words()),
        }
    }

    fn result(&self) -> String {
        match (self.completion.result, self.course.pass_mark) {
            (Some(result), Some(mark)) => format!("{result} % (passed from {mark} %)"),
            (Some(result), None) => format!("{result} %"),
            (None, _) => String::new(),
        }
    }

    fn question(&self) -> String {
        format!("Take away that {} was completed on {}?", self.course.title, self.completion.completed_on.words())
    }
}

/// A certificate, to be printed.
#[derive(Template)]
#[template(path = "program/training/certificate.html")]
pub struct CertificatePage {
    pub shell: Shell,
    pub completion: Completion,
    pub course: Course,
    pub person: String,
    /// The complete address that confirms it.
    pub address: String,
    pub verified_by: Option<String>,
    pub today: Day,
}

impl CertificatePage {
    fn path(&self) -> String {
        format!("/completions/{}", self.completion.id)
    }

    fn number(&self) -> String {
        certificate_words(&self.completion.certificate)
    }

    fn length(&self) -> String {
        duration_words(i64::from(self.course.minutes))
    }

    fn until(&self) -> String {
        self.completion.valid_until.map_or_else(|| "for good".into(), |last| format!("until {}", last.words()))
    }
}

/// What a certificate's number stands for.
#[derive(Template)]
#[template(path = "program/training/confirmation.html")]
pub struct ConfirmationPage {
    pub shell: Shell,
    pub number: String,
    /// Handle and name.
    pub person: (String, String),
    pub course: Course,
    pub is_in_date: bool,
    pub is_verified: bool,
    /// The completion's address, for those who may see it.
    pub details: Option<String>,
}
