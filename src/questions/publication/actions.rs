//! Opening the draft of an article.

use serde_json::json;

use crate::clock::Timestamp;
use crate::db::Tx;
use crate::knowledge::Library;
use crate::knowledge::writing::{self, Draft, DraftInput, DraftNumber, Text, WritingError};
use crate::questions::QuestionError;
use crate::questions::actions::{find_for, record_quietly};
use crate::questions::model::{Publication, Question, QuestionNumber, Visibility};
use crate::questions::redaction::{Texts, apply, known, scan, undecided};
use crate::questions::rules::Act;
use crate::web::{FieldProblem, Member};

use super::store;

/// Opens a draft of an article with the answer, or goes on with the one that
/// `member` opened, and asks for a second reader. Every find in it was decided
/// about; what was decided is put into the text here.
///
/// # Errors
///
/// [`QuestionError::Undecided`] with finds that nobody decided about,
/// [`QuestionError::Drafted`] where somebody else writes it,
/// [`QuestionError::Changed`] where the answer was saved since the writer
/// looked, [`QuestionError::Writing`], and those of [`super::super::escalate`].
pub fn open_draft(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    publication: &Publication,
) -> Result<DraftNumber, QuestionError> {
    let question = find_for(tx, member, number, Act::Publish)?;
    if question.version != publication.seen || question.article_slug.is_some() {
        return Err(QuestionError::Changed { number });
    }
    let own = own_draft(tx, member, &question)?;
    let (texts, kept) = decided(tx, &question, publication)?;
    let text = Text {
        title: texts.title,
        category: publication.category.clone(),
        tags: texts.tags,
        phrasings: texts.phrasings,
        related: Vec::new(),
        body: texts.body,
    };
    let input = DraftInput { text, note: note_of(&question), ..DraftInput::default() };
    let draft = match own {
        Some(draft) => {
            writing::save_draft(tx, member, now, draft.number, draft.version, &input)?;
            draft.number
        }
        None => writing::create_draft(tx, library, member, now, None, &input)?,
    };
    writing::ask_for_reader(tx, library, member, now, draft)?;
    store::save(tx, question.id, draft, &kept, member.id, now)?;
    record_quietly(tx, Some(member.id), now, &question, "question.drafted", json!({ "draft": draft.0 }))?;
    Ok(draft)
}

/// What the second reader is told: for a question that is not for everyone, nothing of it.
fn note_of(question: &Question) -> String {
    match question.visibility {
        Visibility::Everyone => format!("From the answer to question {}", question.number),
        _ => "From an answer that is not for everyone".into(),
    }
}

/// The draft that `member` opened of this answer before, while it is there.
pub fn own_draft(tx: &mut Tx, member: &Member, question: &Question) -> Result<Option<Draft>, QuestionError> {
    let Some(begun) = store::find_of_question(tx, question.id)? else { return Ok(None) };
    match writing::find_draft(tx, begun.draft) {
        Ok(draft) if draft.author.id == member.id => Ok(Some(draft)),
        Ok(draft) => Err(QuestionError::Drafted { number: question.number, name: draft.author.name }),
        Err(WritingError::NoDraft) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

type Done = (Texts, Vec<crate::questions::redaction::Kept>);

/// The texts as they were decided about. What somebody typed as a replacement is
/// looked through as well.
fn decided(tx: &mut Tx, question: &Question, publication: &Publication) -> Result<Done, QuestionError> {
    let must_hide = question.visibility != Visibility::Everyone;
    let look = |tx: &mut Tx, texts: &Texts| {
        let known = known(tx, question, texts)?;
        Ok::<_, QuestionError>(scan(texts, &known))
    };
    let finds = look(tx, &publication.texts)?;
    if !undecided(&finds, &publication.decided, must_hide).is_empty() {
        return Err(QuestionError::Undecided);
    }
    let (texts, kept) = apply(&publication.texts, &finds, &publication.decided);
    let left = look(tx, &texts)?;
    if left.iter().all(|find| find.is_kept(&kept)) {
        return Ok((texts, kept));
    }
    let named: Vec<&str> = left.iter().filter(|find| !find.is_kept(&kept)).map(|find| find.text.as_str()).collect();
    let words = format!("a replacement names something itself: {}", named.join(", "));
    Err(QuestionError::Invalid(vec![FieldProblem::new("finds", words)]))
}
