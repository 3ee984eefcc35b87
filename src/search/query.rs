//! What somebody typed, as terms to look for, each with what it may stand for.

use std::collections::{BTreeMap, HashSet};

use super::analysis::{Kind, Token, analyse};
use super::corpus::Corpus;
use super::synonyms::Synonyms;
use super::{TermId, pair_id, term_id};
use crate::web::fold;

/// Characters of a question that are looked at.
const LENGTH_LIMIT: usize = 1_000;
/// Distinct words of a question that are looked for.
const WORD_LIMIT: usize = 64;
/// Words that the last one may be the beginning of.
const COMPLETIONS: usize = 8;

/// What a synonym counts for, against the word itself.
const SYNONYM: f32 = 0.3;
/// What a completed word counts for.
const COMPLETED: f32 = 0.5;
/// What a corrected word counts for.
const CORRECTED: f32 = 0.75;
/// What a part of a compound counts for, where the compound itself is known.
const PART: f32 = 0.6;

/// A question, understood.
#[derive(Debug, Default)]
pub struct Query {
    /// What was looked at.
    pub text: String,
    /// What to look for.
    pub wants: Vec<Want>,
    /// Words that stand beside each other in it.
    pub pairs: Vec<(TermId, f32)>,
    /// The question with its typing errors put right, if it had any.
    pub meant: Option<String>,
}

/// One word of a question.
#[derive(Debug)]
pub struct Want {
    /// What to look for, with what each counts for (1 at the most); empty for
    /// a word that no document has.
    pub variants: Vec<Variant>,
    /// How much the word says.
    pub weight: f32,
}

/// A term that satisfies a word.
#[derive(Debug, Clone)]
pub struct Variant {
    pub id: TermId,
    /// As Tantivy knows it; none where only its id is known.
    pub term: String,
    pub counts: f32,
}

impl Query {
    /// Reads a question. Operators and names of fields mean nothing in it. Where
    /// it is meant exactly, no typing error is put right.
    pub fn parse(text: &str, is_exact: bool, corpus: &Corpus, synonyms: &Synonyms) -> Self {
        let text: String = text.chars().take(LENGTH_LIMIT).collect();
        let text = fold::searchable(&text).into_owned();
        let tokens = analyse(&text);
        let is_typing = text.ends_with(char::is_alphanumeric);
        let known_groups: HashSet<usize> = tokens
            .iter()
            .filter(|token| token.kind == Kind::Whole && corpus.knows(term_id(&token.term)))
            .map(|token| token.group)
            .collect();
        let mut wants: BTreeMap<TermId, (usize, Want)> = BTreeMap::new();
        let mut fixes = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let id = term_id(&token.term);
            if wants.len() >= WORD_LIMIT || wants.contains_key(&id) {
                continue;
            }
            // A compound that nobody wrote says nothing beyond its parts.
            if token.kind == Kind::Whole
                && !corpus.knows(id)
                && synonyms.of(&token.term).is_empty()
                && has_parts(&tokens, at)
            {
                continue;
            }
            let mut want = Want { variants: Vec::new(), weight: corpus.weight(id) };
            let own = Variant { id, term: token.term.clone(), counts: 1.0 };
            if corpus.knows(id) {
                want.variants.push(own);
                if token.kind == Kind::Part && known_groups.contains(&token.group) {
                    want.weight *= PART;
                }
            } else {
                let last = is_typing && at + 1 == tokens.len();
                unknown(token, last, is_exact, corpus, &mut want, &mut fixes);
            }
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            let expansions = synonyms
                .of(&token.term)
                .iter()
                .chain(before.map_or(&[][..], |before| synonyms.of_pair(&before.term, &token.term)));
            for term in expansions {
                let id = term_id(term);
                if corpus.knows(id) && want.variants.iter().all(|variant| variant.id != id) {
                    if want.variants.is_empty() {
                        want.weight = corpus.weight(id);
                    }
                    want.variants.push(Variant { id, term: term.clone(), counts: SYNONYM });
                }
            }
            wants.insert(id, (at, want));
        }
        let mut wants: Vec<(usize, Want)> = wants.into_values().collect();
        wants.sort_by_key(|(at, _)| *at);
        Query {
            pairs: pairs(&tokens, corpus),
            wants: wants.into_iter().map(|(_, want)| want).collect(),
            meant: put_right(&text, &fixes),
            text,
        }
    }

    /// The ids of everything that is looked for, for marking words.
    pub fn ids(&self) -> HashSet<TermId> {
        self.wants.iter().flat_map(|want| &want.variants).map(|variant| variant.id).collect()
    }
}

/// A typing error: where it stands and what was meant.
struct Fix {
    start: usize,
    end: usize,
    word: String,
}

/// Finds what a word that no document has may stand for.
fn unknown(token: &Token, last: bool, is_exact: bool, corpus: &Corpus, want: &mut Want, fixes: &mut Vec<Fix>) {
    if last && token.word.len() >= 2 {
        for (word, id) in corpus.starting_with(&token.word, COMPLETIONS) {
            want.variants.push(Variant { id, term: super::stems::stem(&word), counts: COMPLETED });
        }
        if !want.variants.is_empty() {
            let weights = want.variants.iter().map(|variant| corpus.weight(variant.id));
            want.weight = weights.fold(f32::INFINITY, f32::min);
            return;
        }
    }
    if let Some((word, id)) = corpus.nearest(&token.word).filter(|_| !is_exact) {
        want.weight = corpus.weight(id);
        want.variants.push(Variant { id, term: super::stems::stem(&word), counts: CORRECTED });
        if !is_sister(&token.word, &word) {
            fixes.push(Fix { start: token.start, end: token.end, word });
        }
    }
}

/// Whether two words differ in their last letter only: `printer` beside
/// `printed` is rarely a slip, so nobody is told that they meant the other.
fn is_sister(typed: &str, known: &str) -> bool {
    let alike = typed.bytes().zip(known.bytes()).take_while(|(one, other)| one == other).count();
    alike + 1 >= typed.len().max(known.len())
}

fn has_parts(tokens: &[Token], at: usize) -> bool {
    let group = tokens[at].group;
    tokens.iter().any(|token| token.group == group && token.kind == Kind::Part)
}

/// Words that stand beside each other, with what the rarer of the two says.
fn pairs(tokens: &[Token], corpus: &Corpus) -> Vec<(TermId, f32)> {
    let single: Vec<&Token> = tokens.iter().filter(|token| token.kind != Kind::Whole).collect();
    let mut pairs = Vec::new();
    for window in single.windows(2).take(WORD_LIMIT) {
        let [first, second] = window else { continue };
        let ids = (term_id(&first.term), term_id(&second.term));
        if second.group <= first.group + 1 && corpus.knows(ids.0) && corpus.knows(ids.1) {
            pairs.push((pair_id(ids.0, ids.1), corpus.weight(ids.0) + corpus.weight(ids.1)));
        }
    }
    pairs
}

fn put_right(text: &str, fixes: &[Fix]) -> Option<String> {
    if fixes.is_empty() {
        return None;
    }
    let mut right = String::new();
    let mut at = 0;
    for fix in fixes {
        right.push_str(text.get(at..fix.start)?);
        right.push_str(&fix.word);
        at = fix.end;
    }
    right.push_str(text.get(at..)?);
    Some(right)
}
