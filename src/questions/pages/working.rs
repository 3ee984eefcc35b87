//! What is done with a question beside answering it, and what is said often.

use askama::Template;

use super::line::{Line, Link};
use crate::questions::access::offers;
use crate::questions::forms::{MergerForm, ReplyForm, SplitForm};
use crate::questions::model::{Question, QuestionNumber};
use crate::questions::rules::Act;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Member, Shell};

/// What the reader of a question's page can do with it, and what was done.
#[derive(Debug, Default)]
pub struct Worked {
    /// Articles that help with it: title, page and slug.
    pub links: Vec<(Link, String)>,
    /// Duplicates that lead to it, with their own histories.
    pub merged: Vec<Link>,
    /// Where it leads to itself.
    pub kept: Option<Link>,
    /// To whom it can be given; none where the reader may not.
    pub takers: Vec<Choice>,
    /// What the reader says often: key and what for.
    pub replies: Vec<(String, String)>,
    /// The next question that waits for the reader, and all of them; empty
    /// where nothing of it waits for the reader.
    pub next_href: String,
    pub queue_href: String,
    pub can_note: bool,
    pub can_link: bool,
    pub can_merge: bool,
    pub can_split: bool,
    pub can_reopen: bool,
    pub can_comment: bool,
}

impl Worked {
    /// What `member` can do with `question`.
    pub fn new(member: &Member, question: &Question) -> Self {
        let can = |act| offers(member, question, act);
        Worked {
            can_note: can(Act::Note),
            can_link: can(Act::Link),
            can_merge: can(Act::Merge),
            can_split: can(Act::Split),
            can_reopen: can(Act::Reopen),
            can_comment: can(Act::Comment),
            ..Worked::default()
        }
    }
}

/// Leading a duplicate to the question that is kept.
#[derive(Template)]
#[template(path = "questions/merger.html")]
pub struct MergerPage {
    pub shell: Shell,
    pub number: QuestionNumber,
    pub title: String,
    /// Questions in like words.
    pub similar: Vec<Line>,
    pub form: MergerForm,
    pub problems: Vec<FieldProblem>,
}

impl MergerPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.number.path()))
    }
}

/// Making two questions of one.
#[derive(Template)]
#[template(path = "questions/split.html")]
pub struct SplitPage {
    pub shell: Shell,
    pub number: QuestionNumber,
    pub form: SplitForm,
    /// The words as they are now, where they were changed meanwhile.
    pub changed: Option<(String, String)>,
    pub problems: Vec<FieldProblem>,
}

impl SplitPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.number.path()))
    }
}

/// One's own replies, and those that are shared.
#[derive(Template)]
#[template(path = "questions/replies.html")]
pub struct RepliesPage {
    pub shell: Shell,
    pub own: Vec<ReplyLine>,
    pub shared: Vec<ReplyLine>,
}

/// One reply in short.
pub struct ReplyLine {
    pub key: String,
    pub title: String,
    pub body: String,
    pub saved_by: String,
    /// Where it is changed; empty where the reader may not.
    pub edit_href: String,
}

/// The form of a reply.
#[derive(Template)]
#[template(path = "questions/reply.html")]
pub struct ReplyPage {
    pub shell: Shell,
    /// Where the form is sent, below the base.
    pub action: String,
    pub is_new: bool,
    /// Whether the writer may share what they write.
    pub can_share: bool,
    pub form: ReplyForm,
    /// The words as they are now, where somebody changed them meanwhile.
    pub changed: Option<String>,
    pub problems: Vec<FieldProblem>,
}

impl ReplyPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn deletion(&self) -> String {
        self.shell.to(&format!("{}/deletion", self.action))
    }

    fn is_shared(&self) -> bool {
        self.form.shared == "yes"
    }
}
