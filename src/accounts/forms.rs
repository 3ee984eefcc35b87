//! What the forms of signing in send, turned into what actions take.

use serde::Deserialize;

use super::{AccountError, Hasher, NewPerson, Person};
use crate::web::FieldProblem;
use crate::web::fold::{line, optional_line};

/// Characters of a mail address (RFC 5321, section 4.5.3.1).
const EMAIL_LIMIT: usize = 254;
/// Characters of a name.
const NAME_LIMIT: usize = 100;

/// `POST /sign-in`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub email: String,
    pub password: String,
    #[serde(rename = "return")]
    pub target: String,
}

/// `POST /setup/{token}` and `POST /invitation/{token}`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// `POST /accounts`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub name: String,
    pub email: String,
    pub chat: String,
    pub once: String,
}

/// `POST /appearance`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AppearanceForm {
    pub theme: String,
    #[serde(rename = "return")]
    pub target: String,
}

impl PasswordForm {
    /// The first admin and their password.
    pub async fn parse_setup(&self, hasher: &Hasher) -> Result<(NewPerson, String), AccountError> {
        let (new, mut problems) = parse_person(&self.name, &self.email, "");
        if let Err(words) = hasher.judge(&self.password, &[&new.name, &new.email]).await? {
            problems.push(FieldProblem::new("password", words));
        }
        if problems.is_empty() { Ok((new, self.password.clone())) } else { Err(AccountError::Invalid(problems)) }
    }

    /// A password for somebody who is known.
    pub async fn parse_password(&self, hasher: &Hasher, person: &Person) -> Result<String, AccountError> {
        match hasher.judge(&self.password, &[&person.name, &person.email]).await? {
            Ok(()) => Ok(self.password.clone()),
            Err(words) => Err(AccountError::Invalid(vec![FieldProblem::new("password", words)])),
        }
    }
}

impl PersonForm {
    /// Somebody new.
    pub fn parse(&self) -> Result<NewPerson, AccountError> {
        let (new, problems) = parse_person(&self.name, &self.email, &self.chat);
        if problems.is_empty() { Ok(new) } else { Err(AccountError::Invalid(problems)) }
    }
}

impl NewPerson {
    /// A person from texts that somebody typed.
    ///
    /// # Errors
    ///
    /// [`AccountError::Invalid`] with each field that does not fit.
    pub fn parse(name: &str, email: &str, chat: &str) -> Result<Self, AccountError> {
        let (new, problems) = parse_person(name, email, chat);
        if problems.is_empty() { Ok(new) } else { Err(AccountError::Invalid(problems)) }
    }
}

fn parse_person(name: &str, email: &str, chat: &str) -> (NewPerson, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let mut keep = |field, result: Result<String, String>| {
        result.unwrap_or_else(|words| {
            problems.push(FieldProblem::new(field, words));
            String::new()
        })
    };
    let new = NewPerson {
        name: keep("name", line(name, NAME_LIMIT)),
        email: keep("email", parse_email(email)),
        chat: keep("chat", optional_line(chat, NAME_LIMIT)),
    };
    (new, problems)
}

/// Only what is needed to tell a slip from an address: the mail server knows the rest.
fn parse_email(text: &str) -> Result<String, String> {
    let email = line(text, EMAIL_LIMIT)?;
    let fine = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
    });
    if fine && !email.contains([' ', '<', '>', ',', ';']) {
        Ok(email)
    } else {
        Err(format!("“{email}” is not a mail address like ana@example.com"))
    }
}
