//! Making a handover, and the list of those that wait.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{HandoverForm, NOBODY};
use super::model::HandoverCause;
use super::pages::{ListPage, NewPage};
use super::{actions, store};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::TermId;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::absences::away_these;
use crate::program::reach::Reach;
use crate::program::teams::list_members;
use crate::program::terms::{TermRow, TermState, access, find_for, list_terms_of_team};
use crate::program::{Actor, DutyList, ProgramError, Team, serving};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Moment, Shell, html, page, see_other_saying};

/// Handovers that are listed; once some are made, the next ones are.
const ROWS: i64 = 200;

/// `GET /handovers`
pub async fn list(shell: Shell, member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let reach = Reach::looked_after_by(&member);
    let (rows, total) = db
        .read(move |connection| {
            let rows = store::list_open(connection, &reach, ROWS)?;
            Ok::<_, ProgramError>((rows, store::count_open(connection, &reach)?))
        })
        .await?;
    let more = total - rows.len() as i64;
    let dated = |row: store::HandoverRow| (row.clone(), Moment::new(row.handover.raised_at, now));
    page(&ListPage { rows: rows.into_iter().map(dated).collect(), more, shell })
}

/// `GET /terms/{id}/handover`
pub async fn new(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    duties: Data<DutyList>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = TermId::parse(&id).ok_or(AppError::NotFound("term"))?;
    page(&new_page(shell, member, &db, &duties, clock.now(), id, HandoverForm::default(), Vec::new()).await?)
}

/// The page, with what was typed and what is wrong with it.
#[expect(clippy::too_many_arguments, reason = "what the page is made of")]
pub(in crate::program) async fn new_page(
    shell: Shell,
    member: Member,
    db: &Db,
    duties: &DutyList,
    now: Timestamp,
    id: TermId,
    mut form: HandoverForm,
    problems: Vec<FieldProblem>,
) -> Result<NewPage, AppError> {
    let duties = duties.clone();
    Ok(db
        .read(move |connection| {
            let (row, team) = find_for(connection, &member, id)?;
            if !access::may_hand_over(&member, &team, &row.term) {
                return Err(ProgramError::NotYours("a champion, the team's manager, the lead and admins hand over"));
            }
            let raised = store::find_open(connection, id)?;
            let has_left = raised.as_ref().is_some_and(|raised| raised.cause == HandoverCause::Left);
            let can_end = matches!(row.term.state, TermState::Accepted | TermState::Active);
            if form.to.is_empty() && form.end.is_empty() && has_left && can_end {
                form.end = "yes".into();
                form.reason = "left".into();
            }
            if form.on.is_empty() {
                form.on = now.day().to_string();
            }
            let (takers, fallback) = takers(connection, &row, &team, &form, now)?;
            Ok::<_, ProgramError>(NewPage {
                open: duties.list(connection, row.term.person_id, &team, now)?,
                cause: raised.map(|raised| format!("{} {}.", row.person.1, raised.cause.reason())).unwrap_or_default(),
                is_own: row.term.person_id == member.id,
                can_end,
                takers,
                fallback,
                form,
                problems,
                row,
                shell,
            })
        })
        .await?)
}

/// Who may take it and is there today, whoever serves first, and where it goes
/// without anybody.
fn takers(
    connection: &mut Connection,
    row: &TermRow,
    team: &Team,
    form: &HandoverForm,
    now: Timestamp,
) -> Result<(Vec<Choice>, String), ProgramError> {
    let today = now.day();
    let serving = serving(connection, team.id, today)?;
    let members = list_members(connection, team.id)?;
    let away = away_these(connection, &members.iter().map(|member| member.person_id).collect(), today)?;
    let is_other = |handle: &str| handle != row.person.0;
    let there: Vec<_> = serving.iter().filter(|one| one.is_there() && is_other(&one.handle)).collect();
    let mut known: Vec<(String, String)> =
        there.iter().map(|one| (one.handle.clone(), format!("{}, {}", one.name, one.lower()))).collect();
    for next in list_terms_of_team(connection, team.id)? {
        let begins = next.term.starts_on.filter(|first| *first > today && next.term.state == TermState::Accepted);
        if let Some(first) = begins {
            known.push((next.person.0, format!("{}, from {} on", next.person.1, first.words())));
        }
    }
    for member in members.into_iter().filter(|member| !away.contains_key(&member.person_id)) {
        known.push((member.handle, member.name));
    }
    let mut choices: Vec<Choice> = Vec::new();
    let chosen =
        if form.to.is_empty() { known.first().map_or("", |(handle, _)| handle).to_owned() } else { form.to.clone() };
    // Somebody who is in the team only is no more than offered.
    let chosen = if form.to.is_empty() && there.is_empty() { String::new() } else { chosen };
    for (handle, label) in known.into_iter().filter(|(handle, _)| is_other(handle)) {
        if choices.iter().all(|choice| choice.value != handle) {
            choices.push(Choice::new(&handle, &label, &chosen));
        }
    }
    let present: Vec<&str> = there.iter().map(|one| one.name.as_str()).collect();
    let (label, fallback) = match present.as_slice() {
        [] => (
            "Nobody of the team: Network Security".to_owned(),
            format!(
                "Nobody else {} {}. What nobody takes goes to Network Security, and reviews to the program's lead.",
                if serving.iter().any(|one| is_other(&one.handle)) { "is there today who serves" } else { "serves" },
                team.name
            ),
        ),
        names => (
            format!("Nobody in particular: whoever serves, {}", names.join(", ")),
            format!("What nobody takes stays with whoever serves {}: {}.", team.name, names.join(", ")),
        ),
    };
    choices.push(Choice::new(NOBODY, &label, &chosen));
    Ok((choices, fallback))
}

/// `POST /terms/{id}/handover`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    duties: Data<DutyList>,
    id: Path<String>,
    form: Form<HandoverForm>,
) -> Result<HttpResponse, AppError> {
    let id = TermId::parse(&id).ok_or(AppError::NotFound("term"))?;
    let (form, now) = (form.into_inner(), clock.now());
    let (sent, actor, all) = (form.clone(), member.clone(), duties.as_ref().clone());
    let done = db
        .write(move |tx| {
            let (row, _) = find_for(tx, &actor, id)?;
            let (to, ending) = sent.parse(tx, &row.term, now.day())?;
            let done = actions::hand_over(tx, &all, Actor::Member(&actor), now, id, to, ending.as_ref())?;
            Ok::<_, ProgramError>((done, row))
        })
        .await;
    match done {
        Ok((done, row)) => Ok(see_other_saying(&format!("/terms/{id}"), said(&done, &row))),
        Err(ProgramError::Invalid(problems)) => {
            let shown = new_page(shell, member, &db, &duties, now, id, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// What a handover came to, in words for the next page.
fn said(done: &actions::HandedOver, row: &TermRow) -> String {
    let things = match done.moved {
        0 => "Nothing was open".to_owned(),
        1 => "1 thing was handed over".to_owned(),
        moved => format!("{moved} things were handed over"),
    };
    let to = match &done.to {
        Some(to) if done.moved > 0 => format!(" to {}", to.name),
        _ => String::new(),
    };
    let end = match (done.term.state, done.term.ends_on) {
        (TermState::Ended, _) => format!(" The term of {} has ended.", row.person.1),
        (_, Some(last)) if Some(last) != row.term.ends_on => format!(" The last day is {} now.", last.words()),
        _ => String::new(),
    };
    format!("{things}{to}.{end}")
}
