//! Notices: who hears what, where, and when.
//!
//! A room writes a notice in the transaction of the change that it is about,
//! with [`send`]: that row is the outbox. What becomes of it beside the list in
//! Drawbridge itself is decided a moment later, by what its reader wants and
//! what the settings name: mail at once, mail once a day, a line in chat.
//! Messages are leased to one sender at a time and tried again until the
//! receiver took them or somebody has to look.

mod chat;
mod choosing;
mod erase;
mod forms;
mod handlers;
mod kinds;
mod mail;
mod model;
mod pages;
mod record;
mod rules;
mod secret;
pub mod settings;
mod store;
mod subjects;
mod unsubscribe;
mod worker;

pub use erase::erase;
pub use model::{ChatPlace, NewNotice, NoticeKind, Subject, To};
pub use record::Record;
pub use secret::SecretPath;
pub use settings::NotifySettings;
pub use store::{SigningKeys, count_unread, list_said, list_teamless, settle_past};
pub use subjects::{Asked, Readable, SubjectList, Subjects, keys_of};
pub use worker::{Post, Watch};

use jiff::SignedDuration;

use crate::clock::Timestamp;
use crate::db::{DbError, Tx};
use crate::web::{Grant, Policy, Route};

/// For how long notices are kept: somebody who comes back from a long leave
/// still finds what happened.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 180);

/// For how long it is kept that a message went, which only somebody asks who
/// looks for one.
const SENT_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The routes of notices.
pub fn routes() -> Vec<Route> {
    const AFTER: Policy = Policy::Granted(&[Grant::Lead, Grant::Admin]);
    vec![
        Route::get("/notifications", Policy::SignedIn, handlers::list),
        Route::get("/notifications/{id}", Policy::SignedIn, handlers::show),
        Route::post("/notifications/read", Policy::SignedIn, handlers::create_read),
        Route::get("/notifications/settings", Policy::SignedIn, handlers::edit_settings),
        Route::post("/notifications/settings", Policy::SignedIn, handlers::update_settings),
        Route::get("/notifications/outbox", AFTER, handlers::outbox),
        Route::post("/notifications/outbox/retry", AFTER, handlers::create_retry),
        Route::get("/notifications/unsubscribe/{person}/{about}/{signature}", Policy::Open, handlers::unsubscribe),
        Route::post("/notifications/unsubscribe/{person}/{about}/{signature}", Policy::Open, handlers::create_end),
    ]
}

/// Writes a notice, in the transaction of the change that it is about.
///
/// `to` is somebody who may read what it says. Nobody hears of what they did
/// themselves; that is for the caller.
///
/// # Errors
///
/// The database's own.
pub fn send(tx: &mut Tx, now: Timestamp, to: &To, notice: &NewNotice) -> Result<(), DbError> {
    store::insert_notice(tx, now, to, &notice.tidied())
}

/// As [`send`] to each of these, once for each `key`: for what the clock brings
/// and not a change. Returns whether it was said now.
///
/// # Errors
///
/// The database's own.
pub fn send_once(tx: &mut Tx, now: Timestamp, key: &str, to: &[To], notice: &NewNotice) -> Result<bool, DbError> {
    if !store::mark(tx, key, now)? {
        return Ok(false);
    }
    let notice = notice.tidied();
    for to in to {
        store::insert_notice(tx, now, to, &notice)?;
    }
    Ok(true)
}

/// Notes that something is done which is done once for each `key`. Returns
/// false where it was noted before.
///
/// # Errors
///
/// The database's own.
pub fn mark(tx: &mut Tx, key: &str, now: Timestamp) -> Result<bool, DbError> {
    store::mark(tx, key, now)
}

/// Forgets notices and messages that nobody looks for any more.
///
/// # Errors
///
/// The database's own.
pub fn forget(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    store::forget(tx, now.plus(-KEPT), now.plus(-SENT_KEPT))
}
