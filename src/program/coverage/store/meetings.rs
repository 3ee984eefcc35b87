//! Which meetings of all champions each team was at.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{MeetingDateId, PersonId};
use crate::db::schema::{meeting_dates, meeting_invitees, meeting_participants};
use crate::db::{Connection, DbError};
use crate::program::coverage::model::TermFact;
use crate::program::meetings::DateState;

/// Days that are looked back on: the quarters of which there are reports.
const DAYS: i32 = 2 * 366 + 92;

/// Meetings to which everybody who serves was invited, and who was there.
#[derive(Debug, Clone, Default)]
pub struct Meetings {
    dates: Vec<(MeetingDateId, Day)>,
    present: HashSet<(MeetingDateId, PersonId)>,
}

impl Meetings {
    /// Those that are over at `now`, the earliest first.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn load(connection: &mut Connection, now: Timestamp) -> Result<Self, DbError> {
        let of_all =
            meeting_invitees::table.filter(meeting_invitees::kind.eq("champions")).select(meeting_invitees::meeting_id);
        let dates: Vec<(MeetingDateId, Day)> = meeting_dates::table
            .filter(meeting_dates::meeting_id.eq_any(of_all))
            .filter(meeting_dates::state.eq(DateState::Planned))
            .filter(meeting_dates::ends_at.le(now))
            .filter(meeting_dates::day.ge(now.day().plus_days(-DAYS)))
            .order((meeting_dates::day, meeting_dates::id))
            .select((meeting_dates::id, meeting_dates::day))
            .load(connection)?;
        let mut present = HashSet::new();
        let ids: Vec<MeetingDateId> = dates.iter().map(|(id, _)| *id).collect();
        for chunk in ids.chunks(500) {
            let rows: Vec<(MeetingDateId, PersonId)> = meeting_participants::table
                .filter(meeting_participants::date_id.eq_any(chunk))
                .filter(meeting_participants::attended.eq(true))
                .select((meeting_participants::date_id, meeting_participants::person_id))
                .load(connection)?;
            present.extend(rows);
        }
        Ok(Meetings { dates, present })
    }

    /// The days of those that fell into one of these terms, and whether
    /// somebody who served then was there.
    pub fn of(&self, terms: &[TermFact]) -> Vec<(Day, bool)> {
        let date = |(id, day): &(MeetingDateId, Day)| {
            let mut serving = terms.iter().filter(|term| term.service.covers(*day)).peekable();
            serving.peek()?;
            Some((*day, serving.any(|term| self.present.contains(&(*id, term.person)))))
        };
        self.dates.iter().filter_map(date).collect()
    }
}
