//! An invitation in words, for pages and for forms.

use super::forms::Invited;
use super::model::Invitee;
use crate::accounts;
use crate::db::Connection;
use crate::program::{ProgramError, list_departments, list_teams};

/// One line of an invitation: what is read, and where it leads; empty: nowhere.
pub type Line = (String, String);

/// Everybody who is invited, in words, and as a form names them.
///
/// # Errors
///
/// The database's own.
pub fn in_words(connection: &mut Connection, invitees: &[Invitee]) -> Result<(Vec<Line>, Invited), ProgramError> {
    let asks = |wanted: fn(&Invitee) -> bool| invitees.iter().any(wanted);
    let departments =
        if asks(|one| matches!(one, Invitee::Department(_))) { list_departments(connection)? } else { Vec::new() };
    let teams = if asks(|one| matches!(one, Invitee::Team(_))) { list_teams(connection)? } else { Vec::new() };
    let (mut lines, mut form) = (Vec::new(), Invited::default());
    for invitee in invitees {
        match invitee {
            Invitee::Champions => {
                form.groups.push("champions".into());
                lines.push(("All champions and deputies".into(), "/champions".into()));
            }
            Invitee::NetSec => {
                form.groups.push("netsec".into());
                lines.push(("Network Security".into(), String::new()));
            }
            Invitee::Department(id) => {
                let Some(department) = departments.iter().find(|one| one.id == *id) else { continue };
                form.departments.push(department.slug.clone());
                lines.push((
                    format!("Champions of {}", department.name),
                    format!("/teams?department={}", department.slug),
                ));
            }
            Invitee::Team(id) => {
                let Some(team) = teams.iter().find(|one| one.id == *id) else { continue };
                form.teams.push(team.name.clone());
                lines.push((format!("Team {}", team.name), format!("/teams/{}", team.slug)));
            }
            Invitee::Person(id) => {
                let person = accounts::find_person(connection, *id)?;
                lines.push((person.name, format!("/people/{}", person.handle)));
                form.people.push(person.handle);
            }
        }
    }
    Ok((lines, form))
}
