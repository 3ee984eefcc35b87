//! Weighs the candidates, and decides whether the best one is an answer.

use super::corpus::Corpus;
use super::prepare::{ALL_FIELDS, FIELDS, Field, Prepared};
use super::query::Query;

/// What a word in each field counts for. Phrasings and title are how people
/// ask; the body mentions much that it does not answer.
pub const FIELD_WEIGHTS: [f32; FIELDS] = [3.0, 2.0, 2.0, 1.2, 1.5, 0.6, 0.3];
/// How much a long field is held against its words (BM25's b).
const LENGTH: [f32; FIELDS] = [0.3, 0.4, 0.3, 0.4, 0.4, 0.6, 0.6];
/// How soon more of the same word stops counting (BM25's k1).
const SATURATION: f32 = 1.6;
/// What words beside each other count for.
const PAIR: f32 = 0.35;
/// What the nearest phrasing counts for.
const PHRASING: f32 = 6.0;
/// What the covered share of the question counts for.
const COVERAGE: f32 = 4.0;

/// What speaks for a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence {
    /// The weight by which it is ordered.
    pub score: f32,
    /// The share of what the question says that stands anywhere in it, 0 to 1.
    pub covered: f32,
    /// The same of title, phrasings, tags and answer alone.
    pub covered_well: f32,
    /// How near the nearest phrasing is, 0 to 1.
    pub phrasing: f32,
    /// What the words that stand in title, phrasings, tags or answer say.
    pub said_well: f32,
}

/// Weighs a document against a question.
pub fn weigh(query: &Query, document: &Prepared, corpus: &Corpus) -> Evidence {
    let (mut words, mut all, mut covered, mut well) = (0.0, 0.0, 0.0, 0.0);
    for want in &query.wants {
        all += want.weight;
        let mut best = 0.0_f32;
        let (mut anywhere, mut in_front) = (0.0_f32, 0.0_f32);
        for variant in &want.variants {
            let Some(counts) = document.counts_of(variant.id) else { continue };
            let weight = corpus.weight(variant.id).min(want.weight.max(0.1) * 1.5);
            best = best.max(variant.counts * weight * saturated(counts, document, corpus));
            anywhere = anywhere.max(variant.counts);
            if is_in_front(counts) {
                in_front = in_front.max(variant.counts);
            }
        }
        words += best;
        covered += want.weight * anywhere;
        well += want.weight * in_front;
    }
    if all <= 0.0 {
        return Evidence::default();
    }
    let pairs: f32 = query.pairs.iter().filter(|(pair, _)| document.has_pair(*pair)).map(|(_, weight)| weight).sum();
    let phrasing = nearest_phrasing(query, document, corpus);
    Evidence {
        score: words + PAIR * pairs + PHRASING * phrasing + COVERAGE * well / all,
        covered: covered / all,
        covered_well: well / all,
        phrasing,
        said_well: well,
    }
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

/// Whether the best document answers.
pub fn is_answer(best: &Evidence, _second: Option<&Evidence>) -> bool {
    best.covered_well > 0.4
}
