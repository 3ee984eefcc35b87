//! The pages of one's own account.

use askama::Template;

use crate::web::{FieldProblem, Shell};

/// All that lets anybody in as oneself.
#[derive(Template)]
#[template(path = "accounts/own.html")]
pub struct OwnPage {
    pub shell: Shell,
    pub email: String,
    pub has_password: bool,
    /// Whether passwords let anybody in here.
    pub local: bool,
    /// Whether a second factor is on.
    pub has_factor: bool,
    /// How many browsers are signed in.
    pub sessions: usize,
    /// How many tokens are in use.
    pub tokens: i64,
    /// The providers by which they come in.
    pub linked: Vec<String>,
    /// Whether there is any provider.
    pub has_providers: bool,
    /// Whether they have an address for feed readers.
    pub has_feeds: bool,
}

impl OwnPage {
    fn session_words(&self) -> String {
        match self.sessions {
            0 | 1 => "This browser alone".to_owned(),
            count => format!("{count} browsers, this one included"),
        }
    }

    fn has_no_tokens(&self) -> bool {
        self.tokens == 0
    }

    fn token_words(&self) -> String {
        match self.tokens {
            0 => "None".to_owned(),
            1 => "1 in use".to_owned(),
            count => format!("{count} in use"),
        }
    }
}

/// The form for a new password.
#[derive(Template)]
#[template(path = "accounts/own_password.html")]
pub struct PasswordPage {
    pub shell: Shell,
    pub email: String,
    pub has_password: bool,
    pub problems: Vec<FieldProblem>,
}

impl PasswordPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}
