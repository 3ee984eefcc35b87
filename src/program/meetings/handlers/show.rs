//! A meeting on one of its dates.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{Opened, open, open_date, parse_number, parse_place};
use crate::accounts;
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::markdown;
use crate::program::ProgramError;
use crate::program::meetings::model::{Answer, Meeting, MeetingDate, Participant, Repeats};
use crate::program::meetings::pages::{NAMES, SeriesDate, ShowPage, When};
use crate::program::meetings::reach::people_invited;
use crate::program::meetings::store::{Counts, list_dates, list_participants};
use crate::program::meetings::{access, invited, rules};
use crate::web::{Member, Shell, page};

/// `GET /meetings/{number}`: on the date that comes next, or was last.
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (parse_number(&number)?, clock.now());
    let shown = db
        .read(move |connection| {
            let opened = open(connection, &member, number)?;
            let dates = list_dates(connection, opened.meeting.id)?;
            let next = dates.iter().filter(|date| date.stands()).find(|date| date.ends_at > now);
            let chosen = next.or(dates.last()).cloned().ok_or(ProgramError::NotFound("meeting"))?;
            page_of(connection, shell, &member, opened, chosen, now)
        })
        .await?;
    page(&shown)
}

/// `GET /meetings/{number}/dates/{day}`
pub async fn show_date(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let (place, now) = (parse_place(place.into_inner())?, clock.now());
    let shown = db
        .read(move |connection| {
            let (opened, date) = open_date(connection, &member, place)?;
            page_of(connection, shell, &member, opened, date, now)
        })
        .await?;
    page(&shown)
}

fn page_of(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    opened: Opened,
    date: MeetingDate,
    now: Timestamp,
) -> Result<ShowPage, ProgramError> {
    let Opened { meeting, invitees, reach } = opened;
    let organiser = accounts::find_person(connection, meeting.organiser_id)?;
    let participants = list_participants(connection, date.id)?;
    let own = participants.iter().find(|one| one.person_id == member.id).cloned();
    let notes_by = match (date.notes_by, date.notes_at) {
        (Some(person), Some(at)) => {
            format!("{}, {}", accounts::find_person(connection, person)?.name, at.relative(now))
        }
        _ => String::new(),
    };
    let agenda = if date.agenda.is_empty() { &meeting.agenda } else { &date.agenda };
    let (coming, past) = series_dates(connection, &meeting, &date, now)?;
    Ok(ShowPage {
        when: When::of(&meeting, &date),
        rhythm: rhythm(&meeting),
        organiser: (organiser.name, organiser.handle),
        invited: invited::in_words(connection, &invitees)?.0,
        invited_count: people_invited(connection, &invitees, &date)?.len(),
        counts: counts(&participants),
        own: own.as_ref().and_then(|own| own.answer),
        attended: own.is_some_and(|own| own.attended),
        is_invited: member.id == meeting.organiser_id || reach.is_among(&invitees),
        is_answerable: rules::is_answerable(&date, now),
        is_attendable: rules::is_attendable(&date, now),
        has_begun: date.starts_at <= now,
        can_change: access::may_change(member, &meeting),
        agenda: markdown::render_short(agenda, &shell.base),
        notes: markdown::render_short(&date.notes, &shell.base),
        coming,
        past,
        groups: groups(participants),
        notes_by,
        meeting,
        date,
        shell,
    })
}

/// The dates of a series that are still to come, and those that were, the latest first.
fn series_dates(
    connection: &mut Connection,
    meeting: &Meeting,
    shown: &MeetingDate,
    now: Timestamp,
) -> Result<(Vec<SeriesDate>, Vec<SeriesDate>), ProgramError> {
    let (mut coming, mut past) = (Vec::new(), Vec::new());
    for date in list_dates(connection, meeting.id)?.into_iter().filter(|_| meeting.is_series()) {
        let place = if date.ends_at > now { &mut coming } else { &mut past };
        place.push(SeriesDate {
            path: date.path(meeting),
            words: date.day.words(),
            stands: date.stands(),
            is_shown: date.id == shown.id,
        });
    }
    past.reverse();
    Ok((coming, past))
}

fn counts(participants: &[Participant]) -> Counts {
    let said = |answer: Answer| participants.iter().filter(|one| one.answer == Some(answer)).count() as i64;
    Counts {
        accepted: said(Answer::Accepted),
        tentative: said(Answer::Tentative),
        declined: said(Answer::Declined),
        attended: participants.iter().filter(|one| one.attended).count() as i64,
    }
}

/// Those who said the same, with a heading; of many the first.
fn groups(participants: Vec<Participant>) -> Vec<(String, Vec<Participant>, usize)> {
    let of = |words: &str, fits: &dyn Fn(&Participant) -> bool| {
        let mut some: Vec<_> = participants.iter().filter(|one| fits(one)).cloned().collect();
        let more = some.len().saturating_sub(NAMES);
        some.truncate(NAMES);
        (words.to_owned(), some, more)
    };
    // Once somebody is noted, the answers of those who came say nothing more.
    let is_noted = participants.iter().any(|one| one.attended);
    let (accepted, perhaps) =
        if is_noted { ("Accepted, and not noted", "Perhaps, and not noted") } else { ("Accepted", "Perhaps") };
    let mut groups = vec![
        of("Were there", &|one| one.attended),
        of(accepted, &|one| one.answer == Some(Answer::Accepted) && !one.attended),
        of(perhaps, &|one| one.answer == Some(Answer::Tentative) && !one.attended),
        of("Declined", &|one| one.answer == Some(Answer::Declined)),
    ];
    groups.retain(|(_, some, _)| !some.is_empty());
    groups
}

/// How often, in words: `every second week until 3 Mar 2027`.
fn rhythm(meeting: &Meeting) -> String {
    const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let weekday = WEEKDAYS[meeting.first_day.weekday().rem_euclid(7) as usize];
    let how = match meeting.repeats {
        Repeats::Once => return String::new(),
        Repeats::Weekly => format!("every {weekday}"),
        Repeats::Fortnightly => format!("every second {weekday}"),
        Repeats::Monthly => {
            let nth = match rules::week_of_month(meeting.first_day) {
                1 => "first",
                2 => "second",
                3 => "third",
                4 => "fourth",
                _ => "last",
            };
            format!("the {nth} {weekday} of each month")
        }
    };
    format!("{how} until {}", meeting.last_day.words())
}
