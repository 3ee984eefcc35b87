//! The list of articles: all shelves with the first of each, or one narrowed
//! to a shelf or a tag.

use std::collections::HashMap;
use std::sync::Arc;

use super::freshness::OVERSEES;
use super::handlers::ListQuery;
use super::pages::{Group, Link, ListPage, Row, ShelfLink};
use super::{Article, Category, Fault, Library, ReadingList, Shelf, writing};
use crate::clock::Day;
use crate::error::AppError;
use crate::web::shell::query_value;
use crate::web::{Grant, Shell, Viewer};

/// Articles of each shelf while all shelves are shown.
const FIRST: usize = 8;
/// Articles of one page while the list is narrowed.
const PAGE: usize = 100;
/// Tags that are offered.
const TAGS: usize = 24;
/// Articles that were changed last.
const LATELY: usize = 3;
/// Articles of a shelf from which on it helps to name some of them first.
const NAMED_FROM: usize = 6;

impl ListQuery {
    /// Whether it asks for the first page of one whole shelf.
    pub(super) fn is_shelf(&self) -> bool {
        !self.category.is_empty() && self.tag.is_empty() && self.page == 0
    }
}

/// The page for a query.
///
/// # Errors
///
/// [`AppError::NotFound`] for a shelf that is none.
pub fn list_page(
    shell: Shell,
    viewer: &Viewer,
    library: &Library,
    today: Day,
    query: &ListQuery,
    most_read: &[String],
) -> Result<ListPage, AppError> {
    let shelf = &*library.shelf();
    let filter = words(shelf, query)?;
    let mut chosen: Vec<&Arc<Article>> = shelf.articles().filter(|article| fits(article, query)).collect();
    chosen.sort_by_cached_key(|article| (article.title.to_lowercase(), article.slug.clone()));
    let total = chosen.len();
    let tags = common_tags(&shell, &chosen, query);
    let is_whole = filter.is_empty();
    let category = shelf.categories().find(&query.category).filter(|_| query.is_shelf());
    let is_long = category.is_some() && total >= NAMED_FROM;
    let recent = if is_long { changed_last(library, &chosen) } else { Vec::new() };
    let recent = recent
        .into_iter()
        .map(|(article, day)| Row { note: day.words(), ..row(&shell, library, article, today) })
        .collect();
    let read = most_read
        .iter()
        .filter(|_| is_long)
        .filter_map(|slug| shelf.article(slug))
        .map(|article| row(&shell, library, article, today))
        .collect();
    let skip = if is_whole { 0 } else { query.page.saturating_mul(PAGE).min(total) };
    let shown: Vec<_> = chosen.into_iter().skip(skip).take(if is_whole { total } else { PAGE }).collect();
    let link = |page: usize| {
        let (category, tag) = (query_value(&query.category), query_value(&query.tag));
        shell.to(&format!("/faq?category={category}&tag={tag}&page={page}"))
    };
    Ok(ListPage {
        count: if total == 1 { "1 article".into() } else { format!("{total} articles") },
        unread: library.still_reading(),
        shelves: shelves(&shell, shelf, query),
        groups: groups(&shell, library, shelf, &shown, today, is_whole),
        intro: category.map(|category| category.intro.clone()).unwrap_or_default(),
        lists: if is_whole { lists(&shell, shelf) } else { Vec::new() },
        most_read: read,
        recent,
        previous: query.page.checked_sub(1).filter(|_| !is_whole).map(link).unwrap_or_default(),
        next: if skip + shown.len() < total { link(query.page + 1) } else { String::new() },
        faults: faults(viewer, shelf),
        guides: Vec::new(),
        oversees: OVERSEES.iter().any(|grant| viewer.has(*grant)),
        can_write: viewer.member().is_some_and(writing::may_write),
        filter,
        tags,
        shell,
    })
}

/// What the list is narrowed to, in words.
fn words(shelf: &Shelf, query: &ListQuery) -> Result<String, AppError> {
    let category = match query.category.as_str() {
        "" => None,
        slug => Some(shelf.categories().name(slug).ok_or(AppError::NotFound("category"))?),
    };
    Ok(match (category, query.tag.as_str()) {
        (Some(name), "") => name.to_owned(),
        (None, "") => String::new(),
        (Some(name), tag) => format!("{name}: {tag}"),
        (None, tag) => format!("Tagged {tag}"),
    })
}

