//! That months were closed, or one was opened again.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, TimeClosingId};
use crate::db::schema::time_closings;
use crate::text_enum;

text_enum! {
    /// What was done.
    pub enum ClosingAction {
        /// This month and all before it were closed.
        Closed = "closed",
        /// This month alone was opened again.
        Reopened = "reopened",
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = time_closings)]
pub struct Closing {
    /// Its key.
    pub id: TimeClosingId,
    /// The first day of the month.
    pub month: Day,
    /// What was done.
    pub action: ClosingAction,
    /// Why; empty for a month that was closed.
    pub reason: String,
    /// Who did it.
    pub person_id: PersonId,
    /// When.
    pub made_at: Timestamp,
}
