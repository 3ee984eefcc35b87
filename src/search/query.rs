//! What somebody typed, as terms to look for, each with what it may stand for.

use std::collections::HashSet;

use super::analysis::{Kind, Token, analyse};
use super::corpus::Corpus;
use super::everyday;
use super::guess::{self, Fix};
use super::stems::stem;
use super::synonyms::Synonyms;
use super::{TermId, pair_id, term_id};
use crate::web::fold;

/// Characters of a question that are looked at.
const LENGTH_LIMIT: usize = 1_000;
/// Distinct words of a question that are looked for.
const WORD_LIMIT: usize = 64;
/// Words that a question may have for all but the last to be required while
/// that is being typed: more are a sentence, and no document has all of one.
const REQUIRED_LIMIT: usize = 6;

/// What a synonym counts for, against the word itself.
const SYNONYM: f32 = 0.3;
/// What two words count for that are written as one in the documents.
const JOINED: f32 = 0.8;
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
    /// So many words from the first have to stand in a document: the others
    /// while the last is still being typed, else none.
    pub required: usize,
}

/// One word of a question.
#[derive(Debug)]
pub struct Want {
    /// What to look for, with what each counts for (1 at the most); empty for
    /// a word that no document has.
    pub variants: Vec<Variant>,
    /// How much the word says.
    pub weight: f32,
    /// Whether it belongs to everyday language.
    pub is_everyday: bool,
}

/// A term that satisfies a word.
#[derive(Debug, Clone)]
pub struct Variant {
    pub id: TermId,
    /// The stem.
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
        // White space or a stop ends the last word: nothing stands at the end then.
        let mut reader = Reader { end: text.len(), is_exact, ..Reader::new(&tokens, corpus, synonyms) };
        for at in 0..tokens.len() {
            reader.read(at);
        }
        let (pairs, meant, required) =
            (pairs(&tokens, corpus), guess::put_right(&text, &reader.fixes), reader.required());
        Query { wants: reader.wants.into_iter().map(|(_, want)| want).collect(), pairs, meant, required, text }
    }

    /// The ids of everything that is looked for, for marking words.
    pub fn ids(&self) -> HashSet<TermId> {
        self.wants.iter().flat_map(|want| &want.variants).map(|variant| variant.id).collect()
    }
}

