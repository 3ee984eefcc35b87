//! What can be done with an article that is no longer wanted.

use serde_json::json;

use super::store;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{Tx, changes, overtaken};
use crate::knowledge::follow::CHANGE_KIND;
use crate::knowledge::{KnowledgeError, Library, Origin, moved, writing};
use crate::web::{FieldProblem, Member};

/// Why an article is taken out, and what to read instead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retirement {
    /// Why; readers see it at the article's address.
    pub why: String,
    /// The slug of what takes its place.
    pub successor: Option<String>,
}

/// Takes an article of the database out: every node forgets it within a second,
/// and its address says why it is gone and what took its place.
///
/// # Errors
///
/// [`KnowledgeError::NotYoursToRetire`]; [`KnowledgeError::NotFound`];
/// [`KnowledgeError::IsFile`] where it is a file; [`KnowledgeError::NothingToDo`]
/// where it is out already; [`KnowledgeError::Invalid`] where the successor is no
/// other article.
pub fn retire(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    slug: &str,
    retirement: &Retirement,
) -> Result<(), KnowledgeError> {
    if !writing::may_publish(member) {
        return Err(KnowledgeError::NotYoursToRetire);
    }
    let kept = store::find(tx, slug)?;
    match (library.article(slug).map(|article| article.origin.clone()), &kept) {
        (Some(Origin::Folder(_)), _) | (Some(Origin::BuiltIn(_)), None) => return Err(KnowledgeError::IsFile),
        _ => {}
    }
    let article = kept.ok_or(KnowledgeError::NotFound)?;
    if article.retired_at.is_some() {
        return Err(KnowledgeError::NothingToDo("this article was taken out already"));
    }
    if let Some(successor) = &retirement.successor {
        check_successor(tx, library, slug, successor)?;
    }
    if !store::save_retired(tx, &article, Some(now))? {
        return Err(overtaken("somebody changed the article meanwhile").into());
    }
    moved::keep_removed(tx, now, slug, retirement.successor.as_deref(), &retirement.why)?;
    let detail = json!({ "title": article.title, "why": retirement.why, "successor": retirement.successor });
    record(tx, member, now, slug, "article.retired", detail)
}

/// Brings an article back that was taken out, as it was.
///
/// # Errors
///
/// [`KnowledgeError::NotYoursToRetire`], [`KnowledgeError::NotFound`], and
/// [`KnowledgeError::NothingToDo`] where it is not out.
pub fn restore(tx: &mut Tx, member: &Member, now: Timestamp, slug: &str) -> Result<(), KnowledgeError> {
    if !writing::may_publish(member) {
        return Err(KnowledgeError::NotYoursToRetire);
    }
    let article = store::find(tx, slug)?.ok_or(KnowledgeError::NotFound)?;
    if article.retired_at.is_none() {
        return Err(KnowledgeError::NothingToDo("this article is there already"));
    }
    if !store::save_retired(tx, &article, None)? {
        return Err(overtaken("somebody changed the article meanwhile").into());
    }
    moved::forget(tx, now, slug)?;
    record(tx, member, now, slug, "article.restored", json!({ "title": article.title }))
}

/// What takes an article's place is another one that is served: the database is
/// asked first, since the memory may be a moment behind.
fn check_successor(tx: &mut Tx, library: &Library, slug: &str, successor: &str) -> Result<(), KnowledgeError> {
    let is_served = match (store::find(tx, successor)?, library.article(successor)) {
        (Some(kept), None) => kept.retired_at.is_none(),
        (Some(kept), Some(shown)) => kept.retired_at.is_none() || shown.origin != Origin::Published,
        (None, shown) => shown.is_some(),
    };
    if is_served && successor != slug {
        return Ok(());
    }
    let words = format!("there is no other article “{successor}”");
    Err(KnowledgeError::Invalid(vec![FieldProblem::new("successor", words)]))
}

fn record(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    slug: &str,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), KnowledgeError> {
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("article", slug), detail })?;
    changes::announce(tx, now, CHANGE_KIND, slug)?;
    Ok(())
}
