//! The pages of second factors.

use askama::Template;

use super::picture::Picture;
use super::totp::Secret;
use super::{actions, recovery};
use crate::accounts::sign_in::Tools;
use crate::accounts::{AccountError, Person};
use crate::web::{FieldProblem, Moment, Shell};

/// What somebody gives to the program on their telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub picture: Picture,
    /// The key, to be typed.
    pub typed: String,
    /// How the program calls it.
    pub account: String,
}

impl Invitation {
    /// The one of `person` that waits for its first code.
    ///
    /// # Errors
    ///
    /// [`AccountError::NoFactor`] where none was begun.
    pub async fn of(tools: &Tools, person: &Person) -> Result<Self, AccountError> {
        let (id, seal) = (person.id, tools.seal.clone());
        let secret: Secret = tools.db.read(move |connection| actions::find_pending(connection, &seal, id)).await?;
        let host = tools.site.origin.split_once("://").map_or("", |(_, host)| host);
        let site = format!("Drawbridge at {host}");
        let picture = Picture::of(&secret.uri(&site, &person.email));
        let picture = picture.ok_or_else(|| AccountError::Sealed("it is too long for a picture".to_owned()))?;
        Ok(Invitation { picture, typed: secret.typed(), account: person.email.clone() })
    }
}

/// One's own second factor.
#[derive(Template)]
#[template(path = "accounts/factor.html")]
pub struct FactorPage {
    pub shell: Shell,
    pub email: String,
    pub has_password: bool,
    /// None where it is off.
    pub since: Option<Moment>,
    /// Recovery codes that are left.
    pub codes: i64,
    /// Whether the settings let them do without.
    pub may_remove: bool,
    pub problems: Vec<FieldProblem>,
}

impl FactorPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn codes_words(&self) -> String {
        match self.codes {
            0 => "All your recovery codes are used: make new ones.".to_owned(),
            1 => "1 recovery code is left: make new ones.".to_owned(),
            count => format!("{count} of {} recovery codes are left.", recovery::COUNT),
        }
    }
}

/// What to do with the telephone, and the form for its first code.
#[derive(Template)]
#[template(path = "accounts/factor_set_up.html")]
pub struct SetUpPage {
    pub shell: Shell,
    pub email: String,
    pub invitation: Invitation,
    pub problems: Vec<FieldProblem>,
}

impl SetUpPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// Recovery codes, this once.
#[derive(Template)]
#[template(path = "accounts/factor_codes.html")]
pub struct CodesPage {
    pub shell: Shell,
    pub codes: Vec<String>,
    pub next_href: String,
}

impl CodesPage {
    /// These codes; `next` is where to go on to, below the base.
    pub fn new(shell: Shell, codes: Vec<String>, next: &str) -> Self {
        CodesPage { next_href: shell.to(next), shell, codes }
    }
}
