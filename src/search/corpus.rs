//! What is known of all documents together: in how many each word stands.

use std::collections::{BTreeMap, HashMap};

use super::TermId;
use super::prepare::{FIELDS, Prepared};

/// Counts over all documents; cheap enough to be copied when one changes.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    documents: usize,
    /// In how many documents each term stands.
    frequencies: HashMap<TermId, u32>,
    /// Words as written: their stem, and in how many documents they stand.
    surfaces: BTreeMap<String, (TermId, u32)>,
    /// Terms in each field of all documents.
    lengths: [u64; FIELDS],
}

impl Corpus {
    /// Counts a document.
    pub fn add(&mut self, document: &Prepared) {
        self.documents += 1;
        for (term, _) in &document.counts {
            *self.frequencies.entry(*term).or_insert(0) += 1;
        }
        for (word, term) in &document.surfaces {
            self.surfaces.entry(word.clone()).or_insert((*term, 0)).1 += 1;
        }
        for (sum, length) in self.lengths.iter_mut().zip(document.lengths) {
            *sum += u64::from(length);
        }
    }

    /// Forgets a document that was counted.
    pub fn remove(&mut self, document: &Prepared) {
        self.documents = self.documents.saturating_sub(1);
        for (term, _) in &document.counts {
            if let Some(count) = self.frequencies.get_mut(term) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.frequencies.remove(term);
                }
            }
        }
        for word in document.surfaces.keys() {
            if let Some((_, count)) = self.surfaces.get_mut(word) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.surfaces.remove(word);
                }
            }
        }
        for (sum, length) in self.lengths.iter_mut().zip(document.lengths) {
            *sum = sum.saturating_sub(u64::from(length));
        }
    }

    /// Whether any document has the term.
    pub fn knows(&self, term: TermId) -> bool {
        self.frequencies.contains_key(&term)
    }

    /// How much a term says: the rarer, the more (BM25's measure, never negative).
    pub fn weight(&self, term: TermId) -> f32 {
        let (all, found) = (self.documents as f32, self.frequencies.get(&term).copied().unwrap_or(0) as f32);
        (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
    }

    /// The usual number of terms in a field.
    pub fn usual_length(&self, field: usize) -> f32 {
        (self.lengths[field] as f32 / self.documents.max(1) as f32).max(1.0)
    }

    /// The most common words that begin so.
    pub fn starting_with(&self, beginning: &str, limit: usize) -> Vec<(String, TermId)> {
        let mut found: Vec<_> = self
            .surfaces
            .range(beginning.to_owned()..)
            .take_while(|(word, _)| word.starts_with(beginning))
            .take(2_000)
            .map(|(word, (term, count))| (*count, word.clone(), *term))
            .collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.len().cmp(&b.1.len())));
        found.truncate(limit);
        found.into_iter().map(|(_, word, term)| (word, term)).collect()
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
        let first = &typed[..1];
        self.surfaces
            .range(first.to_owned()..)
            .take_while(|(word, _)| word.starts_with(first))
            .filter(|(word, _)| word.len().abs_diff(typed.len()) <= slips && word.len() > 3)
            .filter_map(|(word, (term, count))| {
                let distance = distance(typed.as_bytes(), word.as_bytes(), slips)?;
                Some((distance, u32::MAX - count, word, *term))
            })
            .min()
            .map(|(_, _, word, term)| (word.clone(), term))
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
