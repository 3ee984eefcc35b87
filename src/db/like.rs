//! Patterns for `LIKE`, made of texts that stand for themselves. The queries
//! say `.escape('\\')`, since SQLite knows no escape of its own.

/// Fits texts that hold `text`.
pub fn holding(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// Fits texts in small letters, as [`lower()`] makes them, that may hold `text` in
/// whatever case and with whatever white space between its words. It fits some
/// others, too: whoever asks looks at what is found.
pub fn maybe_holding(text: &str) -> String {
    // One character for each that the databases make small in ways of their own.
    let plain = |word: &str| escaped(&word.to_ascii_lowercase()).replace(|c: char| !c.is_ascii(), "_");
    format!("%{}%", text.split_whitespace().map(plain).collect::<Vec<_>>().join("%"))
}

diesel::define_sql_function! {
    /// The text in small letters: on SQLite those from A to Z, on PostgreSQL all.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Fits texts that begin with `text`.
pub fn beginning(text: &str) -> String {
    format!("{}%", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_stands_for_itself() {
        assert_eq!(holding("50%_a\\b"), "%50\\%\\_a\\\\b%");
        assert_eq!(beginning("a_"), "a\\_%");
        assert_eq!(maybe_holding("Zoë  O'Neil_1"), "%zo_%o'neil\\_1%");
    }
}
