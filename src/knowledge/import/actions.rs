//! Takes what was surveyed into the database.

use super::survey::Survey;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{DbError, Tx};
use crate::knowledge::file_article::FileArticle;
use crate::knowledge::model::{Fault, Rule};
use crate::knowledge::{KnowledgeError, Library, NewArticle, moved, publish, store};
use crate::web::fold;

/// Characters of an article that is published.
const BODY_LIMIT: usize = crate::markdown::SIZE_LIMIT / 4;

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Articles that were published.
    pub added: usize,
    /// Articles that were there already, word by word.
    pub unchanged: usize,
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It was only tried.
    #[error("this was a trial")]
    Tried(Imported),
    /// An article does not fit.
    #[error("{0}")]
    Fault(Fault),
    /// The database failed.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
}

impl From<DbError> for ImportError {
    fn from(error: DbError) -> Self {
        ImportError::Knowledge(error.into())
    }
}

/// Publishes every article of a survey in the name of `owner`, as they are
/// dated. An article that is there word by word is left alone, so that an
/// import can be repeated.
///
/// # Errors
///
/// [`ImportError`]; nothing is written then. `dry_run` always ends in
/// [`ImportError::Tried`] or a reason why it would fail.
pub fn import(
    tx: &mut Tx,
    library: &Library,
    owner: PersonId,
    now: Timestamp,
    survey: &Survey,
    dry_run: bool,
) -> Result<Imported, ImportError> {
    let mut imported = Imported::default();
    for (path, file) in &survey.articles {
        let slug = file.article.slug.to_string();
        match store::list_articles(tx, Some(std::slice::from_ref(&slug)))?.first() {
            Some(row) if row.title == file.article.title && row.body == body(file, path)? => imported.unchanged += 1,
            Some(_) => {
                let message = format!("/faq/{slug} was published already and reads differently; rename this file");
                return Err(ImportError::Fault(Fault::new(Rule::Address, path, 1, message)));
            }
            None => {
                add(tx, library, owner, now, path, file)?;
                imported.added += 1;
            }
        }
    }
    if dry_run { Err(ImportError::Tried(imported)) } else { Ok(imported) }
}

fn add(
    tx: &mut Tx,
    library: &Library,
    owner: PersonId,
    now: Timestamp,
    path: &str,
    file: &FileArticle,
) -> Result<(), ImportError> {
    let article = &file.article;
    let new = NewArticle {
        slug: Some(article.slug.to_string()),
        title: article.title.clone(),
        category: article.category.clone(),
        tags: article.tags.clone(),
        phrasings: article.phrasings.clone(),
        related: article.related.clone(),
        body: body(file, path)?,
        question_number: article.question_number,
        days: Some((article.reviewed_on, article.review_after)),
    };
    let slug = publish(tx, library, owner, now, &new).map_err(|error| match error {
        KnowledgeError::Invalid(problems) => {
            let words = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.words));
            let message = words.collect::<Vec<_>>().join("; ");
            ImportError::Fault(Fault::new(Rule::FrontMatter, path, 1, message))
        }
        other => other.into(),
    })?;
    if slug != article.slug {
        let message = format!("/faq/{} is taken", article.slug);
        return Err(ImportError::Fault(Fault::new(Rule::Address, path, 1, message)));
    }
    for (alias, _) in &file.aliases {
        if library.article(alias).is_none() && store::is_slug_free(tx, alias)? {
            moved::keep_renamed(tx, now, alias, slug.as_str())?;
        }
    }
    Ok(())
}

/// The text as it is kept.
fn body(file: &FileArticle, path: &str) -> Result<String, ImportError> {
    fold::text(&file.article.body, BODY_LIMIT)
        .map_err(|words| ImportError::Fault(Fault::new(Rule::File, path, file.body_line, format!("the text: {words}"))))
}
