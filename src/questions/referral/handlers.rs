//! Choosing the article that answers a question.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};

use super::actions;
use super::forms::ReferralForm;
use super::pages::{HitLine, ReferralPage};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::{FoundArticle, Library};
use crate::questions::handlers::{change, problems};
use crate::questions::model::{QuestionNumber, Visibility};
use crate::questions::rules::Act;
use crate::questions::{Clocks, QuestionError, Reader, access, store};
use crate::web::{FieldProblem, Form, Member, Shell, html, see_other, see_other_saying};

/// Articles to choose from.
const HITS: usize = 8;

/// `GET /questions/{number}/article`
pub async fn new_referral(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    library: Data<Library>,
    number: Path<QuestionNumber>,
    query: Query<ReferralForm>,
) -> Result<HttpResponse, AppError> {
    let form = ReferralForm { q: query.q.clone(), ..ReferralForm::default() };
    draw(shell, &member, (&db, &library), *number, form, (StatusCode::OK, Vec::new())).await
}

/// `POST /questions/{number}/article`
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn create_referral(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    clocks: Data<Clocks>,
    number: Path<QuestionNumber>,
    form: Form<ReferralForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now, form) = (*number, clock.now(), form.into_inner());
    let sent = match form.parse() {
        Ok(referral) => {
            let (shelf, clocks) = (library.clone(), clocks.clone());
            let job =
                move |tx: &mut _, member: &_| actions::refer(tx, (&shelf, &clocks), member, now, number, &referral);
            change(&db, &member, now, &form.once, number, job).await
        }
        Err(error) => Err(error),
    };
    let (status, wrong) = match sent {
        Ok(()) => {
            // Whoever looks now finds the article by these words, too.
            if let Err(error) = library.catch_up(&db).await {
                tracing::warn!(%error, "what was just learnt is not found yet");
            }
            return Ok(see_other_saying(&number.path(), "Answered with the article."));
        }
        Err(QuestionError::Changed { .. }) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, here(problems(error)?)),
    };
    draw(shell, &member, (&db, &library), number, form, (status, wrong)).await
}

/// What somebody said meanwhile is told at the field that this page has.
fn here(problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    let told = |problem: FieldProblem| match problem.field {
        "answer" => FieldProblem::new("words", problem.words),
        _ => problem,
    };
    problems.into_iter().map(told).collect()
}

async fn draw(
    shell: Shell,
    member: &Member,
    (db, library): (&Data<Db>, &Data<Library>),
    number: QuestionNumber,
    mut form: ReferralForm,
    (status, problems): (StatusCode, Vec<FieldProblem>),
) -> Result<HttpResponse, AppError> {
    let reader = Reader::of(member);
    let (question, newest) = db
        .read(move |connection| {
            let question = store::find(connection, &reader, number)?;
            let newest = store::list_events(connection, question.id)?.last().map(|event| event.id.to_string());
            Ok::<_, QuestionError>((question, newest.unwrap_or_default()))
        })
        .await?;
    if !access::may(member, &question, Act::Answer) {
        return Err(QuestionError::NotYourTurn { number }.into());
    }
    if !question.state.is_open() {
        return Ok(see_other(&number.path()));
    }
    if form.q.trim().is_empty() {
        form.q.clone_from(&question.title);
    }
    let outcome = library.search(&form.q, HITS)?;
    let version = question.version.to_string();
    let changed = status == StatusCode::CONFLICT;
    (form.version, form.read) = (version, newest);
    let hit = |found: FoundArticle| HitLine {
        slug: found.article.slug.to_string(),
        title: found.article.title.clone(),
        href: shell.to(&format!("/faq/{}", found.article.slug)),
        is_chosen: found.article.slug.as_str() == form.article,
        sentence: found.sentence,
    };
    let hits = outcome.hits.into_iter().map(hit).collect();
    let learns = question.visibility == Visibility::Everyone;
    let page = ReferralPage {
        number,
        title: question.title,
        hits,
        answered: outcome.answered,
        learns,
        changed,
        problems,
        form,
        shell,
    };
    html(status, &page)
}
