//! Noting a meeting that was held and that nobody had called.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::calendar::Zone;
use crate::clock::Clock;
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::meetings::actions;
use crate::program::meetings::forms::{HeldForm, MeetingForm};
use crate::program::meetings::model::MeetingKind;
use crate::program::meetings::pages::HeldPage;
use crate::program::meetings::store;
use crate::program::teams::list_members;
use crate::program::{Actor, ProgramError};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Names of one's own teams that get a box; the others are typed.
const BOXES: usize = 30;

fn form_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    form: HeldForm,
    problems: Vec<FieldProblem>,
) -> Result<HeldPage, ProgramError> {
    let mut teams = [member.champion_of.as_slice(), member.teams.as_slice()].concat();
    teams.sort();
    teams.dedup();
    let mut teammates: Vec<Choice> = Vec::new();
    for team in teams {
        for one in list_members(connection, team)? {
            if one.person_id != member.id && !teammates.iter().any(|known| known.value == one.handle) {
                let selected = form.there.contains(&one.handle);
                teammates.push(Choice { value: one.handle, label: one.name, selected });
            }
        }
    }
    teammates.truncate(BOXES);
    let kinds = MeetingKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label(), &form.meeting.kind));
    Ok(HeldPage { kinds: kinds.collect(), teammates, form, problems, shell })
}

/// `GET /meetings/held`
pub async fn new_held(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, AppError> {
    let today = member.today(clock.now());
    let shown = db
        .read(move |connection| {
            let zone = store::latest_zone(connection, member.id)?.unwrap_or_else(Zone::utc);
            let meeting = MeetingForm {
                day: today.to_string(),
                length: "30".into(),
                zone: zone.name().into(),
                ..MeetingForm::default()
            };
            let form = HeldForm { meeting, me: true, ..HeldForm::default() };
            form_page(connection, shell, &member, form, Vec::new())
        })
        .await?;
    page(&shown)
}

/// `POST /meetings/held`
pub async fn create_held(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (HeldForm::of_pairs(form.into_inner()), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let noted = db
        .write(move |tx| {
            once(tx, actor.id, &sent.meeting.once, now, |tx| {
                let held = sent.parse(tx, actor.id)?;
                Ok::<_, ProgramError>(actions::note_meeting(tx, Actor::Member(&actor), now, &held)?.path())
            })
        })
        .await;
    match noted {
        Ok(target) => Ok(see_other_saying(&target, "The meeting is noted, and counts for those who were there.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = db.read(move |connection| form_page(connection, shell, &member, form, problems)).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}
