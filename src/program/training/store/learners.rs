//! People with what the rules ask of them and what they completed: a handful of
//! queries, whatever the number of people.

use std::collections::HashMap;

use diesel::prelude::*;

use super::courses::catalogue;
use crate::accounts::PersonState;
use crate::clock::Day;
use crate::db::keys::{CompletionId, CourseId, DepartmentId, PersonId, TeamId};
use crate::db::schema::{completions, grants, memberships, people, teams, terms};
use crate::db::{Connection, DbError};
use crate::program::ProgramError;
use crate::program::ladder::{Ladder, Whose, levels_of};
use crate::program::terms::{TermRole, serving_on};
use crate::program::training::audience::Facts;
use crate::program::training::catalogue::Catalogue;
use crate::program::training::model::{CompletionState, Course};
use crate::program::training::rules::{self, Done, Standing};
use crate::web::Grant;

/// Somebody, as training knows them.
#[derive(Debug, Clone)]
pub struct Learner {
    /// Their key.
    pub id: PersonId,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// Teams that they belong to or serve: key, department, name.
    pub teams: Vec<(TeamId, DepartmentId, String)>,
    /// What rules ask of them.
    pub facts: Facts,
    /// What they completed.
    pub done: Vec<Done>,
}

impl Learner {
    /// How they stand with a course.
    pub fn standing(&self, catalogue: &Catalogue, course: &Course, today: Day) -> Standing {
        rules::standing(catalogue, course.id, &self.done, course.audience.means(&self.facts), today)
    }

    /// Current courses that they have to have, and how they stand with each.
    pub fn required<'c>(&self, catalogue: &'c Catalogue, today: Day) -> Vec<(&'c Course, Standing)> {
        let required = rules::required(catalogue, &self.facts);
        required.into_iter().map(|course| (course, self.standing(catalogue, course, today))).collect()
    }
}

/// How many courses somebody has to have, and how many of them are in date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrainingCount {
    /// In date.
    pub in_date: i64,
    /// Required.
    pub required: i64,
}

/// One person.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where there is nobody with this key.
pub fn learner(
    connection: &mut Connection,
    catalogue: &Catalogue,
    person: PersonId,
    today: Day,
) -> Result<Learner, ProgramError> {
    let mut found = load(connection, catalogue, &People::These(vec![person]), None, today)?;
    found.pop().ok_or(ProgramError::NotFound("person"))
}

/// Everybody whose account is on, by name.
///
/// # Errors
///
/// The database's own.
pub fn learners(connection: &mut Connection, catalogue: &Catalogue, today: Day) -> Result<Vec<Learner>, ProgramError> {
    Ok(load(connection, catalogue, &People::WhoseAccountIsOn, None, today)?)
}

/// Required courses that the person does not have in date on `today`, by title.
///
/// # Errors
///
/// The database's own.
pub fn list_due(
    connection: &mut Connection,
    ladder: &Ladder,
    person: PersonId,
    today: Day,
) -> Result<Vec<Course>, ProgramError> {
    let catalogue = catalogue(connection, ladder)?;
    let Some(learner) = load(connection, &catalogue, &People::These(vec![person]), None, today)?.pop() else {
        return Ok(Vec::new());
    };
    let due = learner.required(&catalogue, today).into_iter().filter(|(_, standing)| !standing.is_in_date());
    Ok(due.map(|(course, _)| course.clone()).collect())
}

/// Courses that the person has in date on `today`, by title: what everybody may see.
///
/// # Errors
///
/// The database's own.
pub fn list_in_date(
    connection: &mut Connection,
    ladder: &Ladder,
    person: PersonId,
    today: Day,
) -> Result<Vec<Course>, ProgramError> {
    let catalogue = catalogue(connection, ladder)?;
    let learner = learner(connection, &catalogue, person, today)?;
    let in_date = |course: &&Course| learner.standing(&catalogue, course, today).is_in_date();
    Ok(catalogue.current().filter(in_date).cloned().collect())
}

/// What each of those who served in these roles on a day that is over had in
/// date then, by the rules of today.
///
/// # Errors
///
/// The database's own.
pub fn training_of_serving(
    connection: &mut Connection,
    ladder: &Ladder,
    served: &HashMap<PersonId, Vec<TermRole>>,
    day: Day,
) -> Result<HashMap<PersonId, TrainingCount>, ProgramError> {
    let catalogue = catalogue(connection, ladder)?;
    // A few are looked up; where it is most of the company, everybody is read.
    let few: Vec<PersonId> = served.keys().copied().collect();
    let who = if few.len() <= FEW { People::These(few) } else { People::Everybody };
    let mut learners = load(connection, &catalogue, &who, Some(day), day)?;
    learners.retain(|learner| served.contains_key(&learner.id));
    let levels = levels_of(connection, ladder, Whose::All, day)?;
    for learner in &mut learners {
        let roles = served.get(&learner.id).map(Vec::as_slice).unwrap_or_default();
        learner.done.retain(|done| done.completed_on <= day);
        learner.facts.is_champion = roles.contains(&TermRole::Champion);
        learner.facts.is_deputy = roles.contains(&TermRole::Deputy);
        learner.facts.towards = ladder.after(levels.get(&learner.id).copied());
    }
    Ok(counts(&catalogue, &learners, day))
}

pub(super) fn counts(catalogue: &Catalogue, learners: &[Learner], today: Day) -> HashMap<PersonId, TrainingCount> {
    let count = |learner: &Learner| {
        let required = learner.required(catalogue, today);
        let in_date = required.iter().filter(|(_, standing)| standing.is_in_date()).count() as i64;
        TrainingCount { in_date, required: required.len() as i64 }
    };
    let counted = learners.iter().map(|learner| (learner.id, count(learner)));
    counted.filter(|(_, count)| count.required > 0).collect()
}

