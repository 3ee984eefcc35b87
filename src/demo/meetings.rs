//! A year of meetings: the champions' own each month, and what single teams call.

use super::chance::Chance;
use super::company::{Company, working_hour};
use super::{DemoError, SEED, held};
use crate::accounts::Person;
use crate::calendar::Zone;
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::program::meetings::{
    Answer, HeldMeeting, Invitee, Meeting, MeetingDate, MeetingKind, NewMeeting, Repeats, Timing, answer, call_meeting,
    call_off, list_dates, note_meeting, save_attendance, save_notes,
};
use crate::program::reviews::{Findings, PreflightWords, ReviewState};
use crate::program::{self, Actor, NewReview, ReviewKind, ReviewOutcome};

/// People who say something to one date; enough to look at.
const VOICES: usize = 60;
/// What is noted after a monthly meeting.
const NOTES: &str = "**Decided:** flow lines go into every pull request that opens a port.\n\n- Kwame shows the new \
egress rules next month.\n- Everybody looks through their own baseline until then.";

/// Lives the meetings.
pub(super) fn live(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    let mut chance = Chance::new(SEED + 11);
    monthly(tx, &mut chance, company, now)?;
    let checkout = company.teams.iter().find(|life| life.team.name == "Checkout");
    if let Some(life) = checkout {
        let ana = &life.people[0];
        let invitees = vec![Invitee::Team(life.team.id), Invitee::NetSec];
        let new = NewMeeting {
            kind: MeetingKind::DesignReview,
            title: "ADR-21: callbacks from the payment provider".into(),
            agenda: "1. Which addresses call us?\n2. What may the callback reach?\n3. Does it need a pre-flight?"
                .into(),
            place: "https://meet.example.com/adr-21".into(),
            timing: timing(next_workday(company.today, 2), 10 * 60, 45, Repeats::Once, None)?,
            invitees,
        };
        call(tx, ana, working_hour(company.today.plus_days(-2), 11), &new)?;
        open_review(tx, company, life.team.id, ana)?;
    }
    let lab = NewMeeting {
        kind: MeetingKind::Training,
        title: "Lab: network policies by hand".into(),
        agenda: "Bring a laptop with `kubectl`. We write three policies and break each of them.".into(),
        place: "Room Drawbridge, 3rd floor".into(),
        timing: timing(next_workday(company.today, 9), 15 * 60, 90, Repeats::Once, None)?,
        invitees: vec![Invitee::Champions],
    };
    call(tx, &company.netsec[0], working_hour(company.today.plus_days(-5), 9), &lab)?;
    let off = NewMeeting {
        title: "Open hour with Network Security".into(),
        kind: MeetingKind::Other,
        agenda: String::new(),
        timing: timing(next_workday(company.today, 6), 11 * 60, 60, Repeats::Once, None)?,
        ..lab
    };
    let called = call(tx, &company.netsec[0], working_hour(company.today.plus_days(-6), 9), &off)?;
    let by = Actor::Trusted(Some(company.netsec[0].id));
    let at = working_hour(company.today.plus_days(-1), 15);
    held(call_off(tx, by, at, called.number, "Everybody is at the lab that week."))?;
    checkout.map_or(Ok(()), |life| uncalled(tx, company, &life.people))
}

/// What three of a team talked about without having called a meeting.
fn uncalled(tx: &mut Tx, company: &Company, people: &[Person]) -> Result<(), DemoError> {
    let day = next_workday(company.today.plus_days(-9), 0);
    let meeting = NewMeeting {
        kind: MeetingKind::Other,
        title: "At the whiteboard: who renews the relay's certificate".into(),
        agenda: String::new(),
        place: String::new(),
        timing: timing(day, 15 * 60 + 40, 25, Repeats::Once, None)?,
        invitees: people.iter().take(3).map(|person| Invitee::Person(person.id)).collect(),
    };
    let notes = "**Decided:** the relay renews it by itself; until then Ana has a reminder.".into();
    let by = Actor::Trusted(Some(people[0].id));
    held(note_meeting(tx, by, working_hour(day, 17), &HeldMeeting { meeting, notes })).map(drop)
}

