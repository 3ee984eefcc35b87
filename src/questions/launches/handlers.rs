//! The requests about launches.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{LaunchForm, PlanForm};
use super::needs::{NeedsList, readiness};
use super::pages::{FormPage, LaunchLine, ListPage, ShowPage, When};
use super::{Launch, access, actions, store};
use crate::clock::Clock;
use crate::db::{Connection, Db, once::once};
use crate::error::AppError;
use crate::program::{self, Team};
use crate::questions::clocks::Clocks;
use crate::questions::model::QuestionNumber;
use crate::questions::{QuestionError, Reader};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Grant, Member, Shell, html, page, see_other, see_other_saying};
use jiff::SignedDuration;

/// Launches that the list shows.
const LINES: i64 = 100;
/// How long a launch stays on the list after it was.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// `GET /launches`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (now, calendar) = (clock.now(), clocks.calendar());
    let can_add = access::plans(&member);
    let lines = db
        .read(move |connection| {
            let launches = store::list_launches(connection, now.plus(-KEPT), LINES)?;
            let ids: Vec<_> = launches.iter().map(|launch| launch.id).collect();
            let open = store::count_open(connection, &Reader::of(&member), &ids)?;
            let line = |launch: Launch| LaunchLine {
                when: When::new(launch.at, now, &calendar.zone),
                open: open.get(&launch.id).copied().unwrap_or(0),
                launch,
            };
            Ok::<_, QuestionError>(launches.into_iter().map(line).collect::<Vec<_>>())
        })
        .await?;
    page(&ListPage { shell, lines, can_add })
}

/// `GET /launches/{slug}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    clocks: Data<Clocks>,
    needs: Data<NeedsList>,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (now, calendar, reader) = (clock.now(), clocks.calendar(), member.clone());
    let (launch, needs) = db
        .read(move |connection| {
            let launch = store::find(connection, &slug)?;
            let needs = needs.list(connection, &reader, &launch, now)?;
            Ok::<_, QuestionError>((launch, needs))
        })
        .await?;
    let (is_ready, sentence) = readiness(&needs, member.has(Grant::NetSec));
    page(&ShowPage {
        when: When::new(launch.at, now, &calendar.zone),
        last_hour: calendar.zone.words(calendar.business_before(launch.at)),
        is_past: launch.at <= now,
        can_change: access::may_plan(&member, launch.team.id),
        can_ask: member.teams.contains(&launch.team.id) || member.is_champion_of(launch.team.id),
        shell,
        launch,
        is_ready,
        sentence,
        needs,
    })
}

/// `GET /launches/new`
pub async fn new(shell: Shell, member: Member, db: Data<Db>, clocks: Data<Clocks>) -> Result<HttpResponse, AppError> {
    let teams = own_teams(&db, &member).await?;
    let first = teams.iter().flatten().next().map(|team| team.slug.clone()).unwrap_or_default();
    let form = LaunchForm { team: first, ..LaunchForm::default() };
    page(&form_page(shell, &clocks, None, form, teams, Vec::new()))
}

