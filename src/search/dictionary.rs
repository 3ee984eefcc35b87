//! Words as they are written in documents, for typing errors and beginnings.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::TermId;

/// Words that are copied with each change, before they are sorted in among the
/// others; a change of one document brings some hundred at most.
const FRESH_LIMIT: usize = 2_000;

/// A dictionary: words with their stems. It forgets nothing until it is told
/// what is still in use.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    sorted: Arc<Sorted>,
    fresh: BTreeMap<Box<str>, TermId>,
}

/// One word of the dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'w> {
    /// In lower case.
    pub text: &'w str,
    /// The id of its stem.
    pub term: TermId,
    /// Which letters it has, a bit for each: a cheap way to tell that two words
    /// are no slip apart.
    pub letters: u32,
}

/// Words in their order, in one piece of memory.
#[derive(Debug, Default)]
struct Sorted {
    text: String,
    words: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    term: TermId,
    letters: u32,
}

impl Dictionary {
    /// Takes up a word, if it is new.
    pub fn add(&mut self, word: &str, term: TermId) {
        let at = self.sorted.position(word);
        if self.sorted.get(at).is_none_or(|known| known.text != word) && !self.fresh.contains_key(word) {
            self.fresh.insert(word.into(), term);
        }
    }

    /// Sorts new words in among the others once they are many; those that are
    /// out of use are left out then.
    pub fn tidy(&mut self, is_used: impl Fn(&str) -> bool) {
        if self.fresh.len() <= FRESH_LIMIT {
            return;
        }
        let mut merged = Sorted { text: String::with_capacity(self.sorted.text.len()), words: Vec::new() };
        let mut keep = |word: Word<'_>| {
            if is_used(word.text) {
                merged.push(word.text, word.term);
            }
        };
        let fresh = std::mem::take(&mut self.fresh);
        let mut fresh = fresh.iter().map(|(text, term)| word(text, *term)).peekable();
        for word in self.sorted.from(0) {
            while let Some(earlier) = fresh.next_if(|earlier| earlier.text < word.text) {
                keep(earlier);
            }
            keep(word);
        }
        fresh.for_each(keep);
        self.sorted = Arc::new(merged);
    }

    /// All words that begin so, in no order.
    pub fn starting_with<'w>(&'w self, beginning: &'w str) -> impl Iterator<Item = Word<'w>> {
        let sorted = self.sorted.from(self.sorted.position(beginning));
        let fresh = self
            .fresh
            .range::<str, _>((Bound::Included(beginning), Bound::Unbounded))
            .map(|(text, term)| word(text, *term));
        let begins = move |word: &Word<'_>| word.text.starts_with(beginning);
        sorted.take_while(begins).chain(fresh.take_while(begins))
    }
}

impl Sorted {
    /// Where a word stands, or would.
    fn position(&self, text: &str) -> usize {
        self.words.partition_point(|entry| self.text[entry.start as usize..entry.end as usize] < *text)
    }

    fn get(&self, at: usize) -> Option<Word<'_>> {
        self.words.get(at).map(|entry| self.word(entry))
    }

    fn from(&self, at: usize) -> impl Iterator<Item = Word<'_>> {
        self.words[at..].iter().map(|entry| self.word(entry))
    }

    fn word(&self, entry: &Entry) -> Word<'_> {
        let text = &self.text[entry.start as usize..entry.end as usize];
        Word { text, term: entry.term, letters: entry.letters }
    }

    fn push(&mut self, text: &str, term: TermId) {
        // Four gigabytes of different words are no text.
        let (Ok(start), Ok(end)) = (u32::try_from(self.text.len()), u32::try_from(self.text.len() + text.len())) else {
            return;
        };
        self.text.push_str(text);
        self.words.push(Entry { start, end, term, letters: letters(text) });
    }
}

fn word(text: &str, term: TermId) -> Word<'_> {
    Word { text, term, letters: letters(text) }
}

/// A bit for each letter that a word has.
pub fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |bits, byte| bits | 1 << (byte & 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whether_new_or_sorted_in() {
        let mut words = Dictionary::default();
        for number in 0..5_000 {
            words.add(&format!("w{number}"), number);
            if number == 3_000 {
                words.tidy(|word| word != "w2");
            }
        }
        words.add("w5", 0);

        let mut found: Vec<_> = words.starting_with("w499").map(|word| (word.text.to_owned(), word.term)).collect();
        found.sort();
        assert_eq!(found[0], ("w499".to_owned(), 499));
        assert_eq!(found.len(), 11);
        assert_eq!(words.starting_with("w2").filter(|word| word.text == "w2").count(), 0);
        assert_eq!(words.starting_with("w5").filter(|word| word.text == "w5").map(|word| word.term).sum::<u32>(), 5);
        assert_eq!(words.starting_with("x").count(), 0);
    }
}
