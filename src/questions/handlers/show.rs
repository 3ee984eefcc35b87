//! One question.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::aside;
use super::here::Here;
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::{self, Serving};
use crate::questions::confirm::Confirmation;
use crate::questions::launches::Launch;
use crate::questions::model::{Question, QuestionNumber, QuestionState, Topic};
use crate::questions::pages::{Asked, Drafts, History, Link, ShowPage, Worked};
use crate::questions::publication::Publishing;
use crate::questions::rules::Act;
use crate::questions::{Clocks, QuestionError, Reader, access, actions, confirm, launches, publication, store};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Grant, Member, Shell, html, see_other, see_other_saying};

/// Launches of a team that a question can be tied to.
const LAUNCHES: i64 = 20;

/// The query of `GET /questions/{number}`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ShowQuery {
    /// `yes` where a duplicate is to be seen itself, and not what it leads to.
    own: String,
}

/// `GET /questions/{number}`: the question, or the one that it was merged into.
pub async fn show(here: Here, query: Query<ShowQuery>) -> Result<HttpResponse, AppError> {
    if query.own != "yes" {
        let (reader, number) = (Reader::of(&here.member), here.number);
        let kept = here.db.read(move |connection| leads_to(connection, &reader, number)).await?;
        if let Some(kept) = kept {
            return Ok(see_other_saying(&kept.path(), format!("Question {number} was merged into this one.")));
        }
    }
    draw(here.shell, &here.member, (&here.db, &here.clocks), here.now, here.number, Drafts::default()).await
}

/// Where a duplicate leads, if its reader may follow: a team that was left since may not.
fn leads_to(
    connection: &mut Connection,
    reader: &Reader,
    number: QuestionNumber,
) -> Result<Option<QuestionNumber>, QuestionError> {
    let question = store::find(connection, reader, number)?;
    let kept = question.merged_into.map(|kept| store::find(connection, reader, kept.number));
    match kept {
        Some(Err(QuestionError::NotFound)) | None => Ok(None),
        Some(found) => Ok(Some(found?.number)),
    }
}

/// `GET` of an address that a form is sent to: the question itself.
pub async fn back(number: Path<QuestionNumber>) -> HttpResponse {
    see_other(&number.path())
}

/// The page, with what was typed into its forms; 422 where some of it is wrong.
pub(in crate::questions) async fn draw(
    shell: Shell,
    member: &Member,
    (db, clocks): (&Db, &Clocks),
    now: Timestamp,
    number: QuestionNumber,
    drafts: Drafts,
) -> Result<HttpResponse, AppError> {
    let (calendar, base) = (clocks.calendar(), shell.base.clone());
    let (reader, timer, asker_base) = (member.clone(), clocks.clone(), base.clone());
    let read = db.read(move |connection| Read::find(connection, &timer, &reader, number, now, &asker_base)).await?;
    let Read { question, history, serving, launches, topics, watchers, watches, mut work, confirmation, publishing } =
        read;
    let tied = question.launch.as_ref().map(|launch| launch.slug.clone()).unwrap_or_default();
    if !drafts.to.is_empty() {
        work.takers.iter_mut().for_each(|choice| choice.selected = choice.value == drafts.to);
    }
    let can_confirm = confirm::offers(member, &question, confirmation.as_ref());
    let confirmed = confirm::words(&question, confirmation, &calendar);
    let member = member.clone();
    let mut asked = aside(move || Asked::new(&base, &member, (now, &calendar), &question, &history, &serving)).await?;
    asked.topics = topics.iter().map(Topic::label).collect();
    (asked.watchers, asked.watches) = (watchers, watches);
    (asked.can_confirm, asked.confirmed, asked.publishing) = (can_confirm, confirmed, publishing);
    asked.launches = launches.iter().map(|launch| Choice::new(&launch.slug, &launch.name, &tied)).collect();
    let status = if drafts.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    html(status, &ShowPage { shell, asked, work, drafts })
}

/// Everything that the page of a question is drawn from.
struct Read {
    question: Question,
    history: History,
    serving: Vec<Serving>,
    launches: Vec<Launch>,
    topics: Vec<Topic>,
    watchers: i64,
    watches: bool,
    confirmation: Option<Confirmation>,
    publishing: Publishing,
    work: Worked,
}

