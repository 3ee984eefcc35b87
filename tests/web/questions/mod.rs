//! Asking, answering, and what becomes of an answer.

mod act;
mod answer;
mod api;
mod ask;
mod asking;
mod avoided;
mod bad;
mod clocks;
mod confirm;
mod feeds;
mod figures;
mod found;
mod gaps;
mod launches;
mod list;
mod publish;
mod redact;
mod refer;
mod restricted;
mod secret;
mod working;

use crate::harness::{Client, Company};

/// Asks through the form, and returns the question's address.
async fn ask(client: &Client, title: &str) -> String {
    client.submit("/questions/new", "/questions", &[("title", title)]).await.location()
}
