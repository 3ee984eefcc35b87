//! The record of who changed what.

mod chain;
mod details;
mod filters;
mod links;
mod people;
mod record;

use drawbridge::audit::{self, Entry};
use serde_json::Value;

use crate::harness::TestApp;

/// Writes a line as it was once written: action, kind and key, detail.
async fn write_line(app: &TestApp, action: &'static str, (kind, key): (&'static str, &str), detail: Value) {
    let (key, now) = (key.to_owned(), app.now());
    app.write(move |tx| {
        let entry = Entry { actor: None, action, subject: (kind, &key), detail: detail.clone() };
        Ok(audit::record(tx, now, entry)?)
    })
    .await;
}
