//! Lists that a script brings: what `import` does on the command line, in the
//! name of whoever's token it is.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::kind::ListKind;
use super::report::{Change, ChangeKind, Fault};
use super::{ImportError, Report, Way, import_code_owners};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::web::json::{refuse_fields, refuse_with};
use crate::web::{FieldProblem, Form, Member, SentFiles};

/// The fields beside the file of `POST /api/v1/import/…`, each `yes` or nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportForm {
    dry_run: String,
    let_leave: String,
    /// The repository that a CODEOWNERS file belongs to.
    repository: String,
}

/// What came of it; a contract with scripts.
#[derive(Debug, Serialize)]
struct ImportAnswer {
    /// Whether anything was written; not where it was only tried.
    written: bool,
    added: usize,
    changed: usize,
    left: usize,
    unchanged: usize,
    changes: Vec<ChangeAnswer>,
}

/// One line of it.
#[derive(Debug, Serialize)]
struct ChangeAnswer {
    kind: &'static str,
    words: String,
}

impl ImportAnswer {
    fn of(report: Report, written: bool) -> Self {
        ImportAnswer {
            written,
            added: report.count(ChangeKind::Added),
            changed: report.count(ChangeKind::Changed),
            left: report.count(ChangeKind::Left),
            unchanged: report.unchanged,
            changes: changes(report),
        }
    }
}

fn changes(report: Report) -> Vec<ChangeAnswer> {
    let change = |Change { kind, words }: Change| {
        let kind = match kind {
            ChangeKind::Added => "added",
            ChangeKind::Changed => "changed",
            ChangeKind::Left => "left",
            ChangeKind::Note => "note",
        };
        ChangeAnswer { kind, words }
    };
    report.changes.into_iter().map(change).collect()
}

/// `POST /api/v1/import/{kind}`: takes the file of the field `file` in, all of it or nothing.
pub async fn create(
    request: HttpRequest,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    sent: SentFiles,
    form: Form<ImportForm>,
) -> Result<HttpResponse, AppError> {
    let kind = request.path().rsplit('/').next().and_then(ListKind::parse).ok_or(AppError::NotFound("list"))?;
    let bytes = match file_of(&sent) {
        Ok(bytes) => bytes,
        Err(problem) => return Ok(refuse_fields(&[problem])),
    };
    let (form, now) = (form.into_inner(), clock.now());
    let way = Way { dry_run: form.dry_run == "yes", let_leave: form.let_leave == "yes", by: Some(member.id) };
    let repository = form.repository.trim().to_owned();
    let taken = db.write(move |tx| match kind {
        ListKind::Repositories if !repository.is_empty() => import_code_owners(tx, now, &repository, &bytes, way),
        kind => kind.take(tx, now, &bytes, way),
    });
    match taken.await {
        Ok(report) => Ok(HttpResponse::Ok().json(ImportAnswer::of(report, true))),
        Err(ImportError::Tried(report)) => Ok(HttpResponse::Ok().json(ImportAnswer::of(report, false))),
        Err(error) => refusal(error),
    }
}

/// The bytes of the one file that an import takes; else why there are none.
pub(in crate::program) fn file_of(sent: &SentFiles) -> Result<Bytes, FieldProblem> {
    let refuse = |words| Err(FieldProblem::new("file", words));
    match sent.of("file") {
        None => refuse("send the file as multipart/form-data, in the field file"),
        Some(file) if file.is_too_large => refuse("this file is too large; split it"),
        Some(file) => Ok(file.bytes.clone()),
    }
}

fn refusal(error: ImportError) -> Result<HttpResponse, AppError> {
    let words = error.to_string();
    match error {
        ImportError::Faults(faults) => {
            let errors: Vec<Value> = faults.iter().map(fault).collect();
            Ok(refuse_with(StatusCode::UNPROCESSABLE_ENTITY, "This breaks a rule", &words, json!({ "errors": errors })))
        }
        ImportError::ManyLeave { report, .. } => {
            let words = format!("{words}; nothing was imported. If they have really left, send let_leave=yes");
            let changes = json!({ "changes": changes(report) });
            Ok(refuse_with(StatusCode::CONFLICT, "Somebody has to say that this is right", &words, changes))
        }
        ImportError::Program(error) => Err(error.into()),
        ImportError::Database(error) => Err(ProgramError::from(error).into()),
        ImportError::Tried(_) => Err(AppError::Internal("what was only tried is no refusal".into())),
    }
}

fn fault(fault: &Fault) -> Value {
    let Fault { line, column, value, words, .. } = fault;
    json!({ "line": line, "column": column, "value": value, "message": words })
}
