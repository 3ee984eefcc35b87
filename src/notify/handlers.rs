//! The requests of notices.

use std::cmp::Reverse;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::Record;
use super::choosing::{Wanting, choose};
use super::forms::SettingsForm;
use super::model::{Choice, DeliveryState, Notice, NoticeKind};
use super::pages::{ListPage, MessageRow, OutboxPage, Row, SettingsPage, UnsubscribePage, ways};
use super::settings::NotifySettings;
use super::store;
use super::subjects::SubjectList;
use super::unsubscribe::{self, About};
use crate::clock::Clock;
use crate::db::keys::{DeliveryId, NoticeId, PersonId};
use crate::db::{Db, DbError};
use crate::error::AppError;
use crate::seal::Seal;
use crate::web::page::own_target;
use crate::web::{FieldProblem, Form, Grant, Member, Shell, html, page, see_other, see_other_saying};

/// Notices of one page.
const PAGE: i64 = 50;
/// Messages that are shown of each list.
const SHOWN: i64 = 100;

/// What of the list is shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// `unread`, or all of them.
    show: String,
    /// Which page, from 1.
    page: i64,
}

/// `GET /notifications`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    subjects: Data<SubjectList>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (now, number) = (clock.now(), query.page.clamp(1, 10_000));
    let (only_unread, person) = (query.show == "unread", member.id);
    let (mut rows, unread) = db
        .read(move |connection| {
            let notices = store::list_of(connection, person, only_unread, (number - 1) * PAGE, PAGE + 1)?;
            let (readable, others) = subjects.split(connection, person, notices, now.day())?;
            let others = others.into_iter().map(Notice::without_words);
            let mut rows: Vec<Notice> = readable.into_iter().chain(others).collect();
            rows.sort_by_key(|notice| Reverse(notice.id));
            Ok::<_, DbError>((rows, store::count_unread(connection, person)?))
        })
        .await?;
    let has_more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let filter = if only_unread { "&show=unread" } else { "" };
    let at = |number: i64| format!("{}/notifications?page={number}{filter}", shell.base);
    page(&ListPage {
        previous: if number > 1 { at(number - 1) } else { String::new() },
        next: if has_more { at(number + 1) } else { String::new() },
        rows: rows.into_iter().map(|notice| Row::new(&shell.base, notice, now)).collect(),
        sees_outbox: member.has(Grant::Lead) || member.has(Grant::Admin),
        unread,
        only_unread,
        shell,
    })
}

/// `GET /notifications/{id}`: to what it is about; the notice is read then.
pub async fn show(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = NoticeId::parse(&id).ok_or(AppError::NotFound("notice"))?;
    let (person, now) = (member.id, clock.now());
    let found = db.read(move |connection| store::find_own(connection, person, id)).await?;
    let notice = found.ok_or(AppError::NotFound("notice"))?;
    if notice.read_at.is_none() {
        db.write(move |tx| store::mark_read(tx, person, id, now)).await?;
    }
    Ok(see_other(own_target(Some(&notice.said.path))))
}

/// `POST /notifications/read`: all of them.
pub async fn create_read(member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let (person, now) = (member.id, clock.now());
    let read = db.write(move |tx| store::mark_all_read(tx, person, now)).await?;
    let words = match read {
        0 => "There was nothing new.".to_owned(),
        1 => "1 notification is marked as read.".to_owned(),
        count => format!("{count} notifications are marked as read."),
    };
    Ok(see_other_saying("/notifications", words))
}

/// `GET /notifications/settings`
pub async fn edit_settings(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    settings: Data<NotifySettings>,
) -> Result<HttpResponse, AppError> {
    page(&settings_page(shell, &member, &db, &settings, None).await?)
}

