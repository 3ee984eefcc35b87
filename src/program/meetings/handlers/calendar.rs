//! Invitations as files, and the address that a calendar follows.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::{Opened, addresses, open, parse_number, parse_place};
use crate::clock::Clock;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::meetings::calendar::{Method, document};
use crate::program::meetings::feed::{end_feed, entry_for, feed_of, feed_since, renew_feed};
use crate::program::meetings::pages::CalendarPage;
use crate::program::meetings::store::find_date;
use crate::program::{Actor, ProgramError};
use crate::web::{Member, Shell, page, see_other_saying};

fn calendar(method: Method, name: &str, text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(format!("text/calendar; charset=utf-8; method={}", method.as_str()))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(text)
}

/// The meeting, if there is an invitation to it: none goes out for what was held already.
fn open_called(connection: &mut Connection, member: &Member, number: i64) -> Result<Opened, ProgramError> {
    let opened = open(connection, member, number)?;
    if opened.meeting.was_noted() { Err(ProgramError::NotFound("invitation")) } else { Ok(opened) }
}

/// `GET /meetings/{number}/invitation.ics`: invites to the meeting as it
/// stands, or takes it back once it was called off.
pub async fn invitation(
    request: HttpRequest,
    member: Member,
    db: Data<Db>,
    number: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (number, address) = (parse_number(&number)?, addresses(&request));
    let (method, text) = db
        .read(move |connection| {
            let opened = open_called(connection, &member, number)?;
            let is_off = opened.meeting.called_off_at.is_some();
            let entry = entry_for(connection, opened.meeting, member.id, address)?;
            let standing = entry.events();
            let (method, events) = if is_off || standing.is_empty() {
                (Method::Cancel, entry.cancellations())
            } else {
                (Method::Request, standing)
            };
            Ok::<_, ProgramError>((method, document(method, &[entry.span()], &events)))
        })
        .await?;
    Ok(calendar(method, &format!("meeting-{number}.ics"), text))
}

/// `GET /meetings/{number}/dates/{day}/invitation.ics`: this date alone.
pub async fn invitation_of_date(
    request: HttpRequest,
    member: Member,
    db: Data<Db>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let (place, address) = (parse_place(place.into_inner())?, addresses(&request));
    let (method, text) = db
        .read(move |connection| {
            let opened = open_called(connection, &member, place.0)?;
            let date = find_date(connection, opened.meeting.id, place.1)?;
            let entry = entry_for(connection, opened.meeting, member.id, address)?;
            let (method, event) = if date.stands() {
                (Method::Request, entry.event_of(&date))
            } else {
                (Method::Cancel, entry.cancellation_of(&date))
            };
            Ok::<_, ProgramError>((method, document(method, &[entry.span()], &[event])))
        })
        .await?;
    Ok(calendar(method, &format!("meeting-{}-{}.ics", place.0, place.1), text))
}

/// `GET /calendar`
pub async fn show_feed(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let since = db.read(move |connection| feed_since(connection, member.id)).await.map_err(ProgramError::from)?;
    let since = since.map(|at| at.relative(now)).unwrap_or_default();
    page(&CalendarPage { shell, since, address: String::new() })
}

/// `POST /calendar`: makes an address, and shows it this once. It is not
/// redirected from, since the secret may stand in no other place.
pub async fn create_feed(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, AppError> {
    let (now, address) = (clock.now(), addresses(&request));
    let token = db.write(move |tx| renew_feed(tx, Actor::Member(&member), now, member.id)).await?;
    let address = address(&format!("/calendar/{token}/meetings.ics"));
    page(&CalendarPage { shell, since: "just now".into(), address })
}

/// `POST /calendar/end`
pub async fn delete_feed(member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    db.write(move |tx| end_feed(tx, Actor::Member(&member), now, member.id)).await?;
    Ok(see_other_saying("/calendar", "The address is ended; calendars that follow it get nothing more."))
}

/// `GET /calendar/{token}/meetings.ics`: what the secret opens, without a session.
pub async fn feed(
    request: HttpRequest,
    db: Data<Db>,
    clock: Data<Clock>,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (now, address, token) = (clock.now(), addresses(&request), token.into_inner());
    let text = db.read(move |connection| feed_of(connection, &token, now, address)).await?;
    Ok(HttpResponse::Ok().content_type("text/calendar; charset=utf-8; method=PUBLISH").body(text))
}
