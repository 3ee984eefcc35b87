//! Making an article of an answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::show::problems;
use super::{preview_of, rendered};
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::knowledge::{self, KnowledgeError, Library};
use crate::questions::forms::PublicationForm;
use crate::questions::model::{Publication, Question, QuestionNumber};
use crate::questions::pages::PublicationPage;
use crate::questions::rules::{Act, allows};
use crate::questions::{QuestionError, Reader, actions, store};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other, see_other_saying};

/// `GET /questions/{number}/publication/new`
pub async fn new_publication(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    library: Data<Library>,
    number: Path<QuestionNumber>,
) -> Result<HttpResponse, AppError> {
    let (number, reader) = (*number, Reader::of(&member));
    let question = db.read(move |connection| store::find(connection, &reader, number)).await?;
    if let Some(slug) = &question.article_slug {
        return Ok(see_other(&format!("/faq/{slug}")));
    }
    if !allows(question.state, Act::Publish) {
        return Err(QuestionError::NotOpen { number, state: question.state.label() }.into());
    }
    page(&draft_page(shell, &library.shelf(), &question, PublicationForm::of(&question), Vec::new()).await?)
}

/// `POST /questions/{number}/publication`
pub async fn create_publication(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    number: Path<QuestionNumber>,
    form: Form<PublicationForm>,
) -> Result<HttpResponse, AppError> {
    let (number, form) = (*number, form.into_inner());
    let shelf = library.shelf();
    let categories: Vec<&str> = shelf.categories().iter().map(|category| category.slug.as_str()).collect();
    let sent = match form.parse(&categories) {
        _ if !form.preview.is_empty() => Err(QuestionError::Invalid(Vec::new())),
        Ok(publication) => send(&db, &library, &member, clock.now(), number, &form.once, publication).await,
        Err(error) => Err(error),
    };
    let (status, problems) = match sent {
        Ok(target) => return Ok(see_other_saying(&target, "The article is published. The search finds it now.")),
        Err(QuestionError::Changed { .. }) => (StatusCode::CONFLICT, Vec::new()),
        Err(QuestionError::Knowledge(KnowledgeError::Invalid(problems))) => {
            (StatusCode::UNPROCESSABLE_ENTITY, problems)
        }
        Err(error) => match problems(error)? {
            none if none.is_empty() => (StatusCode::OK, none),
            some => (StatusCode::UNPROCESSABLE_ENTITY, some),
        },
    };
    let reader = Reader::of(&member);
    let question = db.read(move |connection| store::find(connection, &reader, number)).await?;
    html(status, &draft_page(shell, &shelf, &question, form, problems).await?)
}

async fn send(
    db: &Db,
    library: &Data<Library>,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    token: &str,
    publication: Publication,
) -> Result<String, QuestionError> {
    let (shelf, member, token) = (library.clone(), member.clone(), token.to_owned());
    let target = db
        .write(move |tx| {
            once(tx, member.id, &token, now, |tx| {
                let slug = actions::publish(tx, &shelf, &member, now, number, &publication)?;
                Ok::<_, QuestionError>(format!("/faq/{slug}"))
            })
        })
        .await?;
    // The page that the writer goes on to must be there; other nodes follow in a moment.
    if let Err(error) = library.catch_up(db).await {
        tracing::warn!(%error, "what was just published is not on the shelf yet");
    }
    Ok(target)
}

/// The page of the draft. Where the answer was changed since the form was
/// drawn, both texts stand there, and the form goes on from the present one.
async fn draft_page(
    shell: Shell,
    shelf: &knowledge::Shelf,
    question: &Question,
    mut form: PublicationForm,
    problems: Vec<FieldProblem>,
) -> Result<PublicationPage, AppError> {
    let version = question.version.to_string();
    let is_stale = form.version != version;
    form.version = version;
    let preview = preview_of(&form.preview, &form.body, &shell.base).await?;
    Ok(PublicationPage {
        number: question.number,
        categories: shelf
            .categories()
            .iter()
            .map(|category| Choice::new(&category.slug, &category.name, &form.category))
            .collect(),
        asked_title: question.title.clone(),
        asked: rendered(&question.body, &shell.base).await?,
        changed: is_stale.then(|| question.answer.clone()),
        preview,
        problems,
        form,
        shell,
    })
}
