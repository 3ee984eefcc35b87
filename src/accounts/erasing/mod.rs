//! Erasing somebody who left: what is only about them goes, what they did stays
//! as done by "a former member", and the record's chain stays whole.
//!
//! Each room knows what it holds of people; `app` wires them in.

mod actions;
mod former;
mod handlers;
mod pages;
mod store;
mod sweep;
mod words;

use std::sync::Arc;

pub(super) use actions::check_is_person;
pub use actions::{erase, list_open};
pub use former::{FORMER, Former};
pub(super) use store::all;
pub use store::is_former;

use crate::db::keys::PersonId;
use crate::db::{Connection, DbError, Tx};
use crate::web::{Grant, Policy, Route};

/// The routes of erasing.
pub fn routes() -> Vec<Route> {
    const ADMIN: Policy = Policy::Granted(&[Grant::Admin]);
    vec![
        Route::get("/accounts/{handle}/erasure", ADMIN, handlers::new),
        Route::post("/accounts/{handle}/erasure", ADMIN, handlers::create),
    ]
}

/// A room that holds something of people.
pub trait Erases: Send + Sync {
    /// Why `person` can't be erased yet, as a reader may settle it; empty: they can.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list_open(&self, connection: &mut Connection, person: PersonId) -> Result<Vec<String>, DbError>;

    /// Takes away what is only about them, and their names out of what stays.
    ///
    /// # Errors
    ///
    /// The database's own; nothing is erased then.
    fn erase(&self, tx: &mut Tx, former: &Former) -> Result<(), DbError>;
}

/// All rooms that hold something. Cheap to clone.
#[derive(Clone, Default)]
pub struct ErasingRooms(pub Arc<Vec<Arc<dyn Erases>>>);
