//! What a reader of YAML says is wrong, in words for people.

/// The reader's words without the excerpt that it likes to draw.
pub fn yaml_words(error: &serde_saphyr::Error) -> String {
    let words = error.without_snippet().to_string();
    let first = words.lines().next().unwrap_or_default();
    // It repeats the key that it does not know, however long that is.
    let end = first.char_indices().nth(300).map_or(first.len(), |(end, _)| end);
    let first = &first[..end];
    // The place is told apart, counted from the top of the file.
    first.split(" at line ").next().unwrap_or(first).trim_end_matches([' ', ',', '.']).to_owned()
}
