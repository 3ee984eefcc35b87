//! Nominating somebody.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::Db;
use crate::db::keys::TermId;
use crate::db::once::once;
use crate::error::AppError;
use crate::markdown;
use crate::program::files::ProgramFiles;
use crate::program::terms::forms::NominationForm;
use crate::program::terms::model::TermRole;
use crate::program::terms::pages::NewPage;
use crate::program::terms::{access, actions, rules, store};
use crate::program::{Actor, ProgramError, ProgramSettings, teams};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other, see_other_saying};

/// The query of the form: who is put forward by a link, and after whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    person: String,
    follows: String,
}

/// `GET /teams/{slug}/nominations/new`
pub async fn new(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    files: Data<ProgramFiles>,
    slug: Path<String>,
    query: Query<NewQuery>,
) -> Result<HttpResponse, AppError> {
    let query = query.into_inner();
    let mut form = NominationForm {
        person: query.person,
        role: TermRole::Champion.as_str().into(),
        percent: rules::USUAL_ALLOCATION_PERCENT.to_string(),
        ..NominationForm::default()
    };
    if let Some(id) = TermId::parse(&query.follows) {
        let row = db.read(move |connection| store::find_term(connection, id)).await?;
        form.starts_on = row.term.ends_on.map(|last| last.plus_days(1).to_string()).unwrap_or_default();
        form.role = row.term.role.as_str().into();
        form.percent = row.term.allocation_percent.to_string();
        form.follows = query.follows;
    }
    page(&new_page(shell, member, &db, &files, slug.into_inner(), form, Vec::new()).await?)
}

async fn new_page(
    shell: Shell,
    member: Member,
    db: &Db,
    files: &ProgramFiles,
    slug: String,
    form: NominationForm,
    problems: Vec<FieldProblem>,
) -> Result<NewPage, AppError> {
    let followed = TermId::parse(&form.follows);
    let (team, members, followed) = db
        .read(move |connection| {
            let team = teams::find_team(connection, &slug)?;
            let members = teams::list_members(connection, team.id)?;
            let followed = match followed {
                Some(id) => Some(store::find_term(connection, id)?).filter(|row| row.term.team_id == team.id),
                None => None,
            };
            Ok::<_, ProgramError>((team, members, followed))
        })
        .await?;
    if !access::may_nominate(&member, &team) {
        return Err(AppError::Forbidden("only people of the team and those who look after it nominate for it".into()));
    }
    let role = |role: &TermRole| Choice::new(role.as_str(), role.label(), &form.role);
    Ok(NewPage {
        decides: access::may_decide(&member, &team),
        members: members.into_iter().map(|member| member.name).collect(),
        roles: TermRole::ALL.iter().map(role).collect(),
        scope: markdown::render_short(files.scope.get().words(), &shell.base),
        shell,
        person: form.person,
        percent: form.percent,
        starts_on: form.starts_on,
        ends_on: form.ends_on,
        followed,
        problems,
        team,
    })
}

/// `GET /teams/{slug}/nominations`: where a form with problems stood; it leads to an empty one.
pub async fn to_new(slug: Path<String>) -> HttpResponse {
    see_other(&format!("/teams/{slug}/nominations/new"))
}

/// `POST /teams/{slug}/nominations`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: Data<ProgramFiles>,
    settings: Data<ProgramSettings>,
    slug: Path<String>,
    form: Form<NominationForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted, actor) = (form.clone(), slug.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let team = teams::find_team(tx, &wanted)?;
                let nomination = sent.parse(tx)?;
                let term = actions::nominate(tx, &settings, Actor::Member(&actor), now, &team, &nomination)?;
                Ok::<_, ProgramError>(format!("/terms/{}", term.id))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The nomination is made. What happens next is below.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = new_page(shell, member, &db, &files, slug, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}
