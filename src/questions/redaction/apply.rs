//! Puts what was decided into the texts.

use std::collections::HashMap;

use super::model::{Find, Kept, Texts};

/// What is to become of a find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// This stands there instead.
    Replace(String),
    /// It stays as it is.
    Keep,
}

/// Decisions, by the keys of the finds.
pub type Decided = HashMap<String, Decision>;

/// The texts with what was decided to be replaced, and what was decided to stay.
pub fn apply(texts: &Texts, finds: &[Find], decided: &Decided) -> (Texts, Vec<Kept>) {
    let mut kept: Vec<Kept> = Vec::new();
    let mut replaced: Vec<(&str, &str)> = Vec::new();
    for find in finds {
        match decided.get(&find.key) {
            Some(Decision::Replace(words)) => replaced.push((&find.text, words)),
            Some(Decision::Keep) => {
                // Nothing that stands in it is replaced either.
                replaced.push((&find.text, &find.text));
                kept.push(Kept { kind: find.kind, text: find.text.clone() });
            }
            None => {}
        }
    }
    // What holds another goes first: `10.1.2.3/24` before `10.1.2.3`.
    replaced.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(b.0)));
    let put = |text: &String| one_pass(text, &replaced);
    let texts = Texts {
        title: put(&texts.title),
        tags: texts.tags.iter().map(put).collect(),
        phrasings: texts.phrasings.iter().map(put).collect(),
        body: put(&texts.body),
    };
    (texts, kept)
}

/// Replaces all at once, so that no replacement is replaced again. What is a
/// part of a longer word stays: `Ana` in `Analysis`.
fn one_pass(text: &str, replaced: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let found = replaced.iter().find(|(from, _)| rest.starts_with(from) && stands_alone(text, at, from.len()));
        match found {
            Some((from, to)) => {
                out.push_str(to);
                at += from.len();
            }
            None => {
                let letter = rest.chars().next().unwrap_or_default();
                out.push(letter);
                at += letter.len_utf8().max(1);
            }
        }
    }
    out
}

fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let (first, last) = (text[at..].chars().next(), text[..at + length].chars().next_back());
    let before = text[..at].chars().next_back();
    let after = text[at + length..].chars().next();
    let is_inside = (is_word(first) && is_word(before)) || (is_word(last) && is_word(after));
    !is_inside
}

/// Finds that nobody decided about; where `must_hide`, keeping what identifies
/// somebody is no decision.
pub fn undecided<'f>(finds: &'f [Find], decided: &Decided, must_hide: bool) -> Vec<&'f Find> {
    let is_decided = |find: &&Find| match decided.get(&find.key) {
        Some(Decision::Replace(_)) => true,
        Some(Decision::Keep) => !(must_hide && find.kind.identifies()),
        None => false,
    };
    finds.iter().filter(|find| !is_decided(find)).collect()
}
