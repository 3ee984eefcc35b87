//! Names as people compare them: one form for "Ana  RUIZ" and "ana ruiz".

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};

const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
const COMPATIBLE: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();

/// The text with letters and their accents composed (NFC), so that what looks
/// the same is the same, whichever keyboard or file system it came from.
pub fn composed(text: &str) -> Cow<'_, str> {
    COMPOSED.normalize(text)
}

/// The text as it is looked for: compatible forms are one (NFKC: `ｐｏｒｔ`, `ﬁ`),
/// and characters that can't be seen are left out.
pub fn searchable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = COMPATIBLE.normalize(text);
    if !plain.contains(|c: char| is_hidden(c) && !c.is_control()) {
        return plain;
    }
    Cow::Owned(plain.chars().filter(|c| !is_hidden(*c) || c.is_control()).collect())
}

/// Characters that can't be seen or that turn the direction of others around.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A line of text as it is kept: trimmed, inner white space as single spaces.
///
/// # Errors
///
/// Words that say why it can't be a name: empty, longer than `limit`
/// characters, or holding characters that can't be seen (W08).
pub fn line(text: &str, limit: usize) -> Result<String, String> {
    let tidy = composed(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_empty() {
        return Err("fill this in".into());
    }
    let length = tidy.chars().count();
    if length > limit {
        return Err(format!("this has {length} characters; {limit} are allowed"));
    }
    if let Some(hidden) = tidy.chars().find(|c| is_hidden(*c)) {
        return Err(format!("this holds a character that can't be seen (U+{:04X}); type it anew", hidden as u32));
    }
    Ok(tidy)
}

/// A line that may be left empty.
///
/// # Errors
///
/// As [`line()`], but an empty text is fine.
pub fn optional_line(text: &str, limit: usize) -> Result<String, String> {
    if text.trim().is_empty() { Ok(String::new()) } else { line(text, limit) }
}

/// A longer text as it is kept: line ends as `\n`, no white space at its ends.
///
/// # Errors
///
/// Words that say that it is longer than `limit` characters.
pub fn text(text: &str, limit: usize) -> Result<String, String> {
    let tidy = composed(text).replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    let length = tidy.chars().count();
    if length > limit {
        return Err(format!("this has {length} characters; {limit} are allowed"));
    }
    Ok(tidy)
}

/// The form by which names are matched and sorted, the same on both databases.
pub fn fold(text: &str) -> String {
    COMPATIBLE.normalize(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The form of a name that goes into an address: `Billing & Core` is `billing-core`.
/// Empty where nothing of it can be kept.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in composed(text).to_lowercase().chars() {
        let plain = match c {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
            'ü' | 'ú' | 'ù' | 'û' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            slug.push(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 80 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w08_names_are_tidied_or_refused() {
        for (given, kept) in [
            ("  Ana   Ruiz ", Some("Ana Ruiz")),
            ("", None),
            ("   ", None),
            ("Ana\u{202E}Ruiz", None),
            ("Ana\u{200B}Ruiz", None),
            ("abcdefghijk", None),
            ("Żółć", Some("Żółć")),
            ("Z\u{307}o\u{301}łc\u{301}", Some("Żółć")),
        ] {
            assert_eq!(line(given, 10).ok().as_deref(), kept, "{given:?}");
        }
    }

    #[test]
    fn w08_what_looks_the_same_is_found_as_the_same() {
        for (given, expected) in [
            ("caf\u{65}\u{301}", "café"),
            ("ｐｏｒｔ ５４３２", "port 5432"),
            ("post\u{200B}gres\u{AD}", "postgres"),
            ("\u{202E}port", "port"),
            ("a\u{1}b", "a\u{1}b"),
            ("שלום", "שלום"),
        ] {
            assert_eq!(searchable(given), expected, "{given:?}");
        }
    }

    #[test]
    fn slugs_are_plain() {
        for (given, expected) in
            [("Billing & Core", "billing-core"), ("  Überprüfung 2 ", "uberprufung-2"), ("…", ""), ("a--b", "a-b")]
        {
            assert_eq!(slug(given), expected, "{given:?}");
        }
    }
}
