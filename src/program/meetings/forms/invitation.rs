//! Who is invited, as a form says it.

use super::MeetingForm;
use crate::db::Connection;
use crate::program::fields::Fields;
use crate::program::meetings::model::Invitee;
use crate::program::teams::person_named;
use crate::program::{ProgramError, list_departments, list_teams};
use crate::web::fold::fold;

/// Names that one invitation may hold; for more there are groups.
const NAMES: usize = 100;

/// Those who are invited, as a form names them.
#[derive(Debug, Default, Clone)]
pub struct Invited {
    pub groups: Vec<String>,
    pub departments: Vec<String>,
    pub teams: Vec<String>,
    pub people: Vec<String>,
}

/// Those whom a form invites, each once; none where something is wrong.
pub(super) fn read(
    connection: &mut Connection,
    form: &MeetingForm,
    fields: &mut Fields,
) -> Result<Option<Vec<Invitee>>, ProgramError> {
    let mut invitees = Vec::new();
    for group in &form.groups {
        match Invitee::from_columns(group, "") {
            Some(invitee) => invitees.push(invitee),
            None => fields.add("groups", format!("there is no group “{group}”")),
        }
    }
    let departments = list_departments(connection)?;
    for slug in &form.departments {
        match departments.iter().find(|department| department.slug == *slug) {
            Some(department) => invitees.push(Invitee::Department(department.id)),
            None => fields.add("departments", format!("there is no department “{slug}”")),
        }
    }
    let teams = if form.teams.trim().is_empty() { Vec::new() } else { list_teams(connection)? };
    for name in names(&form.teams) {
        match teams.iter().find(|team| team.slug == name || fold(&team.name) == fold(name)) {
            Some(team) => invitees.push(Invitee::Team(team.id)),
            None => fields.add("teams", format!("there is no team “{name}”")),
        }
    }
    invitees.extend(people(connection, &form.people, fields)?);
    let once = each_once(invitees);
    if once.is_empty() {
        fields.add("groups", "invite somebody: a group, a department, a team or people");
    }
    Ok(Some(once).filter(|_| fields.is_fine()))
}

/// The people of a text, as those who are invited.
pub(super) fn people(
    connection: &mut Connection,
    text: &str,
    fields: &mut Fields,
) -> Result<Vec<Invitee>, ProgramError> {
    let mut found = Vec::new();
    if names(text).count() > NAMES {
        fields.add("people", format!("this names more than {NAMES} people; take their team, or a list"));
        return Ok(found);
    }
    for name in names(text) {
        match person_named(connection, name) {
            Ok(person) => found.push(Invitee::Person(person.id)),
            Err(ProgramError::Invalid(problems)) => {
                let words = problems.into_iter().next().map(|problem| problem.words).unwrap_or_default();
                fields.add("people", words);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The same in their order, none of them twice.
pub(super) fn each_once(invitees: Vec<Invitee>) -> Vec<Invitee> {
    let mut once = Vec::new();
    invitees.into_iter().for_each(|invitee| {
        if !once.contains(&invitee) {
            once.push(invitee);
        }
    });
    once
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty())
}
