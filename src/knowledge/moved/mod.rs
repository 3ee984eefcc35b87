//! Addresses that once were articles: a renamed one leads on, and one that was
//! taken out says so, and what to read instead.

mod actions;
mod collect;
mod forms;
mod handlers;
mod model;
mod pages;
mod removed;
mod store;

pub(super) use actions::forget;
pub(super) use actions::keep_renamed;
pub use actions::{Linked, LinksArticles, keep_removed, may_rename};
pub(super) use collect::{Sources, collect};
pub use handlers::{answer, create_address, edit_address};
pub(super) use model::STEPS;
pub use model::{Moved, Place};
pub(super) use removed::{FILE as REMOVED_FILE, Removed};
pub(super) use store::{CHANGE_KIND, current_slugs, list_redirects};
