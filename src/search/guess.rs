//! What a word that no document has may stand for: the beginning of one, one
//! with a typing error, or two that were written as one.

use super::analysis::Token;
use super::corpus::Corpus;
use super::query::Variant;
use super::stems::stem;
use super::term_id;

/// Words that the last one may be the beginning of.
const COMPLETIONS: usize = 8;
/// What a completed word counts for.
const COMPLETED: f32 = 0.5;
/// What a corrected word counts for.
const CORRECTED: f32 = 0.75;
/// What a word with a plain slip of the fingers counts for, below
/// which a word is a guess.
pub const SURE: f32 = 0.9;
/// Letters of a word with one letter too many, too few or swapped, and with a
/// wrong one, where no other word is likely: `loader` is no slip of `leader`.
const SURE_LENGTHS: (usize, usize) = (6, 8);
/// Letters of half a word: shorter ones are found in almost any.
const HALF: usize = 4;

/// A typing error: where it stands and what was meant.
pub struct Fix {
    start: usize,
    end: usize,
    words: String,
}

/// Words that begin so, the most common first.
pub fn completed(typed: &str, corpus: &Corpus) -> Vec<Variant> {
    if typed.len() < 2 {
        return Vec::new();
    }
    let words = corpus.starting_with(typed, COMPLETIONS);
    // Where there is but one way to go on, it is as good as typed.
    let is_sure = typed.len() >= HALF && words.iter().all(|(_, id)| *id == words[0].1);
    let counts = if is_sure { SURE } else { COMPLETED };
    words.into_iter().map(|(word, id)| Variant { id, term: stem(&word), counts }).collect()
}

/// The word that was most likely meant.
pub fn corrected(token: &Token, corpus: &Corpus, fixes: &mut Vec<Fix>) -> Option<Variant> {
    let (word, id) = corpus.nearest(&token.word)?;
    let term = stem(&word);
    let counts = if is_slip(&token.word, &word) { SURE } else { CORRECTED };
    if !is_sister(&token.word, &word) {
        fixes.push(Fix { start: token.start, end: token.end, words: word });
    }
    Some(Variant { id, term, counts })
}

/// The two words that were written as one: `loadbalancer`, `securitygroup`.
/// Where it can be cut in several places, the rarer words were meant.
pub fn halves(token: &Token, corpus: &Corpus, fixes: &mut Vec<Fix>) -> Vec<Variant> {
    let word = &token.word;
    if word.len() < 2 * HALF || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let cuts = (HALF..=word.len() - HALF).map(|at| word.split_at(at));
    let known = cuts
        .map(|(first, second)| [first, second].map(|half| (half, stem(half))))
        .filter(|halves| halves.iter().all(|(_, term)| corpus.knows(term_id(term))));
    let weight =
        |halves: &[(&str, String); 2]| halves.iter().map(|(_, term)| corpus.weight(term_id(term))).sum::<f32>();
    let Some(halves) = known.max_by(|a, b| weight(a).total_cmp(&weight(b))) else { return Vec::new() };
    let words = halves.each_ref().map(|(half, _)| *half).join(" ");
    fixes.push(Fix { start: token.start, end: token.end, words });
    halves.into_iter().map(|(_, term)| Variant { id: term_id(&term), term, counts: CORRECTED }).collect()
}

/// Whether two words differ in their last letter only: `printer` beside
/// `printed` is rarely a slip, so nobody is told that they meant the other.
fn is_sister(typed: &str, known: &str) -> bool {
    let alike = typed.bytes().zip(known.bytes()).take_while(|(one, other)| one == other).count();
    alike + 1 >= typed.len().max(known.len())
}

/// Whether two words differ by one slip, and are long enough to be no others.
fn is_slip(typed: &str, known: &str) -> bool {
    let (a, b) = (typed.as_bytes(), known.as_bytes());
    let start = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(one, other)| one == other).count();
    let least = match (&a[..a.len() - end], &b[..b.len() - end]) {
        ([one, two], [three, four]) if one == four && two == three => SURE_LENGTHS.0,
        ([_], []) | ([], [_]) => SURE_LENGTHS.0,
        ([_], [_]) => SURE_LENGTHS.1,
        _ => return false,
    };
    typed.len() >= least && !is_sister(typed, known)
}

/// The text with its typing errors put right; none where it had none.
pub fn put_right(text: &str, fixes: &[Fix]) -> Option<String> {
    if fixes.is_empty() {
        return None;
    }
    let mut right = String::new();
    let mut at = 0;
    for fix in fixes {
        right.push_str(text.get(at..fix.start)?);
        right.push_str(&fix.words);
        at = fix.end;
    }
    right.push_str(text.get(at..)?);
    Some(right)
}

#[cfg(test)]
mod tests {
    use crate::search::{Answers, Document, Index, Synonyms};

    fn search(text: &str) -> Answers {
        let titles = [
            "Setting a route",
            "Setting the proxy for users",
            "Users and unicast",
            "Update of users",
            "Health check of a load balancer",
            "The whitelist of domains",
        ];
        let document = |title: &&str| Document { key: (*title).into(), title: (*title).into(), ..Document::default() };
        let index = Index::new(Synonyms::default()).unwrap_or_else(|error| panic!("{error}"));
        let index = index.update(titles.iter().map(document).collect(), &[]).unwrap_or_else(|error| panic!("{error}"));
        index.search(text, 10).unwrap_or_else(|error| panic!("{error}"))
    }

    fn keys(answers: &Answers) -> Vec<&str> {
        answers.hits.iter().map(|hit| hit.key.as_str()).collect()
    }

    #[test]
    fn words_stay_required_while_the_last_is_being_typed() {
        for (typed, expected) in [
            ("setting u", vec!["Setting a route", "Setting the proxy for users"]),
            ("setting use", vec!["Setting the proxy for users", "Setting a route"]),
            ("setting pro", vec!["Setting the proxy for users", "Setting a route"]),
            ("users un", vec!["Users and unicast", "Update of users", "Setting the proxy for users"]),
        ] {
            let found = search(typed);
            assert_eq!(keys(&found)[0], expected[0], "{typed}");
            let (mut found, mut expected) = (keys(&found), expected);
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{typed}");
        }
        // No document has both: the nearest are shown.
        assert!(!search("route whitelist un").hits.is_empty());
    }

    #[test]
    fn slips_are_told_from_other_words() {
        for (typed, known, expected) in [
            ("postgras", "postgres", true),
            ("refusd", "refused", true),
            ("conection", "connection", true),
            ("netwrok", "network", true),
            ("loader", "leader", false),
            ("rude", "rule", false),
            ("printer", "printed", false),
            ("kubrnets", "kubernetes", false),
        ] {
            assert_eq!(super::is_slip(typed, known), expected, "{typed} {known}");
        }
    }

    #[test]
    fn words_are_found_however_they_are_joined_or_misspelt() {
        for (typed, expected, meant) in [
            ("loadbalancer check", "Health check of a load balancer", Some("load balancer check")),
            ("white list", "The whitelist of domains", None),
            ("whitelsit", "The whitelist of domains", Some("whitelist")),
        ] {
            let found = search(typed);
            assert_eq!(keys(&found).first(), Some(&expected), "{typed}");
            assert_eq!(found.meant.as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn n03_changed_searches() {
        crate::fuzz::hold("searches", |bytes| drop(search(&String::from_utf8_lossy(bytes))));
    }
}
