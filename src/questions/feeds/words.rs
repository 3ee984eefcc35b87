//! What an entry says, in words that hold until something happens: a feed whose
//! text changed by the clock alone would look new each time.

use crate::calendar::Zone;
use crate::questions::model::{Question, QuestionState, Turn, Urgency, Visibility};

/// Characters of a question's text, and of its answer, that an entry shows.
const SHOWN: usize = 4_000;

/// Where a question stands, in a few sentences. Of one that is not for everyone
/// it says no name and no reason.
pub fn standing(question: &Question, why: Option<&str>, zone: &Zone) -> String {
    if is_withheld(question) {
        let due = if question.is_owed() { format!(", due {}", zone.words(question.due_at)) } else { String::new() };
        return format!("It is {}{due}, and not for everyone: its page says more.", question.state.label());
    }
    let mut words = place(question);
    if question.is_owed() {
        words.push_str(&format!(", due {}", zone.words(question.due_at)));
    }
    words.push('.');
    if question.urgency == Urgency::Blocked && question.state.is_open() {
        words.push_str(" Blocked now.");
    }
    if let Some(person) = question.claimed_by.as_ref().filter(|_| question.state.is_open()) {
        words.push_str(&format!(" {} has it.", person.name));
    }
    if let Some(launch) = question.launch.as_ref().filter(|_| question.state.is_open()) {
        words.push_str(&format!(" “{}” waits for it: {}.", launch.name, zone.words(launch.at)));
    }
    if let Some(why) = why.filter(|why| !why.is_empty()) {
        words.push(' ');
        words.push_str(why);
    }
    words
}

/// Whether a feed says only that there is such a question: as with mail, what it
/// hands out is kept by programs elsewhere.
pub fn is_withheld(question: &Question) -> bool {
    question.visibility != Visibility::Everyone
}

fn place(question: &Question) -> String {
    let team = question.team.as_ref().map(|team| team.name.as_str()).unwrap_or_default();
    match question.state {
        state if state.is_open() && question.turn == Turn::Asker => {
            format!("Waits for {}, who asked", question.asker.name)
        }
        QuestionState::WithChampion => format!("With whoever serves {team}"),
        QuestionState::WithNetSec => "With Network Security".into(),
        QuestionState::WithBoth => format!("With whoever serves {team} and with Network Security"),
        QuestionState::Answered => match &question.answered_by {
            Some(person) => format!("Answered by {}", person.name),
            None => "Answered".into(),
        },
        QuestionState::Published => "Answered by an article".into(),
        QuestionState::Merged => "Merged with another question".into(),
    }
}

/// The beginning of a long text.
pub fn beginning(text: &str) -> String {
    let mut words: String = text.chars().take(SHOWN).collect();
    if words.len() < text.len() {
        words.push_str("\n\n…");
    }
    words
}

/// A text without the characters that no XML document may hold, not even
/// escaped (XML 1.0, section 2.2).
pub fn xml(text: &str) -> String {
    let fits = |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonName;
    use crate::clock::Timestamp;
    use crate::db::keys::{PersonId, TeamId};

    #[test]
    fn what_stands_in_an_entry_changes_with_what_happens_alone() {
        use QuestionState::{Answered, Merged, Published, WithBoth, WithChampion, WithNetSec};
        let due_at = Timestamp::parse("2026-11-19T12:00:00Z").expect("an instant");
        let asked = |state| Question { due_at, ..Question::sample(state, Some(TeamId::generate())) };
        let due = ", due Thu 19 Nov 2026, 12:00 (UTC).";
        let ana = PersonName { id: PersonId::generate(), name: "Ana".into(), handle: "ana".into() };
        for (question, why, expected) in [
            (asked(WithChampion), None, format!("With whoever serves Checkout{due}")),
            (asked(WithNetSec), Some("It crosses zones."), format!("With Network Security{due} It crosses zones.")),
            (
                Question { urgency: Urgency::Blocked, ..asked(WithBoth) },
                Some(""),
                format!("With whoever serves Checkout and with Network Security{due} Blocked now."),
            ),
            (Question { turn: Turn::Asker, ..asked(WithNetSec) }, None, "Waits for Kim, who asked.".into()),
            (
                Question { answered_by: Some(ana.clone()), claimed_by: Some(ana.clone()), ..asked(Answered) },
                None,
                "Answered by Ana.".into(),
            ),
            (
                Question { claimed_by: Some(ana), visibility: Visibility::NetSec, ..asked(WithNetSec) },
                None,
                format!(
                    "It is with Network Security{}, and not for everyone: its page says more.",
                    due.trim_end_matches('.')
                ),
            ),
            (asked(Published), None, "Answered by an article.".into()),
            (asked(Merged), None, "Merged with another question.".into()),
        ] {
            assert_eq!(standing(&question, why, &Zone::default()), expected);
        }
    }

    #[test]
    fn no_character_is_left_that_xml_refuses() {
        for (text, expected) in [
            ("plain\ttext\r\n", "plain\ttext\r\n"),
            ("bell\u{7}, escape\u{1b}, nul\0", "bell, escape, nul"),
            ("\u{FFFE}\u{FFFF}\u{FFFD}", "\u{FFFD}"),
            ("<b>&amp; 日本 🔒", "<b>&amp; 日本 🔒"),
        ] {
            assert_eq!(xml(text), expected, "{text:?}");
        }
        assert_eq!(beginning(&"x".repeat(SHOWN)).len(), SHOWN);
        assert!(beginning(&"é".repeat(SHOWN + 1)).ends_with("é\n\n…"));
    }
}
