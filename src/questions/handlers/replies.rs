//! What is said often: keeping it, and putting it into what is being written.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::here::Here;
use super::show::{draw, problems};
use crate::clock::Clock;
use crate::db::keys::SavedReplyId;
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::questions::forms::{InsertForm, ReplyForm};
use crate::questions::model::Reply;
use crate::questions::pages::{Drafts, RepliesPage, ReplyLine, ReplyPage};
use crate::questions::{QuestionError, Reader, access, actions, rules, store};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{FieldProblem, Form, Grant, Member, Shell, html, page, see_other_saying};

/// `GET /replies`
pub async fn list(shell: Shell, member: Member, db: Data<Db>) -> Result<HttpResponse, AppError> {
    let person = member.id;
    let replies =
        db.read(move |connection| store::list_replies(connection, person).map_err(QuestionError::from)).await?;
    let line = |reply: Reply| ReplyLine {
        edit_href: match access::may_save_reply(&member, reply.owner) {
            true => shell.to(&format!("/replies/{}/edit", reply.id)),
            false => String::new(),
        },
        key: reply.key,
        title: reply.title,
        body: reply.body,
        saved_by: reply.saved_by.name,
    };
    let (own, shared): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.owner.is_some());
    let (own, shared) = (own.into_iter().map(line).collect(), shared.into_iter().map(line).collect());
    page(&RepliesPage { own, shared, shell })
}

/// `GET /replies/new`
pub async fn new(shell: Shell, member: Member) -> Result<HttpResponse, AppError> {
    page(&form_page(shell, &member, None, ReplyForm::default(), None, Vec::new()))
}

/// `POST /replies`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<ReplyForm>,
) -> Result<HttpResponse, AppError> {
    save(shell, member, (&db, &clock), None, form.into_inner()).await
}

/// `GET /replies/{id}/edit`
pub async fn edit(shell: Shell, member: Member, db: Data<Db>, id: Path<String>) -> Result<HttpResponse, AppError> {
    let reply = find(&db, &member, parse(&id)?).await?;
    if !access::may_save_reply(&member, reply.owner) {
        return Err(QuestionError::NotYourReply.into());
    }
    page(&form_page(shell, &member, Some(reply.id), ReplyForm::of(&reply), None, Vec::new()))
}

/// `POST /replies/{id}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReplyForm>,
) -> Result<HttpResponse, AppError> {
    save(shell, member, (&db, &clock), Some(parse(&id)?), form.into_inner()).await
}

/// `POST /replies/{id}/deletion`
pub async fn delete(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReplyForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let reply = find(&db, &member, id).await?;
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("Delete the reply “{}”?", reply.title),
            action: &format!("/replies/{id}/deletion"),
            label: "Delete it",
            fields: &[],
            cancel: "/replies",
        });
    }
    let token = form.into_inner().once;
    let job = move |tx: &mut _| {
        once(tx, member.id, &token, now, |tx| {
            actions::delete_reply(tx, &member, now, id)?;
            Ok::<_, QuestionError>("/replies".into())
        })
    };
    Ok(see_other_saying(&db.write(job).await?, "The reply is gone."))
}

fn parse(id: &str) -> Result<SavedReplyId, AppError> {
    SavedReplyId::parse(id).ok_or_else(|| QuestionError::NoReply.into())
}

async fn find(db: &Db, member: &Member, id: SavedReplyId) -> Result<Reply, QuestionError> {
    let person = member.id;
    db.read(move |connection| store::find_reply(connection, person, id)).await
}

async fn save(
    shell: Shell,
    member: Member,
    (db, clock): (&Db, &Clock),
    id: Option<SavedReplyId>,
    form: ReplyForm,
) -> Result<HttpResponse, AppError> {
    let sent = match form.parse() {
        Ok(input) => {
            let (saver, token, now) = (member.clone(), form.once.clone(), clock.now());
            let job = move |tx: &mut _| {
                once(tx, saver.id, &token, now, |tx| {
                    actions::save_reply(tx, &saver, now, id, &input)?;
                    Ok::<_, QuestionError>("/replies".into())
                })
            };
            db.write(job).await
        }
        Err(error) => Err(error),
    };
    match (sent, id) {
        (Ok(target), _) => Ok(see_other_saying(&target, "The reply is saved.")),
        (Err(QuestionError::ReplyChanged), Some(id)) => {
            let now = find(db, &member, id).await?;
            let form = ReplyForm { version: now.version.to_string(), ..form };
            html(StatusCode::CONFLICT, &form_page(shell, &member, Some(id), form, Some(now.body), Vec::new()))
        }
        (Err(error), id) => {
            let problems = problems(error)?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, &member, id, form, None, problems))
        }
    }
}

fn form_page(
    shell: Shell,
    member: &Member,
    id: Option<SavedReplyId>,
    form: ReplyForm,
    changed: Option<String>,
    problems: Vec<FieldProblem>,
) -> ReplyPage {
    ReplyPage {
        action: id.map_or_else(|| "/replies".into(), |id| format!("/replies/{id}")),
        is_new: id.is_none(),
        can_share: member.has(Grant::NetSec),
        shell,
        form,
        changed,
        problems,
    }
}

/// `POST /questions/{number}/reply`: the page with a saved reply in what is being written.
pub async fn insert(here: Here, form: Form<InsertForm>) -> Result<HttpResponse, AppError> {
    let (form, member, number) = (form.into_inner(), here.member.clone(), here.number);
    let key = form.reply.trim().to_lowercase();
    let found = here
        .db
        .read(move |connection| {
            let question = store::find(connection, &Reader::of(&member), number)?;
            let own = store::find_reply_by_key(connection, Some(member.id), &key)?;
            let id = match own {
                Some(id) => Some(id),
                None => store::find_reply_by_key(connection, None, &key)?,
            };
            let reply = id.map(|id| store::find_reply(connection, member.id, id)).transpose()?;
            Ok::<_, QuestionError>(reply.map(|reply| rules::filled(&reply.body, &question, &member.name)))
        })
        .await?;
    draw(here.shell, &here.member, (&here.db, &here.clocks), here.now, number, inserted(form, found)).await
}

/// What was written, with the reply behind it.
fn inserted(form: InsertForm, reply: Option<String>) -> Drafts {
    let is_answer = form.answer.is_some();
    let version = (!form.version.is_empty()).then_some(form.version);
    let Some(reply) = reply else {
        let words = match form.reply.trim() {
            "" => "type the key of a reply, or choose one from the list".to_owned(),
            key => format!("there is no reply “{key}”; choose one from the list"),
        };
        let (field, typed) = (if is_answer { "reply" } else { "inquiry_reply" }, form.reply);
        let problems = vec![FieldProblem::new(field, words)];
        let inquiry = form.inquiry.unwrap_or_default();
        return Drafts { answer: form.answer, inquiry, version, reply: typed, problems, ..Drafts::default() };
    };
    let joined = |written: &str| match written.trim() {
        "" => reply.clone(),
        written => format!("{written}\n\n{reply}"),
    };
    let goes_on = if is_answer { "answer" } else { "inquiry" };
    Drafts {
        answer: form.answer.as_deref().map(joined),
        inquiry: form.inquiry.as_deref().map(joined).unwrap_or_default(),
        version,
        goes_on,
        ..Drafts::default()
    }
}
