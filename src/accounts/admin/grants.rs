//! Giving rights and taking them away.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::show_page;
use crate::accounts::again::Again;
use crate::accounts::model::scope_from_columns;
use crate::accounts::pages::{Made, ShowPage};
use crate::accounts::{Providers, StandingSource, actions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{FieldProblem, Form, Grant, Member, Scope, Shell, html, see_other_saying};

/// `POST /accounts/{handle}/grants`, and `…/grants/remove`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    kind: String,
    scope: String,
    confirmed: String,
}

impl GrantForm {
    /// The right that is to be given. What it covers is asked for where that
    /// makes a difference, and never ignored.
    fn parse_new(&self) -> Result<(Grant, Scope), FieldProblem> {
        let (grant, scope) = self.parse()?;
        let refuse = |words: String| Err(FieldProblem::new("scope", words));
        match grant {
            Grant::Manager if self.scope.is_empty() => refuse("choose what the manager looks after".into()),
            Grant::Manager => Ok((grant, scope)),
            _ if !["", "all:"].contains(&self.scope.as_str()) => refuse(format!(
                "{} holds everywhere; choose what somebody looks after for a manager only, and leave it empty here",
                grant.label()
            )),
            _ => Ok((grant, scope)),
        }
    }

    fn parse(&self) -> Result<(Grant, Scope), FieldProblem> {
        if self.kind.is_empty() {
            return Err(FieldProblem::new("kind", "choose a right"));
        }
        let grant = Grant::parse(&self.kind)
            .ok_or_else(|| FieldProblem::new("kind", format!("there is no right “{}”", self.kind)))?;
        // Only what a manager looks after is bounded; other rights hold everywhere.
        let text = if grant == Grant::Manager && !self.scope.is_empty() { self.scope.as_str() } else { "all:" };
        let scope = text.split_once(':').and_then(|(kind, key)| scope_from_columns(kind, key));
        let scope =
            scope.ok_or_else(|| FieldProblem::new("scope", format!("there is nothing called “{text}” to manage")))?;
        Ok((grant, scope))
    }
}

/// `POST /accounts/{handle}/grants`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create_grant(
    shell: Shell,
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Data<Arc<dyn StandingSource>>,
    providers: Data<Providers>,
    handle: Path<String>,
    form: Form<GrantForm>,
) -> Result<HttpResponse, AppError> {
    let (handle, now) = (handle.into_inner(), clock.now());
    let (grant, scope) = match form.parse_new() {
        Ok(right) => right,
        Err(problem) => {
            let ways = (&**standings, &**providers);
            let shown = show_page(shell, &member, &db, now, ways, handle, Made::Nothing).await?;
            let again = ShowPage { problems: vec![problem], ..shown.with_chosen(&form.kind, &form.scope) };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let target = format!("/accounts/{handle}");
    if let Some(question) = again.ask(&member, &target).await? {
        return Ok(question);
    }
    if grant == Grant::Admin && !is_confirmed(&form.confirmed) {
        let person = db.read(move |connection| store::find_by_handle(connection, &handle)).await?;
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("Make {} an admin? Admins can do everything here.", person.name),
            action: &format!("{target}/grants"),
            label: "Make them an admin",
            fields: &[("kind", grant.as_str())],
            cancel: &target,
        });
    }
    db.write(move |tx| {
        let person = store::find_by_handle(tx, &handle)?;
        actions::grant(tx, Some(member.id), now, &person, grant, scope)
    })
    .await?;
    Ok(see_other_saying(&target, format!("{} is given.", grant.label())))
}

/// `POST /accounts/{handle}/grants/remove`
pub async fn delete_grant(
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
    form: Form<GrantForm>,
) -> Result<HttpResponse, AppError> {
    let (grant, scope) = form.parse().map_err(|problem| AppError::Unprocessable(problem.words))?;
    let (handle, now) = (handle.into_inner(), clock.now());
    let target = format!("/accounts/{handle}");
    if let Some(question) = again.ask(&member, &target).await? {
        return Ok(question);
    }
    db.write(move |tx| {
        let person = store::find_by_handle(tx, &handle)?;
        actions::revoke(tx, &member, now, &person, grant, scope)
    })
    .await?;
    Ok(see_other_saying(&target, format!("{} is taken away.", grant.label())))
}
