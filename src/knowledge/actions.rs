//! What can be done with articles; one function per change.

use serde_json::json;

use super::categories::Categories;
use super::follow::CHANGE_KIND;
use super::model::Slug;
use super::store::{self, InsertedArticle};
use super::{KnowledgeError, Library, writing};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::PersonId;
use crate::db::{Tx, changes};
use crate::markdown::SIZE_LIMIT;
use crate::web::{FieldProblem, fold};

/// Months after which a published article wants to be read through again, as
/// for those that come with the program.
pub(super) const REVIEW_MONTHS: i32 = 6;
/// Tags or other phrasings of one article.
pub(super) const LIST_LIMIT: usize = 40;

/// An answer that becomes an article.
#[derive(Debug, Clone, Default)]
pub struct NewArticle {
    /// The address that is wanted; made of the title where there is none.
    pub slug: Option<String>,
    /// What it answers, as a question; 160 characters at the most.
    pub title: String,
    /// One of [`super::Categories`], by its slug.
    pub category: String,
    /// Words to filter by.
    pub tags: Vec<String>,
    /// Other ways in which people ask: what was typed into the search first
    /// belongs here, so that it finds the article.
    pub phrasings: Vec<String>,
    /// Slugs of articles to read next.
    pub related: Vec<String>,
    /// The text, in markdown; the answer in its first paragraph.
    pub body: String,
    /// The number of the question that it answers.
    pub question_number: Option<i64>,
    /// When it was read through last, and after which day it wants to be again;
    /// today and half a year where there are none.
    pub days: Option<(Day, Day)>,
}

/// Publishes an article in the name of `author`, who becomes its owner. Whether
/// they may is for the room that calls to decide.
///
/// The slug is made free by a number at its end where it is taken by another
/// published article or by a file. Every node finds the article within a second.
///
/// # Errors
///
/// [`KnowledgeError::Invalid`] with a problem for each field that does not fit
/// (`title`, `category`, `tags`, `phrasings`, `body`).
pub fn publish(
    tx: &mut Tx,
    library: &Library,
    author: PersonId,
    now: Timestamp,
    new: &NewArticle,
) -> Result<Slug, KnowledgeError> {
    publish_as(tx, library, &Credits { author, reader: None, note: "" }, now, new)
}

/// Whose work a publication is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Credits<'a> {
    /// Who wrote it.
    pub author: PersonId,
    /// Who read it before it was published.
    pub reader: Option<PersonId>,
    /// What was changed and why; may be empty.
    pub note: &'a str,
}

/// As [`publish()`], with whoever read it first.
pub(super) fn publish_as(
    tx: &mut Tx,
    library: &Library,
    credits: &Credits<'_>,
    now: Timestamp,
    new: &NewArticle,
) -> Result<Slug, KnowledgeError> {
    let tidy = tidy(new, library.shelf().categories())?;
    let slug = free_slug(tx, library, new)?;
    let list = |texts: &[String]| json!(texts).to_string();
    let author = credits.author;
    let article = store::insert_article(
        tx,
        &InsertedArticle {
            slug: slug.as_str(),
            title: &tidy.title,
            category: &tidy.category,
            tags: list(&tidy.tags),
            phrasings: list(&tidy.phrasings),
            related: list(&tidy.related),
            body: &tidy.body,
            question_number: new.question_number,
            author,
            now,
            reviewed_on: new.days.map_or_else(|| now.day(), |(on, _)| on),
            review_after: new.days.map_or_else(|| now.day().plus_months(REVIEW_MONTHS), |(_, after)| after),
        },
    )?;
    writing::keep_first_version(tx, article, credits, now, &tidy)?;
    let detail = json!({ "title": tidy.title, "question": new.question_number });
    let subject = ("article", slug.as_str());
    audit::record(tx, now, Entry { actor: Some(author), action: "article.published", subject, detail })?;
    changes::announce(tx, now, CHANGE_KIND, slug.as_str())?;
    Ok(slug)
}

/// The article with its texts tidied, or what is wrong with them.
pub(super) fn tidy(new: &NewArticle, categories: &Categories) -> Result<NewArticle, KnowledgeError> {
    let mut problems = Vec::new();
    let mut keep = |field: &'static str, result: Result<String, String>| {
        result.unwrap_or_else(|words| {
            problems.push(FieldProblem::new(field, words));
            String::new()
        })
    };
    let mut lists = |field: &'static str, texts: &[String], limit: usize| -> Vec<String> {
        let filled = texts.iter().filter(|text| !text.trim().is_empty()).take(LIST_LIMIT);
        filled.map(|text| keep(field, fold::line(text, limit))).collect()
    };
    let (tags, phrasings) = (lists("tags", &new.tags, 40), lists("phrasings", &new.phrasings, 300));
    let related = lists("related", &new.related, Slug::LIMIT);
    let title = keep("title", fold::line(&new.title, 160));
    let body = keep("body", fold::text(&new.body, SIZE_LIMIT / 4));
    if body.is_empty() && problems.iter().all(|problem| problem.field != "body") {
        problems.push(FieldProblem::new("body", "write the answer"));
    }
    if categories.name(&new.category).is_none() {
        problems.push(FieldProblem::new("category", "choose one of the list"));
    }
    if !problems.is_empty() {
        return Err(KnowledgeError::Invalid(problems));
    }
    Ok(NewArticle { title, body, tags, phrasings, related, ..new.clone() })
}

fn free_slug(tx: &mut Tx, library: &Library, new: &NewArticle) -> Result<Slug, KnowledgeError> {
    let wanted = new.slug.as_deref().and_then(Slug::parse).or_else(|| Slug::from_title(&new.title));
    let stem = wanted.map_or_else(|| "answer".to_owned(), |slug| slug.to_string());
    let mut candidate = stem.clone();
    let mut number = 2;
    loop {
        if library.article(&candidate).is_none() && store::is_slug_free(tx, &candidate)? {
            return Slug::parse(&candidate).ok_or(KnowledgeError::NotFound);
        }
        let end = format!("-{number}");
        let room = stem.len().min(Slug::LIMIT - end.len());
        candidate = format!("{}{end}", stem[..room].trim_end_matches('-'));
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_named_by_field() {
        let whole = NewArticle {
            title: " A  port? ".into(),
            category: "dns".into(),
            tags: vec!["a".into(), "  ".into()],
            body: "Yes.\r\n".into(),
            ..NewArticle::default()
        };
        let tidied = tidy(&whole, &Categories::default()).ok();
        let tidied = tidied.map(|article| (article.title, article.tags, article.body));
        assert_eq!(tidied, Some(("A port?".into(), vec!["a".into()], "Yes.".into())));

        for (field, broken) in [
            ("title", NewArticle { title: String::new(), ..whole.clone() }),
            ("category", NewArticle { category: "cooking".into(), ..whole.clone() }),
            ("body", NewArticle { body: " \n ".into(), ..whole.clone() }),
            ("tags", NewArticle { tags: vec!["x".repeat(41)], ..whole.clone() }),
            ("phrasings", NewArticle { phrasings: vec!["x".repeat(301)], ..whole.clone() }),
        ] {
            let Err(KnowledgeError::Invalid(problems)) = tidy(&broken, &Categories::default()) else {
                panic!("{field} is accepted")
            };
            assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [field]);
        }
    }
}
