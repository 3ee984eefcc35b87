//! Which meetings somebody has, and had.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::{meeting_dates, meeting_invitees, meeting_participants, meetings};
use crate::db::{Connection, DbError};
use crate::program::meetings::model::{Answer, Meeting, MeetingDate};
use crate::program::meetings::reach::Reach;

/// Which dates a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Those that are not over, the next first.
    Coming(Timestamp),
    /// Those that are over, the latest first.
    Past(Timestamp),
}

/// A date with its meeting, and what one person said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRow {
    /// The meeting.
    pub meeting: Meeting,
    /// The date.
    pub date: MeetingDate,
    /// What they answered, and whether they were there.
    pub own: Option<(Option<Answer>, bool)>,
}

/// The dates of all meetings that reach somebody, or that they called; every
/// meeting's where `reach` is none.
///
/// # Errors
///
/// The database's own.
pub fn list_dates_for(
    connection: &mut Connection,
    person: PersonId,
    reach: Option<&Reach>,
    span: Span,
    skip: i64,
    limit: i64,
) -> Result<Vec<DateRow>, DbError> {
    let mut query =
        meeting_dates::table
            .inner_join(meetings::table)
            .left_join(meeting_participants::table.on(
                meeting_participants::date_id.eq(meeting_dates::id).and(meeting_participants::person_id.eq(person)),
            ))
            .into_boxed();
    if let Some(reach) = reach {
        // Keys of people, teams and departments are never the same.
        let (keys, groups) = reach.keys();
        let invited = meeting_invitees::table
            .filter(
                meeting_invitees::key
                    .eq_any(keys)
                    .or(meeting_invitees::key.eq("").and(meeting_invitees::kind.eq_any(groups))),
            )
            .select(meeting_invitees::meeting_id);
        query = query.filter(
            meetings::id
                .eq_any(invited)
                .or(meetings::organiser_id.eq(person))
                .or(meeting_participants::id.is_not_null()),
        );
    }
    query = match span {
        Span::Coming(now) => query
            .filter(meeting_dates::ends_at.gt(now))
            .order((meeting_dates::starts_at.asc(), meeting_dates::id.asc())),
        Span::Past(now) => query
            .filter(meeting_dates::ends_at.le(now))
            .order((meeting_dates::starts_at.desc(), meeting_dates::id.desc())),
    };
    type Row = (Meeting, MeetingDate, Option<(Option<Answer>, bool)>);
    let rows: Vec<Row> = query
        .offset(skip)
        .limit(limit)
        .select((
            meetings::all_columns,
            meeting_dates::all_columns,
            (meeting_participants::answer, meeting_participants::attended).nullable(),
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(|(meeting, date, own)| DateRow { meeting, date, own }).collect())
}
