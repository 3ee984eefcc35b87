//! What the page of the record shows.

use askama::Template;

use super::access::READ;
use super::detail::{self, NamesByKey};
use super::model::Recorded;
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::notify::Readable;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell, Viewer};

/// `GET /audit`
#[derive(Template)]
#[template(path = "audit/list.html")]
pub(super) struct ListPage {
    pub shell: Shell,
    pub lines: Vec<Line>,
    pub actions: Vec<Choice>,
    pub problems: Vec<FieldProblem>,
    pub who: String,
    pub kind: String,
    pub key: String,
    pub from: String,
    pub to: String,
    /// What one thing it is about, where it is about one; empty elsewhere.
    pub about: String,
    /// Where that thing is shown; empty where it has no page.
    pub about_href: String,
    pub is_filtered: bool,
    pub csv_href: String,
    pub newest_href: String,
    pub older_href: String,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// One entry.
pub(super) struct Line {
    pub at: Moment,
    /// Name and page of who did it; no name where the program did.
    pub actor: String,
    pub actor_href: String,
    pub action: String,
    /// What it was done to, and its page; no page where it has none.
    pub subject: String,
    pub subject_href: String,
    pub detail: String,
    pub is_erased: bool,
    pub address: String,
    pub token: String,
}

impl Line {
    /// The line as somebody may follow it who may open what is `readable`, with
    /// `names` in the place of keys.
    pub fn new(
        base: &str,
        recorded: Recorded,
        (readable, names): (&Readable, &NamesByKey),
        (now, zone): (Timestamp, &Zone),
    ) -> Self {
        let (is_erased, detail) = (recorded.is_erased(), detail::line(&recorded.detail, names));
        let name = names.get(&recorded.subject.1).filter(|_| recorded.is_by_id());
        let (kind, key) = recorded.subject;
        let (actor_href, actor) =
            recorded.actor.map_or_else(Default::default, |(handle, name)| (format!("{base}/people/{handle}"), name));
        let origin = recorded.origin;
        let (address, token) = origin.map_or_else(Default::default, |origin| (origin.address, origin.token));
        let subject_href = if readable.has(&kind, &key) { href(base, &kind, &key) } else { String::new() };
        Line {
            at: Moment::within(recorded.at, now, zone),
            subject: if kind == "address" { key } else { format!("{kind} {}", name.unwrap_or(&key)) },
            action: recorded.action,
            actor,
            actor_href,
            subject_href,
            detail,
            is_erased,
            address,
            token,
        }
    }
}

/// Kinds of things with a page, and the rooms that they stand in.
const ROOMS: [(&str, &str); 11] = [
    ("person", "people"),
    ("team", "teams"),
    ("term", "terms"),
    ("article", "faq"),
    ("question", "questions"),
    ("launch", "launches"),
    ("review", "reviews"),
    ("meeting", "meetings"),
    ("gap", "gaps"),
    ("draft", "drafts"),
    ("course", "training"),
];

/// The page of what an entry is about; empty where it has none. A person's has
/// their handle, which some lines lack.
pub(super) fn href(base: &str, kind: &str, key: &str) -> String {
    let has_page = !(key.is_empty() || kind == "person" && detail::is_key(key));
    let room = ROOMS.iter().find(|(known, _)| *known == kind && has_page);
    room.map_or(String::new(), |(_, room)| format!("{base}/{room}/{key}"))
}

/// What was recorded about the thing whose page this is, as a path of ours;
/// nothing where the page is no thing's own, or `viewer` may not read it.
pub fn happened_here(viewer: &Viewer, pattern: &str, path: &str) -> Option<String> {
    let (room, place) = pattern.trim_start_matches('/').split_once('/')?;
    let (kind, _) = ROOMS.iter().find(|(_, known)| *known == room)?;
    let is_own = place.starts_with('{') && !place.contains('/') && READ.admits(viewer, false);
    let key = path.rsplit('/').next().filter(|_| is_own)?;
    Some(format!("/audit?kind={kind}&key={key}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::{Grant, Member};

    #[test]
    fn things_lead_to_what_happened_to_them() {
        let netsec = Viewer::of(Member::sample(&[Grant::NetSec]));
        for (pattern, path, expected) in [
            ("/teams/{slug}", "/teams/checkout", Some("/audit?kind=team&key=checkout")),
            ("/questions/{number}", "/questions/7", Some("/audit?kind=question&key=7")),
            ("/questions/new", "/questions/new", None),
            ("/teams/{slug}/edit", "/teams/checkout/edit", None),
            ("/teams", "/teams", None),
            ("/guides/{slug}", "/guides/ports", None),
            ("", "/x", None),
        ] {
            assert_eq!(happened_here(&netsec, pattern, path).as_deref(), expected, "{path}");
            assert_eq!(happened_here(&Viewer::anonymous(), pattern, path), None);
        }
    }
}
