//! Looking after a team's repositories and services.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::BelongingForm;
use super::model::{BelongingKind, Put};
use super::pages::EditPage;
use super::{actions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::teams::access::may_manage;
use crate::program::{Actor, ProgramError, find_team};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// `GET /teams/{slug}/belongings`
pub async fn edit(shell: Shell, member: Member, db: Data<Db>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let form = BelongingForm { kind: BelongingKind::Repository.as_str().into(), ..BelongingForm::default() };
    page(&edit_page(shell, member, &db, slug.into_inner(), form, Vec::new()).await?)
}

async fn edit_page(
    shell: Shell,
    member: Member,
    db: &Db,
    slug: String,
    form: BelongingForm,
    problems: Vec<FieldProblem>,
) -> Result<EditPage, AppError> {
    let (team, belongings) = db
        .read(move |connection| {
            let team = find_team(connection, &slug)?;
            let belongings = store::list_belongings_of(connection, team.id)?;
            Ok::<_, ProgramError>((team, belongings))
        })
        .await?;
    if !may_manage(&member, &team) {
        return Err(AppError::Forbidden(
            "what a team looks after is changed by its manager, the program's lead and admins".into(),
        ));
    }
    let kind = |kind: BelongingKind| Choice::new(kind.as_str(), kind.label(), &form.kind);
    let kinds = BelongingKind::ALL.into_iter().map(kind).collect();
    Ok(EditPage { shell, team, belongings, kinds, name: form.name, link: form.link, problems })
}

/// `POST /teams/{slug}/belongings`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<BelongingForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted, actor) = (form.clone(), slug.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let team = find_team(tx, &wanted)?;
                let put = actions::put_belonging(tx, Actor::Member(&actor), now, &team, &sent.parse()?)?;
                let target = format!("/teams/{wanted}/belongings");
                Ok::<_, ProgramError>(if put == Put::Unchanged { format!("{target}#known") } else { target })
            })
        })
        .await;
    match saved {
        Ok(target) if target.ends_with("#known") => {
            Ok(see_other_saying(&target, "It is there already, as you wrote it."))
        }
        Ok(target) => Ok(see_other_saying(&target, "Saved. Whoever looks for it finds the team and its champion.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = edit_page(shell, member, &db, slug, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /teams/{slug}/belongings/remove`
pub async fn delete(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<BelongingForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let kind = BelongingKind::parse(&form.kind).ok_or(AppError::NotFound("repository or service"))?;
    let target = format!("/teams/{slug}/belongings");
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("Take {} away from this team?", form.name),
            action: &format!("{target}/remove"),
            label: "Take it away",
            fields: &[("kind", kind.as_str()), ("name", &form.name)],
            cancel: &target,
        });
    }
    let name = form.name;
    db.write(move |tx| {
        let team = find_team(tx, &slug)?;
        actions::remove_belonging(tx, Actor::Member(&member), now, &team, kind, &name)
    })
    .await?;
    Ok(see_other_saying(&target, "It is not the team's any more."))
}
