//! The draft of an article, made from a question and its answer.

use askama::Template;

use super::forms::PublicationForm;
use super::store;
use crate::db::Connection;
use crate::knowledge::writing::{self, WritingError};
use crate::questions::QuestionError;
use crate::questions::model::{Question, QuestionNumber, Visibility};
use crate::questions::redaction::{Find, FindKind, undecided};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Member, Shell};

/// Characters of a find that the form repeats.
const SHOWN: usize = 120;
/// Characters of a secret that the form repeats.
const BEGINS: usize = 4;

/// The form, with what was found.
#[derive(Template)]
#[template(path = "questions/publication.html")]
pub struct PublicationPage {
    pub shell: Shell,
    pub number: QuestionNumber,
    pub form: PublicationForm,
    pub categories: Vec<Choice>,
    /// What was found in the texts, in their order.
    pub finds: Vec<FindLine>,
    /// What was asked, rendered.
    pub asked_title: String,
    pub asked: String,
    /// Who reads the question, where that is not everyone.
    pub readers: &'static str,
    /// The answer as it is now, where it was changed while the draft was written.
    pub changed: Option<String>,
    pub preview: Option<String>,
    /// Whether the writer may publish without a second reader.
    pub may_publish: bool,
    /// Whether whoever asked has confirmed the answer.
    pub is_confirmed: bool,
    pub problems: Vec<FieldProblem>,
}

impl PublicationPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.number.path()))
    }

    /// How many finds are to be decided about.
    fn undecided(&self) -> usize {
        self.finds.iter().filter(|find| find.is_undecided).count()
    }

    /// What was found, in a sentence.
    fn found_words(&self) -> String {
        let all = match self.finds.len() {
            0 => return "No name, address, host or secret was found in it. Read it once more all the same.".into(),
            1 => "One thing in it should not leave the question as it is".to_owned(),
            count => format!("{count} things in it should not leave the question as they are"),
        };
        match self.undecided() {
            0 => format!("{all}; you have decided about all."),
            1 => format!("{all}. Decide about the one that is left."),
            count => format!("{all}. Decide about the {count} that are left."),
        }
    }
}

/// One find of the form.
pub struct FindLine {
    pub key: String,
    /// What it is.
    pub kind: &'static str,
    /// As it stands there; of a secret only how it begins.
    pub text: String,
    /// Where.
    pub places: String,
    /// What is to stand there instead.
    pub replacement: String,
    pub is_replaced: bool,
    pub is_kept: bool,
    /// Whether it may stay at all.
    pub may_stay: bool,
    pub is_undecided: bool,
}

/// The finds as the form shows them.
pub fn lines(finds: &[Find], form: &PublicationForm, question: &Question) -> Vec<FindLine> {
    let must_hide = question.visibility != Visibility::Everyone;
    let decided = form.parse(&[form.category.as_str()]).map(|publication| publication.decided).unwrap_or_default();
    let open = undecided(finds, &decided, must_hide);
    finds
        .iter()
        .map(|find| {
            let places: Vec<String> = find.places.iter().map(|place| place.words()).collect();
            let typed = form.replacement(&find.key);
            let decision = form.decision(&find.key);
            let may_stay = !(must_hide && find.kind.identifies());
            FindLine {
                key: find.key.clone(),
                kind: find.kind.label(),
                text: shown(find),
                places: places.join("; "),
                replacement: if typed.is_empty() { find.proposal.clone() } else { typed.to_owned() },
                is_replaced: decision == "replace",
                is_kept: decision == "keep" && may_stay,
                may_stay,
                is_undecided: open.contains(&find),
            }
        })
        .collect()
}

fn shown(find: &Find) -> String {
    let most = if find.kind == FindKind::Secret { BEGINS } else { SHOWN };
    let begins: String = find.text.chars().take(most).collect();
    if begins.len() < find.text.len() { format!("{begins}…") } else { begins }
}

/// How far the article of an answer is, as the question's page says it.
#[derive(Debug, Clone, Default)]
pub struct Publishing {
    /// Where it stands, in a sentence; empty where nobody writes it.
    pub words: String,
    /// The draft, for those who may read it; below the base.
    pub path: String,
}

/// How far the article of an answer is, for `member`.
///
/// # Errors
///
/// The database's own.
pub fn publishing(
    connection: &mut Connection,
    member: &Member,
    question: &Question,
) -> Result<Publishing, QuestionError> {
    let Some(begun) = store::find_of_question(connection, question.id)? else { return Ok(Publishing::default()) };
    let draft = match writing::find_draft(connection, begun.draft) {
        Ok(draft) => draft,
        Err(WritingError::NoDraft) => return Ok(Publishing::default()),
        Err(error) => return Err(error.into()),
    };
    let words = format!(
        "{} makes an article of the answer; the draft {}.",
        draft.author.name,
        match draft.state {
            writing::DraftState::Writing => "is being written",
            writing::DraftState::Asked => "waits for a second reader",
            writing::DraftState::Returned => "was sent back",
        }
    );
    let path = if writing::may_read(member, &draft) { draft.number.path() } else { String::new() };
    Ok(Publishing { words, path })
}