impl Read {
    fn find(
        connection: &mut Connection,
        clocks: &Clocks,
        member: &Member,
        number: QuestionNumber,
        now: Timestamp,
        base: &str,
    ) -> Result<Self, QuestionError> {
        let reader = Reader::of(member);
        let question = store::find(connection, &reader, number)?;
        let serving = match question.team_id() {
            Some(team) => program::serving(connection, team, clocks.calendar().today(now))?,
            None => Vec::new(),
        };
        let may_tie =
            question.state.is_open() && (question.is_asked_by(member.id) || access::answers(member, &question));
        let launches = match question.team_id().filter(|_| may_tie) {
            Some(team) => launches::list_launches_of(connection, &[team], now, LAUNCHES)?,
            None => Vec::new(),
        };
        Ok(Read {
            history: history(connection, member, &question)?,
            topics: store::list_topics(connection, question.id)?,
            watchers: store::count_watchers(connection, question.id)?,
            watches: store::is_watched_by(connection, question.id, member.id)?,
            confirmation: confirm::find(connection, question.id)?,
            publishing: publication::publishing(connection, member, &question)?,
            work: worked(connection, clocks, member, &question, (now, base))?,
            question,
            serving,
            launches,
        })
    }
}

/// The history, as far as `member` may read it.
fn history(connection: &mut Connection, member: &Member, question: &Question) -> Result<History, QuestionError> {
    let events = store::list_events(connection, question.id)?;
    let reader = Reader::of(member);
    let mut others = store::list_numbered(connection, &History::numbers(&events))?;
    others.retain(|other| reader.reads(other));
    Ok(History {
        titles: others.into_iter().map(|other| (other.number.0, other.title)).collect(),
        notes: store::list_notes(connection, member, question)?,
        events,
    })
}

/// What `member` can do with the question, and what helps them do it.
fn worked(
    connection: &mut Connection,
    clocks: &Clocks,
    member: &Member,
    question: &Question,
    (now, base): (Timestamp, &str),
) -> Result<Worked, QuestionError> {
    let mut work = Worked::new(member, question);
    let link = |other: &Question| Link {
        name: format!("{}: {}", other.number, other.title),
        href: format!("{base}{}", other.number.path()),
    };
    work.links = store::list_links(connection, question.id)?
        .into_iter()
        .map(|link| (Link { name: link.label, href: format!("{base}/faq/{}", link.target) }, link.target))
        .collect();
    let merged = store::list_leading_to(connection, &Reader::of(member), question.id)?;
    work.merged = merged.iter().map(link).map(|to| Link { href: format!("{}?own=yes", to.href), ..to }).collect();
    if let Some(kept) = question.merged_into {
        let kept = store::find_by_id(connection, kept.id)?;
        work.kept = kept.filter(|kept| Reader::of(member).reads(kept)).as_ref().map(link);
    }
    if access::offers(member, question, Act::HandOn) || access::offers(member, question, Act::Assign) {
        work.takers = takers(connection, clocks, member, question, now)?;
    }
    let works = member.has(Grant::NetSec) || member.is_champion();
    if works && access::answers(member, question) && question.merged_into.is_none() {
        work.replies =
            store::list_replies(connection, member.id)?.into_iter().map(|reply| (reply.key, reply.title)).collect();
        if question.state.is_open() {
            let own = "/questions?view=team&state=open&sort=due";
            work.queue_href = format!("{base}{}", if member.has(Grant::NetSec) { "/queue" } else { own });
            work.next_href = format!("{base}/queue/next?after={}", store::Cursor::of(question).text());
        }
    }
    Ok(work)
}

/// To whom `member` can give the question.
fn takers(
    connection: &mut Connection,
    clocks: &Clocks,
    member: &Member,
    question: &Question,
    now: Timestamp,
) -> Result<Vec<Choice>, QuestionError> {
    let (champions, netsec) = actions::list_takers(connection, clocks, question, now)?;
    let team = question.team.as_ref().map(|team| team.name.as_str()).unwrap_or_default();
    let mut choices = Vec::new();
    if access::may(member, question, Act::Assign) {
        let choice = |one: &PersonName| Choice::new(&format!("@{}", one.handle), &one.name, "");
        choices.extend(netsec.iter().map(choice));
    }
    if access::may(member, question, Act::HandOn) {
        let others: Vec<_> = champions.iter().filter(|one| one.id != member.id).collect();
        if !champions.is_empty() && question.state != QuestionState::WithChampion {
            choices.push(Choice::new("team", &format!("Whoever serves {team}"), ""));
        }
        let choice = |one: &&PersonName| {
            Choice::new(&format!("@{}", one.handle), &format!("{}, who serves {team}", one.name), "")
        };
        choices.extend(others.iter().map(choice));
    }
    Ok(choices)
}

/// What was wrong with a form, where that is all that went wrong.
pub(in crate::questions) fn problems(error: QuestionError) -> Result<Vec<FieldProblem>, QuestionError> {
    match error {
        QuestionError::Invalid(problems) => Ok(problems),
        other => Err(other),
    }
}
