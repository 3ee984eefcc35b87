//! Meetings as calendars read them: iCalendar (RFC 5545), sent as invitation
//! and cancellation (iTIP, RFC 5546) or followed as a feed.
//!
//! A series is one event with a rule; dates that were called off are taken out
//! of it, and dates that were moved stand beside it under the same UID.

mod document;

use std::collections::{HashMap, HashSet};

use icalendar::{Component, Event, EventLike, Property};
use jiff::SignedDuration;

use super::model::{Answer, Meeting, MeetingDate, Repeats};
use super::rules;
use crate::calendar::Zone;
use crate::clock::{Day, Timestamp};
use crate::db::keys::MeetingDateId;

pub use document::{Method, document};
use document::{date_time, date_time_list, utc};

/// Somebody as a calendar names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
}

/// A meeting with all that its events say.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The meeting.
    pub meeting: Meeting,
    /// All its dates, by the day that the series gives them.
    pub dates: Vec<MeetingDate>,
    /// Who called it.
    pub organiser: Contact,
    /// Who is invited by this; nobody in a feed, which only tells (RFC 5546, section 3.2.1).
    pub guest: Option<Contact>,
    /// What the reader answered, by date.
    pub answers: HashMap<MeetingDateId, Option<Answer>>,
    /// The complete address of the meeting's page.
    pub url: String,
}

impl Entry {
    /// The events of the meeting as it stands; none where nothing of it stands.
    pub fn events(&self) -> Vec<Event> {
        let standing: Vec<_> = self.dates.iter().filter(|date| date.stands()).collect();
        let Some(first) = standing.first() else { return Vec::new() };
        if !self.meeting.is_series() {
            return vec![self.instance(first, false)];
        }
        let master = self.usual_answer();
        let mut events = vec![self.series(master)];
        let differs = |date: &&&MeetingDate| {
            date.is_moved(&self.meeting) || !date.agenda.is_empty() || self.answer(date) != master
        };
        events.extend(standing.iter().filter(differs).map(|date| self.instance(date, true)));
        events
    }

    /// One date alone: of a series by the day that it has there.
    pub fn event_of(&self, date: &MeetingDate) -> Event {
        self.instance(date, self.meeting.is_series())
    }

    /// What takes back what was called off: the whole meeting, or the dates of
    /// a series that had begun.
    pub fn cancellations(&self) -> Vec<Event> {
        let is_whole = self.dates.iter().all(|date| !date.stands());
        match self.dates.first() {
            Some(first) if is_whole => vec![self.cancelled(first, false)],
            _ => {
                let gone = self.dates.iter().filter(|date| !date.stands());
                gone.map(|date| self.cancelled(date, true)).collect()
            }
        }
    }

    /// What takes one date back.
    pub fn cancellation_of(&self, date: &MeetingDate) -> Event {
        self.cancelled(date, self.meeting.is_series())
    }

    /// The zone, and the span of all dates, for the description of its clocks.
    pub fn span(&self) -> (&Zone, Timestamp, Timestamp) {
        let planned = |date: &MeetingDate| self.meeting.zone.instant(date.planned_on, self.meeting.starts_minute);
        let from = self.dates.iter().map(|date| date.starts_at.min(planned(date))).min();
        let to = self.dates.iter().map(|date| date.ends_at.max(planned(date))).max();
        let created = self.meeting.created_at;
        (&self.meeting.zone, from.unwrap_or(created), to.unwrap_or(created))
    }

    /// The answer to most dates; the events of others say their own.
    fn usual_answer(&self) -> Option<Answer> {
        let mut counts: HashMap<Option<Answer>, usize> = HashMap::new();
        for date in self.dates.iter().filter(|date| date.stands()) {
            *counts.entry(self.answer(date)).or_default() += 1;
        }
        let most = counts.values().max().copied();
        // Where two are as frequent: no answer before one.
        let of = |answer: Option<Answer>| counts.get(&answer).copied() == most;
        let all = Answer::ALL.iter().map(|answer| Some(*answer));
        std::iter::once(None).chain(all).find(|answer| of(*answer)).flatten()
    }

    fn answer(&self, date: &MeetingDate) -> Option<Answer> {
        self.answers.get(&date.id).copied().flatten()
    }

