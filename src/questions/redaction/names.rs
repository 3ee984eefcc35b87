//! Names in a text, however they are joined: `Ana Ruiz`, `ana.ruiz`, `@ana-ruiz`.

use std::ops::Range;

use super::scan::KnownName;
use crate::web::fold::fold;

/// A word of a text, and where it stands.
pub struct Token {
    /// In lower case.
    pub word: String,
    /// Where.
    pub range: Range<usize>,
    /// Whether it begins with a capital letter.
    pub is_capital: bool,
}

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut begin = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), begin) {
            (true, None) => begin = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                let is_capital = word.chars().next().is_some_and(char::is_uppercase);
                tokens.push(Token { word: fold(word), range: from..at, is_capital });
                begin = None;
            }
            _ => {}
        }
    }
    tokens
}

/// Whether two words may be parts of one name.
pub fn is_joined(text: &str, first: &Token, second: &Token) -> bool {
    let between = &text[first.range.end..second.range.start];
    let mut letters = between.chars();
    matches!((letters.next(), letters.next()), (Some(' ' | '-' | '.' | '_' | '\'' | '’' | '\n' | '\u{a0}'), None))
}

/// Where these names stand; longer names go before shorter ones.
pub fn find<'k>(text: &str, names: &'k [KnownName]) -> Vec<(Range<usize>, &'k KnownName)> {
    let tokens = tokens(text);
    let mut wanted: Vec<(Vec<String>, &KnownName)> = names
        .iter()
        .map(|name| (self::tokens(&name.name).into_iter().map(|token| token.word).collect::<Vec<_>>(), name))
        .filter(|(words, _)| !words.is_empty())
        .collect();
    wanted.sort_by(|(a, one), (b, other)| b.len().cmp(&a.len()).then_with(|| one.name.cmp(&other.name)));
    let mut found: Vec<(Range<usize>, &KnownName)> = Vec::new();
    for (words, name) in wanted {
        for window in tokens.windows(words.len()) {
            let fits = window.iter().zip(&words).all(|(token, word)| token.word == *word)
                && window.windows(2).all(|pair| is_joined(text, &pair[0], &pair[1]))
                && (!name.is_capital || window[0].is_capital);
            let range = window[0].range.start..window[window.len() - 1].range.end;
            // The sign in front of a handle goes along.
            let start = if text[..range.start].ends_with('@') { range.start - 1 } else { range.start };
            let range = start..range.end;
            let is_free = found.iter().all(|(taken, _)| range.end <= taken.start || taken.end <= range.start);
            if fits && is_free {
                found.push((range, name));
            }
        }
    }
    found
}
