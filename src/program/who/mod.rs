//! "Who is my champion?": from a person, a team, a repository or a service to
//! the one to ask, how to reach them, and who answers when nobody is there.

mod api;
mod find;
mod links;
mod model;
mod path;

pub(super) use api::show as show_api;
pub use find::{find_who, find_whom_to_ask};
pub use model::{Contact, Through, Who, WhoAnswer};
