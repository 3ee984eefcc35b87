//! What the forms of departments and teams send.

use serde::Deserialize;

use super::model::NewTeam;
use super::store;
use crate::accounts::{self, AccountError, Person};
use crate::db::Connection;
use crate::db::keys::RowVersion;
use crate::program::ProgramError;
use crate::program::fields::Fields;
use crate::web::fold::{fold, line, optional_line};

/// Characters of a name.
const NAME_LIMIT: usize = 80;
/// Characters of the place where a team can be written to.
const CHAT_LIMIT: usize = 100;

/// `POST /teams`, `POST /teams/{slug}`; department by its address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct TeamForm {
    /// The name, as typed.
    pub name: String,
    /// The department's address.
    pub department: String,
    /// Where the team can be written to, as typed.
    pub chat: String,
    /// The version that the form was drawn from; 0 for a new team.
    pub version: i32,
    /// The form's token.
    pub once: String,
}

impl TeamForm {
    /// The team as it is to be.
    ///
    /// # Errors
    ///
    /// [`ProgramError::Invalid`] with each field that does not fit.
    pub fn parse(&self, connection: &mut Connection) -> Result<NewTeam, ProgramError> {
        let mut fields = Fields::default();
        let name = fields.keep("name", line(&self.name, NAME_LIMIT));
        let chat = fields.keep("chat", optional_line(&self.chat, CHAT_LIMIT));
        let department = match store::find_department(connection, &self.department) {
            Ok(department) => Ok(department.id),
            Err(ProgramError::NotFound(_)) if self.department.is_empty() => Err("choose a department".to_owned()),
            Err(ProgramError::NotFound(_)) => Err(format!("there is no department “{}”", self.department)),
            Err(error) => return Err(error),
        };
        let department = fields.keep("department", department);
        match (name, chat, department) {
            (Some(name), Some(chat), Some(department_id)) => Ok(NewTeam { name, department_id, chat }),
            _ => Err(fields.refuse()),
        }
    }

    /// The version that the form was drawn from.
    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}

/// `POST /departments`, `POST /departments/{slug}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct DepartmentForm {
    pub name: String,
    pub version: i32,
    pub once: String,
}

impl DepartmentForm {
    /// The name, tidied.
    pub fn parse(&self) -> Result<String, ProgramError> {
        line(&self.name, NAME_LIMIT).map_err(|words| ProgramError::field("name", words))
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}

/// `POST /teams/{slug}/members`, and `…/members/remove`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    pub person: String,
    pub confirmed: String,
}

/// The person whom a text names: by handle, mail address, or whole name.
///
/// # Errors
///
/// [`ProgramError::Invalid`] for the field `person`, where nobody or several
/// people are called so.
pub fn person_named(connection: &mut Connection, text: &str) -> Result<Person, ProgramError> {
    let text = text.trim().trim_start_matches('@');
    if text.is_empty() {
        return Err(ProgramError::field("person", "say who: a name, a handle or a mail address"));
    }
    for found in [accounts::find_by_handle(connection, text), accounts::find_by_email(connection, text)] {
        match found {
            Ok(person) => return Ok(person),
            Err(AccountError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // Enough to see whether a whole name fits one person only.
    let mut named = accounts::find_people(connection, text, 0, 50)?;
    named.retain(|person| fold(&person.name) == fold(text));
    match (named.pop(), named.len()) {
        (Some(person), 0) => Ok(person),
        (Some(_), others) => {
            let words = format!("{} people are called {text}; give a mail address", others + 1);
            Err(ProgramError::field("person", words))
        }
        (None, _) => Err(ProgramError::field("person", format!("nobody here is called “{text}”"))),
    }
}