/// `POST /launches`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    clocks: Data<Clocks>,
    form: Form<LaunchForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let teams = own_teams(&db, &member).await?;
    let named = form.team.clone();
    let team = db.read(move |connection| program::team_named(connection, &named)).await?;
    match form.parse(team.map(|team| team.id), &clocks.calendar(), now) {
        Ok((team, new)) => {
            let token = form.once.clone();
            let job = move |tx: &mut _| {
                once(tx, member.id, &token, now, |tx| {
                    Ok::<_, QuestionError>(actions::add_launch(tx, &member, now, team, &new)?.path())
                })
            };
            Ok(see_other_saying(&db.write(job).await?, "The launch has its page."))
        }
        Err(QuestionError::Invalid(problems)) => {
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, &clocks, None, form, teams, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /launches/{slug}/edit`
pub async fn edit(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clocks: Data<Clocks>,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let launch = changeable(&db, &member, slug.into_inner()).await?;
    let form = LaunchForm::of(&launch, &clocks.calendar().zone);
    page(&form_page(shell, &clocks, Some(launch), form, None, Vec::new()))
}

/// `POST /launches/{slug}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    clocks: Data<Clocks>,
    slug: Path<String>,
    form: Form<LaunchForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now, slug) = (form.into_inner(), clock.now(), slug.into_inner());
    let launch = changeable(&db, &member, slug.clone()).await?;
    let (token, seen, target) = (form.once.clone(), form.seen(), launch.path());
    let problems = match form.parse_launch(&clocks.calendar(), now) {
        Ok(new) => {
            let clocks = clocks.clone();
            let job = move |tx: &mut _| {
                once(tx, member.id, &token, now, |tx| {
                    actions::change_launch(tx, &clocks, &member, now, &slug, (&new, seen))?;
                    Ok::<_, QuestionError>(format!("/launches/{slug}"))
                })
            };
            match db.write(job).await {
                Ok(_) => return Ok(see_other_saying(&target, "The launch is changed.")),
                Err(QuestionError::LaunchChanged) => {
                    let now_at = clocks_words(&launch);
                    vec![FieldProblem::new(
                        "name",
                        format!("somebody changed it meanwhile: {now_at}. Send it again if yours is right"),
                    )]
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(problems) => problems,
    };
    let form = LaunchForm { version: launch.version.to_string(), ..form };
    html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, &clocks, Some(launch), form, None, problems))
}

fn clocks_words(launch: &Launch) -> String {
    format!("it is “{}” on {}", launch.name, launch.at.exact())
}

/// `POST /questions/{number}/launch`
pub async fn create_plan(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    clocks: Data<Clocks>,
    number: Path<QuestionNumber>,
    form: Form<PlanForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now, form) = (*number, clock.now(), form.into_inner());
    let job = move |tx: &mut _| {
        once(tx, member.id, &form.once, now, |tx| {
            let slug = Some(form.launch.as_str()).filter(|slug| !slug.is_empty());
            actions::plan(tx, &clocks, &member, now, number, slug)?;
            Ok::<_, QuestionError>(number.path())
        })
    };
    Ok(see_other(&db.write(job).await?))
}

async fn changeable(db: &Db, member: &Member, slug: String) -> Result<Launch, AppError> {
    let launch = db.read(move |connection| store::find(connection, &slug)).await?;
    if access::may_plan(member, launch.team.id) { Ok(launch) } else { Err(QuestionError::NotYourLaunch.into()) }
}

/// The teams to choose from; none for whoever may name any.
async fn own_teams(db: &Db, member: &Member) -> Result<Option<Vec<Team>>, AppError> {
    if access::plans_for_all(member) {
        return Ok(None);
    }
    if !access::plans(member) {
        return Err(QuestionError::NoTeamToLaunch.into());
    }
    let (teams, champion_of) = (member.teams.clone(), member.champion_of.clone());
    let named = db.read(move |connection: &mut Connection| {
        let mut all = teams.clone();
        all.extend(champion_of.into_iter().filter(|team| !teams.contains(team)));
        all.into_iter().map(|id| program::team_by_id(connection, id)).collect::<Result<Vec<_>, _>>()
    });
    Ok(Some(named.await?))
}

fn form_page(
    shell: Shell,
    clocks: &Clocks,
    launch: Option<Launch>,
    form: LaunchForm,
    teams: Option<Vec<Team>>,
    problems: Vec<FieldProblem>,
) -> FormPage {
    FormPage {
        teams: teams.map(|teams| teams.iter().map(|team| Choice::new(&team.slug, &team.name, &form.team)).collect()),
        zone: clocks.calendar().zone.name().to_owned(),
        shell,
        launch,
        form,
        problems,
    }
}
