//! Calling a meeting, changing it, calling it off.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{Opened, open, parse_number};
use crate::calendar::Zone;
use crate::clock::{Clock, Timestamp};
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::meetings::actions::{self, Changed};
use crate::program::meetings::forms::{MeetingForm, ReasonForm};
use crate::program::meetings::model::{Invitee, MeetingKind, Repeats};
use crate::program::meetings::pages::FormPage;
use crate::program::meetings::{access, invited, store};
use crate::program::{Actor, ProgramError, list_departments, list_teams};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Teams whose names a form offers; of more, one is typed.
const OFFERED: usize = 300;

fn form_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    number: Option<i64>,
    form: MeetingForm,
    problems: Vec<FieldProblem>,
) -> Result<FormPage, ProgramError> {
    let teams = list_teams(connection)?;
    let department_of = |id| teams.iter().find(|team| team.id == id).map(|team| team.department_id);
    let may = |invitee: Invitee| access::may_invite(member, invitee, department_of);
    let ticked = |all: &[String], one: &str| all.iter().any(|ticked| ticked == one);
    let mut groups: Vec<Choice> = Vec::new();
    for (invitee, label) in [(Invitee::Champions, "All champions and deputies"), (Invitee::NetSec, "Network Security")]
    {
        let value = invitee.columns().0;
        let selected = ticked(&form.groups, value);
        if selected || may(invitee) {
            groups.push(Choice { value: value.into(), label: label.into(), selected });
        }
    }
    let mut departments = list_departments(connection)?;
    departments.retain(|one| ticked(&form.departments, &one.slug) || may(Invitee::Department(one.id)));
    let department = |one: crate::program::Department| Choice {
        selected: ticked(&form.departments, &one.slug),
        value: one.slug,
        label: one.name,
    };
    let mut names: Vec<String> =
        teams.iter().filter(|team| may(Invitee::Team(team.id))).map(|team| team.name.clone()).collect();
    names.truncate(OFFERED);
    Ok(FormPage {
        number,
        groups,
        departments: departments.into_iter().map(department).collect(),
        teams: names,
        kinds: MeetingKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label(), &form.kind)).collect(),
        repeats: Repeats::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), &form.repeats)).collect(),
        has_begun: false,
        was_noted: false,
        form,
        problems,
        conflict: None,
        shell,
    })
}

/// `GET /meetings/new`
pub async fn new(shell: Shell, member: Member, db: Data<Db>) -> Result<HttpResponse, AppError> {
    let shown = db
        .read(move |connection| {
            let zone = store::latest_zone(connection, member.id)?.unwrap_or_else(Zone::utc);
            let form = MeetingForm {
                zone: zone.name().into(),
                length: "60".into(),
                repeats: Repeats::Once.as_str().into(),
                ..MeetingForm::default()
            };
            form_page(connection, shell, &member, None, form, Vec::new())
        })
        .await?;
    page(&shown)
}

