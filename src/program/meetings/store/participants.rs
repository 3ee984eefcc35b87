//! Answers to dates, and who was there.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::VALUES;
use crate::clock::Timestamp;
use crate::db::keys::{MeetingDateId, MeetingId, ParticipantId, PersonId};
use crate::db::schema::{meeting_dates, meeting_participants, meetings, people};
use crate::db::{Connection, DbError, Tx};
use crate::program::meetings::model::{Answer, DateState, Participant};

/// How many said what to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Who comes.
    pub accepted: i64,
    /// Who may come.
    pub tentative: i64,
    /// Who does not.
    pub declined: i64,
    /// Who was there.
    pub attended: i64,
}

/// Everybody who answered to a date, or was there, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_participants(connection: &mut Connection, date: MeetingDateId) -> Result<Vec<Participant>, DbError> {
    let rows: Vec<(PersonId, String, String, Option<Answer>, bool)> = meeting_participants::table
        .inner_join(people::table.on(people::id.eq(meeting_participants::person_id)))
        .filter(meeting_participants::date_id.eq(date))
        .order((people::name_folded, people::id))
        .select((
            people::id,
            people::handle,
            people::name,
            meeting_participants::answer,
            meeting_participants::attended,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(person_id, handle, name, answer, attended)| Participant { person_id, handle, name, answer, attended })
        .collect())
}

/// How many said what to each of these dates; those to which nobody said
/// anything are missing. Two queries, whatever the number of dates.
///
/// # Errors
///
/// The database's own.
pub fn count_answers(
    connection: &mut Connection,
    dates: &[MeetingDateId],
) -> Result<HashMap<MeetingDateId, Counts>, DbError> {
    let mut counts: HashMap<MeetingDateId, Counts> = HashMap::new();
    for some in dates.chunks(VALUES) {
        let answers: Vec<(MeetingDateId, Option<Answer>, i64)> = meeting_participants::table
            .filter(meeting_participants::date_id.eq_any(some))
            .group_by((meeting_participants::date_id, meeting_participants::answer))
            .select((meeting_participants::date_id, meeting_participants::answer, diesel::dsl::count_star()))
            .load(connection)?;
        for (date, answer, count) in answers {
            let counts = counts.entry(date).or_default();
            match answer {
                Some(Answer::Accepted) => counts.accepted = count,
                Some(Answer::Tentative) => counts.tentative = count,
                Some(Answer::Declined) => counts.declined = count,
                None => {}
            }
        }
        let attended: Vec<(MeetingDateId, i64)> = meeting_participants::table
            .filter(meeting_participants::date_id.eq_any(some))
            .filter(meeting_participants::attended.eq(true))
            .group_by(meeting_participants::date_id)
            .select((meeting_participants::date_id, diesel::dsl::count_star()))
            .load(connection)?;
        for (date, count) in attended {
            counts.entry(date).or_default().attended = count;
        }
    }
    Ok(counts)
}

/// An answer, whether they were there, and of how many people that is so.
type Said = (Option<Answer>, bool, i64);

/// How many dates there were in a span, how many said that they would come to
/// one of them, how many that they would not, and how many were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AttendanceSums {
    /// Dates that ended in the span and were not called off.
    pub dates: i64,
    /// Answers and presences of all of them.
    pub counts: Counts,
}

/// The sums of all meetings that ended in a span, for figures.
///
/// # Errors
///
/// The database's own.
pub fn sum_attendance(
    connection: &mut Connection,
    from: Timestamp,
    until: Timestamp,
) -> Result<AttendanceSums, DbError> {
    let held = meeting_dates::table
        .filter(meeting_dates::state.eq(DateState::Planned))
        .filter(meeting_dates::ends_at.ge(from))
        .filter(meeting_dates::ends_at.lt(until));
    let dates = held.count().get_result(connection)?;
    let said: Vec<Said> = meeting_participants::table
        .inner_join(meeting_dates::table)
        .filter(meeting_dates::state.eq(DateState::Planned))
        .filter(meeting_dates::ends_at.ge(from))
        .filter(meeting_dates::ends_at.lt(until))
        .group_by((meeting_participants::answer, meeting_participants::attended))
        .select((meeting_participants::answer, meeting_participants::attended, diesel::dsl::count_star()))
        .load(connection)?;
    let sum = |fits: &dyn Fn(&Said) -> bool| said.iter().filter(|row| fits(row)).map(|row| row.2).sum();
    let counts = Counts {
        accepted: sum(&|row| row.0 == Some(Answer::Accepted)),
        tentative: sum(&|row| row.0 == Some(Answer::Tentative)),
        declined: sum(&|row| row.0 == Some(Answer::Declined)),
        attended: sum(&|row| row.1),
    };
    Ok(AttendanceSums { dates, counts })
}

