//! Which articles want to be looked at, and in which order.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::model::Standing;
use super::{access, rules};
use crate::clock::Day;
use crate::knowledge::{Article, Library};
use crate::web::Member;

crate::text_enum! {
    /// Which articles the list shows.
    pub enum Show {
        /// Whatever wants to be looked at.
        Due = "due",
        /// What readers say is no longer true.
        Reported = "reported",
        /// What is past its date.
        Overdue = "overdue",
        /// What is due within thirty days.
        Soon = "soon",
        /// Every article.
        All = "all",
    }
}

impl Show {
    /// The choice in words.
    pub fn label(self) -> &'static str {
        match self {
            Show::Due => "Whatever wants a look",
            Show::Reported => "Reported by readers",
            Show::Overdue => "Past their date",
            Show::Soon => "Due within 30 days",
            Show::All => "All articles",
        }
    }

    fn shows(self, article: &Watched, today: Day) -> bool {
        let is_reported = !article.standing.open.is_empty();
        let is_overdue = article.standing.is_stale(today);
        let is_soon = !is_overdue && article.standing.review_after <= today.plus_days(rules::SOON);
        match self {
            Show::Due => is_reported || is_overdue || is_soon,
            Show::Reported => is_reported,
            Show::Overdue => is_overdue,
            Show::Soon => is_soon,
            Show::All => true,
        }
    }
}

/// An article with what is known of it.
pub struct Watched {
    pub article: Arc<Article>,
    pub standing: Standing,
    /// Whether it stands on the viewer's own desk.
    pub is_theirs: bool,
}

/// How many articles each choice shows.
pub type Totals = HashMap<Show, usize>;

/// The articles that `member` looks after, those that readers report first,
/// then by date; only those of `owner` unless it is empty.
pub fn watched(library: &Library, member: &Member, owner: &str) -> Vec<Watched> {
    let shelf = library.shelf();
    let mut found: Vec<Watched> = shelf
        .articles()
        .filter(|article| owner.is_empty() || article.owner == owner)
        .filter_map(|article| {
            let author = library.watch.author(article);
            access::may_review(member, author).then(|| Watched {
                article: Arc::clone(article),
                standing: library.watch.standing(article),
                is_theirs: access::is_theirs(member, author),
            })
        })
        .collect();
    found.sort_by_key(|one| (Reverse(one.standing.open.len()), one.standing.review_after, one.article.slug.clone()));
    found
}

/// How many of these articles each choice shows.
pub fn totals(watched: &[Watched], today: Day) -> Totals {
    let count = |show: Show| watched.iter().filter(|one| show.shows(one, today)).count();
    Show::ALL.iter().map(|show| (*show, count(*show))).collect()
}

/// Those of them that the choice shows.
pub fn narrowed(watched: Vec<Watched>, show: Show, today: Day) -> Vec<Watched> {
    watched.into_iter().filter(|one| show.shows(one, today)).collect()
}
