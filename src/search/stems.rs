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
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "being", "but", "by", "can", "cannot", "could", "d", "did", "do", "does", "doesn", "doing", "don",
    "even", "for", "get", "gets", "getting", "got", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if",
    "in", "is", "isn", "it", "its", "just", "ll", "m", "me", "my", "no", "nor", "not", "of", "on", "only", "or", "our",
    "over", "please", "re", "s", "she", "should", "since", "so", "some", "still", "such", "t", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "us", "ve", "very", "was", "we",
    "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "why", "will", "with", "without",
    "won", "would", "you", "your",
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
