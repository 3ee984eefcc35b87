//! The page of a reading list.

use askama::Template;

use crate::web::Shell;

/// Articles in the order in which to read them.
#[derive(Template)]
#[template(path = "knowledge/reading_list.html")]
pub struct ReadingListPage {
    pub shell: Shell,
    pub title: String,
    pub intro: String,
    pub count: String,
    pub parts: Vec<PartRows>,
}

/// Some of them.
pub struct PartRows {
    pub title: String,
    pub rows: Vec<PartRow>,
}

/// One article with its answer.
pub struct PartRow {
    pub title: String,
    pub href: String,
    /// Its first sentence.
    pub answer: String,
}
