//! Making an article of an answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::actions::{self, own_draft};
use super::forms::PublicationForm;
use super::pages::{PublicationPage, lines};
use super::phrasings::phrasings;
use super::store as begun;
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::knowledge::Library;
use crate::knowledge::writing::{self, WritingError, WritingSettings};
use crate::questions::handlers::{preview_of, problems, rendered};
use crate::questions::model::{Publication, Question, QuestionNumber, Visibility};
use crate::questions::redaction::{Find, known, scan};
use crate::questions::rules::{Act, allows};
use crate::questions::{QuestionError, Reader, access, confirm, store};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, see_other, see_other_saying};

/// `GET /questions/{number}/publication/new`
pub async fn new_publication(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    library: Data<Library>,
    settings: Data<WritingSettings>,
    number: Path<QuestionNumber>,
) -> Result<HttpResponse, AppError> {
    let (number, writer) = (*number, member.clone());
    let question = find(&db, &member, number).await?;
    if let Some(slug) = &question.article_slug {
        return Ok(see_other(&format!("/faq/{slug}")));
    }
    let asked = question.clone();
    let form = db
        .read(move |connection| {
            let Some(draft) = own_draft(connection, &writer, &asked)? else {
                return Ok::<_, QuestionError>(PublicationForm::of(
                    &asked,
                    &phrasings(connection, &asked, &Reader::of(&writer))?,
                ));
            };
            let kept = begun::find_of_question(connection, asked.id)?.map(|begun| begun.kept).unwrap_or_default();
            let form = PublicationForm::of_draft(&asked, &draft, &[], &[]);
            let texts = form.texts();
            let known = known(connection, &asked, &texts)?;
            Ok(PublicationForm::of_draft(&asked, &draft, &scan(&texts, &known), &kept))
        })
        .await?;
    draw(shell, (&db, &library, &settings), &member, question, form, (StatusCode::OK, Vec::new())).await
}

/// The question, where `member` makes an article of its answer.
async fn find(db: &Db, member: &Member, number: QuestionNumber) -> Result<Question, AppError> {
    let reader = Reader::of(member);
    let question = db.read(move |connection| store::find(connection, &reader, number)).await?;
    if !access::may(member, &question, Act::Publish) {
        return Err(QuestionError::NotYourTurn { number }.into());
    }
    if !allows(question.state, Act::Publish) && question.article_slug.is_none() {
        return Err(QuestionError::NotOpen { number, state: question.state.label() }.into());
    }
    Ok(question)
}

/// `POST /questions/{number}/publication`
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn create_publication(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    settings: Data<WritingSettings>,
    number: Path<QuestionNumber>,
    form: Form<PublicationForm>,
) -> Result<HttpResponse, AppError> {
    let (number, form) = (*number, form.into_inner());
    let shelf = library.shelf();
    let categories: Vec<&str> = shelf.categories().iter().map(|category| category.slug.as_str()).collect();
    let looks = !form.preview.is_empty() || form.act == "replace";
    let sent = match form.parse(&categories) {
        _ if looks => Err(QuestionError::Invalid(Vec::new())),
        Ok(publication) => send((&db, &library, &settings), &member, clock.now(), number, &form, publication).await,
        Err(error) => Err(error),
    };
    let refused = match sent {
        Ok((target, words)) => return Ok(see_other_saying(&target, words)),
        Err(error) => refused(error)?,
    };
    let question = find(&db, &member, number).await?;
    draw(shell, (&db, &library, &settings), &member, question, form, refused).await
}

/// What the form says to a refusal, where it is the writer's to mend.
fn refused(error: QuestionError) -> Result<(StatusCode, Vec<FieldProblem>), QuestionError> {
    const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match error {
        QuestionError::Changed { .. } => (StatusCode::CONFLICT, Vec::new()),
        QuestionError::Undecided => {
            let words = "decide about each of them: replace it, or keep it as it is. Nothing was published";
            (WRONG, vec![FieldProblem::new("finds", words)])
        }
        QuestionError::Writing(WritingError::Invalid(problems)) => (WRONG, problems),
        QuestionError::Writing(WritingError::Refused(words)) => {
            (StatusCode::CONFLICT, vec![FieldProblem::new("finds", words)])
        }
        error => match problems(error)? {
            none if none.is_empty() => (StatusCode::OK, none),
            some => (WRONG, some),
        },
    })
}

type House<'h> = (&'h Data<Db>, &'h Data<Library>, &'h Data<WritingSettings>);

/// Opens the draft, and publishes it where that needs no second reader. Returns
/// where to go on, and what to say there.
async fn send(
    (db, library, settings): House<'_>,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    form: &PublicationForm,
    publication: Publication,
) -> Result<(String, &'static str), QuestionError> {
    let (shelf, settings, member) = (library.clone(), settings.clone(), member.clone());
    let (token, publishes) = (form.once.clone(), form.act == "publish" && !settings.second_reader);
    let target = db
        .write(move |tx| {
            once(tx, member.id, &token, now, |tx| {
                let draft = actions::open_draft(tx, &shelf, &member, now, number, &publication)?;
                if !publishes {
                    return Ok::<_, QuestionError>(number.path());
                }
                let seen = writing::find_draft(tx, draft)?.version;
                let slug = writing::publish_draft(tx, &shelf, &member, now, (draft, seen), &settings)?;
                Ok(format!("/faq/{slug}"))
            })
        })
        .await?;
    if !publishes {
        return Ok((target, "The draft waits for a second reader, who publishes it."));
    }
    // The page that the writer goes on to must be there; other nodes follow in a moment.
    if let Err(error) = library.catch_up(db).await {
        tracing::warn!(%error, "what was just published is not on the shelf yet");
    }
    Ok((target, "The article is published. The search finds it now."))
}

/// The page of the draft. Where the answer was changed since the form was
/// drawn, both texts stand there, and the form goes on from the present one.
async fn draw(
    shell: Shell,
    (db, library, settings): House<'_>,
    member: &Member,
    question: Question,
    mut form: PublicationForm,
    (status, problems): (StatusCode, Vec<FieldProblem>),
) -> Result<HttpResponse, AppError> {
    let (finds, is_confirmed) = look(db, &question, &form).await?;
    if form.act == "replace" {
        form.replace_all(&finds);
    }
    let version = question.version.to_string();
    let is_stale = form.version != version;
    form.version = version;
    let preview = preview_of(&form.preview, &form.body, &shell.base).await?;
    let shelf = library.shelf();
    let category = |one: &crate::knowledge::Category| Choice::new(&one.slug, &one.name, &form.category);
    let page = PublicationPage {
        number: question.number,
        categories: shelf.categories().iter().map(category).collect(),
        finds: lines(&finds, &form, &question),
        asked: rendered(&question.body, &shell.base).await?,
        readers: if question.visibility == Visibility::Everyone { "" } else { question.visibility.label() },
        changed: is_stale.then(|| question.answer.clone()),
        may_publish: !settings.second_reader && writing::may_publish(member),
        asked_title: question.title,
        is_confirmed,
        preview,
        problems,
        form,
        shell,
    };
    html(status, &page)
}

/// What is found in the texts of the form, and whether the answer is confirmed.
async fn look(db: &Db, question: &Question, form: &PublicationForm) -> Result<(Vec<Find>, bool), QuestionError> {
    let (texts, question) = (form.texts(), question.clone());
    db.read(move |connection| {
        let known = known(connection, &question, &texts)?;
        let confirmation = confirm::find(connection, question.id)?;
        Ok((scan(&texts, &known), confirmation.is_some_and(|one| one.confirmed_at.is_some())))
    })
    .await
}
