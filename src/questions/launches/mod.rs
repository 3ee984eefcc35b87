//! Launches: each has one address, and says what it still waits for.

mod model;
mod store;

pub use model::Launch;
pub(super) use store::find_by_id;
