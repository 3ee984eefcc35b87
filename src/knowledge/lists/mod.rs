//! Reading lists: what to read first, in which order, for whom.

mod file;
mod handlers;
mod model;
mod pages;

pub(super) use file::parse;
pub use handlers::show;
pub use model::ReadingList;

use super::Library;
use crate::clock::Day;

/// The first list for a champion whose youngest term began on `since`, as its
/// title, its path and how many articles it has. None once the term is older
/// than every list is for.
pub fn list_for_champion(library: &Library, since: Day, today: Day) -> Option<(String, String, usize)> {
    let shelf = library.shelf();
    let days = today.days_since(since);
    let list = shelf.lists.iter().find(|list| (0..=list.champion_days).contains(&days) && list.champion_days > 0)?;
    let count = list.parts.iter().flat_map(|part| &part.articles).filter(|slug| shelf.article(slug).is_some()).count();
    (count > 0).then(|| (list.title.clone(), format!("/reading-lists/{}", list.slug), count))
}
