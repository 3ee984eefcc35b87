//! The search, as a page and as the part of one that htmx asks for.

use askama::Template;

use crate::knowledge::Part;
use crate::questions::Line;
use crate::web::{Moment, Shell};

/// The search as a page of its own.
#[derive(Template)]
#[template(path = "desk/search/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    /// The filters, which the form keeps while something else is typed.
    pub category: String,
    pub tag: String,
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
    pub spelling: Spelling,
    /// Filters that are set, and those that were asked for and are none.
    pub chips: Vec<Chip>,
    pub unknown: Vec<String>,
    pub facets: Facets,
    /// This search without its filters, where they leave no answer.
    pub anywhere: Option<String>,
    /// What other rooms know: what was meant by name, and the rest.
    pub above: Vec<Group>,
    pub below: Vec<Group>,
    /// Open questions in like words.
    pub open: Vec<Line>,
    /// Where the champion is asked, the words already in the form.
    pub ask: String,
    /// Where articles are listed, and which.
    pub browse: Link,
}

impl Results {
    /// Whether to say that nothing answers: not beside the team that was meant.
    fn is_unanswered(&self) -> bool {
        !self.answered && self.above.is_empty()
    }
}

/// What became of a typing error.
#[derive(Default)]
pub enum Spelling {
    /// There was none.
    #[default]
    AsTyped,
    /// It was put right; the link searches for what was typed.
    PutRight { meant: String, typed: Link },
    /// Nothing answers as it is; the link searches for a near spelling that does.
    Offered(Link),
}

/// One article that was found.
pub struct HitRow {
    pub title: String,
    pub href: String,
    pub category: String,
    pub sentence: Vec<Part>,
    pub section: Option<Link>,
    /// Since when it wants to be read through again, if it does.
    pub stale_since: Option<String>,
    /// Whose word it is.
    pub source: String,
}

/// A filter that is set.
pub struct Chip {
    pub label: String,
    /// The search without it.
    pub href: String,
}

/// Filters that would narrow what was found.
#[derive(Default)]
pub struct Facets {
    pub categories: Vec<Facet>,
    pub tags: Vec<Facet>,
}

impl Facets {
    fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.tags.is_empty()
    }
}

/// One of them.
pub struct Facet {
    pub label: String,
    pub href: String,
    /// How many articles it leaves.
    pub count: usize,
}

/// What one room knows of the words.
pub struct Group {
    pub id: &'static str,
    pub title: &'static str,
    pub rows: Vec<GroupRow>,
    /// Where all of them are, where there are more.
    pub more: Option<Link>,
}

/// One thing of a group.
pub struct GroupRow {
    pub label: String,
    pub href: String,
    /// Colour and words of its state.
    pub state: Option<(&'static str, &'static str)>,
    /// What else there is to say; an empty address is no link.
    pub facts: Vec<Link>,
    /// When it was answered.
    pub at: Option<Moment>,
}

/// A word that leads somewhere.
#[derive(Clone, Default)]
pub struct Link {
    pub label: String,
    pub href: String,
}
