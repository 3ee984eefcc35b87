//! Which gap some words belong to. Words that say the same things are alike,
//! in whatever order; of several gaps it is the likest, and of those the oldest.

use std::collections::BTreeSet;

use crate::questions::similar::likeness;
use crate::search::{Word, words};

/// Stems by which a gap is found; longer texts repeat themselves.
const TERMS: usize = 16;

/// The stems of a text, each once, in their order.
pub fn terms(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let stems = words(text).into_iter().map(|word| word.stem).filter(|stem| seen.insert(stem.clone()));
    stems.take(TERMS).collect()
}

/// The likest of `known`, each by its number and the words that it began with.
pub fn likest<'k>(text: &str, known: impl Iterator<Item = (i64, &'k str)>) -> Option<i64> {
    let asked = words(text);
    let mut best: Option<(f32, i64)> = None;
    for (number, seed) in known {
        let Some(how) = alike(&asked, &words(seed)) else { continue };
        if best.is_none_or(|(most, first)| how > most || (how == most && number < first)) {
            best = Some((how, number));
        }
    }
    best.map(|(_, number)| number)
}

/// How alike two texts are; nothing where they are about different things.
fn alike(asked: &[Word], seed: &[Word]) -> Option<f32> {
    const MUCH: f32 = 0.5;
    let (how, shared) = likeness(asked, seed)?;
    let both = 2.0 * shared.len() as f32 / (asked.len() + seed.len()) as f32;
    // One word alone says too little to be found in a whole sentence.
    (asked.len().min(seed.len()) > 1 || both > MUCH).then_some(how)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_words_belong_together_whatever_their_order() {
        let known = [
            (1, "vpn drops every hour"),
            (2, "open port 8443 to the shipping vendor"),
            (3, "kafka consumer lag over peering"),
            (4, "drops hourly: the vpn"),
        ];
        for (text, expected) in [
            ("vpn drops", Some(1)),
            ("the VPN drops every hour since monday", Some(1)),
            ("shipping vendor port 8443", Some(2)),
            ("peering kafka lag", Some(3)),
            ("vpn", None),
            ("where is the port of the canteen", None),
            ("", None),
        ] {
            assert_eq!(likest(text, known.iter().copied()), expected, "{text}");
        }
        let twice = [(7, "vpn drops"), (5, "vpn drops")];
        assert_eq!(likest("vpn drops", twice.into_iter()), Some(5), "the oldest of those that are as like");
    }

    #[test]
    fn terms_are_told_once() {
        assert_eq!(terms("Ports of the port, and proxies"), ["port", "proxi"]);
        assert_eq!(terms("who is it"), Vec::<String>::new());
    }
}
