//! Taking one's own entries out as CSV, and in again after a look.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::export::export_entries;
use super::import::{ImportFailure, Imported, import_entries};
use super::pages::ImportPage;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::time::handlers::ListQuery;
use crate::web::{FieldProblem, Form, Member, SentFiles, Shell, csv, html, page, see_other_saying};

/// Bytes of a file. It goes through the preview's form, whose encoding makes up
/// to three bytes of one, and forms take a mebibyte.
pub const FILE_LIMIT: usize = 256 * 1024;

/// `POST /time/import/run`: the file as its preview holds it.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RunForm {
    name: String,
    content: String,
    once: String,
}

/// `GET /time.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (days, today) = (query.days()?, member.today(clock.now()));
    let document = db.read(move |connection| export_entries(connection, member.id, days)).await?;
    Ok(csv::download(&format!("time-{today}.csv"), document))
}

fn start(shell: Shell, name: String, content: String) -> ImportPage {
    ImportPage { shell, name, content, plan: None, faults: Vec::new(), problems: Vec::new() }
}

/// `GET /time/import`
pub async fn new_import(shell: Shell, _member: Member) -> Result<HttpResponse, AppError> {
    page(&start(shell, String::new(), String::new()))
}

/// `POST /time/import`: a look at what the file would do.
pub async fn create_import(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    sent: SentFiles,
) -> Result<HttpResponse, AppError> {
    let refused = |shell, status, words: &str| {
        let problems = vec![FieldProblem::new("file", words)];
        html(status, &ImportPage { problems, ..start(shell, String::new(), String::new()) })
    };
    let Some(file) = sent.of("file").cloned() else {
        return refused(shell, StatusCode::UNPROCESSABLE_ENTITY, "choose the file");
    };
    if file.is_too_large {
        return refused(shell, StatusCode::PAYLOAD_TOO_LARGE, "this file has more than 256 KiB; divide it");
    }
    let (bytes, now) = (file.bytes.clone(), clock.now());
    let tried = db.write(move |tx| import_entries(tx, &member, now, &bytes, true)).await;
    let content = String::from_utf8_lossy(&file.bytes).into_owned();
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(80);
    shown(start(shell, name.collect(), content), tried)
}

fn shown(page: ImportPage, tried: Result<Imported, ImportFailure>) -> Result<HttpResponse, AppError> {
    match tried {
        Ok(plan) | Err(ImportFailure::Tried(plan)) => html(StatusCode::OK, &ImportPage { plan: Some(plan), ..page }),
        Err(ImportFailure::Faults(faults)) => {
            let words = "nothing was taken in; mend what is named, and choose the file again";
            let problems = vec![FieldProblem::new("file", words)];
            html(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { faults, problems, ..page })
        }
        Err(ImportFailure::Program(error)) => Err(error.into()),
        Err(ImportFailure::Database(error)) => Err(error.into()),
    }
}

/// `POST /time/import/run`
pub async fn create_run(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<RunForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let sent = form.clone();
    let run = move |tx: &mut crate::db::Tx| {
        let words = once(tx, member.id, &sent.once, now, |tx| {
            let imported = import_entries(tx, &member, now, sent.content.as_bytes(), false)?;
            Ok::<_, ImportFailure>(format!("Taken in: {}.", imported.words()))
        })?;
        Ok::<_, ImportFailure>(words)
    };
    match db.write(run).await {
        Ok(words) => Ok(see_other_saying("/time", words)),
        Err(failure) => shown(start(shell, form.name, form.content), Err(failure)),
    }
}
