//! What a new site still lacks, for whoever sets it up.

use crate::accounts;
use crate::db::Connection;
use crate::program::{ProgramError, exists_team, list_departments, terms};
use crate::web::{Grant, Member};

/// One step towards a site that works.
pub struct Step {
    /// What is done.
    pub label: &'static str,
    /// Where, below the base.
    pub path: &'static str,
    /// What is missing without it.
    pub why: &'static str,
    /// Whether it is done already.
    pub is_done: bool,
}

/// The steps for an admin while any of them is missing; nothing for others.
///
/// # Errors
///
/// The database's own.
pub fn steps(connection: &mut Connection, member: &Member) -> Result<Vec<Step>, ProgramError> {
    if !member.has(Grant::Admin) {
        return Ok(Vec::new());
    }
    let step = |label, path, why, is_done| Step { label, path, why, is_done };
    let steps = vec![
        step("Add a department", "/departments", "Teams belong to one.", !list_departments(connection)?.is_empty()),
        step("Add a team", "/teams/new", "Champions serve teams.", exists_team(connection)?),
        step(
            "Add people",
            "/accounts/new",
            "You are the only one so far.",
            accounts::find_people(connection, "", 0, 2)?.len() > 1,
        ),
        step(
            "Give somebody the Network Security right",
            "/accounts",
            "Nobody who can sign in holds it, so questions that no champion answers reach nobody.",
            accounts::exists_granted(connection, Grant::NetSec)?,
        ),
        step("Nominate a champion", "/teams", "No team has one, or is about to.", terms::exists_open(connection)?),
    ];
    Ok(if steps.iter().all(|step| step.is_done) { Vec::new() } else { steps })
}
