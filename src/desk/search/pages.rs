//! The search, as a page and as the part of one that htmx asks for.

use askama::Template;

use crate::knowledge::Part;
use crate::web::Shell;

/// The search as a page of its own.
#[derive(Template)]
#[template(path = "desk/search/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub results: Results,
}

/// What stands in `#results`; alone where htmx asks.
#[derive(Template)]
#[template(path = "desk/search/_results.html")]
pub struct ResultsPart {
    pub results: Results,
}

/// What a search came to, as it is shown.
#[derive(Default)]
pub struct Results {
    pub query: String,
    /// The line that screen readers hear.
    pub status: String,
    /// Whether the first hit is believed to answer.
    pub answered: bool,
    pub hits: Vec<HitRow>,
    /// The question as it was understood, where a typing error was forgiven.
    pub meant: Option<String>,
    /// Where the champion is asked, the words already in the form.
    pub ask: String,
    /// Where all articles are listed.
    pub browse: String,
}

/// One article that was found.
pub struct HitRow {
    pub title: String,
    pub href: String,
    pub category: String,
    pub sentence: Vec<Part>,
    pub section: Option<Link>,
}

/// A word that leads somewhere.
pub struct Link {
    pub label: String,
    pub href: String,
}
