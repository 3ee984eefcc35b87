//! From a draft to what everybody reads, each time as a version of its own.

use serde_json::json;

use super::{check_present, find_readable, is_stale};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{ArticleId, PersonId, RowVersion};
use crate::db::{DbError, Tx, changes, overtaken};
use crate::knowledge::actions::{self, Credits, REVIEW_MONTHS};
use crate::knowledge::follow::CHANGE_KIND;
use crate::knowledge::store::is_slug_free;
use crate::knowledge::writing::model::{Draft, DraftNumber, Present, Text};
use crate::knowledge::writing::store::{self, NewVersion};
use crate::knowledge::writing::{WritingError, WritingSettings, access};
use crate::knowledge::{Library, NewArticle, Slug};
use crate::web::{FieldProblem, Member};

/// Publishes a draft: as its second reader, or alone where the site allows
/// that. What the article said before stays as a version; every node finds the
/// new text within a second.
///
/// `seen` is the draft as whoever publishes has read it.
///
/// # Errors
///
/// [`WritingError::NoDraft`], [`WritingError::NeedsReader`],
/// [`WritingError::NotAsked`], [`WritingError::DraftChanged`],
/// [`WritingError::Stale`] where the article was published anew meanwhile,
/// [`WritingError::Invalid`], [`WritingError::InFolder`], and
/// [`WritingError::Refused`] by the room that the draft comes from.
pub fn publish_draft(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    (number, seen): (DraftNumber, RowVersion),
    settings: &WritingSettings,
) -> Result<Slug, WritingError> {
    let draft = find_readable(tx, member, number)?;
    if !access::may_publish_draft(member, &draft, settings.second_reader) {
        let own = access::is_author(member, &draft);
        return Err(if own { WritingError::NeedsReader(number) } else { WritingError::NotAsked(number) });
    }
    if draft.version != seen {
        return Err(WritingError::DraftChanged(number));
    }
    if is_stale(tx, library, &draft)? {
        return Err(WritingError::Stale(number));
    }
    let origin = settings.source.check(tx, number, &draft.text, true)?;
    let new = NewArticle { question_number: origin.question_number, ..checked(tx, library, &draft)? };
    let reader = (!access::is_author(member, &draft)).then_some(member.id);
    let credits = Credits { author: draft.author.id, reader, note: &draft.note };
    let slug = match &draft.slug {
        None => actions::publish_as(tx, library, &credits, now, &new)?,
        Some(slug) => change(tx, library, &credits, now, slug, &new)?,
    };
    if let Some(source) = &settings.source.0 {
        source.published(tx, member, now, number, slug.as_str())?;
    }
    if !store::delete_draft(tx, number, draft.version)? {
        return Err(overtaken("the draft was saved meanwhile").into());
    }
    Ok(slug)
}

/// The draft as an article, or what keeps it from being one.
pub(super) fn checked(tx: &mut Tx, library: &Library, draft: &Draft) -> Result<NewArticle, WritingError> {
    let Text { title, category, tags, phrasings, related, body } = draft.text.clone();
    let slug = Some(draft.address.clone()).filter(|address| draft.slug.is_none() && !address.is_empty());
    if let Some(slug) = &slug
        && (library.article(slug).is_some() || !is_slug_free(tx, slug)?)
    {
        let words = format!("/faq/{slug} is another article, or was one");
        return Err(WritingError::Invalid(vec![FieldProblem::new("address", words)]));
    }
    let new = NewArticle { slug, title, category, tags, phrasings, related, body, ..NewArticle::default() };
    let tidy = actions::tidy(&new, library.shelf().categories())?;
    let missing = tidy.related.iter().find(|slug| library.article(slug).is_none() || draft.slug.as_ref() == Some(slug));
    match missing {
        None => Ok(tidy),
        Some(slug) => {
            let words = format!("there is no other article “{slug}”");
            Err(WritingError::Invalid(vec![FieldProblem::new("related", words)]))
        }
    }
}

/// Puts a new text into an article that there is.
fn change(
    tx: &mut Tx,
    library: &Library,
    credits: &Credits<'_>,
    now: Timestamp,
    slug: &str,
    new: &NewArticle,
) -> Result<Slug, WritingError> {
    check_present(tx, library, slug)?;
    let present = match store::find_present(tx, slug)? {
        Some(present) => present,
        None => take_in(tx, library, credits.author, now, slug)?,
    };
    let text = text_of(new);
    store::save_present(tx, &present, &text, now, now.day().plus_months(REVIEW_MONTHS))?;
    let number = present.number + 1;
    insert_version(tx, present.id, number, &text, credits, now)?;
    let detail = json!({ "title": text.title, "version": number, "note": credits.note, "reader": credits.reader.map(|id| id.to_string()) });
    let subject = ("article", slug);
    audit::record(tx, now, Entry { actor: Some(credits.author), action: "article.changed", subject, detail })?;
    changes::announce(tx, now, CHANGE_KIND, slug)?;
    Slug::parse(slug).ok_or(WritingError::NoArticle)
}

/// Takes an article that came with the program into the database, so that the
/// history shows what was changed of it.
fn take_in(
    tx: &mut Tx,
    library: &Library,
    author: PersonId,
    now: Timestamp,
    slug: &str,
) -> Result<Present, WritingError> {
    let article = library.article(slug).ok_or(WritingError::NoArticle)?;
    let text = Text::of(&article);
    let present = store::insert_copy(tx, slug, &text, &article.owner, author, now)?;
    let version = NewVersion {
        article: present.id,
        number: present.number,
        text: &text,
        author: None,
        reader: None,
        note: "",
        published_at: article.reviewed_on.start_utc(),
    };
    store::insert_version(tx, &version)?;
    Ok(present)
}

/// Keeps what a new article says as its first version.
///
/// # Errors
///
/// The database's own.
pub fn keep_first_version(
    tx: &mut Tx,
    article: ArticleId,
    credits: &Credits<'_>,
    now: Timestamp,
    new: &NewArticle,
) -> Result<(), DbError> {
    insert_version(tx, article, 1, &text_of(new), credits, now)
}

fn insert_version(
    tx: &mut Tx,
    article: ArticleId,
    number: i32,
    text: &Text,
    credits: &Credits<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    let Credits { author, reader, note } = *credits;
    store::insert_version(
        tx,
        &NewVersion { article, number, text, author: Some(author), reader, note, published_at: now },
    )
}

fn text_of(new: &NewArticle) -> Text {
    Text {
        title: new.title.clone(),
        category: new.category.clone(),
        tags: new.tags.clone(),
        phrasings: new.phrasings.clone(),
        related: new.related.clone(),
        body: new.body.clone(),
    }
}