/// Reads one word after the other.
struct Reader<'a> {
    tokens: &'a [Token],
    corpus: &'a Corpus,
    synonyms: &'a Synonyms,
    /// Where the text ends: a word that ends there may still be going on.
    end: usize,
    /// Whether no typing error is to be put right.
    is_exact: bool,
    /// Whether the last word has to go on: no document has it as it is.
    is_prefix: bool,
    /// Compounds that a document has as they are.
    known_groups: HashSet<usize>,
    seen: HashSet<TermId>,
    /// With the place of their token.
    wants: Vec<(usize, Want)>,
    fixes: Vec<Fix>,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token], corpus: &'a Corpus, synonyms: &'a Synonyms) -> Self {
        let whole = tokens.iter().filter(|token| token.kind == Kind::Whole && corpus.knows(term_id(&token.term)));
        let known_groups = whole.map(|token| token.group).collect();
        Reader {
            tokens,
            corpus,
            synonyms,
            end: 0,
            is_exact: false,
            is_prefix: false,
            known_groups,
            seen: HashSet::new(),
            wants: Vec::new(),
            fixes: Vec::new(),
        }
    }

    fn read(&mut self, at: usize) {
        let (token, corpus) = (&self.tokens[at], self.corpus);
        let id = term_id(&token.term);
        // A compound that nobody wrote says nothing beyond its parts.
        let is_strange = token.kind == Kind::Whole
            && !corpus.knows(id)
            && self.synonyms.of(&token.term).is_empty()
            && has_parts(self.tokens, at);
        if is_strange || self.wants.len() >= WORD_LIMIT || !self.seen.insert(id) {
            return;
        }
        let is_last = token.end == self.end && at + 1 == self.tokens.len() && token.kind != Kind::Whole;
        if is_last && token.word.len() == 1 && token.word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            // The first letter of anything, even where it is a word, too.
            self.is_prefix = true;
            return;
        }
        let is_everyday = everyday::is_everyday(&token.term) || is_number_inside(token);
        let mut want = Want { variants: Vec::new(), weight: corpus.weight(id), is_everyday };
        if corpus.knows(id) {
            want.variants.push(Variant { id, term: token.term.clone(), counts: 1.0 });
            if token.kind == Kind::Part && self.known_groups.contains(&token.group) {
                want.weight *= PART;
            }
        } else if is_last {
            want.take(guess::completed(&token.word, corpus), corpus);
            self.is_prefix = !want.variants.is_empty();
        }
        self.expand(at, &mut want);
        // Everyday words that no document has are no typing errors.
        if want.variants.is_empty() && !is_everyday && !self.is_exact && token.kind != Kind::Whole {
            let halves = guess::halves(token, corpus, &mut self.fixes);
            if !halves.is_empty() {
                for half in halves {
                    let is_everyday = everyday::is_everyday(&half.term);
                    if self.seen.insert(half.id) {
                        let want = Want { weight: corpus.weight(half.id), variants: vec![half], is_everyday };
                        self.wants.push((at, want));
                    }
                }
                return;
            }
            want.take(guess::corrected(token, corpus, &mut self.fixes).into_iter().collect(), corpus);
        }
        self.wants.push((at, want));
    }

    /// Adds what the word may stand for by the list, and written as one with a
    /// neighbour.
    fn expand(&self, at: usize, want: &mut Want) {
        let token = &self.tokens[at];
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        let of_pair = before.map_or(&[][..], |before| self.synonyms.of_pair(&before.term, &token.term));
        for term in self.synonyms.of(&token.term).iter().chain(of_pair) {
            want.add(Variant { id: term_id(term), term: term.clone(), counts: SYNONYM }, self.corpus);
        }
        for term in joined(self.tokens, at) {
            want.add(Variant { id: term_id(&term), term, counts: JOINED }, self.corpus);
        }
    }

    /// How many words have to stand in a document.
    fn required(&self) -> usize {
        match self.tokens.last() {
            Some(last) if self.is_prefix && last.group < REQUIRED_LIMIT => {
                self.wants.iter().take_while(|(at, _)| self.tokens[*at].group < last.group).count()
            }
            _ => 0,
        }
    }
}

impl Want {
    /// Takes over what an unknown word may stand for. It says as much as the
    /// most common of these.
    fn take(&mut self, variants: Vec<Variant>, corpus: &Corpus) {
        let weights = variants.iter().map(|variant| corpus.weight(variant.id));
        if let Some(least) = weights.reduce(f32::min) {
            self.weight = least;
            self.variants = variants;
        }
    }

    /// Adds what the word may stand for, too, where a document has it.
    fn add(&mut self, variant: Variant, corpus: &Corpus) {
        if corpus.knows(variant.id) && self.variants.iter().all(|known| known.id != variant.id) {
            if self.variants.is_empty() {
                self.weight = corpus.weight(variant.id);
            }
            self.variants.push(variant);
        }
    }
}

/// A word written as one with its neighbours: `white list` may be `whitelist`.
fn joined(tokens: &[Token], at: usize) -> impl Iterator<Item = String> {
    let plain = |at: Option<usize>| at.and_then(|at| tokens.get(at)).filter(|token| token.kind == Kind::Plain);
    let this = plain(Some(at));
    let pairs = [(plain(at.checked_sub(1)), this), (this, plain(Some(at + 1)))];
    pairs.into_iter().filter_map(|(first, second)| {
        let (first, second) = (first?, second?);
        let is_beside = second.group == first.group + 1 && second.start == first.end + 1;
        let is_word = first.word.len() > 1 && second.word.len() > 1;
        (is_beside && is_word).then(|| stem(&format!("{}{}", first.word, second.word)))
    })
}

/// Whether it is a number in a compound, as in `v2.4.0` or `12:45`: it is found
/// everywhere and means something else there.
fn is_number_inside(token: &Token) -> bool {
    token.kind == Kind::Part && token.word.bytes().all(|byte| byte.is_ascii_digit())
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
