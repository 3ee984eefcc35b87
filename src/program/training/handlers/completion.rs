//! One completion: its evidence, and what a lead says of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{choose_again, evidence_file};
use crate::accounts;
use crate::clock::{Clock, Timestamp};
use crate::db::keys::CompletionId;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::files::{self, FileRow, FileStore};
use crate::program::training::actions::Evidence;
use crate::program::training::forms::{CompletionForm, EvidenceForm, JudgementForm};
use crate::program::training::model::{Completion, Course};
use crate::program::training::pages::CompletionPage;
use crate::program::training::store::Learner;
use crate::program::training::{access, actions, store};
use crate::program::{Actor, ProgramError};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::page::own_target;
use crate::web::{FieldProblem, Form, Member, Moment, SentFiles, Shell, html, page, see_other_saying};

pub(super) const GONE: ProgramError = ProgramError::NotFound("completion");

/// A completion that the member may see, with whose it is and of what.
pub(super) struct Seen {
    pub completion: Completion,
    pub course: Course,
    pub learner: Learner,
    pub file: Option<FileRow>,
}

pub(super) fn seen(
    connection: &mut Connection,
    member: &Member,
    id: CompletionId,
    now: Timestamp,
) -> Result<Seen, ProgramError> {
    let completion = store::find_completion(connection, id)?;
    let catalogue = store::versions(connection)?;
    let learner = store::learner(connection, &catalogue, completion.person, now.day()).map_err(|_| GONE)?;
    if !access::may_see_details(member, &learner) {
        return Err(GONE);
    }
    let file = match completion.file {
        Some(id) => files::find(connection, id)?,
        None => None,
    };
    let course = catalogue.get(completion.course).cloned().ok_or(GONE)?;
    Ok(Seen { completion, course, learner, file })
}

pub(super) fn parse(id: &Path<String>) -> Result<CompletionId, AppError> {
    CompletionId::parse(id).ok_or(AppError::NotFound("completion"))
}

/// `GET /completions/{id}`
pub async fn show_completion(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    page(&completion_page(shell, &member, &db, clock.now(), parse(&id)?).await?)
}

async fn completion_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    now: Timestamp,
    id: CompletionId,
) -> Result<CompletionPage, AppError> {
    let viewer = member.clone();
    let read = move |connection: &mut Connection| {
        let seen = seen(connection, &viewer, id, now)?;
        let judge = match seen.completion.judged_by {
            Some(judge) => accounts::find_person(connection, judge)?.name,
            None => "an import".to_owned(),
        };
        Ok::<_, ProgramError>((seen, judge))
    };
    let (Seen { completion, course, learner, file }, judge) = db.read(read).await?;
    Ok(CompletionPage {
        shell,
        judged: completion.judged_at.map(|at| (judge, Moment::new(at, now))),
        can_change: access::may_record(member, completion.person),
        can_judge: access::may_judge(member, completion.person),
        evidence: EvidenceForm {
            evidence: completion.evidence.clone(),
            result: completion.result.map(|result| result.to_string()).unwrap_or_default(),
            version: completion.version.0,
        },
        judgement: JudgementForm { version: completion.version.0, ..JudgementForm::default() },
        person: (learner.handle, learner.name),
        today: now.day(),
        problems: Vec::new(),
        changed: false,
        completion,
        course,
        file,
    })
}

