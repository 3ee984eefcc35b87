//! Erasing somebody who left: what is only about them goes, what they did stays
//! as done by "a former member", and the record's chain stays whole.
//!
//! Each room knows what it holds of people; `app` wires them in.

mod actions;
mod former;
mod handlers;
mod pages;
mod store;
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

/// Takes the names of somebody out of these columns of a table.
#[macro_export]
macro_rules! erase_names {
    ($tx:expr, $former:expr, $table:ident by $key:ident: $($column:ident),+ $(,)?) => {$(
        for pattern in $former.patterns() {
            let rows: Vec<(String, String)> = $table::table
                .filter($table::$column.like(pattern).escape('\\'))
                .select(($table::$key, $table::$column))
                .load($tx)?;
            for (key, text) in rows {
                if let Some(without) = $former.without(&text) {
                    diesel::update($table::table.filter($table::$key.eq(key)))
                        .set($table::$column.eq(without))
                        .execute($tx)?;
                }
            }
        }
    )+};
}
