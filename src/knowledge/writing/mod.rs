//! Writing in the browser: drafts, a second reader, every version that was
//! published, and articles as files again.
//!
//! | who | writes drafts | publishes what others wrote | publishes alone |
//! | --- | --- | --- | --- |
//! | champions and deputies | yes | no | no |
//! | Network Security, program lead, admins | yes | yes | where `knowledge.second_reader` is `false` |
//! | everybody else | no | no | no |
//!
//! Whoever is signed in reads the history of an article.

pub(super) mod access;
mod actions;
mod desk;
mod differences;
mod error;
mod export;
mod forms;
mod handlers;
mod model;
mod pages;
mod rules;
mod source;
mod store;
mod subjects;

pub use access::{may_publish, may_read, may_write};
pub(super) use actions::keep_first_version;
pub use actions::{Revised, ask_for_reader, create_draft, publish_draft, save_draft, send_back};
pub use desk::{Desk, DeskLine, desk_of};
pub use error::WritingError;
pub use export::{ArticleFile, ExportError, Exported, export, list, list_all, list_surveyed};
pub(crate) use forms::slug_of;
pub use model::{Draft, DraftInput, DraftNumber, DraftState, Text};
pub use pages::WritingLinks;
pub(super) use pages::links;
pub(super) use rules::file_of;
pub use source::{DraftSource, Origin, Source, SourceLink};
pub use store::find_draft;
pub use subjects::DraftSubjects;

use crate::web::{Grant, Policy, Route};

/// How articles are written here; shared by all requests.
#[derive(Debug, Clone)]
pub struct WritingSettings {
    /// Whether somebody else has to read an article before it is published.
    pub second_reader: bool,
    /// The room that drafts may come from.
    pub source: Source,
}

impl Default for WritingSettings {
    fn default() -> Self {
        WritingSettings { second_reader: true, source: Source::default() }
    }
}

/// Who writes: champions and deputies, and those who publish.
pub(super) const WRITERS: Policy = Policy::ChampionOr(PUBLISHERS);
/// Who publishes what was written.
pub(super) const PUBLISHERS: &[Grant] = &[Grant::NetSec, Grant::Lead, Grant::Admin];

/// The routes of writing.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/articles", WRITERS, handlers::list),
        Route::get("/articles/new", WRITERS, handlers::new),
        Route::post("/articles", WRITERS, handlers::create),
        Route::post("/articles/preview", WRITERS, handlers::preview),
        Route::get("/articles/{slug}/edit", WRITERS, handlers::edit),
        Route::get("/articles/{slug}/history", Policy::SignedIn, handlers::history),
        Route::get("/articles/{slug}/history/{version}", Policy::SignedIn, handlers::show_version),
        Route::post("/articles/{slug}/history/{version}/draft", WRITERS, handlers::create_draft_of_version),
        Route::get("/drafts/{number}", WRITERS, handlers::show_draft),
        Route::post("/drafts/{number}", WRITERS, handlers::update),
        Route::post("/drafts/{number}/deletion", WRITERS, handlers::delete),
        Route::post("/drafts/{number}/publication", Policy::Granted(PUBLISHERS), handlers::create_publication),
        Route::post("/drafts/{number}/return", Policy::Granted(PUBLISHERS), handlers::create_return),
    ]
}