/// `POST /completions/{id}/evidence`
#[expect(clippy::too_many_arguments, reason = "each is what actix hands over")]
pub async fn create_evidence(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    store: Data<FileStore>,
    id: Path<String>,
    sent: SentFiles,
    form: Form<EvidenceForm>,
) -> Result<HttpResponse, AppError> {
    let (id, form, now) = (parse(&id)?, form.into_inner(), clock.now());
    let mut shown = completion_page(shell, &member, &db, now, id).await?;
    let parsed = evidence_file(&sent).and_then(|file| match form.parse() {
        Ok(parsed) => Ok((file, parsed)),
        Err(ProgramError::Invalid(problems)) => {
            Err((StatusCode::UNPROCESSABLE_ENTITY, problems.into_iter().next().unwrap_or_else(unknown)))
        }
        Err(_) => Err((StatusCode::UNPROCESSABLE_ENTITY, unknown())),
    });
    let seen = form.seen();
    let (status, problems) = match parsed {
        Err((status, problem)) => (status, vec![problem]),
        Ok((checked, (words, result))) => {
            let file = match checked {
                Some(checked) => Some(store.keep(checked).await?),
                None => None,
            };
            let (new, known, course) =
                (Evidence { words, result, file }, shown.completion.clone(), shown.course.clone());
            let change = move |tx: &mut crate::db::Tx| {
                actions::send_evidence(tx, Actor::Member(&member), now, (&course, &known), seen, &new)
            };
            match db.write(change).await {
                Ok(()) => return Ok(see_other_saying(&format!("/completions/{id}"), "The evidence is kept.")),
                Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
                Err(error) => return Err(error.into()),
            }
        }
    };
    shown.changed = status == StatusCode::CONFLICT;
    shown.evidence = EvidenceForm { version: shown.evidence.version, ..form };
    shown.problems = problems;
    choose_again(&sent, &mut shown.problems);
    html(status, &shown)
}

fn unknown() -> FieldProblem {
    FieldProblem::new("evidence", "this does not fit")
}

/// `POST /completions/{id}/verification`
pub async fn create_verification(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<JudgementForm>,
) -> Result<HttpResponse, AppError> {
    judge(shell, member, &db, clock.now(), parse(&id)?, form.into_inner(), false).await
}

/// `POST /completions/{id}/return`
pub async fn create_return(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<JudgementForm>,
) -> Result<HttpResponse, AppError> {
    judge(shell, member, &db, clock.now(), parse(&id)?, form.into_inner(), true).await
}

async fn judge(
    shell: Shell,
    member: Member,
    db: &Db,
    now: Timestamp,
    id: CompletionId,
    form: JudgementForm,
    is_return: bool,
) -> Result<HttpResponse, AppError> {
    let mut shown = completion_page(shell, &member, db, now, id).await?;
    let target =
        if form.target.is_empty() { format!("/completions/{id}") } else { own_target(Some(&form.target)).into() };
    let (sent, known, course) = (form.clone(), shown.completion.clone(), shown.course.clone());
    let saved = db
        .write(move |tx| {
            let verdict = if is_return { Err(sent.parse()?) } else { Ok(()) };
            actions::judge(tx, Actor::Member(&member), now, (&course, &known), sent.seen(), verdict)
        })
        .await;
    let status = match saved {
        Ok(()) if is_return => return Ok(see_other_saying(&target, "Sent back, with your words.")),
        Ok(()) => return Ok(see_other_saying(&target, "Verified.")),
        Err(ProgramError::Invalid(problems)) => {
            shown.problems = problems;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(ProgramError::Changed(_)) => StatusCode::CONFLICT,
        Err(error) => return Err(error.into()),
    };
    shown.changed = status == StatusCode::CONFLICT;
    shown.judgement = JudgementForm { version: shown.judgement.version, ..form };
    html(status, &shown)
}

/// `POST /completions/{id}/delete`
pub async fn delete_completion(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<CompletionForm>,
) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Take this completed course away, with its evidence?",
            action: &format!("/completions/{id}/delete"),
            label: "Take it away",
            fields: &[],
            cancel: "/training",
        });
    }
    let now = clock.now();
    db.write(move |tx| actions::delete_completion(tx, Actor::Member(&member), now, id)).await?;
    Ok(see_other_saying("/training", "The completed course is taken away."))
}

/// `GET /completions/{id}/file`
pub async fn show_file(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    store: Data<FileStore>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let found = db.read(move |connection| seen(connection, &member, id, now)).await?;
    let file = found.file.ok_or(AppError::NotFound("file"))?;
    let bytes = store.read(&db, &file).await?;
    Ok(files::download(&file, bytes))
}
