//! Patterns for `LIKE`, made of texts that stand for themselves. The queries
//! say `.escape('\\')`, since SQLite knows no escape of its own.

/// Fits texts that hold `text`.
pub fn holding(text: &str) -> String {
    format!("%{}%", escaped(text))
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
    }
}
