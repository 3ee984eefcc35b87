//! Words that mean the same: a list that comes with the content.

use std::collections::HashMap;

use super::analysis::analyse;

/// Lines of a list; more is a mistake.
const LINE_LIMIT: usize = 2_000;

/// What to look for besides a word.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    /// Terms by the term that they may stand for.
    terms: HashMap<String, Vec<String>>,
    /// Expansions of two words that stand beside each other.
    pairs: HashMap<(String, String), Vec<String>>,
    /// The list as it was read.
    source: String,
}

impl Synonyms {
    /// Reads a list: on each line `WORD = OTHER WORDS`. Whoever types the left
    /// side is understood as if they had typed the right side, too. The left
    /// side has one word or two; `#` begins a comment. What can't be read is
    /// passed over.
    pub fn parse(text: &str) -> Self {
        let mut synonyms = Synonyms { source: text.to_owned(), ..Synonyms::default() };
        for line in text.lines().take(LINE_LIMIT) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((left, right)) = line.split_once('=') else { continue };
            let expansion: Vec<String> = analyse(right).into_iter().map(|token| token.term).collect();
            let left: Vec<String> = analyse(left).into_iter().map(|token| token.term).collect();
            match &left[..] {
                [term] => synonyms.terms.entry(term.clone()).or_default().extend(expansion),
                [first, second] => {
                    synonyms.pairs.entry((first.clone(), second.clone())).or_default().extend(expansion);
                }
                _ => {}
            }
        }
        synonyms
    }

    /// The list as it was read.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// What one term may stand for.
    pub(super) fn of(&self, term: &str) -> &[String] {
        self.terms.get(term).map_or(&[], Vec::as_slice)
    }

    /// What two terms beside each other may stand for.
    pub(super) fn of_pair(&self, first: &str, second: &str) -> &[String] {
        // The common case has no pairs for the first word; the key needs owned text.
        self.pairs.get(&(first.to_owned(), second.to_owned())).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_its_faults_passed_over() {
        let synonyms =
            Synonyms::parse("# words\nsg = security group\nnonsense\nload balancer = elb # aws\na b c = d\n");

        assert_eq!(synonyms.of("sg"), ["secur", "group"]);
        assert_eq!(synonyms.of_pair("load", "balanc"), ["elb"]);
        assert!(synonyms.of("nonsense").is_empty());
    }
}
