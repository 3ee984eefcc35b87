//! A document as the ranking reads it: its words by field, its phrasings, its
//! sentences. Made once, when the document is indexed.

use std::collections::{BTreeMap, BTreeSet};

use super::analysis::{Kind, analyse};
use super::{Document, TermId, pair_id, term_id};
use crate::markdown::{Block, BlockKind};

/// The fields of a document, in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What it answers.
    Title,
    /// Other ways to ask.
    Phrasings,
    /// What it is filed under, with the name of its shelf.
    Tags,
    /// The words over its sections.
    Headings,
    /// Its first paragraph.
    Answer,
    /// Everything else that is not code.
    Body,
    /// Code and what programs print.
    Code,
}

/// How many fields there are.
pub const FIELDS: usize = 7;

/// All fields, by their numbers.
pub const ALL_FIELDS: [Field; FIELDS] =
    [Field::Title, Field::Phrasings, Field::Tags, Field::Headings, Field::Answer, Field::Body, Field::Code];

/// Sentences that are kept of one document.
const SENTENCE_LIMIT: usize = 400;
/// Bytes of a sentence that is shown.
const SENTENCE_LENGTH: usize = 320;

/// One document, prepared.
#[derive(Debug)]
pub struct Prepared {
    pub key: String,
    /// How often each term stands in each field, sorted by term.
    pub counts: Vec<(TermId, [u8; FIELDS])>,
    /// Terms in each field.
    pub lengths: [u32; FIELDS],
    /// Words that stand beside each other anywhere in it, sorted.
    pub pairs: Vec<TermId>,
    /// The terms of the title and of each phrasing, sorted.
    pub phrasings: Vec<Vec<TermId>>,
    pub sentences: Vec<Sentence>,
    /// Id and words of each heading; none for what stands above the first.
    pub sections: Vec<Option<(String, String)>>,
    /// The words of each field as Tantivy takes them.
    pub words: Vec<Vec<String>>,
    /// Words as written with their stems, for typing errors.
    pub surfaces: BTreeMap<String, TermId>,
}

/// A sentence that may be shown as the one that answers.
#[derive(Debug)]
pub struct Sentence {
    pub text: String,
    /// Sorted.
    pub terms: Vec<TermId>,
    /// Index into the sections.
    pub section: u16,
}

impl Prepared {
    /// Prepares a document.
    pub fn new(document: &Document) -> Self {
        let mut maker = Maker::default();
        maker.field(Field::Title, &document.title);
        for phrasing in &document.phrasings {
            maker.field(Field::Phrasings, phrasing);
        }
        for tag in document.tags.iter().chain([&document.category]) {
            maker.field(Field::Tags, tag);
        }
        let mut has_answer = false;
        for (number, section) in document.outline.sections.iter().enumerate() {
            let heading = section.heading.as_ref();
            if let Some(heading) = heading {
                maker.field(Field::Headings, &heading.text);
            }
            maker.sections.push(heading.map(|heading| (heading.id.clone(), heading.text.clone())));
            for block in &section.blocks {
                let field = match block.kind {
                    BlockKind::Code => Field::Code,
                    BlockKind::Prose if !has_answer => Field::Answer,
                    _ => Field::Body,
                };
                has_answer |= field == Field::Answer;
                maker.field(field, &block.text);
                maker.sentences(block, number.min(usize::from(u16::MAX)) as u16);
            }
        }
        let phrasings = [&document.title].into_iter().chain(&document.phrasings).map(|text| terms(text)).collect();
        maker.finish(document.key.clone(), phrasings)
    }

    /// How often a term stands in each field.
    pub fn counts_of(&self, term: TermId) -> Option<&[u8; FIELDS]> {
        let at = self.counts.binary_search_by_key(&term, |(id, _)| *id).ok()?;
        Some(&self.counts[at].1)
    }

    /// Whether the two words stand beside each other somewhere.
    pub fn has_pair(&self, pair: TermId) -> bool {
        self.pairs.binary_search(&pair).is_ok()
    }
}

