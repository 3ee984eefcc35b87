//! What teams look after: repositories, where their code is, and services,
//! which they run. Through either somebody finds the team and its champion.

mod actions;
mod forms;
pub(super) mod handlers;
mod model;
mod pages;
mod store;

pub use actions::{put_belonging, remove_belonging};
pub use model::{Belonging, BelongingKind, NewBelonging, Put};
pub use store::{find_belonging, list_belongings, list_belongings_named, list_belongings_of};
pub(super) use store::{list_linked, list_with_names};
