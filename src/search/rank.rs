//! Weighs the candidates, and decides whether the best one is an answer.

use super::corpus::Corpus;
use super::prepare::{ALL_FIELDS, FIELDS, Field, Prepared};
use super::query::Query;

/// What a word in each field counts for. Phrasings and title are how people
/// ask; the body mentions much that it does not answer.
pub const FIELD_WEIGHTS: [f32; FIELDS] = [4.0, 1.0, 2.0, 1.2, 2.5, 0.6, 0.3];
/// How much a long field is held against its words (BM25's b).
const LENGTH: [f32; FIELDS] = [0.3, 0.4, 0.3, 0.4, 0.4, 0.6, 0.6];
/// How soon more of the same word stops counting (BM25's k1). Late: a word in
/// ten phrasings is what an article is about.
const SATURATION: f32 = 12.0;
/// What words beside each other count for, against the words alone.
const PAIR: f32 = 1.0;
/// What the nearest phrasing counts for, where it is the question itself, a
/// unit of what the question says: then it outweighs words found here and there.
const PHRASING: f32 = 2.0;

/// What has to speak for an answer, a unit of what the question says.
const LITTLE: f32 = 2.0;
/// With this much, it does not matter where in the document the words stand.
const MUCH: f32 = 5.0;
/// The share of the question that has to stand in front: in title, phrasings,
/// tags, headings or the first paragraph.
const IN_FRONT: f32 = 0.25;

/// What speaks for a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence {
    /// The weight by which it is ordered.
    pub score: f32,
    /// What speaks for it, a unit of what the question says.
    pub strength: f32,
    /// The share of what the question says that stands in front, 0 to 1.
    pub in_front: f32,
}

/// Weighs a document against a question.
pub fn weigh(query: &Query, document: &Prepared, corpus: &Corpus) -> Evidence {
    let (mut words, mut all, mut front) = (0.0, 0.0, 0.0);
    for want in &query.wants {
        all += want.weight;
        let (mut best, mut in_front) = (0.0_f32, 0.0_f32);
        for variant in &want.variants {
            let Some(counts) = document.counts_of(variant.id) else { continue };
            // A rare synonym says no more than the common word that was typed.
            let weight = corpus.weight(variant.id).min(want.weight * 1.5);
            best = best.max(variant.counts * weight * saturated(counts, document, corpus));
            if is_in_front(counts) {
                in_front = in_front.max(variant.counts);
            }
        }
        words += best;
        front += want.weight * in_front;
    }
    if all <= 0.0 {
        return Evidence::default();
    }
    let pairs: f32 = query.pairs.iter().filter(|(pair, _)| document.has_pair(*pair)).map(|(_, weight)| weight).sum();
    let found = words + PAIR * pairs;
    let phrasing = nearest_phrasing(query, document, corpus);
    Evidence { score: found + PHRASING * phrasing * phrasing * all, strength: found / all, in_front: front / all }
}

/// BM25 over all fields at once: counts are added with their fields' weights
/// first, so that a word in two fields is not counted as two.
fn saturated(counts: &[u8; FIELDS], document: &Prepared, corpus: &Corpus) -> f32 {
    let mut count = 0.0;
    for field in 0..FIELDS {
        if counts[field] > 0 {
            let length = document.lengths[field] as f32 / corpus.usual_length(field);
            count += FIELD_WEIGHTS[field] * f32::from(counts[field]) / (1.0 - LENGTH[field] + LENGTH[field] * length);
        }
    }
    count * (SATURATION + 1.0) / (count + SATURATION)
}

fn is_in_front(counts: &[u8; FIELDS]) -> bool {
    ALL_FIELDS
        .into_iter()
        .filter(|field| {
            matches!(field, Field::Title | Field::Phrasings | Field::Tags | Field::Answer | Field::Headings)
        })
        .any(|field| counts[field as usize] > 0)
}

/// How near the nearest phrasing is: what both say, against what each says (a
/// cosine of weighted sets).
fn nearest_phrasing(query: &Query, document: &Prepared, corpus: &Corpus) -> f32 {
    let asked: f32 = query.wants.iter().map(|want| want.weight * want.weight).sum();
    let mut best = 0.0_f32;
    for phrasing in &document.phrasings {
        let mut both = 0.0;
        for want in &query.wants {
            let share = want.variants.iter().filter(|variant| phrasing.binary_search(&variant.id).is_ok());
            let share = share.map(|variant| variant.counts).fold(0.0, f32::max);
            both += share * want.weight * want.weight;
        }
        if both > 0.0 {
            let said: f32 = phrasing.iter().map(|term| corpus.weight(*term).powi(2)).sum();
            best = best.max(both / (asked.sqrt() * said.sqrt()).max(f32::MIN_POSITIVE));
        }
    }
    best
}

/// Whether the best document answers a question of so many words. What speaks
/// for it has to be more the shorter the question is: two words that fit by
/// chance are soon found, ten are not.
///
/// The limits were set on questions from issue trackers, half of the phrasings
/// of all articles, each left out in turn, and questions about other things.
pub fn is_answer(best: &Evidence, words: usize) -> bool {
    let strength = best.strength * (words as f32).sqrt();
    strength > MUCH || (strength > LITTLE && best.in_front > IN_FRONT)
}