    /// What all events of the meeting share.
    fn common(&self, answer: Option<Answer>, status: &str) -> Event {
        let meeting = &self.meeting;
        let mut event = Event::new();
        event.uid(meeting.id.as_str()).summary(&meeting.title).sequence(meeting.sequence.max(0).unsigned_abs());
        event.add_property("DTSTAMP", utc(meeting.changed_at));
        event.add_property("LAST-MODIFIED", utc(meeting.changed_at));
        event.add_property("CREATED", utc(meeting.created_at));
        event.add_property("STATUS", status).add_property("URL", &self.url);
        event.append_property(contact("ORGANIZER", &self.organiser));
        if !meeting.place.is_empty() {
            event.location(&meeting.place);
        }
        if answer == Some(Answer::Declined) {
            event.add_property("TRANSP", "TRANSPARENT");
        }
        if let Some(guest) = &self.guest {
            let mut attendee = contact("ATTENDEE", guest);
            attendee.add_parameter("ROLE", "REQ-PARTICIPANT");
            attendee.add_parameter("PARTSTAT", answer.map_or("NEEDS-ACTION", Answer::partstat));
            if answer.is_none() && status != "CANCELLED" {
                attendee.add_parameter("RSVP", "TRUE");
            }
            event.append_multi_property(attendee);
        }
        event
    }

    fn series(&self, answer: Option<Answer>) -> Event {
        let meeting = &self.meeting;
        let mut event = self.common(answer, "CONFIRMED");
        self.describe(&mut event, &meeting.agenda);
        let days: Vec<Day> = self.dates.iter().map(|date| date.planned_on).collect();
        let (first, last) = (days.first().copied(), days.last().copied());
        let (first, last) = (first.unwrap_or(meeting.first_day), last.unwrap_or(meeting.last_day));
        let starts = |day: Day| meeting.zone.instant(day, meeting.starts_minute);
        let length = SignedDuration::from_mins(i64::from(meeting.minutes));
        event.append_property(date_time("DTSTART", &meeting.zone, starts(first)));
        event.append_property(date_time("DTEND", &meeting.zone, starts(first).plus(length)));
        event.add_property("RRULE", rule(meeting, starts(last)));
        // What the rule says and is not so: called off, or taken out.
        let standing: HashSet<Day> =
            self.dates.iter().filter(|date| date.stands()).map(|date| date.planned_on).collect();
        let ruled = rules::days(&meeting.timing()).into_iter().filter(|day| (first..=last).contains(day));
        let out: Vec<_> = ruled.filter(|day| !standing.contains(day)).map(starts).collect();
        if !out.is_empty() {
            event.append_multi_property(date_time_list("EXDATE", &meeting.zone, &out));
        }
        event
    }

    fn instance(&self, date: &MeetingDate, of_series: bool) -> Event {
        let mut event = self.common(self.answer(date), "CONFIRMED");
        let agenda = if date.agenda.is_empty() { &self.meeting.agenda } else { &date.agenda };
        self.describe(&mut event, agenda);
        self.place_in_time(&mut event, date, of_series);
        event
    }

    fn cancelled(&self, date: &MeetingDate, of_series: bool) -> Event {
        let mut event = self.common(self.answer(date), "CANCELLED");
        self.place_in_time(&mut event, date, of_series);
        if !date.call_off_reason.is_empty() {
            event.add_property("COMMENT", &date.call_off_reason);
        }
        event
    }

    fn place_in_time(&self, event: &mut Event, date: &MeetingDate, of_series: bool) {
        let zone = &self.meeting.zone;
        event.append_property(date_time("DTSTART", zone, date.starts_at));
        event.append_property(date_time("DTEND", zone, date.ends_at));
        if of_series {
            let planned = zone.instant(date.planned_on, self.meeting.starts_minute);
            event.append_property(date_time("RECURRENCE-ID", zone, planned));
        }
    }

    fn describe(&self, event: &mut Event, agenda: &str) {
        let words = if agenda.is_empty() { self.url.clone() } else { format!("{agenda}\n\n{}", self.url) };
        event.description(&words);
    }
}

/// How often, as RFC 5545 says it. It ends with an instant, in UTC as section
/// 3.3.10 asks for where the beginning has a zone.
fn rule(meeting: &Meeting, last: Timestamp) -> String {
    let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][meeting.first_day.weekday().rem_euclid(7) as usize];
    let how = match meeting.repeats {
        Repeats::Once => "FREQ=DAILY;COUNT=1".to_owned(),
        Repeats::Weekly => format!("FREQ=WEEKLY;BYDAY={weekday}"),
        Repeats::Fortnightly => format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"),
        Repeats::Monthly => format!("FREQ=MONTHLY;BYDAY={}{weekday}", rules::week_of_month(meeting.first_day)),
    };
    format!("{how};UNTIL={}", utc(last))
}

fn contact(key: &str, who: &Contact) -> Property {
    let mut property = Property::new(key, format!("mailto:{}", who.email));
    // A quote would end the parameter (RFC 5545, section 3.1).
    property.add_parameter("CN", &who.name.replace('"', "'"));
    property
}