/// So many people are looked up by their keys; SQLite refuses too many values.
const FEW: usize = 1_000;

/// Who is read.
#[derive(Debug, Clone)]
enum People {
    /// These people, at most [`FEW`], whatever became of their accounts.
    These(Vec<PersonId>),
    /// Those who can sign in.
    WhoseAccountIsOn,
    /// They, and those who left.
    Everybody,
}

impl People {
    fn only(&self) -> Option<&[PersonId]> {
        match self {
            People::These(persons) => Some(persons),
            _ => None,
        }
    }
}

type DoneColumns = (PersonId, CompletionId, CourseId, Day, Option<Day>, bool, CompletionState);

/// Reads these people; completions that ended before `since` are left out.
fn load(
    connection: &mut Connection,
    catalogue: &Catalogue,
    who: &People,
    since: Option<Day>,
    today: Day,
) -> Result<Vec<Learner>, DbError> {
    let mut named = people::table
        .order((people::name_folded, people::id))
        .select((people::id, people::handle, people::name))
        .into_boxed();
    named = match who {
        People::These(persons) => named.filter(people::id.eq_any(persons)),
        People::WhoseAccountIsOn => named.filter(people::state.ne(PersonState::Disabled)),
        People::Everybody => named,
    };
    let only = who.only();
    let named: Vec<(PersonId, String, String)> = named.load(connection)?;
    let blank =
        |(id, handle, name)| Learner { id, handle, name, teams: Vec::new(), facts: Facts::default(), done: Vec::new() };
    let mut learners: Vec<Learner> = named.into_iter().map(blank).collect();
    let places: HashMap<PersonId, usize> =
        learners.iter().enumerate().map(|(place, learner)| (learner.id, place)).collect();
    add_teams(connection, &mut learners, &places, only, today)?;
    add_completions(connection, &mut learners, &places, only, since)?;
    let ladder = catalogue.ladder();
    let levels = match only {
        Some(persons) => levels_of(connection, ladder, Whose::These(persons), today)?,
        None => levels_of(connection, ladder, Whose::All, today)?,
    };
    for learner in learners.iter_mut().filter(|learner| learner.facts.serves()) {
        learner.facts.towards = ladder.after(levels.get(&learner.id).copied());
    }
    Ok(learners)
}

fn add_teams(
    connection: &mut Connection,
    learners: &mut [Learner],
    places: &HashMap<PersonId, usize>,
    only: Option<&[PersonId]>,
    today: Day,
) -> Result<(), DbError> {
    let mut served = terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(serving_on(today))
        .order((terms::starts_on, terms::id))
        .select((terms::person_id, terms::role, (teams::id, teams::department_id, teams::name)))
        .into_boxed();
    let mut belong = memberships::table
        .inner_join(teams::table)
        .order((memberships::since, memberships::id))
        .select((memberships::person_id, (teams::id, teams::department_id, teams::name)))
        .into_boxed();
    let mut netsec = grants::table.filter(grants::kind.eq(Grant::NetSec)).select(grants::person_id).into_boxed();
    if let Some(persons) = only {
        served = served.filter(terms::person_id.eq_any(persons));
        belong = belong.filter(memberships::person_id.eq_any(persons));
        netsec = netsec.filter(grants::person_id.eq_any(persons));
    }
    let served: Vec<(PersonId, TermRole, (TeamId, DepartmentId, String))> = served.load(connection)?;
    for (person, role, team) in served {
        let Some(learner) = places.get(&person).map(|place| &mut learners[*place]) else { continue };
        match role {
            TermRole::Champion => learner.facts.is_champion = true,
            TermRole::Deputy => learner.facts.is_deputy = true,
        }
        join(learner, team);
    }
    let belong: Vec<(PersonId, (TeamId, DepartmentId, String))> = belong.load(connection)?;
    for (person, team) in belong {
        let Some(learner) = places.get(&person).map(|place| &mut learners[*place]) else { continue };
        learner.facts.departments.push(team.1);
        join(learner, team);
    }
    for person in netsec.load::<PersonId>(connection)? {
        if let Some(place) = places.get(&person) {
            learners[*place].facts.is_netsec = true;
        }
    }
    Ok(())
}

fn join(learner: &mut Learner, team: (TeamId, DepartmentId, String)) {
    if !learner.teams.iter().any(|known| known.0 == team.0) {
        learner.teams.push(team);
    }
}

fn add_completions(
    connection: &mut Connection,
    learners: &mut [Learner],
    places: &HashMap<PersonId, usize>,
    only: Option<&[PersonId]>,
    since: Option<Day>,
) -> Result<(), DbError> {
    let mut done = completions::table
        .select((
            completions::person_id,
            completions::id,
            completions::course_id,
            completions::completed_on,
            completions::valid_until,
            completions::passed,
            completions::state,
        ))
        .into_boxed();
    if let Some(persons) = only {
        done = done.filter(completions::person_id.eq_any(persons));
    }
    if let Some(since) = since {
        done = done.filter(completions::valid_until.is_null().or(completions::valid_until.ge(since)));
    }
    let done: Vec<DoneColumns> = done.load(connection)?;
    for (person, id, course, completed_on, until, passed, state) in done {
        let Some(place) = places.get(&person) else { continue };
        let counts = passed && state != CompletionState::Returned;
        learners[*place].done.push(Done { id, course, completed_on, until, counts });
    }
    Ok(())
}
