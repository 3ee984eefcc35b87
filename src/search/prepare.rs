//! A document as the ranking reads it: its words by field, its phrasings, its
//! sentences. Made once, when the document is indexed, and packed: there may be
//! a hundred thousand of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::analysis::{Kind, Token, analyse};
use super::corpus::Corpus;
use super::cut::{shorten, split};
use super::rank::FIELD_WEIGHTS;
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

/// One document, prepared.
#[derive(Debug)]
pub struct Prepared {
    pub key: Box<str>,
    /// Terms in each field.
    pub lengths: [u32; FIELDS],
    /// Id and words of each heading; none for what stands above the first.
    pub sections: Box<[Option<Heading>]>,
    /// How often each term stands in each field, sorted by term.
    counts: Box<[(TermId, [u8; FIELDS])]>,
    /// Words that stand beside each other anywhere in it, sorted.
    pairs: Box<[TermId]>,
    /// The terms of the title and of each phrasing.
    phrasings: Sets,
    /// All sentences, one after the other.
    text: Box<str>,
    /// Where each sentence ends in the text, and the index of its section.
    ends: Box<[(u32, u16)]>,
    /// The terms of each sentence.
    sentence_terms: Sets,
    /// The ids of its words as written, for typing errors.
    surfaces: Box<[TermId]>,
}

/// A sentence that may be shown as the one that answers.
#[derive(Debug, Clone, Copy)]
pub struct Sentence<'d> {
    pub text: &'d str,
    /// Sorted.
    pub terms: &'d [TermId],
    /// Index into the sections.
    pub section: u16,
}

/// Sets of terms, each sorted, in one piece of memory.
#[derive(Debug)]
struct Sets {
    terms: Box<[TermId]>,
    ends: Box<[u32]>,
}

/// Id and words of a heading.
type Heading = (Box<str>, Box<str>);

/// A word as written, with its stem's id.
pub type FreshWord = (String, TermId);

impl Prepared {
    /// Prepares a document. Its words that the corpus has not seen yet come
    /// apart: they are kept once for all documents.
    pub fn new(document: &Document, corpus: &Corpus) -> (Self, Vec<FreshWord>) {
        let mut maker = Maker::default();
        for (number, text) in [&document.title].into_iter().chain(&document.phrasings).enumerate() {
            let tokens = analyse(text);
            maker.phrasings.push(ids(&tokens));
            maker.field(if number == 0 { Field::Title } else { Field::Phrasings }, tokens);
        }
        for tag in document.tags.iter().chain([&document.category]) {
            maker.field(Field::Tags, analyse(tag));
        }
        let mut has_answer = false;
        for (number, section) in document.outline.sections.iter().enumerate() {
            let heading = section.heading.as_ref();
            if let Some(heading) = heading {
                maker.field(Field::Headings, analyse(&heading.text));
            }
            maker.sections.push(heading.map(|heading| (heading.id.as_str().into(), heading.text.as_str().into())));
            for block in &section.blocks {
                let field = match block.kind {
                    BlockKind::Code => Field::Code,
                    BlockKind::Prose if !has_answer => Field::Answer,
                    _ => Field::Body,
                };
                has_answer |= field == Field::Answer;
                let tokens = analyse(&block.text);
                maker.sentences(block, &tokens, number.min(usize::from(u16::MAX)) as u16);
                maker.field(field, tokens);
            }
        }
        maker.finish(document.key.as_str().into(), corpus)
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

    /// Its terms, each once.
    pub fn terms(&self) -> impl Iterator<Item = TermId> {
        self.counts.iter().map(|(term, _)| *term)
    }

    /// Its terms with their counts, by what each field counts for.
    pub fn weighted(&self) -> impl Iterator<Item = (TermId, f32)> {
        let weigh = |counts: &[u8; FIELDS]| {
            counts.iter().zip(FIELD_WEIGHTS).map(|(count, weight)| f32::from(*count) * weight).sum::<f32>()
        };
        self.counts.iter().map(move |(term, counts)| (*term, weigh(counts)))
    }

    /// The distinct terms of the title and of each phrasing, sorted.
    pub fn phrasings(&self) -> impl Iterator<Item = &[TermId]> {
        self.phrasings.iter()
    }

    /// The sentences that may be shown, in their order.
    pub fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end as usize));
        let pieces = starts.zip(&self.ends).zip(self.sentence_terms.iter());
        pieces.map(|((start, (end, section)), terms)| Sentence {
            text: &self.text[start..*end as usize],
            terms,
            section: *section,
        })
    }

    /// The ids of its words as written.
    pub fn surfaces(&self) -> &[TermId] {
        &self.surfaces
    }
}

