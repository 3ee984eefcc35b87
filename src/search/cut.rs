//! Cuts paragraphs into sentences.

/// Bytes of a sentence that is shown.
const SENTENCE_LENGTH: usize = 320;

/// The sentences of a paragraph. A stop ends one where a capital, a digit or a
/// quote follows, so that `e.g. this` and `10.0.0.1` stay in one piece.
pub fn split(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices(['.', '?', '!']) {
        if bytes.get(at + 1) != Some(&b' ') {
            continue;
        }
        let follows = text[at + 2..].chars().next();
        let short = text[start..at].rsplit(' ').next().is_some_and(|word| word.len() <= 3 && word.contains('.'));
        if follows.is_some_and(|c| !c.is_lowercase()) && !short {
            pieces.push(&text[start..=at]);
            start = at + 2;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The beginning of a sentence that is too long to be shown; else all of it.
pub fn shorten(text: &str) -> &str {
    if text.len() <= SENTENCE_LENGTH {
        return text;
    }
    let end = (0..=SENTENCE_LENGTH).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].rsplit_once(' ').map_or(&text[..end], |(kept, _)| kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_cut_into_sentences() {
        for (text, expected) in [
            ("One. Two", vec!["One.", "Two"]),
            ("Use 10.0.0.1 here. Then go.", vec!["Use 10.0.0.1 here.", "Then go."]),
            ("For i.e. This and e.g. that", vec!["For i.e. This and e.g. that"]),
            ("Why? Because.", vec!["Why?", "Because."]),
            ("", vec![""]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }
}
