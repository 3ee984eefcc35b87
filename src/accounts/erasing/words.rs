//! Finding a name in a text, and putting something in its place.

/// The text with `instead` wherever `name` stands as words of their own, in
/// whatever case; nothing where it does not.
pub(super) fn replace_bounded(text: &str, name: &str, instead: &str) -> Option<String> {
    let mut replaced = String::new();
    let (mut rest, mut before, mut found) = (text, None, false);
    while let Some(first) = rest.chars().next() {
        match length_of(rest, name).filter(|length| is_alone(before, name, &rest[*length..])) {
            Some(length) => {
                replaced.push_str(instead);
                before = rest[..length].chars().last();
                rest = &rest[length..];
                found = true;
            }
            None => {
                replaced.push(first);
                before = Some(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    found.then_some(replaced)
}

/// Bytes of `text` that are `name` at its beginning, in whatever case and with
/// whatever white space between its words: lines are wrapped there.
fn length_of(text: &str, name: &str) -> Option<usize> {
    let mut left = text;
    for wanted in name.chars() {
        let found = left.chars().next()?;
        let same = found == wanted || found.to_lowercase().eq(wanted.to_lowercase());
        left = match wanted.is_whitespace() {
            true if found.is_whitespace() => left.trim_start(),
            false if same => &left[found.len_utf8()..],
            _ => return None,
        };
    }
    (!name.is_empty()).then_some(text.len() - left.len())
}

/// Whether what stands around does not belong to the same word, handle or address.
fn is_alone(before: Option<char>, name: &str, after: &str) -> bool {
    let joins = |letter: char| letter.is_alphanumeric() || letter == '_';
    let begins_with_word = name.chars().next().is_some_and(joins);
    let goes_on = |letter: char| matches!(letter, '-' | '.' | '@');
    let mut following = after.chars();
    let ends = match following.next() {
        None => true,
        Some(next) if joins(next) => false,
        Some(next) if goes_on(next) => !following.next().is_some_and(joins),
        Some(_) => true,
    };
    let begins = before.is_none_or(|letter| !(begins_with_word && (joins(letter) || goes_on(letter))));
    begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_words_of_its_own() {
        for (text, expected) in [
            ("Bo", Some("X")),
            ("(bo)", Some("(X)")),
            ("Bo. Then", Some("X. Then")),
            ("Bob", None),
            ("Rambo", None),
            ("Bo's", Some("X's")),
            ("BO BO", Some("X X")),
            ("Bo-Li", None),
            ("Bo - Li", Some("X - Li")),
        ] {
            assert_eq!(replace_bounded(text, "Bo", "X").as_deref(), expected, "{text}");
        }
        assert_eq!(replace_bounded("Zoë Ångström", "zoë ångström", "X").as_deref(), Some("X"));
        assert_eq!(replace_bounded("x", "", "y"), None);
        for (text, expected) in [
            ("Ask Bo\nLind.", Some("Ask X.")),
            ("Ask BO \r\n  LIND’s", Some("Ask X’s")),
            ("Bo\u{a0}Lind", Some("X")),
            ("BoLind, Bo-Lind, Bo, Lind", None),
            ("Bo Lindqvist, Rambo Lind, Bo Lind-Ek", None),
        ] {
            assert_eq!(replace_bounded(text, "Bo Lind", "X").as_deref(), expected, "{text}");
        }
    }
}
