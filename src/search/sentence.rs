//! Chooses the sentence that answers best, and marks the words in it.

use std::collections::HashSet;

use super::TermId;
use super::analysis::analyse;
use super::corpus::Corpus;
use super::prepare::{Prepared, Sentence};
use super::query::Query;
use super::term_id;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Plain text, to be escaped.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub marked: bool,
}

/// What sentences of the first paragraph get on top: it is the answer.
const ANSWER: f32 = 1.6;

/// The sentence of a document that says most of what was asked.
pub fn choose<'d>(query: &Query, document: &'d Prepared, corpus: &Corpus) -> Option<Sentence<'d>> {
    let mut best: Option<(f32, Sentence<'d>)> = None;
    for (number, sentence) in document.sentences().enumerate() {
        let mut said: f32 = query
            .wants
            .iter()
            .filter_map(|want| {
                let found = want.variants.iter().filter(|variant| sentence.terms.binary_search(&variant.id).is_ok());
                found.map(|variant| variant.counts * corpus.weight(variant.id)).reduce(f32::max)
            })
            .sum();
        if sentence.section == 0 {
            said *= ANSWER;
        }
        // The first of equals; the very first where none says anything.
        if best.is_none_or(|(most, _)| said > most) && (said > 0.0 || number == 0) {
            best = Some((said, sentence));
        }
    }
    best.map(|(_, sentence)| sentence)
}

/// The sentence in pieces, the words of `wanted` marked.
pub fn mark(text: &str, wanted: &HashSet<TermId>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    for token in analyse(text) {
        if token.start < at || !wanted.contains(&term_id(&token.term)) {
            continue;
        }
        push(&mut parts, &text[at..token.start], false);
        push(&mut parts, &text[token.start..token.end], true);
        at = token.end;
    }
    push(&mut parts, &text[at..], false);
    parts
}

fn push(parts: &mut Vec<Part>, text: &str, marked: bool) {
    if !text.is_empty() {
        parts.push(Part { text: text.to_owned(), marked });
    }
}
