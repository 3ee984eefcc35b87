//! The part of a desk that articles fill: what its person looks after and
//! wants to be looked at.

use super::list::{Show, narrowed, watched};
use super::show::reports_words;
use crate::clock::Day;
use crate::knowledge::{Library, Origin};
use crate::web::Member;

/// Articles that wait for a person.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// The first of them: those that readers report, then by date.
    pub lines: Vec<DeskLine>,
    /// How many there are in all.
    pub total: usize,
}

/// One article that waits.
#[derive(Debug, Clone)]
pub struct DeskLine {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Why it waits.
    pub why: String,
    /// Whether readers report it.
    pub is_reported: bool,
}

impl Desk {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Words of the link to all of them.
    pub fn more(&self) -> String {
        if self.total == 1 { "Open the list".to_owned() } else { format!("All {} that want a look", self.total) }
    }
}

/// What waits for `member` today, at most `limit` lines: what readers report
/// and what is past its date, of all that is theirs. Nothing of it asks the
/// database.
pub fn desk_of(library: &Library, member: &Member, today: Day, limit: usize) -> Desk {
    let is_author = || library.shelf().articles().any(|article| article.origin == Origin::Published);
    if !member.has(crate::web::Grant::NetSec) && !is_author() {
        return Desk::default();
    }
    let theirs: Vec<_> = watched(library, member, "").into_iter().filter(|one| one.is_theirs).collect();
    let mut waiting = narrowed(theirs, Show::Due, today);
    waiting.retain(|one| !one.standing.open.is_empty() || one.standing.is_stale(today));
    let lines = waiting.iter().take(limit).map(|one| {
        let reports = one.standing.open.len();
        let since = format!("to be reviewed since {}", one.standing.review_after.words());
        DeskLine {
            slug: one.article.slug.to_string(),
            title: one.article.title.clone(),
            why: if reports > 0 { reports_words(reports) } else { since },
            is_reported: reports > 0,
        }
    });
    Desk { lines: lines.collect(), total: waiting.len() }
}
