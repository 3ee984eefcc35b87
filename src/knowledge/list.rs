//! The list of articles: all shelves with the first of each, or one narrowed
//! to a shelf or a tag.

use std::collections::HashMap;
use std::sync::Arc;

use super::catalogue::{Catalogue, Part};
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
/// Faults that are named; whoever has more mends them with `content check`.
const FAULTS: usize = 50;
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
    most_read: &[Arc<Article>],
) -> Result<ListPage, AppError> {
    let shelf = &*library.shelf();
    let filter = words(shelf, query)?;
    let Chosen { shown, total, tags } = choose(&shelf.catalogue, query);
    let is_whole = filter.is_empty();
    let category = shelf.categories().find(&query.category).filter(|_| query.is_shelf());
    let long = shelf.catalogue.shelf(&query.category).filter(|_| category.is_some() && total >= NAMED_FROM);
    let recent = long.map(|part| changed_last(library, part)).unwrap_or_default();
    let recent =
        recent.into_iter().map(|(article, day)| Row { note: day.words(), ..row(&shell, library, article, today) });
    let read = most_read.iter().filter(|_| long.is_some()).map(|article| row(&shell, library, article, today));
    let link = |page: usize| {
        let (category, tag) = (query_value(&query.category), query_value(&query.tag));
        shell.to(&format!("/faq?category={category}&tag={tag}&page={page}"))
    };
    Ok(ListPage {
        count: if total == 1 { "1 article".into() } else { format!("{total} articles") },
        unread: library.still_reading(),
        shelves: shelves(&shell, shelf, query),
        groups: if is_whole {
            all(&shell, library, shelf, today)
        } else {
            narrowed(&shell, library, shelf, &shown, today)
        },
        intro: category.map(|category| category.intro.clone()).unwrap_or_default(),
        lists: if is_whole { lists(&shell, shelf) } else { Vec::new() },
        most_read: read.collect(),
        recent: recent.collect(),
        previous: query.page.checked_sub(1).filter(|_| !is_whole).map(link).unwrap_or_default(),
        next: if !is_whole && query.page.saturating_add(1).saturating_mul(PAGE) < total {
            link(query.page + 1)
        } else {
            String::new()
        },
        faults: faults(viewer, shelf),
        guides: Vec::new(),
        oversees: OVERSEES.iter().any(|grant| viewer.has(*grant)),
        can_write: viewer.member().is_some_and(writing::may_write),
        filter,
        tags: common_tags(&shell, tags, query),
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

/// The articles of one page of a narrowed list, how many there are in all, and their tags.
struct Chosen<'a> {
    shown: Vec<&'a Arc<Article>>,
    total: usize,
    tags: Vec<(&'a str, usize)>,
}

fn choose<'a>(catalogue: &'a Catalogue, query: &ListQuery) -> Chosen<'a> {
    let part = if query.category.is_empty() { Some(&catalogue.all) } else { catalogue.shelf(&query.category) };
    let Some(part) = part.filter(|part| query.tag.is_empty() || part.has_tag(&query.tag)) else {
        return Chosen { shown: Vec::new(), total: 0, tags: Vec::new() };
    };
    let skip = query.page.saturating_mul(PAGE);
    if query.tag.is_empty() {
        let shown = part.articles().skip(skip).take(PAGE).collect();
        return Chosen { shown, total: part.count(), tags: part.tags().collect() };
    }
    let tagged: Vec<_> = part.tagged(&query.tag).collect();
    let mut tags: HashMap<&str, usize> = HashMap::new();
    for tag in tagged.iter().flat_map(|article| &article.tags) {
        *tags.entry(tag).or_insert(0) += 1;
    }
    let shown = tagged.iter().copied().skip(skip).take(PAGE).collect();
    Chosen { shown, total: tagged.len(), tags: tags.into_iter().collect() }
}

fn shelves(shell: &Shell, shelf: &Shelf, query: &ListQuery) -> Vec<ShelfLink> {
    let link = |category: &Category| {
        Some(ShelfLink {
            name: category.name.clone(),
            href: shell.to(&format!("/faq?category={}", category.slug)),
            count: shelf.catalogue.shelf(&category.slug)?.count(),
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

/// The articles of a shelf that were changed or read through last, with the day.
fn changed_last<'a>(library: &Library, part: &'a Part) -> Vec<(&'a Arc<Article>, Day)> {
    let mut dated = library.changed(part.articles());
    // Where all changed on one day, as when they came, it says nothing.
    if dated.iter().all(|(_, day)| Some(*day) == dated.first().map(|(_, day)| *day)) {
        return Vec::new();
    }
    let newest_first =
        |a: &(&Arc<Article>, Day), b: &(&Arc<Article>, Day)| b.1.cmp(&a.1).then_with(|| a.0.slug.cmp(&b.0.slug));
    if dated.len() > LATELY {
        dated.select_nth_unstable_by(LATELY, newest_first);
        dated.truncate(LATELY);
    }
    dated.sort_by(newest_first);
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

/// All shelves with the first articles of each: for finding the shelf.
fn all(shell: &Shell, library: &Library, shelf: &Shelf, today: Day) -> Vec<Group> {
    let group = |category: &Category| {
        let part = shelf.catalogue.shelf(&category.slug)?;
        let href = shell.to(&format!("/faq?category={}", category.slug));
        let label = || format!("All {} in {}", part.count(), category.name);
        Some(Group {
            name: category.name.clone(),
            id: category.slug.clone(),
            intro: category.intro.clone(),
            rows: part.articles().take(FIRST).map(|article| row(shell, library, article, today)).collect(),
            more: (part.count() > FIRST).then(|| Link { label: label(), href: href.clone() }),
            href,
        })
    };
    shelf.categories().iter().filter_map(group).collect()
}

/// The articles of a page by shelf: for reading along them.
fn narrowed(shell: &Shell, library: &Library, shelf: &Shelf, shown: &[&Arc<Article>], today: Day) -> Vec<Group> {
    let group = |category: &Category| {
        let on_it = shown.iter().filter(|article| article.category == category.slug);
        let full =
            |article: &&Arc<Article>| Row { answer: article.first_sentence(), ..row(shell, library, article, today) };
        let rows: Vec<Row> = on_it.map(full).collect();
        (!rows.is_empty()).then(|| Group {
            name: category.name.clone(),
            id: category.slug.clone(),
            intro: String::new(),
            rows,
            more: None,
            href: String::new(),
        })
    };
    shelf.categories().iter().filter_map(group).collect()
}

/// The tags that narrow the list further, the most common first.
fn common_tags(shell: &Shell, mut tags: Vec<(&str, usize)>, query: &ListQuery) -> Vec<Link> {
    let most_first = |a: &(&str, usize), b: &(&str, usize)| b.1.cmp(&a.1).then(a.0.cmp(b.0));
    tags.retain(|(tag, _)| *tag != query.tag);
    if tags.len() > TAGS {
        tags.select_nth_unstable_by(TAGS, most_first);
        tags.truncate(TAGS);
    }
    tags.sort_by(most_first);
    let link = |(tag, _): (&str, usize)| Link {
        label: tag.to_owned(),
        href: shell.to(&format!("/faq?category={}&tag={}", query_value(&query.category), query_value(tag))),
    };
    tags.into_iter().map(link).collect()
}

/// What is wrong with files is for those who look after them.
fn faults(viewer: &Viewer, shelf: &Shelf) -> Vec<String> {
    if !viewer.has(Grant::NetSec) && !viewer.has(Grant::Admin) {
        return Vec::new();
    }
    let mut faults: Vec<String> = shelf.faults.iter().take(FAULTS).map(Fault::to_string).collect();
    if shelf.faults.len() > FAULTS {
        faults.push(format!("{} more; “drawbridge content check DIR” names them all", shelf.faults.len() - FAULTS));
    }
    faults
}
