//! Completions that a script brings.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde_json::json;

use super::columns::Target;
use super::dates::DateOrder;
use super::{Effect, Given, ImportFailure, Plan, Table, import_completions};
use crate::clock::Clock;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::program::exchange::api::file_of;
use crate::program::{Actor, ProgramError};
use crate::web::json::{refuse_fields, refuse_with};
use crate::web::{FieldProblem, Form, Member, SentFiles};

/// The fields beside `file`, as on the command line: how, and a column's name
/// for each [`Target`].
pub const FIELDS: &[&str] = &[
    "dry_run",
    "source",
    "dates",
    "skip_unknown",
    "person",
    "course",
    "completed_on",
    "valid_until",
    "result",
    "evidence",
    "state",
    "words",
];

/// `POST /api/v1/import/training`: [`FIELDS`], and the list as `file`.
pub async fn create(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    sent: SentFiles,
    form: Form<HashMap<String, String>>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let given = match given(&form) {
        Ok(given) => given,
        Err(problem) => return Ok(refuse_fields(&[problem])),
    };
    let table = match file_of(&sent).map(|bytes| Table::read(&bytes)) {
        Ok(Ok(table)) => table,
        Ok(Err(faults)) => return refusal(ImportFailure::Faults(faults)),
        Err(problem) => return Ok(refuse_fields(&[problem])),
    };
    let (dry_run, source) = (field("dry_run") == "yes", field("source").trim().to_owned());
    let import = move |tx: &mut Tx| {
        let mapping = given.mapping(tx, &source, &table)?;
        import_completions(tx, Actor::Member(&member), now, (&source, &table), &mapping, dry_run)
    };
    match db.write(import).await {
        Ok(plan) => Ok(answer(&plan, true)),
        Err(ImportFailure::Tried(plan)) => Ok(answer(&plan, false)),
        Err(error) => refusal(error),
    }
}

fn given(form: &HashMap<String, String>) -> Result<Given, FieldProblem> {
    let said = |name: &str| form.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let dates = said("dates").map(DateOrder::parse).transpose();
    Ok(Given {
        columns: Target::ALL.iter().filter_map(|target| Some((*target, said(target.as_str())?.to_owned()))).collect(),
        dates: dates.map_err(|words| FieldProblem::new("dates", words))?,
        skip_unknown: said("skip_unknown") == Some("yes"),
    })
}

fn answer(plan: &Plan, written: bool) -> HttpResponse {
    let [added, changed, unchanged] = [Effect::Add, Effect::Change, Effect::Keep].map(|effect| plan.count(effect));
    let skipped = plan.skipped;
    HttpResponse::Ok().json(json!({
        "written": written, "added": added, "changed": changed, "unchanged": unchanged, "left_out": skipped,
    }))
}

fn refusal(error: ImportFailure) -> Result<HttpResponse, AppError> {
    let words = error.to_string();
    match error {
        ImportFailure::Faults(faults) => {
            let one = |fault: &super::Fault| json!({ "line": fault.line, "column": fault.column, "value": fault.value, "message": fault.words });
            let errors = json!({ "errors": faults.iter().map(one).collect::<Vec<_>>() });
            Ok(refuse_with(StatusCode::UNPROCESSABLE_ENTITY, "This breaks a rule", &words, errors))
        }
        ImportFailure::Program(error) => Err(error.into()),
        ImportFailure::Database(error) => Err(ProgramError::from(error).into()),
        ImportFailure::Tried(_) => Err(AppError::Internal("what was only tried is no refusal".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_for_each_target_can_be_named() {
        for target in Target::ALL {
            assert!(FIELDS.contains(&target.as_str()), "{}", target.as_str());
        }
    }
}
