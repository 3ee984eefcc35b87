//! The page of a service, where a person's would stand: it did something, and
//! whoever reads of that sees what it is and who answers for it.

use askama::Template;

use crate::accounts::services::{self, Answers, Service};
use crate::accounts::{self, AccountError};
use crate::db::Connection;
use crate::program::{ProgramError, team_by_id};
use crate::web::Shell;

/// One service.
#[derive(Template)]
#[template(path = "program/people/service.html")]
pub struct ServicePage {
    pub shell: Shell,
    pub service: Service,
    /// The name and the page of who answers for it.
    pub answers: (String, String),
    pub is_admin: bool,
}

impl ServicePage {
    /// The page of the service with this handle; nothing where it is somebody's.
    ///
    /// # Errors
    ///
    /// [`ProgramError::NotFound`].
    pub fn find(
        connection: &mut Connection,
        shell: &Shell,
        handle: &str,
        is_admin: bool,
    ) -> Result<Option<Self>, ProgramError> {
        let person = accounts::find_by_handle(connection, handle)?;
        if !services::is_service(connection, person.id)? {
            return Ok(None);
        }
        let service = services::find(connection, handle)?;
        let answers = match (&service.answers, &service.owner) {
            (Answers::Team(team), _) => {
                let team = team_by_id(connection, *team)?;
                (team.name, shell.to(&format!("/teams/{}", team.slug)))
            }
            (Answers::Person(_), Some((owner, _))) => {
                (owner.name.clone(), shell.to(&format!("/people/{}", owner.handle)))
            }
            (Answers::Person(_), None) => return Err(AccountError::NotFound.into()),
        };
        Ok(Some(ServicePage { shell: shell.clone(), service, answers, is_admin }))
    }
}
