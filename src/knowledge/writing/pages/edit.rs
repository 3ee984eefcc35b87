//! The form of a draft.

use askama::Template;

use super::{Link, Preview, person};
use crate::clock::Timestamp;
use crate::knowledge::writing::SourceLink;
use crate::knowledge::writing::differences::{Line, compare};
use crate::knowledge::writing::forms::DraftForm;
use crate::knowledge::writing::model::{Draft, DraftState, Text};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// A draft that is being written, or one that is about to be.
#[derive(Template)]
#[template(path = "knowledge/writing/edit.html")]
pub struct EditPage {
    pub shell: Shell,
    pub form: DraftForm,
    /// The draft; none before it was saved first.
    pub draft: Option<DraftHead>,
    /// The article that is changed.
    pub article: Option<Link>,
    /// Where the draft comes from, where that is another room.
    pub source: Option<SourceLink>,
    pub categories: Vec<Choice>,
    /// Others who write at the same article, in words.
    pub others: Vec<String>,
    /// What somebody else saved or published meanwhile, beside one's own words.
    pub both: Option<Both>,
    pub preview: Option<Preview>,
    /// Whether its author may publish it alone.
    pub may_publish: bool,
    pub problems: Vec<FieldProblem>,
}

/// Where a draft stands.
pub struct DraftHead {
    pub path: String,
    pub state: DraftState,
    pub saved: Moment,
    pub version: String,
    /// Who sent it back.
    pub reader: Option<Link>,
    pub why: String,
}

impl DraftHead {
    /// The head of `draft`, as seen at `now`.
    pub fn of(shell: &Shell, draft: &Draft, now: Timestamp) -> Self {
        DraftHead {
            path: draft.number.path(),
            state: draft.state,
            saved: Moment::new(draft.saved_at, now),
            version: draft.version.to_string(),
            reader: draft.reader.as_ref().map(|reader| person(shell, reader)),
            why: draft.reader_words.clone(),
        }
    }
}

/// Two texts that were written at the same time.
pub struct Both {
    /// What happened, in a sentence.
    pub reason: String,
    /// What the other text is, as a heading.
    pub other: &'static str,
    pub mine: String,
    pub theirs: String,
    /// From theirs to mine.
    pub lines: Vec<Line>,
}

impl Both {
    /// `mine` beside `theirs`.
    pub fn of(reason: String, other: &'static str, mine: &Text, theirs: &Text) -> Self {
        let (mine, theirs) = (mine.laid_out(), theirs.laid_out());
        Both { reason, other, lines: compare(&theirs, &mine), mine, theirs }
    }
}

impl EditPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn action(&self) -> String {
        self.shell.to(self.draft.as_ref().map_or("/articles", |draft| draft.path.as_str()))
    }

    /// What the draft is of, so that one's words don't turn up in another's.
    fn draft_of(&self) -> String {
        self.draft.as_ref().map_or_else(|| format!("/articles {}", self.form.slug), |draft| draft.path.clone())
    }

    fn heading(&self) -> &'static str {
        match (&self.both, &self.article) {
            (Some(_), _) => "Somebody was faster",
            (None, Some(_)) => "Change the article",
            (None, None) => "Write an article",
        }
    }
}