fn monthly(tx: &mut Tx, chance: &mut Chance, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    let first = third_wednesday(company.founded.plus_months(1));
    let last = third_wednesday(company.today.plus_months(6));
    let new = NewMeeting {
        kind: MeetingKind::Champions,
        title: "Champions' monthly meeting".into(),
        agenda: "1. What did you see this month?\n2. One rule that went wrong, and why\n3. What NetSec plans".into(),
        place: "https://meet.example.com/champions".into(),
        timing: timing(first, 14 * 60, 60, Repeats::Monthly, Some(last))?,
        invitees: vec![Invitee::Champions, Invitee::NetSec],
    };
    let meeting = call(tx, &company.lead, working_hour(first.plus_days(-20), 10), &new)?;
    let dates = list_dates(tx, meeting.id)?;
    for date in dates.iter().filter(|date| date.ends_at < now) {
        held_date(tx, chance, company, &meeting, date)?;
    }
    if let Some(next) = dates.iter().find(|date| date.ends_at >= now) {
        for person in serving_on(company, next.day) {
            if !chance.happens(40) {
                continue;
            }
            let asked = working_hour(company.today.plus_days(-1), 13);
            say(tx, chance, &person, asked, &meeting, next)?;
        }
    }
    Ok(())
}

/// A date that was: answers before it, who came, what was noted.
fn held_date(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &Company,
    meeting: &Meeting,
    date: &MeetingDate,
) -> Result<(), DemoError> {
    let mut presences = Vec::new();
    for person in serving_on(company, date.day) {
        let comes = say(tx, chance, &person, working_hour(date.day.plus_days(-3), 9), meeting, date)?;
        presences.push((person.id, comes && chance.happens(90)));
    }
    let (by, after) = (Actor::Trusted(Some(company.lead.id)), working_hour(date.day, 17));
    held(save_attendance(tx, by, after, meeting, date, &presences))?;
    held(save_notes(tx, by, after, meeting, date, NOTES, date.notes_version))
}

/// Answers an invitation; says whether they mean to come.
fn say(
    tx: &mut Tx,
    chance: &mut Chance,
    person: &Person,
    at: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
) -> Result<bool, DemoError> {
    let said = match chance.between(1, 100) {
        1..=68 => Answer::Accepted,
        69..=80 => Answer::Tentative,
        _ => Answer::Declined,
    };
    held(answer(tx, Actor::Trusted(Some(person.id)), at, meeting, date, said))?;
    Ok(said == Answer::Accepted)
}

fn serving_on(company: &Company, day: Day) -> Vec<Person> {
    let served = company.teams.iter().flat_map(|life| &life.served);
    served.filter(|served| served.on(day)).map(|served| served.person.clone()).take(VOICES).collect()
}

fn call(tx: &mut Tx, by: &Person, at: Timestamp, new: &NewMeeting) -> Result<Meeting, DemoError> {
    held(call_meeting(tx, Actor::Trusted(Some(by.id)), at, new))
}

fn timing(
    first_day: Day,
    starts_minute: i32,
    minutes: i32,
    repeats: Repeats,
    last_day: Option<Day>,
) -> Result<Timing, DemoError> {
    let zone = Zone::parse("Europe/Berlin").unwrap_or_else(|_| Zone::utc());
    Ok(Timing { zone, first_day, starts_minute, minutes, repeats, last_day: last_day.unwrap_or(first_day) })
}

fn third_wednesday(of: Day) -> Day {
    let first = of.month_start();
    first.plus_days((2 - first.weekday()).rem_euclid(7) + 14)
}

fn next_workday(today: Day, days: i32) -> Day {
    let mut day = today.plus_days(days);
    while !day.is_workday() {
        day = day.plus_days(1);
    }
    day
}

/// A review that waits to be finished.
fn open_review(tx: &mut Tx, company: &Company, team: crate::db::keys::TeamId, ana: &Person) -> Result<(), DemoError> {
    let day = next_workday(company.today.plus_days(-10), 0);
    let new = NewReview {
        team,
        kind: ReviewKind::ScannerTriage,
        title: "checkout-api: what the weekly scan reported".into(),
        link: "https://scanner.example.com/checkout-api/latest".into(),
        outcome: ReviewOutcome::Undecided,
        day,
        minutes: Some(30),
        note: "Two of the five are the same library.".into(),
        state: ReviewState::InProgress,
        findings: Findings { high: 2, medium: 3, words: "TLS settings of the relay.".into(), ..Findings::default() },
        preflight: PreflightWords::default(),
        log_minutes: false,
    };
    held(program::record_review(tx, Actor::Trusted(Some(ana.id)), working_hour(day, 15), &new)).map(drop)
}
