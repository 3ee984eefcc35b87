//! What is being written.

use askama::Template;

use super::{Link, person};
use crate::clock::Timestamp;
use crate::knowledge::writing::model::DraftState;
use crate::knowledge::writing::store::DraftRow;
use crate::web::{Moment, Shell};

/// One's own drafts, and those that wait for a second reader.
#[derive(Template)]
#[template(path = "knowledge/writing/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub own: Vec<Row>,
    /// None for those who don't publish.
    pub asked: Option<Vec<Row>>,
}

/// One draft in a list.
pub struct Row {
    pub title: String,
    pub href: String,
    pub is_change: bool,
    pub state: DraftState,
    pub why: String,
    pub author: Link,
    pub saved: Moment,
}

impl Row {
    /// The line of `row`, as seen at `now`.
    pub fn of(shell: &Shell, row: DraftRow, now: Timestamp) -> Self {
        Row {
            title: row.title,
            href: shell.to(&row.number.path()),
            is_change: row.slug.is_some(),
            state: row.state,
            why: row.reader_words,
            author: person(shell, &row.author),
            saved: Moment::new(row.saved_at, now),
        }
    }
}
