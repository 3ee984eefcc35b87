//! A meeting, when it happens, who is invited and who came.

use diesel::prelude::*;
use jiff::SignedDuration;

pub use super::kinds::{Answer, DateState, MeetingKind, Repeats};
use crate::calendar::Zone;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{DepartmentId, MeetingDateId, MeetingId, PersonId, RowVersion, TeamId};
use crate::db::schema::{meeting_dates, meetings};

/// When a meeting happens, as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// The zone in which the hours below are meant.
    pub zone: Zone,
    /// Its first day, by the calendar of that zone.
    pub first_day: Day,
    /// Minutes from midnight on, 0 to 1,439.
    pub starts_minute: i32,
    /// How long it takes, 5 to 1,440.
    pub minutes: i32,
    /// How often it happens.
    pub repeats: Repeats,
    /// The last day on which it may happen.
    pub last_day: Day,
}

/// A meeting, or a series of them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = meetings)]
pub struct Meeting {
    /// Its key, of which its UID in calendars is made.
    pub id: MeetingId,
    /// What people cite: `/meetings/{number}`.
    pub number: i64,
    /// What kind of meeting it is.
    pub kind: MeetingKind,
    /// Its title.
    pub title: String,
    /// What it is about, in markdown; may be empty.
    pub agenda: String,
    /// A room, or the link of a call; may be empty.
    pub place: String,
    /// Who called it.
    pub organiser_id: PersonId,
    /// The zone's IANA name.
    pub zone: Zone,
    /// Its first day.
    pub first_day: Day,
    /// Minutes from midnight on.
    pub starts_minute: i32,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// How often it happens.
    pub repeats: Repeats,
    /// The last day on which it may happen.
    pub last_day: Day,
    /// `SEQUENCE` of RFC 5545: rises with each change that calendars have to follow.
    pub sequence: i32,
    /// When it was called.
    pub created_at: Timestamp,
    /// When calendars last had something to follow.
    pub changed_at: Timestamp,
    /// When all that was still to come was called off.
    pub called_off_at: Option<Timestamp>,
    /// Why; empty where it was not.
    pub call_off_reason: String,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Meeting {
    /// When it happens, as it is planned.
    pub fn timing(&self) -> Timing {
        Timing {
            zone: self.zone.clone(),
            first_day: self.first_day,
            starts_minute: self.starts_minute,
            minutes: self.minutes,
            repeats: self.repeats,
            last_day: self.last_day,
        }
    }

    /// Whether it happens more than once.
    pub fn is_series(&self) -> bool {
        self.repeats != Repeats::Once
    }

    /// Whether it was over when it was entered: it was held without having been
    /// called, and nobody was invited.
    pub fn was_noted(&self) -> bool {
        let begins = self.zone.instant(self.first_day, self.starts_minute);
        self.repeats == Repeats::Once && begins.plus(SignedDuration::from_mins(self.minutes.into())) <= self.created_at
    }

    /// Its address below the base.
    pub fn path(&self) -> String {
        format!("/meetings/{}", self.number)
    }
}

/// One time that a meeting happens.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = meeting_dates)]
pub struct MeetingDate {
    /// Its key.
    pub id: MeetingDateId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The day that the series gives it: its name, also where it was moved.
    pub planned_on: Day,
    /// The day on which it happens, in the meeting's zone.
    pub day: Day,
    /// Minutes from midnight on.
    pub starts_minute: i32,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// What it is about, in place of the meeting's agenda; may be empty.
    pub agenda: String,
    /// Whether it stands.
    pub state: DateState,
    /// Why it does not; empty where it does.
    pub call_off_reason: String,
    /// What was noted there, in markdown.
    pub notes: String,
    /// Who saved the notes last.
    pub notes_by: Option<PersonId>,
    /// When.
    pub notes_at: Option<Timestamp>,
    /// How often the notes were saved.
    pub notes_version: RowVersion,
    /// How often it was moved.
    pub version: RowVersion,
}

impl MeetingDate {
    /// Whether it stands.
    pub fn stands(&self) -> bool {
        self.state == DateState::Planned
    }

    /// Whether it happens at another time, or for another length, than the series says.
    pub fn is_moved(&self, meeting: &Meeting) -> bool {
        (self.day, self.starts_minute, self.minutes) != (self.planned_on, meeting.starts_minute, meeting.minutes)
    }

    /// Its address below the base.
    pub fn path(&self, meeting: &Meeting) -> String {
        format!("{}/dates/{}", meeting.path(), self.planned_on)
    }
}

/// Who is invited, as the invitation says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Invitee {
    /// Everybody who serves a team, as champion or deputy.
    Champions,
    /// Those who serve a team of this department.
    Department(DepartmentId),
    /// Everybody in this team, and those who serve it.
    Team(TeamId),
    /// Network Security.
    NetSec,
    /// Somebody by name.
    Person(PersonId),
}

impl Invitee {
    /// How it is stored: a kind and a key.
    pub fn columns(self) -> (&'static str, String) {
        match self {
            Invitee::Champions => ("champions", String::new()),
            Invitee::Department(id) => ("department", id.to_string()),
            Invitee::Team(id) => ("team", id.to_string()),
            Invitee::NetSec => ("netsec", String::new()),
            Invitee::Person(id) => ("person", id.to_string()),
        }
    }

    /// What two stored columns name.
    pub fn from_columns(kind: &str, key: &str) -> Option<Self> {
        match kind {
            "champions" => Some(Invitee::Champions),
            "department" => DepartmentId::parse(key).map(Invitee::Department),
            "team" => TeamId::parse(key).map(Invitee::Team),
            "netsec" => Some(Invitee::NetSec),
            "person" => PersonId::parse(key).map(Invitee::Person),
            _ => None,
        }
    }
}

/// What is known of a meeting that is called or changed; texts are tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMeeting {
    /// What kind of meeting it is.
    pub kind: MeetingKind,
    /// Its title.
    pub title: String,
    /// What it is about, in markdown; may be empty.
    pub agenda: String,
    /// A room, or the link of a call; may be empty.
    pub place: String,
    /// When it happens.
    pub timing: Timing,
    /// Who is invited, each once.
    pub invitees: Vec<Invitee>,
}

/// Somebody who is invited to a date, or said something to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Their key.
    pub person_id: PersonId,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What they answered; none yet.
    pub answer: Option<Answer>,
    /// Whether they were there.
    pub attended: bool,
}
