//! Who was there, by ticks or from a list.

use std::collections::{HashMap, HashSet};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{Opened, open_to_change, parse_place};
use crate::accounts::{self, AccountError};
use crate::clock::{Clock, Day};
use crate::db::keys::PersonId;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::meetings::model::{Answer, MeetingDate, Participant};
use crate::program::meetings::pages::{AttendancePage, Preview, When};
use crate::program::meetings::reach::people_invited;
use crate::program::meetings::store::list_participants;
use crate::program::meetings::{actions, attendance};
use crate::program::{Actor, ProgramError};
use crate::web::fold::fold;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// People who can be ticked on one page; a form has a limit of fields.
const TICKS: usize = 400;

/// Everybody who can be ticked: whoever meant to come first, then who might,
/// then the others who are invited; and how many more there are.
fn tickable(
    connection: &mut Connection,
    opened: &Opened,
    date: &MeetingDate,
) -> Result<(Vec<Participant>, usize), ProgramError> {
    let mut people = list_participants(connection, date.id)?;
    let known: HashSet<PersonId> = people.iter().map(|one| one.person_id).collect();
    let others = people_invited(connection, &opened.invitees, date)?.into_iter().filter(|one| !known.contains(&one.0));
    people.extend(others.map(|(person_id, handle, name)| Participant {
        person_id,
        handle,
        name,
        answer: None,
        attended: false,
    }));
    people.sort_by_key(|one| (standing(one), fold(&one.name)));
    let more = people.len().saturating_sub(TICKS);
    people.truncate(TICKS);
    Ok((people, more))
}

/// Under which heading somebody stands.
fn standing(person: &Participant) -> usize {
    match person.answer {
        Some(Answer::Accepted) => 0,
        Some(Answer::Tentative) => 1,
        None => 2,
        Some(Answer::Declined) => 3,
    }
}

/// Those who can be ticked, under the headings that have anybody.
fn groups(people: Vec<Participant>) -> Vec<(&'static str, Vec<Participant>)> {
    const HEADINGS: [&str; 4] = ["Said that they would come", "Said perhaps", "Said nothing", "Declined"];
    let mut groups = HEADINGS.map(|heading| (heading, Vec::new()));
    people.into_iter().for_each(|one| groups[standing(&one)].1.push(one));
    groups.into_iter().filter(|(_, some)| !some.is_empty()).collect()
}

fn page_of(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    place: (i64, Day),
    list: String,
    problems: Vec<FieldProblem>,
) -> Result<AttendancePage, ProgramError> {
    let (opened, date) = open_to_change(connection, member, place)?;
    let (people, more) = tickable(connection, &opened, &date)?;
    let when = When::of(&opened.meeting, &date);
    let accepted = people.iter().filter(|one| standing(one) == 0 && !one.attended);
    let accepted = accepted.map(|one| one.handle.clone()).collect();
    let (groups, meeting) = (groups(people), opened.meeting);
    Ok(AttendancePage { shell, meeting, date, when, groups, accepted, more, list, preview: None, problems })
}

/// `GET /meetings/{number}/dates/{day}/attendance`
pub async fn edit_attendance(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let place = parse_place(place.into_inner())?;
    let shown =
        db.read(move |connection| page_of(connection, shell, &member, place, String::new(), Vec::new())).await?;
    page(&shown)
}

/// `POST /meetings/{number}/dates/{day}/attendance`: `shown` names those whom
/// the page offered, `there` those of them who are ticked.
pub async fn save_attendance(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let (place, now, form) = (parse_place(place.into_inner())?, clock.now(), form.into_inner());
    let of = |wanted: &str| form.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect();
    let (shown, there): (Vec<String>, HashSet<String>) = (of("shown"), form_set(of("there")));
    let handles: Vec<String> = shown.join(",").split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let news = db
        .write(move |tx| {
            let (opened, date) = open_to_change(tx, &member, place)?;
            let mut presences = Vec::new();
            for handle in handles.iter().take(TICKS.max(1_000)) {
                match accounts::find_by_handle(tx, handle) {
                    Ok(person) => presences.push((person.id, there.contains(handle))),
                    Err(AccountError::NotFound) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            actions::save_attendance(tx, Actor::Member(&member), now, &opened.meeting, &date, &presences)
        })
        .await?;
    let words = match news {
        0 => "Nothing was new.".to_owned(),
        1 => "Saved: one person's presence changed.".to_owned(),
        count => format!("Saved: the presence of {count} people changed."),
    };
    Ok(see_other_saying(&format!("/meetings/{}/dates/{}", place.0, place.1), words))
}

fn form_set(all: Vec<String>) -> HashSet<String> {
    // The list of an import comes as one field.
    all.iter().flat_map(|one| one.split(',')).map(str::to_owned).collect()
}

/// `POST /meetings/{number}/dates/{day}/attendance/import`: shows what a pasted
/// list would do; its own form then sends it to [`save_attendance`].
pub async fn create_import(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    place: Path<(String, String)>,
    form: Form<HashMap<String, String>>,
) -> Result<HttpResponse, AppError> {
    let (place, mut form) = (parse_place(place.into_inner())?, form.into_inner());
    let list = form.remove("list").unwrap_or_default();
    let shown = db
        .read(move |connection| {
            let shown = page_of(connection, shell, &member, place, list.clone(), Vec::new())?;
            let reading = match attendance::read(connection, &list) {
                Ok(reading) => reading,
                Err(ProgramError::Invalid(problems)) => return Ok(AttendancePage { problems, ..shown }),
                Err(error) => return Err(error),
            };
            let people = shown.groups.iter().flat_map(|(_, people)| people);
            let there: HashSet<PersonId> = people.filter(|one| one.attended).map(|one| one.person_id).collect();
            let was_there = |id: PersonId| there.contains(&id);
            let found = reading.found.into_iter().map(|one| (one.handle, one.name, was_there(one.id))).collect();
            let preview = Some(Preview { found, unknown: reading.unknown });
            Ok::<_, ProgramError>(AttendancePage { preview, ..shown })
        })
        .await?;
    let status = if shown.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    html(status, &shown)
}
