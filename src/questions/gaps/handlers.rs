//! The requests of the gap queue.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};

use super::actions::{self, teach};
use super::forms::{ClosingForm, ListQuery};
use super::model::{Gap, GapNumber, GapState, Search, Still};
use super::pages::{GapLine, ListPage, ShowPage, StillLine};
use super::store::{self, Page};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::GapId;
use crate::db::{Connection, Db, DbError, once::once};
use crate::error::AppError;
use crate::knowledge::Library;
use crate::questions::handlers::problems;
use crate::questions::model::Question;
use crate::questions::pages::{Line, Link};
use crate::questions::{QuestionError, Reader};
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other, see_other_saying};

/// Entries of one page.
const LINES: i64 = 50;
/// Searches, and questions, that an entry shows.
const SHOWN: i64 = 50;

/// `GET /gaps`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (reader, now, is_closed) = (Reader::of(&member), clock.now(), query.state == "closed");
    let state = if is_closed { GapState::Closed } else { GapState::Open };
    let wanted = Page { state, after: query.after(), limit: LINES + 1 };
    let (mut gaps, restricted) = db
        .read(move |connection| {
            let gaps = store::list(connection, &reader, wanted)?;
            let ids: Vec<GapId> = gaps.iter().map(|gap| gap.id).collect();
            Ok::<_, QuestionError>((gaps, restricted(connection, &reader, &ids)?))
        })
        .await?;
    let has_more = gaps.len() as i64 > LINES;
    gaps.truncate(LINES as usize);
    let next = gaps.last().filter(|_| has_more).map(|last| {
        let state = if is_closed { "state=closed&" } else { "" };
        shell.to(&format!("/gaps?{state}after={}-{}", last.weight, last.number))
    });
    page(&ListPage {
        lines: gaps.iter().map(|gap| GapLine::new(&shell, gap, restricted.get(&gap.id), now)).collect(),
        is_closed,
        next: next.unwrap_or_default(),
        is_later: !query.after.is_empty(),
        shell,
    })
}

/// What in these gaps is not for everyone, for those who may read it.
fn restricted(
    connection: &mut Connection,
    reader: &Reader,
    gaps: &[GapId],
) -> Result<HashMap<GapId, (i64, String)>, DbError> {
    if *reader == Reader::NetSec { store::list_restricted(connection, gaps) } else { Ok(HashMap::new()) }
}

/// `GET /gaps/{number}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    number: Path<GapNumber>,
    query: Query<ClosingForm>,
) -> Result<HttpResponse, AppError> {
    let form = ClosingForm { article: query.article.clone(), ..ClosingForm::default() };
    draw(shell, &member, (&db, &library), clock.now(), *number, form, Refused::default()).await
}

/// `GET` of an address that a form is sent to: the entry itself.
pub async fn back(number: Path<GapNumber>) -> HttpResponse {
    see_other(&number.path())
}

/// `POST /gaps/{number}/closing`
pub async fn create_closing(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    number: Path<GapNumber>,
    form: Form<ClosingForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now, form) = (*number, clock.now(), form.into_inner());
    let sent = match form.parse() {
        Ok(closing) => {
            let (shelf, own, token, seen) = (library.clone(), member.clone(), form.once.clone(), form.seen());
            db.write(move |tx| {
                once(tx, own.id, &token, now, |tx| {
                    actions::close(tx, &shelf, &own, now, (number, seen), &closing)?;
                    Ok::<_, QuestionError>(number.path())
                })
            })
            .await
        }
        Err(error) => Err(error),
    };
    let refused = match sent {
        Ok(target) => return Ok(see_other_saying(&target, "Closed. It opens again by itself if it comes up again.")),
        Err(error) => Refused::of(error)?,
    };
    draw(shell, &member, (&db, &library), now, number, form, refused).await
}

/// `POST /gaps/{number}/phrasings`
pub async fn create_phrasings(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    number: Path<GapNumber>,
    form: Form<ClosingForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now, form) = (*number, clock.now(), form.into_inner());
    let (shelf, own, token, slug) = (library.clone(), member.clone(), form.once.clone(), form.slug().to_owned());
    let target = format!("{}?article={}", number.path(), query_value(&slug));
    let sent = db
        .write(move |tx| {
            once(tx, own.id, &token, now, |tx| {
                teach(tx, &shelf, &own, now, number, &slug)?;
                Ok::<_, QuestionError>(target.clone())
            })
        })
        .await;
    match sent {
        Ok(target) => {
            if let Err(error) = library.catch_up(&db).await {
                tracing::warn!(%error, "what was just learnt is not found yet");
            }
            Ok(see_other_saying(&target, "Search has learnt these words. Close the entry if it answers now."))
        }
        Err(error) => {
            let refused = Refused::of(error)?;
            draw(shell, &member, (&db, &library), now, number, form, refused).await
        }
    }
}

