//! Whether somebody who typed words meant the name of a team or a person.

use crate::web::fold::fold;

/// Words that say what kind of thing is looked for, not which.
const KINDS: [&str; 12] = [
    "team",
    "teams",
    "squad",
    "champion",
    "champions",
    "deputy",
    "contact",
    "person",
    "people",
    "member",
    "members",
    "serves",
];
/// Words that lead up to a name.
const FILLERS: [&str; 25] = [
    "a", "all", "an", "are", "at", "by", "find", "for", "from", "i", "in", "is", "me", "my", "of", "on", "our", "show",
    "the", "to", "was", "what", "where", "which", "who",
];
/// Words with which names are looked for; whoever types more tells a story.
const MOST_WORDS: usize = 8;

/// Words that may be a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameWords {
    /// In lower case, in their order; empty where nothing is left to look for.
    pub words: Vec<String>,
    /// Whether a team or its champion was asked for by that word.
    pub is_of_team: bool,
    /// Whether that is their own: “who is my champion”.
    pub is_mine: bool,
}

/// How well a name fits; the better, the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The name and nothing else was typed.
    Exact,
    /// The name stands among other words.
    Named,
    /// Each word that was typed begins a word of the name.
    Begun,
}

impl NameWords {
    /// The words of `asked` that may be a name.
    pub fn of(asked: &str) -> Self {
        let all = split(asked);
        let is_of_team = all.iter().any(|word| KINDS.contains(&word.as_str()));
        let is_mine = is_of_team && all.iter().any(|word| word == "my" || word == "our");
        let words: Vec<String> = all
            .into_iter()
            .filter(|word| !KINDS.contains(&word.as_str()) && !FILLERS.contains(&word.as_str()))
            .collect();
        NameWords { words: if words.len() > MOST_WORDS { Vec::new() } else { words }, is_of_team, is_mine }
    }

    /// How well `name` fits; nothing where it is another's.
    pub fn fit(&self, name: &str) -> Option<Fit> {
        let mut parts = split(name);
        // A team may have “Team” in its name; whether that was typed says nothing.
        parts.retain(|part| !KINDS.contains(&part.as_str()));
        if parts.is_empty() || self.words.is_empty() {
            return None;
        }
        let is_named = parts.iter().all(|part| self.words.contains(part));
        if is_named && self.words.iter().all(|word| parts.contains(word)) {
            Some(Fit::Exact)
        } else if is_named {
            Some(Fit::Named)
        } else {
            let is_begun = self.words.iter().all(|word| parts.iter().any(|part| part.starts_with(word)));
            is_begun.then_some(Fit::Begun)
        }
    }
}

/// The words of a text in lower case, cut where neither letter nor digit stands.
fn split(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_words() {
        use Fit::{Begun, Exact, Named};
        for (asked, name, fit) in [
            ("payments team", "Payments", Some(Exact)),
            ("payments", "Payments Team", Some(Exact)),
            ("who is champion of checkout", "Checkout", Some(Exact)),
            ("Who is the champion of Checkout?", "Checkout", Some(Exact)),
            ("ana ruiz", "Ana Ruiz", Some(Exact)),
            ("RUIZ  ana", "Ana Ruiz", Some(Exact)),
            ("ask ana ruiz about port 5432", "Ana Ruiz", Some(Named)),
            ("ana ru", "Ana Ruiz", Some(Begun)),
            ("an", "Ana Ruiz", None),
            ("ana", "Anabel Lee", Some(Begun)),
            ("ana", "Joana Lee", None),
            ("payments database port", "Payments Core", None),
            ("api gateway", "API-Gateway", Some(Exact)),
            ("team", "Payments", None),
            ("", "Payments", None),
            ("a b c d e f g h i j k l m n", "B", None),
        ] {
            assert_eq!(NameWords::of(asked).fit(name), fit, "{asked} / {name}");
        }
    }

    #[test]
    fn asking_for_a_team_is_noticed() {
        assert!(NameWords::of("payments team").is_of_team);
        assert!(NameWords::of("who is my champion").words.is_empty());
        assert!(!NameWords::of("payments port").is_of_team);
    }
}
