//! Whom an invitation reaches, and which invitations reach somebody.

use diesel::prelude::*;

use super::model::{Invitee, MeetingDate};
use crate::accounts::StandingSource;
use crate::clock::Day;
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::db::schema::{grants, memberships, people, teams, terms};
use crate::db::{Connection, DbError};
use crate::program::Standings;
use crate::program::terms::serving_on;
use crate::web::{Grant, Member};

/// Values of one `IN`; SQLite refuses too many.
const VALUES: usize = 1_000;

/// What somebody is, as far as invitations ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Who they are.
    pub person: PersonId,
    /// Teams that they belong to or serve.
    pub teams: Vec<TeamId>,
    /// Departments of the teams that they serve.
    pub departments: Vec<DepartmentId>,
    /// Whether they serve any team.
    pub is_champion: bool,
    /// Whether they are of Network Security.
    pub is_netsec: bool,
}

impl Reach {
    /// What a member is.
    pub fn of_member(connection: &mut Connection, member: &Member) -> Result<Self, DbError> {
        let served = &member.champion_of;
        Self::gather(connection, member.id, &member.teams, served, member.has(Grant::NetSec))
    }

    /// What the owner of an account is on `today`; their calendar has no session.
    pub fn of_person(connection: &mut Connection, person: PersonId, today: Day) -> Result<Self, DbError> {
        let standing = Standings.standing(connection, person, today)?;
        let netsec: i64 = grants::table
            .filter(grants::person_id.eq(person))
            .filter(grants::kind.eq(Grant::NetSec))
            .count()
            .get_result(connection)?;
        Self::gather(connection, person, &standing.teams, &standing.champion_of, netsec > 0)
    }

    fn gather(
        connection: &mut Connection,
        person: PersonId,
        own: &[TeamId],
        served: &[TeamId],
        is_netsec: bool,
    ) -> Result<Self, DbError> {
        let mut departments: Vec<DepartmentId> = teams::table
            .filter(teams::id.eq_any(served.iter().copied().take(VALUES).collect::<Vec<_>>()))
            .select(teams::department_id)
            .load(connection)?;
        departments.sort();
        departments.dedup();
        let mut all = own.to_vec();
        all.extend(served);
        Ok(Reach { person, teams: all, departments, is_champion: !served.is_empty(), is_netsec })
    }

    /// Whether one of these invitations means them.
    pub fn is_among(&self, invitees: &[Invitee]) -> bool {
        invitees.iter().any(|invitee| match invitee {
            Invitee::Champions => self.is_champion,
            Invitee::Department(id) => self.departments.contains(id),
            Invitee::Team(id) => self.teams.contains(id),
            Invitee::NetSec => self.is_netsec,
            Invitee::Person(id) => *id == self.person,
        })
    }

    /// The invitations that mean them, as they are stored: keys of people, teams
    /// and departments, and the kinds that need no key.
    pub(super) fn keys(&self) -> (Vec<String>, Vec<&'static str>) {
        let mut keys = vec![self.person.to_string()];
        keys.extend(self.teams.iter().map(ToString::to_string));
        keys.extend(self.departments.iter().map(ToString::to_string));
        let mut groups = Vec::new();
        if self.is_champion {
            groups.push(Invitee::Champions.columns().0);
        }
        if self.is_netsec {
            groups.push(Invitee::NetSec.columns().0);
        }
        (keys, groups)
    }
}

/// Somebody whom an invitation means: key, handle, name.
pub type Named = (PersonId, String, String);

/// Everybody whom these invitations mean on a date, by name. Those who serve
/// are those who serve on that day; accounts that are switched off are left out.
///
/// # Errors
///
/// The database's own.
pub fn people_invited(
    connection: &mut Connection,
    invitees: &[Invitee],
    date: &MeetingDate,
) -> Result<Vec<Named>, DbError> {
    let mut found: Vec<PersonId> = Vec::new();
    for invitee in invitees {
        found.extend(match invitee {
            Invitee::Person(id) => vec![*id],
            Invitee::NetSec => {
                grants::table.filter(grants::kind.eq(Grant::NetSec)).select(grants::person_id).load(connection)?
            }
            Invitee::Champions => {
                terms::table.filter(serving_on(date.day)).select(terms::person_id).load(connection)?
            }
            Invitee::Department(id) => terms::table
                .inner_join(teams::table)
                .filter(teams::department_id.eq(*id))
                .filter(serving_on(date.day))
                .select(terms::person_id)
                .load(connection)?,
            Invitee::Team(id) => {
                let mut of_team: Vec<PersonId> = memberships::table
                    .filter(memberships::team_id.eq(*id))
                    .select(memberships::person_id)
                    .load(connection)?;
                of_team.extend(
                    terms::table
                        .filter(terms::team_id.eq(*id))
                        .filter(serving_on(date.day))
                        .select(terms::person_id)
                        .load::<PersonId>(connection)?,
                );
                of_team
            }
        });
    }
    named(connection, found)
}

/// Names of people, by name; those whose account is switched off are left out.
pub(super) fn named(connection: &mut Connection, mut persons: Vec<PersonId>) -> Result<Vec<Named>, DbError> {
    use crate::accounts::PersonState;
    persons.sort();
    persons.dedup();
    let mut rows: Vec<(String, Named)> = Vec::new();
    for some in persons.chunks(VALUES) {
        let some: Vec<(String, PersonId, String, String)> = people::table
            .filter(people::id.eq_any(some))
            .filter(people::state.ne(PersonState::Disabled))
            .select((people::name_folded, people::id, people::handle, people::name))
            .load(connection)?;
        rows.extend(some.into_iter().map(|(folded, id, handle, name)| (folded, (id, handle, name))));
    }
    rows.sort();
    Ok(rows.into_iter().map(|(_, named)| named).collect())
}
