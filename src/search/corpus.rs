//! What is known of all documents together: in how many each word stands.

use super::dictionary::{Dictionary, letters};
use super::prepare::{FIELDS, Prepared};
use super::{Counts, TermId, term_id};

/// Counts over all documents; cheap enough to be copied when one changes.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    documents: usize,
    /// In how many documents each term stands.
    frequencies: Counts,
    /// In how many documents each word stands as written, by the id of the word.
    surfaces: Counts,
    /// The words as written, with some that stand in no document any more.
    words: Dictionary,
    /// Terms in each field of all documents.
    lengths: [u64; FIELDS],
}

impl Corpus {
    /// Counts a document. `fresh` are its words that the corpus may not know.
    pub fn add(&mut self, document: &Prepared, fresh: &[(String, TermId)]) {
        self.documents += 1;
        for term in document.terms() {
            *self.frequencies.entry(term).or_insert(0) += 1;
        }
        for word in document.surfaces() {
            *self.surfaces.entry(*word).or_insert(0) += 1;
        }
        for (word, term) in fresh {
            self.words.add(word, *term);
        }
        for (sum, length) in self.lengths.iter_mut().zip(document.lengths) {
            *sum += u64::from(length);
        }
    }

    /// Forgets a document that was counted.
    pub fn remove(&mut self, document: &Prepared) {
        self.documents = self.documents.saturating_sub(1);
        for term in document.terms() {
            forget(&mut self.frequencies, term);
        }
        for word in document.surfaces() {
            forget(&mut self.surfaces, *word);
        }
        for (sum, length) in self.lengths.iter_mut().zip(document.lengths) {
            *sum = sum.saturating_sub(u64::from(length));
        }
    }

    /// Makes the corpus fit to be copied, after documents were added.
    pub fn tidy(&mut self) {
        let surfaces = &self.surfaces;
        self.words.tidy(|word| surfaces.contains_key(&term_id(word)));
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// In how many documents a term stands.
    pub fn frequency(&self, term: TermId) -> u32 {
        self.frequencies.get(&term).copied().unwrap_or(0)
    }

    /// Whether any document has the term.
    pub fn knows(&self, term: TermId) -> bool {
        self.frequencies.contains_key(&term)
    }

    /// Whether any document has the word as written, by the word's id.
    pub fn has_word(&self, word: TermId) -> bool {
        self.surfaces.contains_key(&word)
    }

    /// How much a term says: the rarer, the more (BM25's measure, never negative).
    pub fn weight(&self, term: TermId) -> f32 {
        let (all, found) = (self.documents as f32, self.frequency(term) as f32);
        (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
    }

    /// The usual number of terms in a field.
    pub fn usual_length(&self, field: usize) -> f32 {
        (self.lengths[field] as f32 / self.documents.max(1) as f32).max(1.0)
    }

    /// The most common words that begin so.
    pub fn starting_with(&self, beginning: &str, limit: usize) -> Vec<(String, TermId)> {
        let mut found: Vec<_> =
            self.words.starting_with(beginning).map(|word| (self.count(word.text), word.text, word.term)).collect();
        found.retain(|(count, ..)| *count > 0);
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(b.1)));
        found.truncate(limit);
        found.into_iter().map(|(_, word, term)| (word.to_owned(), term)).collect()
    }

    /// The known word that was most likely meant: it begins alike, and one
    /// slip away (two in a long word).
    pub fn nearest(&self, typed: &str) -> Option<(String, TermId)> {
        let slips = match typed.chars().count() {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        if !typed.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let typed_letters = letters(typed);
        self.words
            .starting_with(&typed[..1])
            // A slip changes two letters at the most: most words are no candidates at a glance.
            .filter(|word| (word.letters ^ typed_letters).count_ones() as usize <= 2 * slips)
            .filter(|word| word.text.len().abs_diff(typed.len()) <= slips && word.text.len() > 3)
            .filter_map(|word| {
                let distance = distance(typed.as_bytes(), word.text.as_bytes(), slips)?;
                let count = self.count(word.text);
                (count > 0).then_some((distance, u32::MAX - count, word.text, word.term))
            })
            .min()
            .map(|(_, _, word, term)| (word.to_owned(), term))
    }

    /// In how many documents a word stands as written.
    fn count(&self, word: &str) -> u32 {
        self.surfaces.get(&term_id(word)).copied().unwrap_or(0)
    }
}

fn forget(counts: &mut Counts, id: TermId) {
    if let Some(count) = counts.get_mut(&id) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(&id);
        }
    }
}

/// How many letters were left out, added, changed or swapped with a neighbour;
/// nothing where it is more than `limit`.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (a, b, expected) in [
            ("firewall", "firewall", Some(0)),
            ("firewal", "firewall", Some(1)),
            ("friewall", "firewall", Some(1)),
            ("postgras", "postgres", Some(1)),
            ("kubernets", "kubernetes", Some(1)),
            ("abcdef", "ghijkl", None),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), 2), expected, "{a} {b}");
        }
    }
}