/// The distinct terms of a text, sorted.
fn terms(text: &str) -> Vec<TermId> {
    let set: BTreeSet<TermId> = analyse(text).iter().map(|token| term_id(&token.term)).collect();
    set.into_iter().collect()
}

#[derive(Default)]
struct Maker {
    counts: BTreeMap<TermId, [u8; FIELDS]>,
    lengths: [u32; FIELDS],
    pairs: BTreeSet<TermId>,
    sentences: Vec<Sentence>,
    sections: Vec<Option<(String, String)>>,
    words: [Vec<String>; FIELDS],
    surfaces: BTreeMap<String, TermId>,
}

impl Maker {
    fn field(&mut self, field: Field, text: &str) {
        let mut last: Option<(usize, TermId)> = None;
        for token in analyse(text) {
            let id = term_id(&token.term);
            let count = &mut self.counts.entry(id).or_insert([0; FIELDS])[field as usize];
            *count = count.saturating_add(1);
            self.lengths[field as usize] += u32::from(token.kind != Kind::Part);
            if let Some((group, before)) = last {
                // Parts of one compound stand beside each other, too.
                if token.group == group + 1 || (token.group == group && token.kind == Kind::Part) {
                    self.pairs.insert(pair_id(before, id));
                }
            }
            if token.kind != Kind::Whole || last.is_none() {
                last = Some((token.group, id));
            }
            if token.kind != Kind::Whole && token.word.len() >= 3 {
                self.surfaces.entry(token.word).or_insert(id);
            }
            self.words[field as usize].push(token.term);
        }
    }

    fn sentences(&mut self, block: &Block, section: u16) {
        let pieces: Vec<&str> = match block.kind {
            // Found by, but never shown: a line of it says little out of its place.
            BlockKind::Code | BlockKind::Flow => return,
            BlockKind::Row => vec![&block.text],
            BlockKind::Prose => split(&block.text),
        };
        for piece in pieces {
            let text = shorten(piece.trim());
            if text.is_empty() || self.sentences.len() >= SENTENCE_LIMIT {
                continue;
            }
            let terms = terms(&text);
            self.sentences.push(Sentence { text, terms, section });
        }
    }

    fn finish(self, key: String, phrasings: Vec<Vec<TermId>>) -> Prepared {
        Prepared {
            key,
            counts: self.counts.into_iter().collect(),
            lengths: self.lengths,
            pairs: self.pairs.into_iter().collect(),
            phrasings,
            sentences: self.sentences,
            sections: self.sections,
            words: self.words.into(),
            surfaces: self.surfaces,
        }
    }
}

/// The sentences of a paragraph. A stop ends one where a capital, a digit or a
/// quote follows, so that `e.g. this` and `10.0.0.1` stay in one piece.
fn split(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices(['.', '?', '!']) {
        if bytes.get(at + 1) != Some(&b' ') {
            continue;
        }
        let follows = text[at + 2..].chars().next();
        let short = text[start..at].rsplit(' ').next().is_some_and(|word| word.len() <= 3 && word.contains('.'));
        if follows.is_some_and(|c| !c.is_lowercase()) && !short {
            pieces.push(&text[start..=at]);
            start = at + 2;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn shorten(text: &str) -> String {
    if text.len() <= SENTENCE_LENGTH {
        return text.to_owned();
    }
    let end = (0..=SENTENCE_LENGTH).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let kept = text[..end].rsplit_once(' ').map_or(&text[..end], |(kept, _)| kept);
    format!("{kept} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_cut_into_sentences() {
        for (text, expected) in [
            ("One. Two", vec!["One.", "Two"]),
            ("Use 10.0.0.1 here. Then go.", vec!["Use 10.0.0.1 here.", "Then go."]),
            ("For i.e. This and e.g. that", vec!["For i.e. This and e.g. that"]),
            ("Why? Because.", vec!["Why?", "Because."]),
            ("", vec![""]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }
}
