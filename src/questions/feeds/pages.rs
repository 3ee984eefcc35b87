//! The page on which somebody's feeds have their address.

use askama::Template;

use crate::program::Team;
use crate::web::{Grant, Member, Shell, Site};

/// What can be followed, and where.
#[derive(Template)]
#[template(path = "questions/feeds/own.html")]
pub struct FeedsPage {
    pub shell: Shell,
    /// The team that was asked for; may be empty.
    pub team: String,
    /// When the address was made, in words; empty where there is none.
    pub since: String,
    /// Whether it is shown now, this once.
    pub is_new: bool,
    pub feeds: Vec<FeedLine>,
}

/// One feed.
pub struct FeedLine {
    pub name: String,
    /// What feed readers are given; with a place for the secret, where that is not shown.
    pub address: String,
    /// The same for this browser.
    pub href: String,
}

impl FeedsPage {
    /// The page; `token` is the secret of an address that was just made.
    pub fn new(
        shell: Shell,
        site: &Site,
        member: &Member,
        (team, teams): (String, &[Team]),
        since: String,
        token: Option<&str>,
    ) -> Self {
        let secret = token.unwrap_or("…");
        let line = |name: String, path: String| FeedLine {
            name,
            address: site.absolute(&format!("/feeds/{secret}{path}")),
            href: shell.to(&path),
        };
        let mut feeds: Vec<_> = teams
            .iter()
            .map(|team| line(format!("Questions of {}", team.name), format!("/teams/{}/questions.atom", team.slug)))
            .collect();
        if member.has(Grant::NetSec) {
            feeds.insert(0, line("Questions for Network Security".into(), "/queue.atom".into()));
        }
        FeedsPage { shell, team, since, is_new: token.is_some(), feeds }
    }
}
