//! A reading list.

use crate::knowledge::Slug;

/// Articles that somebody put into an order for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingList {
    /// Its address: `/reading-lists/{slug}`.
    pub slug: Slug,
    /// What it is for.
    pub title: String,
    /// Who should read it, and why.
    pub intro: String,
    /// Champions see it on their desk for this many days after their term
    /// began; 0: nobody does.
    pub champion_days: i32,
    /// What to read, in this order.
    pub parts: Vec<Part>,
    /// The file, as it is shown.
    pub file: String,
}

/// Some articles of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What they have in common.
    pub title: String,
    /// Their slugs, in this order.
    pub articles: Vec<String>,
    /// Their lines in the file.
    pub lines: Vec<usize>,
}