/// `POST /notifications/settings`
pub async fn update_settings(
    shell: Shell,
    member: Member,
    (db, clock): (Data<Db>, Data<Clock>),
    settings: Data<NotifySettings>,
    record: Data<Arc<dyn Record>>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let form = SettingsForm::read(form.into_inner());
    let (choices, hours) = match form.parse() {
        Ok(wanted) => wanted,
        Err(problems) => {
            let shown = settings_page(shell, &member, &db, &settings, Some((form, problems))).await?;
            return html(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let (now, wanting) = (clock.now(), Wanting { person: member.id, actor: Some(member.id) });
    db.write(move |tx| choose(tx, &***record, now, &wanting, &choices, Some(hours))).await?;
    Ok(see_other_saying("/notifications/settings", "Saved. What is written from now on goes by this."))
}

async fn settings_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    settings: &NotifySettings,
    again: Option<(SettingsForm, Vec<FieldProblem>)>,
) -> Result<SettingsPage, AppError> {
    let person = member.id;
    let (wants, email) = db
        .read(move |connection| {
            let wants = store::wanted_by(connection, person)?;
            Ok::<_, DbError>((wants, store::receiver_of(connection, person)?))
        })
        .await?;
    let (form, problems) = again.unwrap_or_else(|| {
        let choices = NoticeKind::chosen().map(|kind| (kind, wants.of(kind))).collect();
        (SettingsForm::of(choices, wants.hours), Vec::new())
    });
    Ok(SettingsPage {
        zone: member.calendar.zone.name().to_owned(),
        zone_href: format!("{}/people/{}/hours", shell.base, member.handle),
        has_queue: member.has(Grant::NetSec),
        has_mail: settings.sends_mail(),
        email: email.map(|(_, email)| email).unwrap_or_default(),
        form,
        problems,
        shell,
    })
}

/// `GET /notifications/outbox`
pub async fn outbox(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    settings: Data<NotifySettings>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let set = settings.clone();
    let (counted, failed, late, teamless) = db
        .read(move |connection| {
            let failed = store::list_failed(connection, DeliveryState::Failed, SHOWN)?;
            let late = store::list_failed(connection, DeliveryState::Waiting, SHOWN)?;
            let teamless = store::list_teamless(connection, &set)?;
            Ok::<_, DbError>((store::counts(connection)?, failed, late, teamless))
        })
        .await?;
    let rows = |rows: Vec<store::FailedRow>| rows.into_iter().map(|row| MessageRow::new(row, now)).collect();
    page(&OutboxPage {
        ways: ways(&settings, &counted, now),
        failed_count: counted.iter().filter(|one| one.state == DeliveryState::Failed).map(|one| one.count).sum(),
        failed: rows(failed),
        late: rows(late),
        is_held: settings.is_held,
        teamless,
        shell,
    })
}

/// The form of one button, or of the one for all.
#[derive(Debug, Deserialize)]
pub struct RetryForm {
    /// The message, or `all`.
    #[serde(default)]
    message: String,
}

/// `POST /notifications/outbox/retry`
pub async fn create_retry(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    record: Data<Arc<dyn Record>>,
    form: Form<RetryForm>,
) -> Result<HttpResponse, AppError> {
    let id = match form.message.as_str() {
        "all" => None,
        key => Some(DeliveryId::parse(key).ok_or(AppError::NotFound("message"))?),
    };
    let now = clock.now();
    let again = db
        .write(move |tx| {
            let count = store::retry(tx, id, now)?;
            if count > 0 {
                record.retried(tx, now, member.id, id, count)?;
            }
            Ok::<_, DbError>(count)
        })
        .await?;
    let words = match again {
        0 => "That has gone its way already.".to_owned(),
        1 => "1 message is tried again.".to_owned(),
        count => format!("{count} messages are tried again."),
    };
    Ok(see_other_saying("/notifications/outbox", words))
}

/// `GET /notifications/unsubscribe/{person}/{about}/{signature}`: asks, since
/// programs that look through mail open every link.
pub async fn unsubscribe(
    shell: Shell,
    db: Data<Db>,
    seal: Data<Seal>,
    link: Path<(String, String, String)>,
) -> Result<HttpResponse, AppError> {
    let (_, about) = signed(&db, &seal, &link).await?;
    let action = format!("{}{}", shell.base, path_of(&link));
    page(&UnsubscribePage { shell, about: about.words(), action, is_done: false })
}

/// `POST` to the same: ends it, for the button and for mail programs (RFC 8058).
pub async fn create_end(
    shell: Shell,
    (db, clock): (Data<Db>, Data<Clock>),
    seal: Data<Seal>,
    record: Data<Arc<dyn Record>>,
    link: Path<(String, String, String)>,
) -> Result<HttpResponse, AppError> {
    let (person, about) = signed(&db, &seal, &link).await?;
    let (now, wanting) = (clock.now(), Wanting { person, actor: None });
    db.write(move |tx| {
        let wants = store::wanted_by(tx, person)?;
        let is_meant = |kind: &NoticeKind| match about {
            About::Kind(meant) => meant == *kind,
            About::Digest => wants.of(*kind) == Choice::Digest,
        };
        let ended: Vec<_> = NoticeKind::chosen().filter(is_meant).map(|kind| (kind, Choice::Never)).collect();
        choose(tx, &***record, now, &wanting, &ended, None)
    })
    .await?;
    page(&UnsubscribePage { shell, about: about.words(), action: String::new(), is_done: true })
}

fn path_of(link: &(String, String, String)) -> String {
    format!("/notifications/unsubscribe/{}/{}/{}", link.0, link.1, link.2)
}

/// Whose mails the link ends, and which; a link that is not ours is nowhere.
async fn signed(db: &Db, seal: &Seal, link: &(String, String, String)) -> Result<(PersonId, About), AppError> {
    const NOWHERE: AppError = AppError::NotFound("page");
    let (person, about) = (PersonId::parse(&link.0).ok_or(NOWHERE)?, About::parse(&link.1).ok_or(NOWHERE)?);
    let seal = seal.clone();
    let (secret, known) = db
        .read(move |connection| {
            let secret = store::find_signing_secret(connection, &seal)?;
            Ok::<_, AppError>((secret, store::receiver_of(connection, person)?))
        })
        .await?;
    let is_ours = secret.is_some_and(|secret| unsubscribe::is_signed(&secret, person, about, &link.2));
    if is_ours && known.is_some() { Ok((person, about)) } else { Err(NOWHERE) }
}
