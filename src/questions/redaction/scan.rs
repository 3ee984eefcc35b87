//! Finds everything in the texts of an article, in a fixed order.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Range;

use super::model::{Find, FindKind, Place, Texts};
use super::places::{Piece, pieces};
use super::{addresses, names};
use crate::questions::secrets;

/// A name to look for, as it may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// The name.
    pub name: String,
    /// What to say instead, such as `the champion`.
    pub role: String,
    /// Whether it is somebody's, and not a team's or a service's.
    pub is_person: bool,
    /// Whether it counts only where it is written with a capital letter, as a
    /// first name alone does.
    pub is_capital: bool,
}

/// Whom and what to look for, beside what is known by its shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// People, teams, services.
    pub names: Vec<KnownName>,
}

/// One stretch of a text.
struct Hit {
    range: Range<usize>,
    kind: FindKind,
    /// What to say instead, where that is known already.
    role: String,
}

/// Finds what should not leave the question; each distinct text once, with all
/// its places. The order is that of the places.
pub fn scan(texts: &Texts, known: &Known) -> Vec<Find> {
    let mut finds: Vec<Find> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut numbering = Numbering::default();
    for Piece { field, line, text } in pieces(texts) {
        for hit in hits(text, known) {
            let words = &text[hit.range.clone()];
            let place = Place { field, line: line + text[..hit.range.start].matches('\n').count() };
            let key = key(hit.kind, words);
            if let Some(at) = by_key.get(&key) {
                if !finds[*at].places.contains(&place) {
                    finds[*at].places.push(place);
                }
                continue;
            }
            by_key.insert(key.clone(), finds.len());
            let proposal = numbering.proposal(hit.kind, words, hit.role);
            finds.push(Find { key, kind: hit.kind, text: words.to_owned(), places: vec![place], proposal });
        }
    }
    finds
}

/// What is found in one text, from its beginning; no two overlap. What is more
/// secret goes before: the mail address in a password is a part of that.
fn hits(text: &str, known: &Known) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut take = |range: Range<usize>, kind: FindKind, role: &str| {
        if hits.iter().all(|hit| range.end <= hit.range.start || hit.range.end <= range.start) {
            hits.push(Hit { range, kind, role: role.to_owned() });
        }
    };
    for (_, secret) in secrets::found(text) {
        // A password that stands in several places is found in all of them.
        text.match_indices(secret).for_each(|(at, _)| take(at..at + secret.len(), FindKind::Secret, ""));
    }
    addresses::mails(text).into_iter().for_each(|range| take(range, FindKind::Mail, ""));
    addresses::addresses(text).into_iter().for_each(|range| take(range, FindKind::Address, ""));
    addresses::hosts(text).into_iter().for_each(|range| take(range, FindKind::Host, ""));
    for (range, name) in names::find(text, &known.names) {
        take(range, if name.is_person { FindKind::Person } else { FindKind::Name }, &name.role);
    }
    hits.sort_by_key(|hit| hit.range.start);
    hits
}

/// Replacements that differ where what they replace differs.
#[derive(Default)]
struct Numbering {
    four: u32,
    six: u32,
    ranges: usize,
    hosts: u32,
    mails: u32,
}

impl Numbering {
    fn proposal(&mut self, kind: FindKind, text: &str, role: String) -> String {
        match kind {
            FindKind::Secret => "[removed]".into(),
            FindKind::Person | FindKind::Name => role,
            FindKind::Mail => numbered(&mut self.mails, "somebody", "@example.com"),
            FindKind::Host => numbered(&mut self.hosts, "service", ".example"),
            FindKind::Address => self.address(text),
        }
    }

    /// An address of the ranges that are kept for documentation (RFC 5737, RFC 3849).
    fn address(&mut self, text: &str) -> String {
        const RANGES: [&str; 3] = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];
        let bare = text.split('/').next().unwrap_or_default();
        let is_range = text.contains('/');
        match (bare.parse::<IpAddr>(), is_range) {
            (Ok(IpAddr::V6(_)), true) => "2001:db8::/32".into(),
            (Ok(IpAddr::V6(_)), false) => {
                self.six += 1;
                format!("2001:db8::{:x}", self.six)
            }
            (_, true) => {
                self.ranges += 1;
                RANGES[(self.ranges - 1) % RANGES.len()].into()
            }
            (_, false) => {
                self.four += 1;
                format!("192.0.2.{}", self.four.min(254))
            }
        }
    }
}

fn numbered(count: &mut u32, before: &str, after: &str) -> String {
    *count += 1;
    if *count == 1 { format!("{before}{after}") } else { format!("{before}-{count}{after}") }
}

/// The same for the same text, whatever stands around it.
fn key(kind: FindKind, text: &str) -> String {
    // FNV-1a of 64 bits: it names fields of one form, and hides nothing.
    let bytes = text.bytes().chain([kind as u8]);
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}
