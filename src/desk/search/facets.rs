//! The filters that narrow what was found, each with how many it leaves.

use std::collections::HashMap;

use super::asked::Asked;
use super::pages::{Chip, Facet, Facets};
use crate::knowledge::{Article, Shelf};
use crate::web::Shell;

/// Categories that are offered.
const CATEGORIES: usize = 6;
/// Articles that are seen at a glance, and need no filters.
const LEAST: usize = 4;
/// Tags that are offered.
const TAGS: usize = 8;

/// The filters over `found`, which are all articles that were found for the
/// words, whatever the filters that are set.
pub fn facets(shell: &Shell, shelf: &Shelf, asked: &Asked, found: &[&Article]) -> Facets {
    let in_category = |article: &&&Article| asked.category.is_empty() || article.category == asked.category;
    let with_tag = |article: &&&Article| asked.tag.is_empty() || article.tags.contains(&asked.tag);
    let categories = count(found.iter().filter(with_tag).map(|article| article.category.as_str()));
    let tags = count(found.iter().filter(in_category).flat_map(|article| article.tags.iter().map(String::as_str)));
    let left = found.iter().filter(in_category).filter(with_tag).count();
    let category = |(slug, count): (&str, usize)| {
        let narrowed = Asked { category: slug.to_owned(), ..asked.clone() };
        let name = shelf.categories().name(slug).unwrap_or("FAQ");
        (slug != asked.category).then(|| Facet { label: name.to_owned(), href: narrowed.href(shell), count })
    };
    let tag = |(tag, count): (&str, usize)| {
        let narrowed = Asked { tag: tag.to_owned(), ..asked.clone() };
        // What all have narrows nothing, and what one has is the hit itself.
        let is_useful = tag != asked.tag && count > 1 && (count < left || !asked.tag.is_empty());
        is_useful.then(|| Facet { label: tag.to_owned(), href: narrowed.href(shell), count })
    };
    let is_short = categories.len() < 2 || (left < LEAST && !asked.is_narrow());
    Facets {
        categories: categories.into_iter().filter(|_| !is_short).filter_map(category).take(CATEGORIES).collect(),
        tags: tags.into_iter().filter_map(tag).take(TAGS).collect(),
    }
}

/// The filters that are set, each with the address that is left without it.
pub fn chips(shell: &Shell, shelf: &Shelf, asked: &Asked) -> Vec<Chip> {
    let mut chips = Vec::new();
    if let Some(name) = shelf.categories().name(&asked.category) {
        let without = Asked { category: String::new(), ..asked.clone() };
        chips.push(Chip { label: format!("Category: {name}"), href: without.href(shell) });
    }
    if !asked.tag.is_empty() {
        let without = Asked { tag: String::new(), ..asked.clone() };
        chips.push(Chip { label: format!("Tag: {}", asked.tag), href: without.href(shell) });
    }
    chips
}

/// How often each value stands there, the most frequent first.
fn count<'a>(values: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts
}