/// Why an entry was not closed.
#[derive(Default)]
struct Refused {
    status: Option<StatusCode>,
    still: Vec<Still>,
    problems: Vec<FieldProblem>,
}

impl Refused {
    fn of(error: QuestionError) -> Result<Self, QuestionError> {
        Ok(match error {
            QuestionError::StillAGap(still) => {
                let words = "the searches were run, and it does not answer all of them yet; see below";
                let problems = vec![FieldProblem::new("article", words)];
                Refused { status: Some(StatusCode::UNPROCESSABLE_ENTITY), still, problems }
            }
            QuestionError::GapChanged => {
                let words = "the entry was changed or closed meanwhile; look at it as it is now";
                let problems = vec![FieldProblem::new("article", words)];
                Refused { status: Some(StatusCode::CONFLICT), problems, ..Refused::default() }
            }
            other => Refused {
                status: Some(StatusCode::UNPROCESSABLE_ENTITY),
                problems: problems(other)?,
                ..Refused::default()
            },
        })
    }
}

/// What an entry's page is drawn from.
struct Found {
    gap: Gap,
    searches: Vec<Search>,
    questions: Vec<Question>,
    restricted: Option<(i64, String)>,
}

async fn find(db: &Db, member: &Member, number: GapNumber) -> Result<Found, QuestionError> {
    let reader = Reader::of(member);
    db.read(move |connection| {
        let gap = store::find(connection, &reader, number)?;
        let searches = store::list_searches(connection, gap.id, SHOWN)?;
        let questions = store::list_asked(connection, &reader, gap.id, SHOWN)?;
        let restricted = restricted(connection, &reader, &[gap.id])?.remove(&gap.id);
        Ok(Found { gap, searches, questions, restricted })
    })
    .await
}

async fn draw(
    shell: Shell,
    member: &Member,
    (db, library): (&Db, &Library),
    now: Timestamp,
    number: GapNumber,
    form: ClosingForm,
    refused: Refused,
) -> Result<HttpResponse, AppError> {
    let Found { gap, searches, questions, restricted } = find(db, member, number).await?;
    let article = |slug: &str| {
        let found = library.article(slug);
        let name = found.map_or_else(|| slug.to_owned(), |article| article.title.clone());
        Link { name, href: shell.to(&format!("/faq/{slug}")) }
    };
    let answer = match gap.words.as_str() {
        "" => None,
        words => {
            let outcome = library.search(words, 1)?;
            outcome.hits.into_iter().next().filter(|_| outcome.answered).map(|hit| hit.article.slug.to_string())
        }
    };
    let mut slugs: Vec<&String> = questions.iter().filter_map(|question| question.article_slug.as_ref()).collect();
    slugs.dedup();
    let still = |one: Still| StillLine {
        words: one.words,
        instead: one.instead.map(|(name, slug)| Link { name, href: shell.to(&format!("/faq/{slug}")) }),
        answered: one.answered,
    };
    let search = |one: Search| {
        let href = shell.to(&format!("/search?q={}", query_value(&one.words)));
        (one.words, href, one.times)
    };
    let page = ShowPage {
        line: GapLine::new(&shell, &gap, restricted.as_ref(), now),
        path: number.path(),
        version: gap.version.to_string(),
        is_open: gap.state == GapState::Open,
        now: answer.as_deref().map(article),
        articles: slugs.into_iter().map(|slug| (article(slug), slug.clone())).collect(),
        closed: closed_words(&gap, now),
        closed_by: gap.closed_by.as_ref().map(|person| Link::person(&shell.base, person)),
        article: gap.closed_slug.as_deref().map(article),
        searches: searches.into_iter().map(search).collect(),
        questions: questions
            .iter()
            .map(|question| Line::new(&shell.base, question, (now, &member.calendar.zone)))
            .collect(),
        still: refused.still.into_iter().map(still).collect(),
        problems: refused.problems,
        form,
        shell,
    };
    html(refused.status.unwrap_or(StatusCode::OK), &page)
}

/// How and when it was closed last, and that it came up again.
fn closed_words(gap: &Gap, now: Timestamp) -> String {
    let Some(at) = gap.closed_at else { return String::new() };
    let how = if gap.closed_why.is_empty() { String::new() } else { format!(": “{}”", gap.closed_why) };
    match (gap.state, gap.reopened_at) {
        (GapState::Open, Some(again)) => {
            format!("It was closed {}{how}, and came up again {}.", at.relative(now), again.relative(now))
        }
        _ => format!("It was closed {}{how}.", at.relative(now)),
    }
}