impl Sets {
    fn of(sets: &[BTreeSet<TermId>]) -> Self {
        let ends = sets.iter().scan(0, |end, set| {
            *end += set.len() as u32;
            Some(*end)
        });
        Sets { ends: ends.collect(), terms: sets.iter().flatten().copied().collect() }
    }

    fn iter(&self) -> impl Iterator<Item = &[TermId]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.terms[start as usize..*end as usize])
    }
}

/// The distinct terms of a text.
fn ids(tokens: &[Token]) -> BTreeSet<TermId> {
    tokens.iter().map(|token| term_id(&token.term)).collect()
}

#[derive(Default)]
struct Maker {
    counts: BTreeMap<TermId, [u8; FIELDS]>,
    lengths: [u32; FIELDS],
    pairs: BTreeSet<TermId>,
    phrasings: Vec<BTreeSet<TermId>>,
    sections: Vec<Option<Heading>>,
    text: String,
    ends: Vec<(u32, u16)>,
    sentence_terms: Vec<BTreeSet<TermId>>,
    surfaces: HashMap<String, TermId>,
}

impl Maker {
    fn field(&mut self, field: Field, tokens: Vec<Token>) {
        let mut last: Option<(usize, TermId)> = None;
        for token in tokens {
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
        }
    }

    /// Keeps the sentences of a block; `tokens` are those of all its text.
    fn sentences(&mut self, block: &Block, tokens: &[Token], section: u16) {
        let pieces: Vec<&str> = match block.kind {
            // Found by, but never shown: a line of it says little out of its place.
            BlockKind::Code | BlockKind::Flow => return,
            // Where something stands written is no answer.
            BlockKind::Prose if block.text.starts_with("Sources:") || block.text.starts_with("Source:") => return,
            BlockKind::Row => vec![&block.text],
            BlockKind::Prose => split(&block.text),
        };
        let mut rest = block.text.as_str();
        for piece in pieces {
            // Pieces follow one another in the text.
            let Some(found) = rest.find(piece) else { continue };
            let start = block.text.len() - rest.len() + found;
            rest = &block.text[start + piece.len()..];
            let kept = shorten(piece.trim());
            if kept.is_empty() || self.ends.len() >= SENTENCE_LIMIT {
                continue;
            }
            let start = start + piece.len() - piece.trim_start().len();
            let within = |token: &&Token| token.start >= start && token.end <= start + kept.len();
            self.sentence_terms.push(tokens.iter().filter(within).map(|token| term_id(&token.term)).collect());
            self.text.push_str(kept);
            if kept.len() < piece.trim().len() {
                self.text.push_str(" …");
            }
            self.ends.push((self.text.len() as u32, section));
        }
    }

    fn finish(self, key: Box<str>, corpus: &Corpus) -> (Prepared, Vec<FreshWord>) {
        let mut surfaces: Vec<TermId> = self.surfaces.keys().map(|word| term_id(word)).collect();
        surfaces.sort_unstable();
        surfaces.dedup();
        let prepared = Prepared {
            key,
            counts: self.counts.into_iter().collect(),
            lengths: self.lengths,
            pairs: self.pairs.into_iter().collect(),
            phrasings: Sets::of(&self.phrasings),
            text: self.text.into(),
            ends: self.ends.into(),
            sentence_terms: Sets::of(&self.sentence_terms),
            sections: self.sections.into(),
            surfaces: surfaces.into(),
        };
        let fresh = self.surfaces.into_iter().filter(|(word, _)| !corpus.has_word(term_id(word)));
        (prepared, fresh.collect())
    }
}
