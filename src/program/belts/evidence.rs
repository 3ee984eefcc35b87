//! Gathers what is on record of somebody. Nothing of it is kept: a record that
//! goes is gone here, too.

use std::collections::HashSet;

use diesel::prelude::*;

use super::model::{CourseRecord, Evidence, GivenAnswer, MeetingRecord, Record, ReviewRecord, ServiceRecord};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, TermId};
use crate::db::schema::{reviews, teams, terms};
use crate::db::{Connection, DbError};
use crate::program::ProgramError;
use crate::program::ladder::Ladder;
use crate::program::meetings::list_attended;
use crate::program::reviews::{ReviewKind, ReviewState};
use crate::program::terms::{TermRole, TermState};
use crate::program::time::offers::AnsweredQuestion;
use crate::program::training::{Course, catalogue, learner};

/// Where answers come from: a room above this one. `app` wires it in.
pub trait Answers: Send + Sync {
    /// The questions that `person` answered, the latest first.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list_answers(&self, connection: &mut Connection, person: PersonId) -> Result<Vec<GivenAnswer>, DbError>;

    /// The questions of teams that `person` answered from `since` on, the latest first.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list_answered(
        &self,
        connection: &mut Connection,
        person: PersonId,
        since: Timestamp,
    ) -> Result<Vec<AnsweredQuestion>, DbError>;
}

/// All that is on record of `person` on `today`, for these levels.
///
/// # Errors
///
/// The database's own.
pub fn gather(
    connection: &mut Connection,
    answers: &dyn Answers,
    ladder: &Ladder,
    person: PersonId,
    today: Day,
) -> Result<Evidence, ProgramError> {
    Ok(Evidence {
        served: served(connection, person, today)?,
        courses: courses_of(connection, ladder, person, today)?,
        reviews: reviews_of(connection, person)?,
        answers: answers.list_answers(connection, person)?,
        meetings: meetings_of(connection, person)?,
    })
}

/// The terms on which somebody served, any team.
fn served(connection: &mut Connection, person: PersonId, today: Day) -> Result<Vec<ServiceRecord>, DbError> {
    type Row = (TermId, TermRole, String, (Option<Day>, Option<Day>, Option<Timestamp>));
    let rows: Vec<Row> = terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(terms::person_id.eq(person))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active, TermState::Ended]))
        .filter(terms::answered_at.is_not_null())
        .order((terms::starts_on.desc(), terms::id.desc()))
        .select((terms::id, terms::role, teams::name, (terms::starts_on, terms::ends_on, terms::ended_at)))
        .load(connection)?;
    let service = |(id, role, team, (first, last, ended)): Row| {
        let ended = ended.map(Timestamp::day);
        let last = [Some(today), last, ended].into_iter().flatten().min()?;
        let day = first.filter(|first| *first <= last)?;
        let label = format!("{} of {team}, since", role.label());
        Some(ServiceRecord { span: (day, last), record: Record { label, path: format!("/terms/{id}"), day } })
    };
    Ok(rows.into_iter().filter_map(service).collect())
}

fn courses_of(
    connection: &mut Connection,
    ladder: &Ladder,
    person: PersonId,
    today: Day,
) -> Result<Vec<CourseRecord>, ProgramError> {
    let catalogue = catalogue(connection, ladder)?;
    let mut learner = learner(connection, &catalogue, person, today)?;
    // A belt asks for what champions have to have, of those who don't serve (any more), too.
    if !learner.facts.serves() {
        learner.facts.is_champion = true;
    }
    let required: HashSet<_> = learner.required(&catalogue, today).iter().map(|(course, _)| course.id).collect();
    let record = |course: &Course| CourseRecord {
        completed: learner
            .standing(&catalogue, course, today)
            .by()
            .and_then(|by| learner.done.iter().find(|done| done.id == by))
            .map(|done| (done.id, done.completed_on)),
        slug: course.slug.clone(),
        title: course.title.clone(),
        required: required.contains(&course.id),
    };
    Ok(catalogue.current().map(record).collect())
}

fn reviews_of(connection: &mut Connection, person: PersonId) -> Result<Vec<ReviewRecord>, DbError> {
    let rows: Vec<(crate::db::keys::ReviewId, ReviewKind, String, Day)> = reviews::table
        .filter(reviews::person_id.eq(person))
        .filter(reviews::state.eq(ReviewState::Done))
        .order((reviews::day.desc(), reviews::id.desc()))
        .select((reviews::id, reviews::kind, reviews::title, reviews::day))
        .load(connection)?;
    let record =
        |(id, kind, label, day)| ReviewRecord { kind, record: Record { label, path: format!("/reviews/{id}"), day } };
    Ok(rows.into_iter().map(record).collect())
}

fn meetings_of(connection: &mut Connection, person: PersonId) -> Result<Vec<MeetingRecord>, DbError> {
    let attended = list_attended(connection, person)?;
    Ok(attended
        .into_iter()
        .map(|one| MeetingRecord {
            kind: one.kind,
            record: Record {
                path: format!("/meetings/{}/dates/{}", one.number, one.planned_on),
                label: one.title,
                day: one.day,
            },
        })
        .collect())
}
