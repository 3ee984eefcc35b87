//! The requests about feeds.

use std::time::{Duration, SystemTime};

use actix_web::http::header::{self, EntityTag, HttpDate, IfModifiedSince, IfNoneMatch};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use serde::Deserialize;

use super::atom::document;
use super::pages::FeedsPage;
use super::read::{Which, Who, read};
use crate::accounts;
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::{self, Team};
use crate::questions::handlers::aside;
use crate::questions::{Clocks, QuestionError};
use crate::web::csrf::hash_token;
use crate::web::{Form, Member, Shell, Site, page, see_other_saying};

/// What every feed is made of.
type House = (Data<Site>, Data<Db>, Data<Clock>, Data<Clocks>);

/// `GET /teams/{slug}/questions.atom`
pub async fn team(
    request: HttpRequest,
    member: Member,
    house: House,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    feed(&request, house, Who::Member(Box::new(member)), Which::Team(slug.into_inner())).await
}

/// `GET /queue.atom`
pub async fn queue(request: HttpRequest, member: Member, house: House) -> Result<HttpResponse, AppError> {
    feed(&request, house, Who::Member(Box::new(member)), Which::Queue).await
}

/// `GET /feeds/{token}/teams/{slug}/questions.atom`: what the secret opens, without a session.
pub async fn team_by_secret(
    request: HttpRequest,
    house: House,
    path: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let (token, slug) = path.into_inner();
    feed(&request, house, Who::Secret(token), Which::Team(slug)).await
}

/// `GET /feeds/{token}/queue.atom`
pub async fn queue_by_secret(
    request: HttpRequest,
    house: House,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    feed(&request, house, Who::Secret(token.into_inner()), Which::Queue).await
}

async fn feed(
    request: &HttpRequest,
    (site, db, clock, clocks): House,
    who: Who,
    which: Which,
) -> Result<HttpResponse, AppError> {
    let (now, zone) = (clock.now(), clocks.calendar().zone.clone());
    let feed = db.read(move |connection| read(connection, &who, &which, now.day())).await?;
    let (text, updated) = aside(move || document(&feed, &site, &zone)).await??;
    // Compression changes the bytes, so the tag is weak.
    let tag = EntityTag::new_weak(hash_token(&text));
    // A second that is not over may bring another change.
    let changed = updated.filter(|at| at.0 / SECOND < now.0 / SECOND).map(http_date);
    let is_known = has_it(request, &tag, changed);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header(header::ETag(tag)).insert_header((header::CACHE_CONTROL, "private, no-cache"));
    if let Some(changed) = changed {
        answer.insert_header(header::LastModified(changed));
    }
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer.content_type("application/atom+xml; charset=utf-8").body(text))
}

/// Microseconds.
const SECOND: i64 = 1_000_000;

fn http_date(at: Timestamp) -> HttpDate {
    let since = Duration::from_secs(u64::try_from(at.0 / SECOND).unwrap_or_default());
    HttpDate::from(SystemTime::UNIX_EPOCH + since)
}

/// Whether the reader has this document already. The tag decides where one is
/// given (RFC 9110, section 13.1.3): what leaves a feed changes no date.
fn has_it(request: &HttpRequest, tag: &EntityTag, changed: Option<HttpDate>) -> bool {
    match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(tags)) if !tags.is_empty() => tags.iter().any(|known| known.weak_eq(tag)),
        _ => match (request.get_header::<IfModifiedSince>(), changed) {
            (Some(IfModifiedSince(since)), Some(changed)) => changed <= since,
            _ => false,
        },
    }
}

/// What is to be followed beside one's own teams.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedsForm {
    /// The end of a team's address.
    team: String,
}

/// `GET /me/feeds`
pub async fn show(
    shell: Shell,
    member: Member,
    (site, db, clock, _): House,
    query: Query<FeedsForm>,
) -> Result<HttpResponse, AppError> {
    let (person, slug, now) = (member.clone(), query.into_inner().team, clock.now());
    let job = move |connection: &mut _| {
        Ok::<_, QuestionError>((accounts::feeds_since(connection, person.id)?, teams(connection, &person, &slug)?))
    };
    let (since, (named, teams)) = db.read(job).await?;
    let since = since.map(|at| at.relative(now)).unwrap_or_default();
    page(&FeedsPage::new(shell, &site, &member, (named, &teams), since, None))
}

/// `POST /me/feeds`: makes an address, and shows it this once. It is not
/// redirected from, since the secret may stand in no other place.
pub async fn create(
    shell: Shell,
    member: Member,
    (site, db, clock, _): House,
    form: Form<FeedsForm>,
) -> Result<HttpResponse, AppError> {
    let (person, slug, now) = (member.clone(), form.into_inner().team, clock.now());
    let job = move |tx: &mut _| {
        let token = accounts::renew_feeds(tx, &person, now)?;
        Ok::<_, QuestionError>((token, teams(tx, &person, &slug)?))
    };
    let (token, (named, teams)) = db.write(job).await?;
    page(&FeedsPage::new(shell, &site, &member, (named, &teams), "just now".into(), Some(&token)))
}

/// `POST /me/feeds/end`
pub async fn delete(member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    db.write(move |tx| accounts::end_feeds(tx, &member, now).map_err(QuestionError::from)).await?;
    Ok(see_other_saying("/me/feeds", "The address is ended; feed readers get nothing more."))
}

/// The team that was asked for, and with it those of the member.
fn teams(connection: &mut Connection, member: &Member, slug: &str) -> Result<(String, Vec<Team>), QuestionError> {
    let mut teams = Vec::new();
    let mut named = String::new();
    if !slug.is_empty() {
        let team = program::find_team(connection, slug)?;
        named.clone_from(&team.slug);
        teams.push(team);
    }
    for id in member.teams.iter().chain(&member.champion_of) {
        if teams.iter().all(|known| known.id != *id) {
            teams.push(program::team_by_id(connection, *id)?);
        }
    }
    Ok((named, teams))
}
