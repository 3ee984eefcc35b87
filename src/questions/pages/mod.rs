//! The pages about questions.

mod drafts;
mod history;
mod line;
mod queue;
mod show;
mod working;

use askama::Template;

pub use drafts::Drafts;
pub use history::History;
pub use line::{Line, Link};
pub use queue::{QueueLine, QueuePage};
pub use show::{Asked, ShowPage, html};
pub use working::{MergerPage, RepliesPage, ReplyLine, ReplyPage, SplitPage, Worked};

use super::forms::AskForm;
use super::model::QuestionNumber;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// The form by which a question is asked.
#[derive(Template)]
#[template(path = "questions/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub form: AskForm,
    pub teams: Vec<TeamChoice>,
    pub urgencies: Vec<Choice>,
    /// How long whoever has it may take, in words.
    pub targets: String,
    pub visibilities: Vec<Choice>,
    pub launches: Vec<Choice>,
    pub abouts: Vec<Choice>,
    /// The zone of a launch's time.
    pub zone: String,
    /// Whether something in the words looks secret.
    pub asks_whether_secret: bool,
    pub similar: Vec<Similar>,
    /// Questions in like words.
    pub asked: Vec<AskedBefore>,
    /// What was typed into the search before.
    pub searched: String,
    /// The words as they will look; none before they were asked for.
    pub preview: Option<String>,
    /// Whether a draft was asked for that was sent, or forgotten, meanwhile.
    pub draft_is_gone: bool,
    pub problems: Vec<FieldProblem>,
}

impl NewPage {
    /// What the form is about, so that one question's words don't turn up in another's.
    fn draft_of(&self) -> String {
        let subject = if self.form.searched.is_empty() { &self.form.title } else { &self.form.searched };
        format!("/questions/new {}", subject.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    /// The teams to choose from, each with who answers first.
    fn choices(&self) -> Vec<Choice> {
        self.teams
            .iter()
            .map(|team| Choice::new(&team.key, &format!("{}: {}", team.name, team.first), &self.form.team))
            .collect()
    }

    /// Whether the rarer fields stand open: something is in them, or wrong with them.
    fn is_detailed(&self) -> bool {
        const RARE: [&str; 7] = ["flow", "about", "on_behalf", "topics", "launch_name", "launch_day", "launch_time"];
        let form = &self.form;
        RARE.iter().any(|field| !self.problem(field).is_empty())
            || !(form.flow.is_empty() && form.about.is_empty() && form.on_behalf.is_empty())
    }

    fn is_checked(&self) -> bool {
        self.form.checked == "yes"
    }

    /// Whether the fields of a new launch stand open.
    fn names_launch(&self) -> bool {
        self.form.launch == "new" || !self.problem("launch").is_empty()
    }

    fn time_help(&self) -> String {
        format!("By the clocks of {}.", self.zone)
    }

    fn is_signed_in(&self) -> bool {
        self.shell.person.is_some()
    }
}

/// A team that a question can be asked for.
pub struct TeamChoice {
    pub key: String,
    pub name: String,
    /// Who gets it first, such as `Ana Ruiz answers first`.
    pub first: String,
}

/// An article that may answer already.
pub struct Similar {
    pub slug: String,
    pub title: String,
    pub href: String,
}

/// The list of questions.
#[derive(Template)]
#[template(path = "questions/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub words: String,
    /// Why some may be missing that have these words.
    pub unread: Option<String>,
    pub team: String,
    pub views: Vec<Choice>,
    pub states: Vec<Choice>,
    pub lines: Vec<Line>,
    pub filtered: bool,
    pub newest: SortLink,
    pub due: SortLink,
    /// All that the filter shows, as a table and for scripts.
    pub csv_href: String,
    pub json_href: String,
    pub previous: String,
    pub next: String,
}

/// The head of a column that sorts.
pub struct SortLink {
    pub href: String,
    /// `ascending`, `descending`, or empty where the list is not sorted by it.
    pub sort: &'static str,
}

/// An answer that came too late: both texts, and how to go on.
#[derive(Template)]
#[template(path = "questions/conflict.html")]
pub struct ConflictPage {
    pub shell: Shell,
    pub number: QuestionNumber,
    pub title: String,
    /// What happened meanwhile, in a sentence.
    pub reason: String,
    pub written: String,
    /// The answer as it is now; empty where there is none.
    pub present: String,
    pub version: String,
    /// Whether the writer may put their text in the place of the present one.
    pub can_answer: bool,
}

impl ConflictPage {
    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.number.path()))
    }
}

/// A text as it will look; the part of a page that htmx swaps.
#[derive(Template)]
#[template(path = "questions/_preview.html")]
pub struct PreviewPart {
    pub html: String,
}

/// Articles that may answer already; the part of the form's page that follows
/// its title.
#[derive(Template)]
#[template(path = "questions/_similar.html")]
pub struct SimilarPart {
    pub shell: Shell,
    pub similar: Vec<Similar>,
    /// Questions in like words.
    pub asked: Vec<AskedBefore>,
    /// What was typed into the search before.
    pub searched: String,
}

/// A question in like words.
pub struct AskedBefore {
    pub line: Line,
    /// Whether its answer can be taken.
    pub has_answer: bool,
}