/// `POST /meetings`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (MeetingForm::of_pairs(form.into_inner()), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let called = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let new = sent.parse(tx)?;
                Ok::<_, ProgramError>(actions::call_meeting(tx, Actor::Member(&actor), now, &new)?.path())
            })
        })
        .await;
    match called {
        Ok(target) => Ok(see_other_saying(&target, "The meeting is called. Who is invited sees it on their desk.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = db.read(move |connection| form_page(connection, shell, &member, None, form, problems)).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// The meeting, if `member` may change it, with the form that shows it.
fn drawn(connection: &mut Connection, member: &Member, number: i64) -> Result<(Opened, MeetingForm), ProgramError> {
    let opened = open(connection, member, number)?;
    if !access::may_change(member, &opened.meeting) {
        return Err(ProgramError::NotYours("a meeting is changed by whoever called it, or by the program's lead"));
    }
    let (_, invited) = invited::in_words(connection, &opened.invitees)?;
    let form = MeetingForm::of(&opened.meeting, &invited);
    Ok((opened, form))
}

fn edit_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    (opened, form): (Opened, MeetingForm),
    problems: Vec<FieldProblem>,
    now: Timestamp,
) -> Result<FormPage, ProgramError> {
    let dates = store::list_dates(connection, opened.meeting.id)?;
    let has_begun = opened.meeting.is_series() && dates.iter().any(|date| date.stands() && date.starts_at <= now);
    let (number, was_noted) = (Some(opened.meeting.number), opened.meeting.was_noted());
    Ok(FormPage { has_begun, was_noted, ..form_page(connection, shell, member, number, form, problems)? })
}

/// `GET /meetings/{number}/edit`
pub async fn edit(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (parse_number(&number)?, clock.now());
    let shown = db
        .read(move |connection| {
            let known = drawn(connection, &member, number)?;
            edit_page(connection, shell, &member, known, Vec::new(), now)
        })
        .await?;
    page(&shown)
}

/// `POST /meetings/{number}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let (number, form, now) = (parse_number(&number)?, MeetingForm::of_pairs(form.into_inner()), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            drawn(tx, &actor, number)?;
            let new = sent.parse(tx)?;
            actions::change_meeting(tx, Actor::Member(&actor), now, number, &new, sent.seen())
        })
        .await;
    let (status, problems) = match saved {
        Ok(Changed::Same) => return Ok(see_other_saying(&format!("/meetings/{number}"), "Saved.")),
        Ok(Changed::GoesOnAs(next)) => {
            let words = format!("Saved. What is past stays meeting {number}; what is to come is meeting {next}.");
            return Ok(see_other_saying(&format!("/meetings/{next}"), words));
        }
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let shown = db
        .read(move |connection| {
            let (opened, theirs) = drawn(connection, &member, number)?;
            let conflict = (status == StatusCode::CONFLICT).then(|| conflict_of(&form, &theirs));
            let version = if conflict.is_some() { theirs.version } else { form.version };
            let form = MeetingForm { version, ..form };
            Ok::<_, ProgramError>(FormPage {
                conflict,
                ..edit_page(connection, shell, &member, (opened, form), problems, now)?
            })
        })
        .await?;
    html(status, &shown)
}

fn conflict_of(yours: &MeetingForm, theirs: &MeetingForm) -> Conflict {
    let invited = |form: &MeetingForm| {
        let mut all = [form.groups.as_slice(), form.departments.as_slice()].concat();
        all.extend([form.teams.clone(), form.people.clone()]);
        all.retain(|part| !part.is_empty());
        all.join(", ")
    };
    let when = |form: &MeetingForm| format!("{} {} {} {}", form.day, form.start, form.zone, form.length);
    Conflict::of([
        ("Title", &yours.title, &theirs.title),
        ("When", &when(yours), &when(theirs)),
        ("Repeats", &format!("{} {}", yours.repeats, yours.until), &format!("{} {}", theirs.repeats, theirs.until)),
        ("Where", &yours.place, &theirs.place),
        ("Invited", &invited(yours), &invited(theirs)),
        ("Agenda", &yours.agenda, &theirs.agenda),
    ])
}

/// `POST /meetings/{number}/cancellation`
pub async fn create_cancellation(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (parse_number(&number)?, clock.now());
    let path = format!("/meetings/{number}");
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Call off what is still to come of this meeting, or take it back where it was only noted?",
            action: &format!("{path}/cancellation"),
            label: "Call it off",
            fields: &[("reason", &form.reason)],
            cancel: &path,
        });
    }
    let reason = form.parse()?;
    let meeting = db
        .write(move |tx| {
            open(tx, &member, number)?;
            actions::call_off(tx, Actor::Member(&member), now, number, &reason)
        })
        .await?;
    let words = match meeting.was_noted() {
        true => "It is taken back, and counts for nobody.",
        false => "It is called off. The invitation now takes it back from calendars.",
    };
    Ok(see_other_saying(&path, words))
}
