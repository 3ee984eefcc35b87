//! The stem of an English word, and the words that say nothing.

use std::cell::RefCell;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

thread_local! {
    static STEMMER: RefCell<TextAnalyzer> =
        RefCell::new(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build());
}

/// The stem of a lower-case word: `connections` and `connecting` are `connect`.
pub fn stem(word: &str) -> String {
    // Codes, versions and ports have no endings.
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    STEMMER.with_borrow_mut(|stemmer| {
        let mut stream = stemmer.token_stream(word);
        if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
    })
}

/// Whether a lower-case word says nothing about what is asked.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// Sorted. Words of direction (`from`, `into`, `out`) are not among them.
const STOP_WORDS: &[&str] = &[
    "a",
    "about",
    "actually",
    "after",
    "again",
    "all",
    "also",
    "although",
    "always",
    "am",
    "an",
    "and",
    "another",
    "any",
    "anybody",
    "anyone",
    "anything",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "but",
    "by",
    "can",
    "cannot",
    "could",
    "d",
    "did",
    "do",
    "does",
    "doesn",
    "doing",
    "don",
    "each",
    "else",
    "even",
    "ever",
    "every",
    "everyone",
    "for",
    "get",
    "gets",
    "getting",
    "got",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "is",
    "isn",
    "it",
    "its",
    "just",
    "like",
    "likely",
    "ll",
    "m",
    "may",
    "maybe",
    "me",
    "might",
    "must",
    "my",
    "never",
    "no",
    "nor",
    "not",
    "of",
    "often",
    "on",
    "only",
    "or",
    "other",
    "others",
    "our",
    "over",
    "please",
    "possible",
    "possibly",
    "re",
    "really",
    "s",
    "seem",
    "seems",
    "she",
    "should",
    "since",
    "so",
    "some",
    "somehow",
    "someone",
    "something",
    "still",
    "such",
    "t",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "this",
    "those",
    "though",
    "to",
    "too",
    "tried",
    "tries",
    "try",
    "trying",
    "us",
    "ve",
    "very",
    "want",
    "wanted",
    "wants",
    "was",
    "way",
    "ways",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "why",
    "will",
    "with",
    "without",
    "won",
    "would",
    "you",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn endings_go_and_codes_stay() {
        for (word, expected) in [
            ("connections", "connect"),
            ("refused", "refus"),
            ("policies", "polici"),
            ("dns", "dns"),
            ("ipv6", "ipv6"),
            ("5432", "5432"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}