/// One meeting that somebody was at.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Attended {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// What kind of meeting it was.
    pub kind: crate::program::meetings::MeetingKind,
    /// The day that the series gives it, which names it.
    pub planned_on: crate::clock::Day,
    /// The day on which it was.
    pub day: crate::clock::Day,
    /// How long it took, in minutes.
    pub minutes: i32,
}

/// The meetings that somebody was at, the latest first; none that was taken back.
///
/// # Errors
///
/// The database's own.
pub fn list_attended(connection: &mut Connection, person: PersonId) -> Result<Vec<Attended>, DbError> {
    meeting_participants::table
        .inner_join(meeting_dates::table.inner_join(meetings::table))
        .filter(meeting_participants::person_id.eq(person))
        .filter(meeting_participants::attended.eq(true))
        .filter(meeting_dates::state.eq(DateState::Planned))
        .order((meeting_dates::starts_at.desc(), meeting_dates::id.desc()))
        .select((
            meetings::number,
            meetings::title,
            meetings::kind,
            meeting_dates::planned_on,
            meeting_dates::day,
            meeting_dates::minutes,
        ))
        .load(connection)
}

fn own(
    date: MeetingDateId,
    person: PersonId,
) -> diesel::dsl::Filter<
    diesel::dsl::Filter<meeting_participants::table, diesel::dsl::Eq<meeting_participants::date_id, MeetingDateId>>,
    diesel::dsl::Eq<meeting_participants::person_id, PersonId>,
> {
    meeting_participants::table
        .filter(meeting_participants::date_id.eq(date))
        .filter(meeting_participants::person_id.eq(person))
}

/// Makes the row of somebody at a date, where there is none yet.
fn ensure(tx: &mut Tx, date: MeetingDateId, person: PersonId) -> Result<(), DbError> {
    let there: i64 = own(date, person).count().get_result(tx)?;
    if there == 0 {
        diesel::insert_into(meeting_participants::table)
            .values((
                meeting_participants::id.eq(ParticipantId::generate()),
                meeting_participants::date_id.eq(date),
                meeting_participants::person_id.eq(person),
                meeting_participants::attended.eq(false),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Saves what somebody answers to a date.
pub(in crate::program::meetings) fn save_answer(
    tx: &mut Tx,
    date: MeetingDateId,
    person: PersonId,
    answer: Answer,
    now: Timestamp,
) -> Result<(), DbError> {
    ensure(tx, date, person)?;
    diesel::update(own(date, person))
        .set((meeting_participants::answer.eq(answer), meeting_participants::answered_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

/// Saves whether somebody was there. Returns whether that is news.
pub(in crate::program::meetings) fn save_attendance(
    tx: &mut Tx,
    date: MeetingDateId,
    person: PersonId,
    attended: bool,
    by: Option<PersonId>,
) -> Result<bool, DbError> {
    if attended {
        ensure(tx, date, person)?;
    }
    let other = own(date, person).filter(meeting_participants::attended.eq(!attended));
    let rows = diesel::update(other)
        .set((meeting_participants::attended.eq(attended), meeting_participants::attended_by.eq(by)))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Forgets the answers to a date: it happens at another time now.
pub(in crate::program::meetings) fn forget_answers(tx: &mut Tx, date: MeetingDateId) -> Result<(), DbError> {
    diesel::update(meeting_participants::table.filter(meeting_participants::date_id.eq(date)))
        .set((meeting_participants::answer.eq(None::<Answer>), meeting_participants::answered_at.eq(None::<Timestamp>)))
        .execute(tx)?;
    Ok(())
}

/// What somebody answered to the dates of these meetings.
///
/// # Errors
///
/// The database's own.
pub fn answers_of(
    connection: &mut Connection,
    of: &[MeetingId],
    person: PersonId,
) -> Result<HashMap<MeetingDateId, Option<Answer>>, DbError> {
    let mut answers = HashMap::new();
    for some in of.chunks(VALUES) {
        let rows: Vec<(MeetingDateId, Option<Answer>)> = meeting_participants::table
            .inner_join(meeting_dates::table)
            .filter(meeting_dates::meeting_id.eq_any(some))
            .filter(meeting_participants::person_id.eq(person))
            .select((meeting_participants::date_id, meeting_participants::answer))
            .load(connection)?;
        answers.extend(rows);
    }
    Ok(answers)
}

/// Those of these meetings to which somebody said anything, or at which they were.
pub(in crate::program::meetings) fn list_took_part(
    connection: &mut Connection,
    of: &[MeetingId],
    person: PersonId,
) -> Result<HashSet<MeetingId>, DbError> {
    let mut found = HashSet::new();
    for some in of.chunks(VALUES) {
        let rows: Vec<MeetingId> = meeting_participants::table
            .inner_join(meeting_dates::table)
            .filter(meeting_dates::meeting_id.eq_any(some))
            .filter(meeting_participants::person_id.eq(person))
            .select(meeting_dates::meeting_id)
            .load(connection)?;
        found.extend(rows);
    }
    Ok(found)
}
