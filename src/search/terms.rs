//! Words as they are compared, for rooms that hold short texts against each
//! other without an index.

use std::collections::HashSet;

use super::analysis::{Kind, analyse};

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What two forms of a word share: `polici` of `policy` and `policies`.
    pub stem: String,
    /// As it was written, in lower case without accents.
    pub text: String,
}

/// The distinct words of a text that say something, in their order; compounds
/// in parts.
pub fn words(text: &str) -> Vec<Word> {
    let tokens = analyse(text);
    let with_parts: HashSet<usize> =
        tokens.iter().filter(|token| token.kind == Kind::Part).map(|token| token.group).collect();
    let mut seen = HashSet::new();
    tokens
        .into_iter()
        .filter(|token| token.kind != Kind::Whole || !with_parts.contains(&token.group))
        .filter(|token| seen.insert(token.term.clone()))
        .map(|token| Word { stem: token.term, text: token.word })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_once_and_compounds_in_parts() {
        for (text, expected) in [
            ("Which ports does a port need?", "port need"),
            ("the no_proxy variable", "proxi variabl"),
            ("10.0.0.1 is down", "10.0.0.1 down"),
            ("who is it", ""),
        ] {
            let stems: Vec<_> = words(text).into_iter().map(|word| word.stem).collect();
            assert_eq!(stems.join(" "), expected, "{text}");
        }
    }
}
