//! The requests of an import: a file, what its columns are, a look, and in it goes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::columns::Mapping;
use super::forms::{MappingForm, StartForm};
use super::pages::{PreviewPage, StartPage};
use super::plan::plan;
use super::store::{self, Draft};
use super::table::{Fault, IMPORT_LIMIT, Table};
use super::{ImportFailure, export_completions, import_completions};
use crate::clock::{Clock, Day};
use crate::db::keys::TrainingImportId;
use crate::db::once::once;
use crate::db::{Connection, Db, DbError};
use crate::error::AppError;
use crate::program::{Actor, ProgramError};
use crate::web::fold::optional_line;
use crate::web::{FieldProblem, Form, Member, SentFiles, Shell, csv, html, page, see_other, see_other_saying};

/// Characters of a source's name.
const SOURCE_LIMIT: usize = 80;

/// `GET /training/import`
pub async fn new_import(shell: Shell, db: Data<Db>) -> Result<HttpResponse, AppError> {
    page(&start_page(shell, &db, String::new()).await?)
}

async fn start_page(shell: Shell, db: &Db, source: String) -> Result<StartPage, AppError> {
    let sources = db.read(store::list_sources).await?;
    Ok(StartPage { shell, source, sources, problems: Vec::new(), faults: Vec::new(), name: String::new() })
}

/// `POST /training/import`
pub async fn create_import(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    sent: SentFiles,
    form: Form<StartForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let name = sent.of("file").map(|file| plain_name(&file.name)).unwrap_or_default();
    let draft = match read(&form, &sent, &name) {
        Ok(draft) => draft,
        Err((status, problems, faults)) => {
            let shown = start_page(shell, &db, form.source).await?;
            return html(status, &StartPage { problems, faults, name, ..shown });
        }
    };
    let saved = db
        .write(move |tx| {
            once(tx, member.id, &form.once, now, |tx| {
                let known = store::find_mapping(tx, &draft.1.source)?.filter(|known| known.fits(&draft.0));
                let mapping = known.unwrap_or_else(|| draft.1.mapping.clone());
                store::insert_draft(tx, now, member.id, &Draft { mapping, ..draft.1.clone() })?;
                Ok::<_, DbError>(format!("/training/imports/{}", draft.1.id))
            })
        })
        .await?;
    Ok(see_other(&saved))
}

type Refused = (StatusCode, Vec<FieldProblem>, Vec<Fault>);

/// The header, and the file as it is looked through.
fn read(form: &StartForm, sent: &SentFiles, name: &str) -> Result<(Vec<String>, Draft), Refused> {
    let one = |field, words: String| vec![FieldProblem::new(field, words)];
    let source = optional_line(&form.source, SOURCE_LIMIT)
        .map_err(|words| (StatusCode::UNPROCESSABLE_ENTITY, one("source", words), Vec::new()))?;
    let Some(file) = sent.of("file") else {
        return Err((StatusCode::UNPROCESSABLE_ENTITY, one("file", "choose the file".into()), Vec::new()));
    };
    if file.is_too_large {
        let words = format!("this file has more than {} MiB; split it", IMPORT_LIMIT / 1024 / 1024);
        return Err((StatusCode::PAYLOAD_TOO_LARGE, one("file", words), Vec::new()));
    }
    let table = Table::read(&file.bytes).map_err(|faults| {
        let words = "this file can't be read; mend what is named below, and choose it again".to_owned();
        (StatusCode::UNPROCESSABLE_ENTITY, one("file", words), faults)
    })?;
    let draft = Draft {
        id: TrainingImportId::generate(),
        source,
        mapping: Mapping::guess(&table.header),
        content: String::from_utf8_lossy(&file.bytes).into_owned(),
        name: name.to_owned(),
    };
    Ok((table.header, draft))
}

/// The last part of what a browser calls the file, without what can't be seen.
fn plain_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect()
}

fn parse(id: &Path<String>) -> Result<TrainingImportId, AppError> {
    TrainingImportId::parse(id).ok_or(AppError::NotFound("import"))
}

/// `GET /training/imports/{id}`
pub async fn show_import(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, today) = (parse(&id)?, clock.now().day());
    let read = move |connection: &mut Connection| {
        let draft = store::find_draft(connection, member.id, id)?;
        preview(connection, shell, draft, today)
    };
    page(&db.read(read).await?)
}

fn preview(connection: &mut Connection, shell: Shell, draft: Draft, today: Day) -> Result<PreviewPage, ProgramError> {
    let (header, planned) = match Table::read(draft.content.as_bytes()) {
        Ok(table) => {
            let planned = plan(connection, &table, &draft.mapping, today);
            (table.header, planned)
        }
        Err(faults) => (Vec::new(), Err(ImportFailure::Faults(faults))),
    };
    let (plan, faults) = match planned {
        Ok(plan) => (Some(plan), Vec::new()),
        Err(ImportFailure::Faults(faults)) => (None, faults),
        Err(ImportFailure::Tried(plan)) => (Some(*plan), Vec::new()),
        Err(ImportFailure::Program(error)) => return Err(error),
        Err(ImportFailure::Database(error)) => return Err(error.into()),
    };
    let Draft { id, source, mapping, name, .. } = draft;
    Ok(PreviewPage { shell, id: id.to_string(), source, name, header, mapping, plan, faults })
}

/// `POST /training/imports/{id}`
pub async fn update_import(
    member: Member,
    db: Data<Db>,
    id: Path<String>,
    form: Form<MappingForm>,
) -> Result<HttpResponse, AppError> {
    let (id, mapping) = (parse(&id)?, form.parse());
    db.write(move |tx| store::save_mapping(tx, member.id, id, &mapping)).await?;
    Ok(see_other(&format!("/training/imports/{id}")))
}

/// `POST /training/imports/{id}/run`
pub async fn create_run(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, now, person) = (parse(&id)?, clock.now(), member.id);
    let run = move |tx: &mut crate::db::Tx| {
        let draft = store::find_draft(tx, member.id, id)?;
        let table = Table::read(draft.content.as_bytes()).map_err(ImportFailure::Faults)?;
        let from = (draft.source.as_str(), &table);
        let plan = import_completions(tx, Actor::Member(&member), now, from, &draft.mapping, false)?;
        store::delete_draft(tx, member.id, id)?;
        Ok::<_, ImportFailure>(plan)
    };
    match db.write(run).await {
        Ok(plan) => Ok(see_other_saying("/training", format!("Taken in: {}.", plan.words()))),
        Err(ImportFailure::Program(error)) => Err(error.into()),
        Err(ImportFailure::Database(error)) => Err(error.into()),
        // The page says what stands in the way, as it did before.
        Err(ImportFailure::Faults(_) | ImportFailure::Tried(_)) => {
            let read = move |connection: &mut Connection| {
                let draft = store::find_draft(connection, person, id)?;
                preview(connection, shell, draft, now.day())
            };
            html(StatusCode::UNPROCESSABLE_ENTITY, &db.read(read).await?)
        }
    }
}

/// `POST /training/imports/{id}/delete`
pub async fn delete_import(member: Member, db: Data<Db>, id: Path<String>) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    db.write(move |tx| store::delete_draft(tx, member.id, id)).await?;
    Ok(see_other_saying("/training", "The file is put away; nothing was taken in."))
}

/// `GET /training/completions.csv`
pub async fn list_completions_csv(db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let document = db.read(export_completions).await?;
    Ok(csv::download(&format!("training-{}.csv", clock.now().day()), document))
}
