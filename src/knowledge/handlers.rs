//! Reading: the list of articles, and one article.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::feedback::counts_of;
use super::freshness::ArticleFreshness;
use super::guides;
use super::insight::searched_before;
use super::list::list_page;
use super::pages::{Link, Said, ShowPage, TocEntry};
use super::ready::{KEY_PLACE, ReadyPage, ReadyPages, Sources};
use super::writing::{self, Source, SourceLink, WritingSettings};
use super::{Article, KnowledgeError, Library, moved};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::FeedbackId;
use crate::error::AppError;
use crate::web::shell::query_value;
use crate::web::{Shell, Site, Viewer, page, said};

/// Headings from which on a table of contents helps more than it takes.
const TOC_FROM: usize = 3;

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
    viewer: Viewer,
    site: Data<Site>,
    db: Data<Db>,
    library: Data<Library>,
    clock: Data<Clock>,
    ready: Data<ReadyPages>,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let sources = Sources::of(&library, now.day());
    let Some(article) = sources.article(&slug) else {
        return moved::answer(&request, Shell::of(&request), &viewer, &library, &slug);
    };
    note_reading(&request, &site, &library, &slug, now);
    let draw = || with_said(show_page(Shell::of(&request), &viewer, &library, article, now), &request);
    if viewer.member().is_some() {
        let source = request.app_data::<Data<WritingSettings>>().map(|settings| settings.source.clone());
        return show_to_member(draw(), &viewer, &db, source.unwrap_or_default(), now).await;
    }
    // The key differs each time, the page does not: a reader who has it keeps it.
    let draw = || {
        let shown = draw();
        let key = if shown.said.is_some() { shown.key.clone() } else { KEY_PLACE.to_owned() };
        ShowPage { key, ..shown }.render()
    };
    match Shell::plain_theme(&request).filter(|_| said(&request).is_none()) {
        Some(theme) => Ok(ready.get_or_draw(sources, &format!("{theme} {slug}"), draw)?.answer(&request)),
        None => Ok(ReadyPage::new(draw()?).answer(&request)),
    }
}

/// Counts that the article was opened, and from which search.
fn note_reading(request: &HttpRequest, site: &Site, library: &Library, slug: &str, now: Timestamp) {
    if request.method() == Method::GET {
        library.reads.count(slug, now.day());
        if let Some(words) = searched_before(request, site) {
            library.searches.note_click(&words, slug, now.day());
        }
    }
}

/// The page for somebody who is signed in, with what they may do about it.
async fn show_to_member(
    mut shown: ShowPage,
    viewer: &Viewer,
    db: &Db,
    source: Source,
    now: Timestamp,
) -> Result<HttpResponse, AppError> {
    let slug = shown.article.slug.to_string();
    let may_rename = viewer.member().is_some_and(moved::may_rename) && shown.is_published();
    shown.address = may_rename.then(|| shown.shell.to(&format!("/faq/{slug}/address")));
    if let (Some(room), Some(member)) = (source.0, viewer.member().cloned()) {
        let wanted = slug.clone();
        let answered = db.read(move |connection| room.list_answered(connection, &member, &wanted)).await;
        let answered = answered.map_err(KnowledgeError::from)?;
        let link = |one: SourceLink| Link { href: shown.shell.to(&one.path), label: one.label };
        let link = answered.into_iter().next().map(link);
        // An article that names a question itself comes from one for everyone.
        shown.question = link.or(shown.question.take());
    }
    if shown.freshness.care.is_some() {
        let counts = db.read(move |connection| counts_of(connection, &slug)).await?;
        shown.freshness.put_counts(counts, now);
    }
    page(&shown)
}

/// The page with what this browser said of it before.
fn with_said(mut shown: ShowPage, request: &HttpRequest) -> ShowPage {
    if let Some(said) = said(request).as_deref().and_then(Said::parse) {
        (shown.key, shown.said) = (said.key.to_string(), Some(said));
    }
    shown
}

/// The page of an article, with a key of its own for its forms.
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
        guides: guides::handlers::links(&shell, library.guides().naming(article.slug.as_str())),
        ask: shell.to("/questions/new"),
        key: FeedbackId::generate().to_string(),
        said: None,
        words: String::new(),
        problems: Vec::new(),
        writing: writing::links(viewer, &shell, &article),
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
