//! What can be done with the address of an article.

use std::sync::Arc;

use serde_json::json;

use super::store;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{DbError, Tx, changes};
use crate::knowledge::follow::CHANGE_KIND as ARTICLE;
use crate::knowledge::model::{Origin, Slug};
use crate::knowledge::store::is_slug_free;
use crate::knowledge::{KnowledgeError, Library, learnt};
use crate::web::{FieldProblem, Grant, Member};

/// Whether `member` may give an article another address: links lead there, so
/// this is Network Security's.
pub fn may_rename(member: &Member) -> bool {
    member.has(Grant::NetSec)
}

/// What another room knows articles by their address for, such as the question
/// that one answers: it is told of a new one in the same transaction.
pub trait LinksArticles: Send + Sync {
    /// The article of the address `old` has the address `new` from now on.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn rename(&self, tx: &mut Tx, old: &str, new: &str) -> Result<(), DbError>;
}

/// All rooms that are told; `app` puts them together.
#[derive(Clone, Default)]
pub struct Linked(pub Vec<Arc<dyn LinksArticles>>);

/// Gives a published article another address. The old one leads to it from now
/// on, and `linked` are told.
///
/// # Errors
///
/// [`KnowledgeError::NotFound`] where there is no such article in the database,
/// [`KnowledgeError::NotYours`] where `member` may not, and
/// [`KnowledgeError::Invalid`] where the new address is none or is taken.
pub fn rename(
    tx: &mut Tx,
    library: &Library,
    linked: &Linked,
    member: &Member,
    now: Timestamp,
    (slug, wanted): (&str, &str),
) -> Result<Slug, KnowledgeError> {
    let article = library.article(slug).filter(|article| article.origin == Origin::Published);
    if article.is_none() {
        return Err(KnowledgeError::NotFound);
    }
    if !may_rename(member) {
        return Err(KnowledgeError::NotYours);
    }
    let problem = |words: String| KnowledgeError::Invalid(vec![FieldProblem::new("slug", words)]);
    let new = Slug::parse(wanted.trim())
        .ok_or_else(|| problem(format!("use lower-case letters, digits and hyphens, {} at the most", Slug::LIMIT)))?;
    if new.as_str() == slug {
        return Err(problem("this is its address already".into()));
    }
    if library.article(new.as_str()).is_some() || !is_slug_free(tx, new.as_str())? {
        return Err(problem(format!("/faq/{new} is another article")));
    }
    if !store::rename_article(tx, slug, new.as_str())? {
        return Err(KnowledgeError::NotFound);
    }
    for other in &linked.0 {
        other.rename(tx, slug, new.as_str())?;
    }
    learnt::rename(tx, slug, new.as_str())?;
    store::delete_redirect(tx, new.as_str())?;
    store::save_redirect(tx, now, slug, Some(new.as_str()), "")?;
    let detail = json!({ "from": slug, "to": new.as_str() });
    let subject = ("article", new.as_str());
    audit::record(tx, now, Entry { actor: Some(member.id), action: "article.renamed", subject, detail })?;
    for (kind, subject) in [
        (ARTICLE, slug),
        (ARTICLE, new.as_str()),
        (store::CHANGE_KIND, slug),
        (learnt::CHANGE_KIND, slug),
        (learnt::CHANGE_KIND, new.as_str()),
    ] {
        changes::announce(tx, now, kind, subject)?;
    }
    Ok(new)
}

/// Keeps what took the place of a published article that is taken out. Whether
/// it may be, and taking it out, is for whoever calls; so is the record.
///
/// # Errors
///
/// The database's own.
pub fn keep_removed(
    tx: &mut Tx,
    now: Timestamp,
    slug: &str,
    successor: Option<&str>,
    why: &str,
) -> Result<(), KnowledgeError> {
    // Without a reason it would be taken for a rename.
    let why = if why.trim().is_empty() { "It was taken out." } else { why.trim() };
    store::save_redirect(tx, now, slug, successor, why)?;
    changes::announce(tx, now, store::CHANGE_KIND, slug)?;
    Ok(())
}

/// Forgets what took the place of an article that is back.
///
/// # Errors
///
/// The database's own.
pub(in crate::knowledge) fn forget(tx: &mut Tx, now: Timestamp, slug: &str) -> Result<(), KnowledgeError> {
    store::delete_redirect(tx, slug)?;
    changes::announce(tx, now, store::CHANGE_KIND, slug)?;
    Ok(())
}

/// Keeps that `slug` leads to the published article `target` from now on.
///
/// # Errors
///
/// The database's own.
pub(in crate::knowledge) fn keep_renamed(
    tx: &mut Tx,
    now: Timestamp,
    slug: &str,
    target: &str,
) -> Result<(), KnowledgeError> {
    store::save_redirect(tx, now, slug, Some(target), "")?;
    changes::announce(tx, now, store::CHANGE_KIND, slug)?;
    Ok(())
}
