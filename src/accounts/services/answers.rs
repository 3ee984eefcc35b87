//! Who is meant by what somebody typed as the one who answers for a service.

use super::store::{self, Answers};
use crate::accounts::{AccountError, StandingSource, TeamAddress};
use crate::db::Connection;
use crate::web::FieldProblem;
use crate::web::fold::fold;

/// What helps whoever is not understood.
const ASKED: &str = "say who answers for it: @handle of somebody whose account is on, or the end of a team's address";

/// What was typed, and what it may be.
struct Typed<'t> {
    words: &'t str,
    may_be_team: bool,
    may_be_person: bool,
}

impl<'t> Typed<'t> {
    /// Takes `@dev-patel`, `dev-patel`, `Dev Patel`, `/people/dev-patel`,
    /// `checkout`, `Checkout`, `/teams/checkout`, and whole addresses.
    fn of(text: &'t str) -> Self {
        let text = text.trim().trim_end_matches('/');
        let end_of = |place| text.rsplit_once(place).map(|(_, end)| end);
        match (text.strip_prefix('@').or_else(|| end_of("/people/")), end_of("/teams/")) {
            (Some(words), _) => Typed { words, may_be_team: false, may_be_person: true },
            (None, Some(words)) => Typed { words, may_be_team: true, may_be_person: false },
            (None, None) => Typed { words: text, may_be_team: true, may_be_person: true },
        }
    }

    fn is_team(&self, team: &TeamAddress) -> bool {
        self.may_be_team && (team.slug == self.words.to_lowercase() || fold(&team.name) == fold(self.words))
    }
}

/// The team, or the person whose account is on, that is meant.
///
/// # Errors
///
/// [`AccountError::Invalid`] where nobody is, or several may be.
pub fn find(connection: &mut Connection, standings: &dyn StandingSource, text: &str) -> Result<Answers, AccountError> {
    let refuse = |words: String| Err(AccountError::Invalid(vec![FieldProblem::new("answers", words)]));
    let typed = Typed::of(text);
    if typed.words.is_empty() {
        return refuse(ASKED.to_owned());
    }
    let teams = standings.teams(connection)?.into_iter().filter(|team| typed.is_team(team));
    let mut meant: Vec<(Answers, String)> =
        teams.map(|team| (Answers::Team(team.id), format!("/teams/{}", team.slug))).collect();
    let called = if typed.may_be_person { store::list_called(connection, typed.words)? } else { Vec::new() };
    let (on, off): (Vec<_>, Vec<_>) = called.into_iter().partition(|(_, is_on)| *is_on);
    meant.extend(on.into_iter().map(|(person, _)| (Answers::Person(person.id), format!("@{}", person.handle))));
    match (meant.len(), off.first()) {
        (1, _) => Ok(meant.remove(0).0),
        (0, Some((person, _))) => refuse(format!("the account of {} is off; {ASKED}", person.name)),
        (0, None) => refuse(format!("“{}” was not found; {ASKED}", text.trim())),
        _ => {
            let all: Vec<_> = meant.into_iter().map(|(_, at)| at).collect();
            refuse(format!("“{}” may be {}; take one of these", text.trim(), all.join(" or ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_signs_say_what_is_meant() {
        for (text, words, may_be_team, may_be_person) in [
            ("@dev-patel", "dev-patel", false, true),
            (" Dev Patel ", "Dev Patel", true, true),
            ("/people/dev-patel", "dev-patel", false, true),
            ("https://drawbridge.example/teams/checkout/", "checkout", true, false),
            ("/teams/checkout", "checkout", true, false),
            ("checkout", "checkout", true, true),
            ("/", "", true, true),
            ("@", "", false, true),
        ] {
            let typed = Typed::of(text);
            let found = (typed.words, typed.may_be_team, typed.may_be_person);
            assert_eq!(found, (words, may_be_team, may_be_person), "{text:?}");
        }
    }
}
