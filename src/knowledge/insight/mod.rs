//! What people look for: searches without who, what they opened, what they
//! asked instead, and what nobody has answered yet.

mod chart;
mod clicks;
mod handlers;
mod lists;
mod log;
mod pages;
mod store;
mod typing;
mod weeks;
mod words;

pub use clicks::searched_before;
pub use lists::{Period, SearchLine, list_unanswered};
pub use log::{Counts, SearchLog};
pub(super) use store::rename;
pub use store::{DayCounts, add_clicks, add_search, by_day};
pub use weeks::percent;
pub use words::normalise;

use crate::clock::Day;
use crate::db::{DbError, Tx};
use crate::web::{Grant, Policy, Route};

/// Who sees what people look for.
pub const INSIGHT_FOR: &[Grant] = &[Grant::NetSec, Grant::Lead, Grant::Admin];

/// The routes of insight.
pub fn routes() -> Vec<Route> {
    const SEES: Policy = Policy::Granted(INSIGHT_FOR);
    vec![
        Route::get("/articles/insight", SEES, handlers::show),
        Route::get("/articles/insight.csv", SEES, handlers::list_csv),
    ]
}

/// Forgets searches that are older than `days` at `today`; all where nothing is kept.
///
/// # Errors
///
/// The database's own.
pub fn forget_searches(tx: &mut Tx, today: Day, days: u32) -> Result<(), DbError> {
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    store::forget(tx, if days == 0 { today.plus_days(1) } else { today.plus_days(-days) })
}
