//! What the company looks for, whether it finds it, and what it says of the answers.

use jiff::SignedDuration;

use super::chance::Chance;
use super::company::{Company, working_hour};
use super::{DemoError, held};
use crate::db::Tx;
use crate::db::keys::{FeedbackId, FlagId};
use crate::knowledge::feedback::{Feedback, Reason, give_feedback};
use crate::knowledge::freshness::{Report, report};
use crate::knowledge::insight::{Counts, add_clicks, add_search, normalise};
use crate::knowledge::{Library, SearchOutcome};

/// Days that are looked back on: twelve weeks.
const DAYS: i32 = 84;
/// What is typed, and how often of a hundred days. What nothing answers is
/// what the gaps are made of.
const SEARCHES: [(&str, i32); 36] = [
    ("connection timed out", 95),
    ("do i need to open a port", 90),
    ("connection refused", 80),
    ("5432", 60),
    ("could not connect to server: connection timed out", 45),
    ("who is my champion", 45),
    ("security group vs nacl", 40),
    ("github actions runner private subnet", 35),
    ("no_proxy", 35),
    ("vpn connected but cannot reach anything", 30),
    ("redis 6379", 30),
    ("certificate has expired", 30),
    ("kubernetes default deny dns", 25),
    ("ssh bastion", 25),
    ("docker published port ignores firewall", 25),
    ("ephemeral ports", 20),
    ("502 bad gateway", 20),
    ("kafka advertised listeners", 18),
    ("x-forwarded-for", 15),
    ("rabbitmq ports", 15),
    ("ping blocked", 15),
    ("pci scope", 12),
    ("webhook from stripe", 12),
    ("mtu", 10),
    ("dns ttl", 10),
    ("self signed certificate in certificate chain", 10),
    ("mainframe tn3270 port", 30),
    ("oracle tns listener 1521 wallet", 28),
    ("sap router string", 22),
    ("label printer zebra 9100", 20),
    ("bluetooth badge reader", 14),
    ("guest wifi password", 14),
    ("satellite office starlink", 12),
    ("parking garage camera", 10),
    ("teams call quality", 10),
    ("fax gateway", 6),
];
/// What readers say of articles: which, of ten how many yes, and words of those who say no.
const SAID: [(&str, i32, &str); 9] = [
    ("connection-timed-out", 8, "which of the three is it for a pod?"),
    ("do-i-need-to-open-a-port", 9, ""),
    ("connection-refused", 9, ""),
    ("vpn-connected-no-access", 4, "the new client has no split tunnel tab any more"),
    ("security-group-vs-nacl", 8, ""),
    ("ci-runner-private-network", 7, "only for hosted runners, ours are on kubernetes"),
    ("waf-false-positive", 3, "we moved to the other firewall in spring"),
    ("http-proxy-settings", 6, "too much about java"),
    ("ssh-through-bastion", 8, ""),
];

/// Lives twelve weeks of searches, and what was said of the answers.
pub(super) fn live(tx: &mut Tx, chance: &mut Chance, company: &Company, library: &Library) -> Result<(), DemoError> {
    for (index, (typed, often)) in SEARCHES.into_iter().enumerate() {
        let outcome = held(library.search(typed, 8))?;
        // Some answers were written on the way: before that day nothing was found.
        let written = if index % 5 == 4 { chance.between(30, 70) } else { DAYS };
        search(tx, chance, company, &outcome, &normalise(typed), often, written)?;
    }
    for (slug, yes, words) in SAID {
        say(tx, chance, company, library, slug, yes, words)?;
    }
    doubt(tx, chance, company, library)
}

fn search(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &Company,
    outcome: &SearchOutcome,
    words: &str,
    often: i32,
    written: i32,
) -> Result<(), DemoError> {
    for back in (1..=DAYS).rev() {
        let day = company.today.plus_days(-back);
        if !day.is_workday() || !chance.happens(often) {
            continue;
        }
        let times = i64::from(chance.between(1, 1 + often / 15));
        let is_answered = outcome.answered && back <= written;
        let best = outcome.hits.first().map(|hit| hit.article.slug.to_string()).unwrap_or_default();
        let counts = Counts {
            times,
            answered: if is_answered { times } else { 0 },
            clicks: 0,
            asks: i64::from(!is_answered && chance.happens(12)),
            latest: Some((outcome.hits.len() as i64, best.clone())),
        };
        held(add_search(tx, words, day, &counts))?;
        // Short answers are read in the results and never opened.
        let opened = (0..times).filter(|_| is_answered && words.len() > 4 && chance.happens(62)).count();
        if opened > 0 {
            held(add_clicks(tx, words, &best, day, opened as i64))?;
        }
    }
    Ok(())
}

/// Readers of an article say whether it helped.
fn say(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &Company,
    library: &Library,
    slug: &str,
    yes: i32,
    words: &str,
) -> Result<(), DemoError> {
    if library.article(slug).is_none() {
        return Ok(());
    }
    for number in 0..chance.between(6, 20) {
        let at = working_hour(company.today.plus_days(-chance.between(1, DAYS)), chance.between(8, 17));
        let helpful = chance.between(1, 10) <= yes;
        let word = Feedback {
            id: FeedbackId::generate(),
            helpful,
            reason: (!helpful && chance.happens(70)).then(|| *chance.pick(Reason::ALL)),
            words: if helpful || number % 3 != 0 { String::new() } else { words.to_owned() },
        };
        held(give_feedback(tx, library, at, slug, &word, true))?;
    }
    Ok(())
}

/// Some articles are no longer true, their readers say; one of them says who they are.
fn doubt(tx: &mut Tx, chance: &mut Chance, company: &Company, library: &Library) -> Result<(), DemoError> {
    let doubts = [
        ("vpn-connected-no-access", "The client was replaced last month; these menus are gone.", true, 3),
        ("vpn-connected-no-access", "new vpn client looks different", false, 2),
        ("waf-false-positive", "We have another firewall in front since spring.", false, 5),
    ];
    for (slug, words, is_signed_in, days) in doubts {
        if library.article(slug).is_none() {
            continue;
        }
        let at = working_hour(company.today.plus_days(-days), 11).plus(SignedDuration::from_mins(days.into()));
        let life = chance.pick(&company.teams);
        let reader = company.member(chance.pick(&life.people), &[], at.day());
        let new = Report { id: FlagId::generate(), words: words.to_owned() };
        held(report(tx, library, Some(&reader).filter(|_| is_signed_in), at, slug, &new))?;
    }
    Ok(())
}
