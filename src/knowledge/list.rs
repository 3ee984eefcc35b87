//! The list of articles: all shelves with the first of each, or one narrowed
//! to a shelf or a tag.

use std::collections::HashMap;
use std::sync::Arc;

use super::handlers::ListQuery;
use super::pages::{Group, Link, ListPage, Row, ShelfLink};
use super::{Article, Fault, Shelf, categories, category_name};
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

/// The page for a query.
///
/// # Errors
///
/// [`AppError::NotFound`] for a shelf that is none.
pub fn list_page(
    shell: Shell,
    viewer: &Viewer,
    shelf: &Shelf,
    today: Day,
    query: &ListQuery,
) -> Result<ListPage, AppError> {
    let filter = words(query)?;
    let mut chosen: Vec<&Arc<Article>> = shelf.articles().filter(|article| fits(article, query)).collect();
    chosen.sort_by_cached_key(|article| (article.title.to_lowercase(), article.slug.clone()));
    let total = chosen.len();
    let tags = common_tags(&shell, &chosen, query);
    let is_whole = filter.is_empty();
    let skip = if is_whole { 0 } else { query.page.saturating_mul(PAGE).min(total) };
    let shown: Vec<_> = chosen.into_iter().skip(skip).take(if is_whole { total } else { PAGE }).collect();
    let link = |page: usize| {
        let (category, tag) = (query_value(&query.category), query_value(&query.tag));
        shell.to(&format!("/faq?category={category}&tag={tag}&page={page}"))
    };
    Ok(ListPage {
        count: if total == 1 { "1 article".into() } else { format!("{total} articles") },
        shelves: shelves(&shell, shelf, query),
        groups: groups(&shell, &shown, today, is_whole),
        previous: query.page.checked_sub(1).filter(|_| !is_whole).map(link).unwrap_or_default(),
        next: if skip + shown.len() < total { link(query.page + 1) } else { String::new() },
        faults: faults(viewer, shelf),
        filter,
        tags,
        shell,
    })
}

/// What the list is narrowed to, in words.
fn words(query: &ListQuery) -> Result<String, AppError> {
    let category = match query.category.as_str() {
        "" => None,
        slug => Some(category_name(slug).ok_or(AppError::NotFound("category"))?),
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
    categories()
        .iter()
        .filter_map(|category| {
            Some(ShelfLink {
                name: category.name,
                href: shell.to(&format!("/faq?category={}", category.slug)),
                count: *counts.get(category.slug)?,
                is_current: category.slug == query.category,
            })
        })
        .collect()
}

fn groups(shell: &Shell, shown: &[&Arc<Article>], today: Day, is_whole: bool) -> Vec<Group> {
    let mut by_shelf: HashMap<&str, Vec<&Arc<Article>>> = HashMap::new();
    for article in shown {
        by_shelf.entry(article.category.as_str()).or_default().push(article);
    }
    let limit = if is_whole { FIRST } else { PAGE };
    categories()
        .iter()
        .filter_map(|category| {
            let articles = by_shelf.remove(category.slug)?;
            let row = |article: &&Arc<Article>| Row {
                title: article.title.clone(),
                href: shell.to(&format!("/faq/{}", article.slug)),
                is_stale: article.review_after < today,
            };
            let more = (articles.len() > limit).then(|| Link {
                label: format!("All {} in {}", articles.len(), category.name),
                href: shell.to(&format!("/faq?category={}", category.slug)),
            });
            Some(Group {
                name: category.name,
                id: category.slug,
                rows: articles.iter().take(limit).map(row).collect(),
                more,
            })
        })
        .collect()
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
