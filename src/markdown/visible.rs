//! Characters that turn the order of others around, made visible: text that
//! reads one way and runs another is a trick (CVE-2021-42574, "Trojan Source").

use std::borrow::Cow;

/// Whether `c` changes the direction of the characters that follow it, up to
/// the end of the paragraph: embeddings, overrides and isolates (Unicode
/// Standard Annex 9, section 2). The marks U+200E and U+200F, which right-to-left
/// text needs beside punctuation, only speak for themselves and are none.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with such characters written as `[U+202E]`.
pub fn visible(source: &str) -> Cow<'_, str> {
    if !source.contains(turns_direction) {
        return Cow::Borrowed(source);
    }
    let mut shown = String::with_capacity(source.len() + 64);
    for c in source.chars() {
        if turns_direction(c) {
            shown.push_str(&format!("[U+{:04X}]", c as u32));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_turns_the_direction_is_shown() {
        for (given, expected) in [
            ("plain", "plain"),
            ("if admin\u{202E} nimda", "if admin[U+202E] nimda"),
            ("\u{2066}a\u{2069}", "[U+2066]a[U+2069]"),
            ("שלום\u{200F}!", "שלום\u{200F}!"),
            ("👩\u{200D}💻", "👩\u{200D}💻"),
        ] {
            assert_eq!(visible(given), expected, "{given:?}");
        }
    }
}
