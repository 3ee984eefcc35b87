//! Words that say little, because people write them around any question.
//!
//! In how many documents a word stands tells how rare it is here, not how
//! common it is elsewhere: among articles about networks `image` and `customer`
//! are rare, yet finding them is no sign that an article answers. They still
//! order the hits; only the decision whether there is an answer asks for this.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::stems::stem;

/// The list, a word or many on each line.
const LIST: &str = include_str!("everyday.txt");

static EVERYDAY: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = LIST.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).map(stem).collect()
});

/// Whether a stem belongs to everyday language.
pub fn is_everyday(stem: &str) -> bool {
    EVERYDAY.contains(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_tickets_are_everyday_and_words_of_networks_are_not() {
        for (word, expected) in [
            ("customers", true),
            ("images", true),
            ("failing", true),
            ("port", false),
            ("certificate", false),
            ("peering", false),
        ] {
            assert_eq!(is_everyday(&stem(word)), expected, "{word}");
        }
    }
}
