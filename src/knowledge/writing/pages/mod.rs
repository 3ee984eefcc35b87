//! The pages of writing.

mod edit;
mod history;
mod list;
mod read;

use askama::Template;

pub use edit::{Both, DraftHead, EditPage};
pub use history::{HistoryPage, HistoryRow, VersionPage};
pub use list::{ListPage, Row};
pub use read::ReadPage;

use super::{access, rules};
use crate::accounts::PersonName;
use crate::knowledge::Article;
use crate::knowledge::pages::Link;
use crate::web::{Shell, Viewer};

/// A text as it will look, and what a proof-reader would say of it; the part
/// of a page that htmx swaps.
#[derive(Template)]
#[template(path = "knowledge/writing/_preview.html")]
pub struct Preview {
    /// Made by `markdown.rs`.
    pub html: String,
    /// Hints, in words; they keep nobody from publishing.
    pub hints: Vec<String>,
}

/// What an article's page offers those who write, and those who want to know
/// what it said before.
#[derive(Debug, Clone, Default)]
pub struct WritingLinks {
    /// The form; empty for those who don't write, and where the article is a file.
    pub edit: String,
    /// Where the article is taken out; empty for those who may not.
    pub retire: String,
    /// What it is found by, for those who write.
    pub phrasings: String,
    /// The history; empty for those who are not signed in.
    pub history: String,
}

/// What the page of `article` offers `viewer`.
pub fn links(viewer: &Viewer, shell: &Shell, article: &Article) -> WritingLinks {
    let to = |page: &str| shell.to(&format!("/articles/{}/{page}", article.slug));
    let Some(member) = viewer.member() else { return WritingLinks::default() };
    WritingLinks {
        edit: if access::may_write(member) && rules::file_of(article).is_none() { to("edit") } else { String::new() },
        retire: if access::may_publish(member) {
            shell.to(&format!("/faq/{}/retirement", article.slug))
        } else {
            String::new()
        },
        phrasings: if access::may_write(member) { to("phrasings") } else { String::new() },
        history: to("history"),
    }
}

/// Somebody as a link to their page.
fn person(shell: &Shell, named: &PersonName) -> Link {
    Link { label: named.name.clone(), href: shell.to(&format!("/people/{}", named.handle)) }
}
