//! A token, as far as it is kept.

use jiff::SignedDuration;

use crate::accounts::AccountError;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TokenId};
use crate::web::fold::line;
use crate::web::{FieldProblem, TokenScope};

/// Days that a token lives at the most.
pub const LONGEST_DAYS: i64 = 365;
/// Days that are offered.
pub const OFFERED_DAYS: &[i64] = &[7, 30, 90, 180, LONGEST_DAYS];
/// Days that are chosen unless somebody chooses others.
pub const USUAL_DAYS: i64 = 90;
/// Characters of a name.
const NAME_LIMIT: usize = 80;

/// A token that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for; one at least, each once.
    pub scopes: Vec<TokenScope>,
    /// For how many days, 1 to [`LONGEST_DAYS`].
    pub days: i64,
}

impl NewToken {
    /// Whether it may be used for more than to read.
    pub fn writes(&self) -> bool {
        self.scopes.iter().any(|scope| *scope != TokenScope::Read)
    }

    /// A token from texts that somebody typed; scopes by their words.
    ///
    /// # Errors
    ///
    /// [`AccountError::Invalid`] with each field that does not fit.
    pub fn parse(name: &str, scopes: &[String], days: &str) -> Result<Self, AccountError> {
        let mut problems = Vec::new();
        let name = line(name, NAME_LIMIT).unwrap_or_else(|words| {
            problems.push(FieldProblem::new("name", words));
            String::new()
        });
        let unknown = scopes.iter().find(|word| TokenScope::parse(word).is_none());
        // In the order of the declaration, each once.
        let known = TokenScope::ALL.iter().copied().filter(|scope| scopes.iter().any(|word| word == scope.as_str()));
        let known: Vec<TokenScope> = known.collect();
        if let Some(word) = unknown {
            let all: Vec<_> = TokenScope::ALL.iter().map(|scope| scope.as_str()).collect();
            let words = format!("there is no scope “{word}”; the scopes are {}", all.join(", "));
            problems.push(FieldProblem::new("scope", words));
        } else if known.is_empty() {
            problems.push(FieldProblem::new("scope", "choose what the token may be used for"));
        }
        let days = days.parse().ok().filter(|days| (1..=LONGEST_DAYS).contains(days)).unwrap_or_else(|| {
            problems.push(FieldProblem::new("days", format!("a token lives for 1 to {LONGEST_DAYS} days")));
            0
        });
        if problems.is_empty() {
            Ok(NewToken { name, scopes: known, days })
        } else {
            Err(AccountError::Invalid(problems))
        }
    }

    /// Until when it lives if it is made at `now`.
    pub fn expires(&self, now: Timestamp) -> Timestamp {
        now.plus(SignedDuration::from_hours(24 * self.days))
    }
}

/// A token that was made. The token itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its key.
    pub id: TokenId,
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is not taken any more.
    pub expires_at: Timestamp,
    /// When it was last used, to the hour.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    /// Whether it is taken at `now`, as long as its owner's account is on.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

/// Scopes as they are stored: their words with a space between them.
pub fn scopes_to_text(scopes: &[TokenScope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

/// The scopes that a stored text names. What this version does not know opens nothing.
pub fn scopes_from_text(text: &str) -> Vec<TokenScope> {
    text.split(' ').filter_map(TokenScope::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_token_has_a_name_a_scope_and_an_end() {
        for (name, scopes, days, wrong) in [
            ("CI", vec!["read"], "90", vec![]),
            ("CI", vec!["time:write", "read", "read"], "365", vec![]),
            ("", vec!["read"], "1", vec!["name"]),
            ("CI", vec![], "1", vec!["scope"]),
            ("CI", vec!["read", "write"], "1", vec!["scope"]),
            ("CI", vec!["read"], "0", vec!["days"]),
            ("CI", vec!["read"], "366", vec!["days"]),
            ("CI", vec!["read"], "", vec!["days"]),
            ("\u{0}", vec!["Read"], "-1", vec!["name", "scope", "days"]),
        ] {
            let given = format!("{name:?} {scopes:?} {days:?}");
            match NewToken::parse(name, &words(&scopes), days) {
                Ok(token) => assert!(wrong.is_empty() && !token.scopes.is_empty(), "{given}"),
                Err(AccountError::Invalid(problems)) => {
                    assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), wrong, "{given}");
                }
                Err(error) => panic!("{given}: {error}"),
            }
        }
    }

    #[test]
    fn scopes_are_stored_in_words_and_unknown_ones_open_nothing() {
        let both = [TokenScope::Read, TokenScope::TimeWrite];
        assert_eq!(scopes_to_text(&both), "read time:write");
        assert_eq!(scopes_from_text("read time:write"), both);
        assert_eq!(scopes_from_text("rules:write read"), [TokenScope::Read]);
        assert_eq!(scopes_from_text(""), []);
    }

    #[test]
    fn a_token_lives_until_its_end_unless_it_is_revoked() {
        let new = NewToken { name: "CI".into(), scopes: vec![TokenScope::Read], days: 1 };
        let day = new.expires(Timestamp(0));
        let token = |revoked_at| Token {
            id: TokenId::generate(),
            person: PersonId::generate(),
            name: "CI".into(),
            scopes: Vec::new(),
            created_at: Timestamp(0),
            expires_at: day,
            used_at: None,
            revoked_at,
        };
        assert_eq!(day.0, 86_400_000_000);
        for (revoked, now, live) in [
            (None, Timestamp(0), true),
            (None, Timestamp(day.0 - 1), true),
            (None, day, false),
            (Some(Timestamp(5)), Timestamp(6), false),
        ] {
            assert_eq!(token(revoked).is_live(now), live, "{revoked:?} {now:?}");
        }
    }
}
