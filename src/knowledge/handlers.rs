//! Reading: the list of articles, and one article.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{self, ContentType, HeaderValue};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use flate2::Crc;
use serde::Deserialize;

use super::feedback::counts_of;
use super::freshness::ArticleFreshness;
use super::guides;
use super::insight::searched_before;
use super::list::list_page;
use super::pages::{Link, Said, ShowPage, TocEntry};
use super::writing::{self, WritingLinks};
use super::{Article, Library, moved};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::FeedbackId;
use crate::error::AppError;
use crate::web::shell::query_value;
use crate::web::{Shell, Site, Viewer, page, said};

/// Headings from which on a table of contents helps more than it takes.
const TOC_FROM: usize = 3;
/// Where the key of the page's form goes, once the page's fingerprint is taken.
const KEY_PLACE: &str = "00000000-0000-0000-0000-000000000000";

/// The query of `GET /faq`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// A shelf's slug.
    pub category: String,
    /// A tag.
    pub tag: String,
    /// The page, from 0.
    pub page: usize,
}

/// `GET /faq`
pub async fn list(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    library: Data<Library>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    let most_read = if query.is_shelf() { library.most_read(&db, &query.category, today).await? } else { Vec::new() };
    let guides = library.guides();
    let mut shown = list_page(shell, &viewer, &library, today, &query, &most_read)?;
    shown.guides = guides::handlers::links(&shown.shell, guides.guides());
    shown.faults.extend(guides::handlers::faults(&viewer, &guides));
    page(&shown)
}

/// `GET /faq/{slug}`
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn show(
    request: HttpRequest,
    shell: Shell,
    viewer: Viewer,
    site: Data<Site>,
    db: Data<Db>,
    library: Data<Library>,
    clock: Data<Clock>,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let Some(article) = library.article(&slug) else { return moved::answer(&request, shell, &viewer, &library, &slug) };
    let now = clock.now();
    if request.method() == Method::GET {
        library.reads.count(&slug, now.day());
        if let Some(words) = searched_before(&request, &site) {
            library.searches.note_click(&words, &slug, now.day());
        }
    }
    let mut shown = show_page(shell, &viewer, &library, article, now);
    if shown.freshness.care.is_some() {
        let slug = slug.clone();
        let counts = db.read(move |connection| counts_of(connection, &slug)).await?;
        shown.freshness.put_counts(counts, now);
    }
    shown.writing = writing::links(&viewer, &shown.shell, &shown.article);
    shown.address = viewer
        .member()
        .filter(|member| moved::may_rename(member) && shown.is_published())
        .map(|_| shown.shell.to(&format!("/faq/{slug}/address")));
    shown.guides = guides::handlers::links(&shown.shell, library.guides().naming(&slug));
    if let Some(said) = said(&request).as_deref().and_then(Said::parse) {
        (shown.key, shown.said) = (said.key.to_string(), Some(said));
    } else if viewer.member().is_some() {
        shown.key = FeedbackId::generate().to_string();
    }
    if viewer.member().is_some() {
        return page(&shown);
    }
    // The key differs each time, the page does not: a reader who has it keeps it.
    let mut body = shown.render()?.into_bytes();
    let tag = fingerprint(&body);
    let known = is_known(&request, &tag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "Cookie"));
    if known {
        // A body here would be taken for the beginning of the next answer.
        return Ok(answer.finish());
    }
    answer.content_type(ContentType::html());
    put_key(&mut body, &FeedbackId::generate());
    Ok(answer.body(body))
}

/// The page of an article, with a place for its key.
pub(super) fn show_page(
    shell: Shell,
    viewer: &Viewer,
    library: &Library,
    article: Arc<Article>,
    now: Timestamp,
) -> ShowPage {
    let shelf = library.shelf();
    let category = article.category.clone();
    // What was renamed is found under its new address, what was replaced in its successor.
    let mut related: Vec<&Arc<Article>> = Vec::new();
    for other in article.related.iter().filter_map(|slug| shelf.standing_for(slug)) {
        if other.slug != article.slug && !related.iter().any(|known| known.slug == other.slug) {
            related.push(other);
        }
    }
    // Whoever is not signed in can't open questions, so no link leads there.
    let question = article
        .question_number
        .filter(|_| shell.person.is_some())
        .map(|number| Link { label: format!("question {number}"), href: shell.to(&format!("/questions/{number}")) });
    ShowPage {
        shelf: Link {
            label: shelf.categories().name(&category).unwrap_or("FAQ").to_owned(),
            href: shell.to(&format!("/faq?category={}", query_value(&category))),
        },
        freshness: ArticleFreshness::of(library, viewer, &article, now),
        toc: toc(&article),
        tags: article
            .tags
            .iter()
            .map(|tag| Link { label: tag.clone(), href: shell.to(&format!("/faq?tag={}", query_value(tag))) })
            .collect(),
        related: related
            .into_iter()
            .map(|other| Link { label: other.title.clone(), href: shell.to(&format!("/faq/{}", other.slug)) })
            .collect(),
        question,
        edit: library.edit_url(&article),
        commit: library.last_commit(&article),
        address: None,
        guides: Vec::new(),
        ask: shell.to("/questions/new"),
        key: KEY_PLACE.to_owned(),
        said: None,
        words: String::new(),
        problems: Vec::new(),
        writing: WritingLinks::default(),
        article,
        shell,
    }
}

/// The headings of a long article, in two levels.
fn toc(article: &Article) -> Vec<TocEntry> {
    if article.headings.len() < TOC_FROM {
        return Vec::new();
    }
    let mut entries: Vec<TocEntry> = Vec::new();
    for heading in &article.headings {
        match entries.last_mut() {
            Some(last) if heading.level > 2 => last.below.push((heading.id.clone(), heading.text.clone())),
            _ => entries.push(TocEntry { text: heading.text.clone(), id: heading.id.clone(), below: Vec::new() }),
        }
    }
    entries
}

/// Puts the key of the page's forms where its place was kept.
fn put_key(body: &mut [u8], key: &FeedbackId) {
    let places: Vec<usize> = memchr::memmem::find_iter(body, KEY_PLACE).collect();
    for at in places {
        // Both are written alike: 36 characters.
        body[at..at + KEY_PLACE.len()].copy_from_slice(key.as_str().as_bytes());
    }
}

/// A weak tag, since compression changes the bytes. A checksum is enough to
/// tell a page from what it was before, and takes a tenth of a hash's time.
fn fingerprint(body: &[u8]) -> String {
    let mut sum = Crc::new();
    sum.update(body);
    format!("W/\"{:08x}-{:x}\"", sum.sum(), body.len())
}

fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH).map(HeaderValue::to_str);
    let known = known.and_then(Result::ok).unwrap_or_default();
    known.split(',').any(|one| one.trim() == tag)
}
