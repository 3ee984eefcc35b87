//! What those who answer say among themselves, and what helps with a question.

use serde_json::json;

use super::{find_for, record, record_quietly};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::knowledge::Library;
use crate::questions::model::{EventKind, HelpLink, LinkKind, QuestionNumber};
use crate::questions::rules::Act;
use crate::questions::store::NewEvent;
use crate::questions::{QuestionError, store};
use crate::web::{FieldProblem, Member};

/// Links of one question; a page of them helps nobody.
const LINKS: usize = 20;

/// Notes something for those who answer; `words` are markdown. Nobody else
/// reads it, and it is no response: whoever asked hears nothing.
///
/// # Errors
///
/// Those of [`super::escalate`].
pub fn note(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    words: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Note)?;
    store::insert_note(tx, question.id, member.id, now, words)?;
    record_quietly(tx, Some(member.id), now, &question, "question.noted", json!({}))
}

/// Links an article, by its slug.
///
/// # Errors
///
/// [`QuestionError::Invalid`] where there is no such article or it is linked
/// already, and those of [`super::escalate`].
pub fn link(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    slug: &str,
) -> Result<(), QuestionError> {
    let refused = |words: &str| QuestionError::Invalid(vec![FieldProblem::new("article", words)]);
    let question = find_for(tx, member, number, Act::Link)?;
    let now = question.not_before(now);
    let Some(article) = library.article(slug) else {
        return Err(refused("there is no such article; take the address from its page"));
    };
    if store::list_links(tx, question.id)?.len() >= LINKS {
        return Err(refused("there are 20 links already; take one away first"));
    }
    let link = HelpLink { kind: LinkKind::Article, target: article.slug.to_string(), label: article.title.clone() };
    if !store::insert_link(tx, question.id, &link, member.id, now)? {
        return Err(refused("it is linked already"));
    }
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Linked, &link.target))?;
    record(tx, Some(member.id), now, &question, "question.linked", json!({ "article": link.target }))
}

/// Takes the link to an article away; one that is gone already stays gone.
///
/// # Errors
///
/// Those of [`super::escalate`].
pub fn unlink(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    slug: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Link)?;
    let now = question.not_before(now);
    if !store::delete_link(tx, question.id, LinkKind::Article, slug)? {
        return Ok(());
    }
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Unlinked, slug))?;
    record(tx, Some(member.id), now, &question, "question.unlinked", json!({ "article": slug }))
}
