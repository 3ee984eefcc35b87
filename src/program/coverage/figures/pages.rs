//! The page of the rows behind a figure.

use askama::Template;

use super::{Figure, Sheet};
use crate::web::{Moment, Shell};

/// The rows behind one figure.
#[derive(Template)]
#[template(path = "program/coverage/figure.html")]
pub struct FigurePage {
    pub shell: Shell,
    pub figure: Figure,
    pub sheet: Sheet,
    /// When it was counted.
    pub at: Moment,
    /// Which teams it covers; empty where it is all.
    pub scope: &'static str,
    /// Of which days it tells; empty where it is today.
    pub days: String,
    pub range: String,
    pub previous: String,
    pub next: String,
    pub csv_href: String,
}
