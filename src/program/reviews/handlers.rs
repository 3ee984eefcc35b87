//! Recording reviews, and changing one's own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::ReviewForm;
use super::model::{Review, ReviewKind, ReviewOutcome, ReviewState};
use super::pages::FormPage;
use super::{access, actions, store};
use crate::clock::{Clock, Day};
use crate::db::keys::ReviewId;
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::time::team_choices;
use crate::program::{Actor, ProgramError, TeamName, team_by_id, teams_served};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// `GET /reviews/new`
pub async fn new(shell: Shell, member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    let teams = db.read(move |connection| teams_served(connection, member.id, today)).await?;
    let form = ReviewForm { day: today.to_string(), log: "yes".into(), ..ReviewForm::default() };
    page(&form_page(shell, None, &teams, form, Vec::new()))
}

fn form_page(
    shell: Shell,
    id: Option<ReviewId>,
    teams: &[TeamName],
    form: ReviewForm,
    problems: Vec<FieldProblem>,
) -> FormPage {
    FormPage {
        shell,
        id: id.map(|id| id.to_string()),
        teams: team_choices(teams, &form.team),
        kinds: ReviewKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label(), &form.kind)).collect(),
        outcomes: ReviewOutcome::ALL
            .iter()
            .map(|outcome| Choice::new(outcome.as_str(), outcome.label(), &form.outcome))
            .collect(),
        states: ReviewState::ALL
            .iter()
            .map(|state| {
                Choice::new(state.as_str(), state.label(), if form.state.is_empty() { "done" } else { &form.state })
            })
            .collect(),
        form,
        problems,
        conflict: None,
    }
}

/// `POST /reviews`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<ReviewForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let teams = teams_served(tx, actor.id, now.day())?;
                let new = sent.parse(&teams, now.day())?;
                let review = actions::record_review(tx, Actor::Member(&actor), now, &new)?;
                Ok::<_, ProgramError>(target_of(&review))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The review is recorded.")),
        Err(ProgramError::Invalid(problems)) => {
            let teams = db.read(move |connection| teams_served(connection, member.id, now.day())).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, None, &teams, form, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where recording leads: to the review where there is a next step, else back
/// to the desk.
fn target_of(review: &Review) -> String {
    if review.outcome == ReviewOutcome::NeedsPreflight { review.path() } else { "/me".into() }
}

pub(super) fn parse(id: &str) -> Result<ReviewId, AppError> {
    ReviewId::parse(id).ok_or(AppError::NotFound("review"))
}

/// The review, the teams that it may be for, and its own team's address.
fn find(
    connection: &mut Connection,
    member: &Member,
    id: ReviewId,
    today: Day,
) -> Result<(Review, Vec<TeamName>, String), ProgramError> {
    let review = store::find_review(connection, id)?;
    if !access::may_change(member, &review) {
        return Err(ProgramError::NotYours("a review is changed by whoever made it"));
    }
    let own = team_by_id(connection, review.team_id)?;
    let mut teams = teams_served(connection, member.id, today)?;
    if !teams.iter().any(|team| team.id == own.id) {
        teams.push(TeamName { id: own.id, slug: own.slug.clone(), name: own.name, department_id: own.department_id });
    }
    Ok((review, teams, own.slug))
}

/// `GET /reviews/{id}/edit`
pub async fn edit(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, today) = (parse(&id)?, clock.now().day());
    let (review, teams, slug) = db.read(move |connection| find(connection, &member, id, today)).await?;
    page(&form_page(shell, Some(id), &teams, ReviewForm::of(&review, &slug), Vec::new()))
}

/// `POST /reviews/{id}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReviewForm>,
) -> Result<HttpResponse, AppError> {
    let (id, mut form, now) = (parse(&id)?, form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            let (review, teams, _) = find(tx, &actor, id, now.day())?;
            let new = sent.parse(&teams, now.day())?;
            actions::save_review(tx, Actor::Member(&actor), now, &review, &new, sent.seen())?;
            Ok::<_, ProgramError>(target_of(&Review { outcome: new.outcome, ..review }))
        })
        .await;
    let (status, problems) = match saved {
        Ok(target) => return Ok(see_other_saying(&target, "Saved.")),
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let (review, teams, slug) = db.read(move |connection| find(connection, &member, id, now.day())).await?;
    let conflict = (status == StatusCode::CONFLICT).then(|| conflict_of(&form, &ReviewForm::of(&review, &slug)));
    if conflict.is_some() {
        form.version = review.version.0;
    }
    html(status, &FormPage { conflict, ..form_page(shell, Some(id), &teams, form, problems) })
}

fn conflict_of(yours: &ReviewForm, theirs: &ReviewForm) -> Conflict {
    Conflict::of([
        ("Title", &yours.title, &theirs.title),
        ("Link", &yours.link, &theirs.link),
        ("Outcome", &yours.outcome, &theirs.outcome),
        ("Day", &yours.day, &theirs.day),
        ("Length", &yours.length, &theirs.length),
        ("Note", &yours.note, &theirs.note),
        ("State", &yours.state, &theirs.state),
        ("Findings", &found_words(yours), &found_words(theirs)),
        ("Why a pre-flight", &yours.preflight_why, &theirs.preflight_why),
        ("Flows", &yours.preflight_flows, &theirs.preflight_flows),
    ])
}

fn found_words(form: &ReviewForm) -> String {
    let counts = [(&form.critical, "critical"), (&form.high, "high"), (&form.medium, "medium"), (&form.low, "low")];
    let mut said: Vec<_> =
        counts.iter().filter(|(count, _)| !count.is_empty()).map(|(count, word)| format!("{count} {word}")).collect();
    if !form.findings.is_empty() {
        said.push(form.findings.clone());
    }
    said.join(", ")
}
