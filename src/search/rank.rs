//! Weighs the candidates.

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
/// What words of everyday language count for, against those of the subject.
pub const EVERYDAY: f32 = 0.7;
/// What a variant of a word may say at the most, against the word that was
/// typed: a rare synonym says no more than the common word that it stands for.
pub const SYNONYM_LIMIT: f32 = 1.5;
/// What words beside each other count for, against the words alone.
const PAIR: f32 = 1.0;
/// What the nearest phrasing counts for, where it is the question itself: then
/// it outweighs words found here and there. It grows with the root of what the
/// question says, since a story is no phrasing, however near one is.
const PHRASING: f32 = 5.0;

/// What speaks for a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence {
    /// The weight by which it is ordered.
    pub score: f32,
    /// How near the nearest phrasing is, 0 to 1.
    pub nearest: f32,
    /// Whether it has all words that it must have.
    pub has_required: bool,
}

/// Weighs a document against a question.
pub fn weigh(query: &Query, document: &Prepared, corpus: &Corpus) -> Evidence {
    let (mut words, mut all, mut has_required) = (0.0, 0.0, true);
    for (number, want) in query.wants.iter().enumerate() {
        all += want.weight;
        let mut best = 0.0_f32;
        for variant in &want.variants {
            let Some(counts) = document.counts_of(variant.id) else { continue };
            let mut weight = corpus.weight(variant.id).min(want.weight * SYNONYM_LIMIT);
            if want.is_everyday {
                weight *= EVERYDAY;
            }
            best = best.max(variant.counts * weight * saturated(counts, document, corpus));
        }
        has_required &= number >= query.required || best > 0.0 || want.variants.is_empty();
        words += best;
    }
    if all <= 0.0 {
        return Evidence::default();
    }
    let pairs: f32 = query.pairs.iter().filter(|(pair, _)| document.has_pair(*pair)).map(|(_, weight)| weight).sum();
    let nearest = nearest_phrasing(query, document, corpus);
    let score = words + PAIR * pairs + PHRASING * nearest * nearest * all.sqrt();
    Evidence { score, nearest, has_required }
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

/// Whether a word stands in front: in title, phrasings, tags, headings or the
/// first paragraph.
pub fn is_in_front(counts: &[u8; FIELDS]) -> bool {
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
    for phrasing in document.phrasings() {
        let mut both = 0.0;
        for want in &query.wants {
            let found = want.variants.iter().filter(|variant| phrasing.binary_search(&variant.id).is_ok());
            // What both say of it: a synonym that is common says less than the word.
            let says = found.map(|variant| variant.counts * corpus.weight(variant.id).min(want.weight));
            both += want.weight * says.fold(0.0, f32::max);
        }
        if both > 0.0 {
            let said: f32 = phrasing.iter().map(|term| corpus.weight(*term).powi(2)).sum();
            best = best.max(both / (asked.sqrt() * said.sqrt()).max(f32::MIN_POSITIVE));
        }
    }
    best
}
