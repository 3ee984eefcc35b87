//! What is imported by itself, and the lead's word on who left.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::model::Imports;
use super::pages::ImportsPage;
use super::{run, store};
use crate::accounts::Again;
use crate::audit::{self, Entry};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::web::form::Form;
use crate::web::{Member, Shell, page, see_other_saying};

/// `GET /imports`
pub async fn list(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    imports: Data<Imports>,
) -> Result<HttpResponse, AppError> {
    let files = db.read(store::list_files).await?;
    page(&ImportsPage::new(shell, &imports, files, clock.now()))
}

/// The fields of the lead's word.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LeaversForm {
    /// The text of the file that it is about.
    fingerprint: String,
}

/// `POST /imports/{name}/leavers`: those whom this text leaves out have left.
/// That switches accounts off, so that it asks who says it.
pub async fn create_leavers(
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    imports: Data<Imports>,
    name: Path<String>,
    form: Form<LeaversForm>,
) -> Result<HttpResponse, AppError> {
    let (name, fingerprint, now) = (name.into_inner(), form.into_inner().fingerprint, clock.now());
    if let Some(question) = again.ask(&member, "/imports").await? {
        return Ok(question);
    }
    db.write(move |tx| {
        if !store::save_let_leave(tx, &name, &fingerprint)? {
            return Err(ProgramError::Changed("file"));
        }
        let detail = serde_json::json!({ "fingerprint": fingerprint });
        let entry =
            Entry { actor: Some(member.id), action: "import.leavers_confirmed", subject: ("import", &name), detail };
        Ok(audit::record(tx, now, entry)?)
    })
    .await?;
    run::run_all(&db, &imports, now).await?;
    Ok(see_other_saying("/imports", "Said. The list has been imported again; see below what came of it."))
}
