//! Who came with a list and is not in it any more.
//!
//! Each list keeps whom, and which memberships, it brought. Who is missing in
//! the next one has left: their account is switched off and they leave the
//! teams that the list had put them into. What they serve is never dropped:
//! it is raised for a handover, and they stay in that team until it is done.
//! Who came in another way, such as the first admin, is not the list's to remove.

use std::collections::HashSet;

use diesel::prelude::*;

use super::report::{ChangeKind, ImportError, Report, Way};
use crate::accounts::{self, Person, PersonState};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{imported_memberships, imported_people};
use crate::db::{Connection, DbError, Tx};
use crate::program::handovers::{raise_handover, raise_handover_in};
use crate::program::meetings::end_feed;
use crate::program::teams::remove_member;
use crate::program::{ProgramError, team_by_id, teams_served};
use crate::text_enum;

text_enum! {
    /// A list of people that is imported again and again.
    pub enum List {
        /// The CSV file of people.
        People = "people",
        /// The users of a Backstage catalogue.
        Catalogue = "catalogue",
    }
}

/// Of how many one may leave before somebody is asked: a tenth.
const ASK_FROM: usize = 10;

/// The teams that `list` put this person into.
pub(super) fn teams_in(connection: &mut Connection, list: List, person: PersonId) -> Result<Vec<TeamId>, DbError> {
    imported_memberships::table
        .filter(imported_memberships::list.eq(list))
        .filter(imported_memberships::person_id.eq(person))
        .select(imported_memberships::team_id)
        .load(connection)
}

/// Writes down who is in the list now, and lets go who is not any more.
pub(super) fn settle(
    tx: &mut Tx,
    now: Timestamp,
    list: List,
    everybody: &[PersonId],
    memberships: &[(PersonId, TeamId)],
    way: Way,
) -> Result<Report, ImportError> {
    let before: Vec<PersonId> = imported_people::table
        .filter(imported_people::list.eq(list))
        .order(imported_people::person_id)
        .select(imported_people::person_id)
        .load(tx)?;
    let present: HashSet<PersonId> = everybody.iter().copied().collect();
    let leaving: Vec<PersonId> = before.iter().copied().filter(|person| !present.contains(person)).collect();
    let mut report = Report::default();
    move_between_teams(tx, now, (list, way), &present, memberships, &mut report)?;
    for person in &leaving {
        let person = accounts::find_person(tx, *person).map_err(ProgramError::from)?;
        let_go(tx, now, (list, way), &person, &mut report)?;
    }
    remember(tx, list, &before, everybody)?;
    if !way.let_leave && leaving.len() * ASK_FROM > before.len() {
        return Err(ImportError::ManyLeave { leaving: leaving.len(), known: before.len(), report });
    }
    Ok(report)
}

/// Takes those who are still there out of the teams that the list put them into and names no more.
fn move_between_teams(
    tx: &mut Tx,
    now: Timestamp,
    (list, way): (List, Way),
    present: &HashSet<PersonId>,
    memberships: &[(PersonId, TeamId)],
    report: &mut Report,
) -> Result<(), ImportError> {
    let before: Vec<(PersonId, TeamId)> = imported_memberships::table
        .filter(imported_memberships::list.eq(list))
        .order((imported_memberships::person_id, imported_memberships::team_id))
        .select((imported_memberships::person_id, imported_memberships::team_id))
        .load(tx)?;
    let wanted: HashSet<(PersonId, TeamId)> = memberships.iter().copied().collect();
    let known: HashSet<(PersonId, TeamId)> = before.iter().copied().collect();
    for (person, team) in memberships.iter().filter(|pair| !known.contains(pair)) {
        insert_membership(tx, list, *person, *team)?;
    }
    for (person, team) in before {
        if present.contains(&person) && !wanted.contains(&(person, team)) {
            let person = accounts::find_person(tx, person).map_err(ProgramError::from)?;
            leave_team(tx, now, (list, way), &person, team, ChangeKind::Changed, report)?;
        }
    }
    Ok(())
}

/// Switches the account off and takes the person out of their teams.
fn let_go(
    tx: &mut Tx,
    now: Timestamp,
    (list, way): (List, Way),
    person: &Person,
    report: &mut Report,
) -> Result<(), ImportError> {
    if !accounts::list_grants(tx, person.id)?.is_empty() {
        let words = format!("{} is not in the list any more, but holds rights here: an admin decides", person.name);
        report.push(ChangeKind::Note, words);
        return Ok(());
    }
    report.push(ChangeKind::Left, format!("person {} <{}>", person.name, person.email));
    for team in teams_in(tx, list, person.id)? {
        leave_team(tx, now, (list, way), person, team, ChangeKind::Note, report)?;
    }
    if person.state != PersonState::Disabled {
        accounts::switch_off(tx, way.by, now, person).map_err(ProgramError::from)?;
        end_feed(tx, way.actor(), now, person.id)?;
    }
    raise_handover(tx, way.actor(), person.id, now)?;
    Ok(())
}

/// Takes somebody out of a team, unless they serve it: then it is raised for a handover.
fn leave_team(
    tx: &mut Tx,
    now: Timestamp,
    (list, way): (List, Way),
    person: &Person,
    team: TeamId,
    kind: ChangeKind,
    report: &mut Report,
) -> Result<(), ImportError> {
    let team = team_by_id(tx, team)?;
    delete_membership(tx, list, person.id, team.id)?;
    if teams_served(tx, person.id, now.day())?.iter().any(|served| served.id == team.id) {
        raise_handover_in(tx, way.actor(), person.id, team.id, now)?;
        let words =
            format!("{} serves {}: a handover is raised, and they stay until it is done", person.name, team.name);
        report.push(ChangeKind::Note, words);
        return Ok(());
    }
    match remove_member(tx, way.actor(), now, &team, person.id) {
        Ok(_) if kind == ChangeKind::Changed => {
            report.push(kind, format!("person {} leaves {}", person.name, team.name));
        }
        // Somebody took them out by hand meanwhile.
        Ok(_) | Err(ProgramError::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn remember(tx: &mut Tx, list: List, before: &[PersonId], everybody: &[PersonId]) -> Result<(), DbError> {
    let before: HashSet<PersonId> = before.iter().copied().collect();
    let present: HashSet<PersonId> = everybody.iter().copied().collect();
    for person in everybody.iter().filter(|person| !before.contains(person)) {
        diesel::insert_into(imported_people::table)
            .values((imported_people::list.eq(list), imported_people::person_id.eq(*person)))
            .execute(tx)?;
    }
    for person in before.iter().filter(|person| !present.contains(person)) {
        let row = imported_people::table
            .filter(imported_people::list.eq(list))
            .filter(imported_people::person_id.eq(*person));
        diesel::delete(row).execute(tx)?;
    }
    Ok(())
}

fn insert_membership(tx: &mut Tx, list: List, person: PersonId, team: TeamId) -> Result<(), DbError> {
    diesel::insert_into(imported_memberships::table)
        .values((
            imported_memberships::list.eq(list),
            imported_memberships::person_id.eq(person),
            imported_memberships::team_id.eq(team),
        ))
        .execute(tx)?;
    Ok(())
}

fn delete_membership(tx: &mut Tx, list: List, person: PersonId, team: TeamId) -> Result<(), DbError> {
    let row = imported_memberships::table
        .filter(imported_memberships::list.eq(list))
        .filter(imported_memberships::person_id.eq(person))
        .filter(imported_memberships::team_id.eq(team));
    diesel::delete(row).execute(tx)?;
    Ok(())
}
