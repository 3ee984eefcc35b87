//! What the forms of tokens send.

use serde::Deserialize;

use super::model::{NewToken, USUAL_DAYS};
use crate::accounts::AccountError;

/// `POST /me/tokens`
#[derive(Debug, Clone)]
pub struct TokenForm {
    /// What it is to be called.
    pub name: String,
    /// One for each box that is ticked.
    pub scopes: Vec<String>,
    /// For how many days.
    pub days: String,
    /// The form's token.
    pub once: String,
}

impl Default for TokenForm {
    fn default() -> Self {
        let days = USUAL_DAYS.to_string();
        TokenForm { name: String::new(), scopes: Vec::new(), days, once: String::new() }
    }
}

impl TokenForm {
    /// The form from its fields, of which `scope` may come several times.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        let mut form = TokenForm { days: String::new(), ..TokenForm::default() };
        for (name, value) in fields {
            match name.as_str() {
                "name" => form.name = value,
                "days" => form.days = value,
                "once" => form.once = value,
                "scope" => form.scopes.push(value),
                _ => {}
            }
        }
        form
    }

    /// The token that it asks for.
    pub fn parse(&self) -> Result<NewToken, AccountError> {
        NewToken::parse(&self.name, &self.scopes, &self.days)
    }
}

/// `POST /me/tokens/revocation` and `POST /tokens/revocation`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RevocationForm {
    /// The key of the token.
    pub token: String,
}