fn fits(article: &Article, query: &ListQuery) -> bool {
    (query.category.is_empty() || article.category == query.category)
        && (query.tag.is_empty() || article.tags.contains(&query.tag))
}

fn shelves(shell: &Shell, shelf: &Shelf, query: &ListQuery) -> Vec<ShelfLink> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for article in shelf.articles() {
        *counts.entry(article.category.as_str()).or_insert(0) += 1;
    }
    let link = |category: &Category| {
        Some(ShelfLink {
            name: category.name.clone(),
            href: shell.to(&format!("/faq?category={}", category.slug)),
            count: *counts.get(category.slug.as_str())?,
            is_current: category.slug == query.category,
        })
    };
    shelf.categories().iter().filter_map(link).collect()
}

/// What to read first, by list.
fn lists(shell: &Shell, shelf: &Shelf) -> Vec<Link> {
    let link = |list: &ReadingList| Link {
        label: list.title.clone(),
        href: shell.to(&format!("/reading-lists/{}", list.slug)),
    };
    shelf.lists().iter().map(link).collect()
}

/// The articles that were changed or read through last, with the day.
fn changed_last<'a>(library: &Library, chosen: &[&'a Arc<Article>]) -> Vec<(&'a Arc<Article>, Day)> {
    let changed = |article: &Article| {
        let committed = library.last_commit(article).map(|commit| commit.at.day());
        committed.map_or(article.reviewed_on, |day| day.max(article.reviewed_on))
    };
    let mut dated: Vec<_> = chosen.iter().map(|article| (*article, changed(article))).collect();
    dated.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.slug.cmp(&b.0.slug)));
    // Where all changed on one day, as when they came, it says nothing.
    let is_telling = dated.first().map(|(_, day)| *day) != dated.last().map(|(_, day)| *day);
    dated.truncate(if is_telling { LATELY } else { 0 });
    dated
}

fn row(shell: &Shell, library: &Library, article: &Article, today: Day) -> Row {
    Row {
        title: article.title.clone(),
        href: shell.to(&format!("/faq/{}", article.slug)),
        is_stale: library.watch.standing(article).is_stale(today),
        answer: String::new(),
        note: String::new(),
    }
}

fn groups(
    shell: &Shell,
    library: &Library,
    shelf: &Shelf,
    shown: &[&Arc<Article>],
    today: Day,
    is_whole: bool,
) -> Vec<Group> {
    let mut by_shelf: HashMap<&str, Vec<&Arc<Article>>> = HashMap::new();
    for article in shown {
        by_shelf.entry(article.category.as_str()).or_default().push(article);
    }
    let limit = if is_whole { FIRST } else { PAGE };
    let group = |category: &Category| {
        let articles = by_shelf.get(category.slug.as_str())?;
        let full = |article: &&Arc<Article>| Row {
            // The whole FAQ is for finding the shelf; a shelf is for reading along it.
            answer: if is_whole { String::new() } else { article.first_sentence() },
            ..row(shell, library, article, today)
        };
        let href = shell.to(&format!("/faq?category={}", category.slug));
        Some(Group {
            name: category.name.clone(),
            id: category.slug.clone(),
            intro: if is_whole { category.intro.clone() } else { String::new() },
            rows: articles.iter().take(limit).map(full).collect(),
            more: (articles.len() > limit)
                .then(|| Link { label: format!("All {} in {}", articles.len(), category.name), href: href.clone() }),
            href: if is_whole { href } else { String::new() },
        })
    };
    shelf.categories().iter().filter_map(group).collect()
}

/// The tags that narrow the list further, the most common first.
fn common_tags(shell: &Shell, chosen: &[&Arc<Article>], query: &ListQuery) -> Vec<Link> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for tag in chosen.iter().flat_map(|article| &article.tags) {
        *counts.entry(tag).or_insert(0) += 1;
    }
    let mut tags: Vec<(&str, usize)> = counts.into_iter().filter(|(tag, _)| *tag != query.tag).collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    tags.into_iter()
        .take(TAGS)
        .map(|(tag, _)| Link {
            label: tag.to_owned(),
            href: shell.to(&format!("/faq?category={}&tag={}", query_value(&query.category), query_value(tag))),
        })
        .collect()
}

/// What is wrong with files is for those who look after them.
fn faults(viewer: &Viewer, shelf: &Shelf) -> Vec<String> {
    if viewer.has(Grant::NetSec) || viewer.has(Grant::Admin) {
        shelf.faults.iter().map(Fault::to_string).collect()
    } else {
        Vec::new()
    }
}
