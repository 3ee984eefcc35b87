//! The page of one account.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use crate::accounts::model::scope_columns;
use crate::accounts::pages::{GrantRow, Holder, Made, ShowPage};
use crate::accounts::{AccountError, Providers, Purpose, StandingSource, erasing, factors, services, store};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::PersonId;
use crate::db::{Connection, Db, DbError};
use crate::error::AppError;
use crate::web::form::Choice;
use crate::web::{Grant, Member, Moment, Scope, Shell, page};

/// The query of `GET /accounts/{handle}`: what was chosen in the form of rights.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChosenQuery {
    kind: String,
    scope: String,
}

/// `GET /accounts/{handle}`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Data<Arc<dyn StandingSource>>,
    providers: Data<Providers>,
    handle: Path<String>,
    chosen: Query<ChosenQuery>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let ways = (&**standings, &**providers);
    let shown = show_page(shell, &member, &db, now, ways, handle.into_inner(), Made::Nothing).await?;
    page(&shown.with_chosen(&chosen.kind, &chosen.scope))
}

pub(super) async fn show_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    now: Timestamp,
    (standings, providers): (&Arc<dyn StandingSource>, &Providers),
    handle: String,
    link: Made,
) -> Result<ShowPage, AppError> {
    let standings = Arc::clone(standings);
    let (person, holder, answered, grants, scopes, has_factor) = db
        .read(move |connection| {
            let person = store::find_by_handle(connection, &handle)?;
            let holder = holder_of(connection, person.id)?;
            let answered = services::list_answered_by(connection, person.id)?;
            let grants = store::list_sourced_grants(connection, person.id)?;
            let has_factor = factors::since(connection, person.id)?.is_some();
            Ok::<_, AccountError>((person, holder, answered, grants, standings.scopes(connection)?, has_factor))
        })
        .await?;
    let name_of =
        |scope: Scope| scopes.iter().find(|(known, _)| *known == scope).map_or("everything", |(_, name)| name.as_str());
    let grants = grants
        .iter()
        .map(|(grant, scope, source)| GrantRow {
            label: match (grant, scope) {
                (Grant::Manager, scope) => format!("Manager of {}", name_of(*scope)),
                (grant, _) => grant.label().to_owned(),
            },
            kind: grant.as_str(),
            scope: scope_value(*scope),
            source: providers.name_of(source),
            can_go: source.is_empty() && !(member.id == person.id && *grant == Grant::Admin),
        })
        .collect();
    let mut choices = vec![Choice::new("all:", "everything", "")];
    choices.extend(scopes.iter().map(|(scope, name)| Choice::new(&scope_value(*scope), name, "")));
    let is_self = member.id == person.id;
    Ok(ShowPage {
        shell,
        is_self,
        holder,
        answered: answered.into_iter().map(|service| (service.handle, service.name)).collect(),
        since: Moment::new(person.created_at, now),
        link_lives: Purpose::for_person(&person).lifetime_words(),
        name: person.name,
        handle: person.handle,
        email: person.email,
        state: person.state,
        grants,
        kinds: Grant::ALL.iter().map(|grant| Choice::new(grant.as_str(), grant.label(), "")).collect(),
        scopes: choices,
        link,
        local: providers.local,
        has_factor,
        problems: Vec::new(),
    })
}

fn holder_of(connection: &mut Connection, id: PersonId) -> Result<Holder, DbError> {
    Ok(match services::is_service(connection, id)? {
        true if services::is_live(connection, id)? => Holder::Service,
        true => Holder::EndedService,
        false if erasing::is_former(connection, id)? => Holder::Former,
        false => Holder::Person,
    })
}

fn scope_value(scope: Scope) -> String {
    let (kind, key) = scope_columns(scope);
    format!("{kind}:{key}")
}
