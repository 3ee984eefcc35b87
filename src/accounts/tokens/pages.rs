//! The pages of tokens.

use askama::Template;

use super::forms::TokenForm;
use super::model::{OFFERED_DAYS, Token};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell, TokenScope};

/// A person's own tokens, and the form for another.
#[derive(Template)]
#[template(path = "accounts/tokens/own.html")]
pub struct OwnPage {
    pub shell: Shell,
    pub made: Made,
    /// The address of the search, for an example that runs.
    pub example: String,
    pub rows: Vec<TokenRow>,
    pub name: String,
    pub scopes: Vec<Choice>,
    pub days: Vec<Choice>,
    pub problems: Vec<FieldProblem>,
}

/// The token that the page was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// None.
    Nothing,
    /// This, just now; no other page ever holds it.
    Token(String),
    /// One was made by the same form before.
    Before,
}

/// Everybody's tokens, for admins.
#[derive(Template)]
#[template(path = "accounts/tokens/all.html")]
pub struct AllPage {
    pub shell: Shell,
    pub rows: Vec<(PersonName, TokenRow)>,
    pub previous: String,
    pub next: String,
}

/// One line of either list.
pub struct TokenRow {
    pub key: String,
    pub name: String,
    pub scopes: Vec<&'static str>,
    pub made: Moment,
    /// Last use, to the hour.
    pub used: Option<Moment>,
    /// Until when it lives, and in words relative to now.
    pub ends: Moment,
    pub state: TokenState,
}

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    Live,
    Ended,
    Revoked,
}

impl TokenRow {
    /// `token` as it is at `now`.
    pub fn new(token: Token, now: Timestamp) -> Self {
        let is_live = token.is_live(now);
        TokenRow {
            key: token.id.to_string(),
            scopes: token.scopes.iter().map(|scope| scope.as_str()).collect(),
            made: Moment::new(token.created_at, now),
            used: token.used_at.map(|at| Moment::new(at, now)),
            ends: Moment::new(token.expires_at, now),
            state: match (token.revoked_at, is_live) {
                (Some(_), _) => TokenState::Revoked,
                (None, true) => TokenState::Live,
                (None, false) => TokenState::Ended,
            },
            name: token.name,
        }
    }

    /// Whether it is taken now.
    pub fn is_live(&self) -> bool {
        self.state == TokenState::Live
    }

    /// Whether somebody revoked it.
    pub fn is_revoked(&self) -> bool {
        self.state == TokenState::Revoked
    }

    /// What is asked before it is.
    pub fn revoke_question(&self) -> String {
        format!("Revoke “{}”? Whatever uses it stops working at once.", self.name)
    }
}

impl OwnPage {
    /// The page with what `form` holds.
    pub fn new(shell: Shell, example: String, rows: Vec<TokenRow>, form: TokenForm) -> Self {
        let scope = |scope: &TokenScope| Choice {
            value: scope.as_str().to_owned(),
            label: format!("{} ({})", scope.label(), scope.as_str()),
            selected: form.scopes.iter().any(|word| word == scope.as_str()),
        };
        let days = |days: &i64| Choice::new(&days.to_string(), &days_words(*days), &form.days);
        OwnPage {
            scopes: TokenScope::ALL.iter().map(scope).collect(),
            days: OFFERED_DAYS.iter().map(days).collect(),
            name: form.name,
            made: Made::Nothing,
            problems: Vec::new(),
            shell,
            example,
            rows,
        }
    }

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// Days as they are offered.
pub fn days_words(days: i64) -> String {
    if days == super::model::LONGEST_DAYS { "a year".to_owned() } else { format!("{days} days") }
}
