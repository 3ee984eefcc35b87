//! Asking.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::preview_of;
use super::show::problems;
use crate::clock::{Clock, Timestamp};
use crate::db::keys::{DraftId, TeamId};
use crate::db::{Connection, Db, once::once};
use crate::error::AppError;
use crate::knowledge::{FoundArticle, Library};
use crate::program;
use crate::questions::forms::{AskForm, BODY_LIMIT};
use crate::questions::model::{NewQuestion, QuestionNumber, Urgency, Visibility};
use crate::questions::pages::{NewPage, Similar, SimilarPart, TeamChoice};
use crate::questions::rules::{self, Routing, Server};
use crate::questions::store::{self, Draft};
use crate::questions::{Clocks, QuestionError, Reader, actions};
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Form, Member, Shell, Viewer, html, page, see_other, see_other_saying};

/// Articles that are shown beside the form.
const SIMILAR: usize = 5;

/// The query of `GET /questions/new`: what the search passes on, or a draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    title: String,
    body: String,
    searched: String,
    draft: String,
}

/// `GET /questions/new`
pub async fn new(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    query: Query<NewQuery>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let mut form = AskForm::from_link(&query.title, &query.body, &query.searched);
    if let Some(id) = DraftId::parse(&query.draft) {
        let kept = db.read(move |connection| store::find_draft(connection, id)).await?;
        form = kept.map_or(form, |draft| AskForm::from_draft(draft, id.to_string()));
    }
    let draft_is_gone = !query.draft.is_empty() && form.draft.is_empty();
    let teams = team_choices(&db, &viewer, clock.now()).await?;
    page(&NewPage { draft_is_gone, ..new_page(shell, &library, &clocks, form, teams, Vec::new()).await? })
}

/// `POST /questions`
pub async fn create(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    form: Form<AskForm>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let sent = match form.parse() {
        // A look at the words changes nothing, whatever is still missing.
        _ if !form.preview.is_empty() => Err(QuestionError::Invalid(Vec::new())),
        Ok(new) => match viewer.member() {
            Some(member) => send((&db, &clocks), member, now, &form, new).await,
            None => return keep_draft(&db, now, new).await,
        },
        Err(error) => Err(error),
    };
    match sent {
        Ok((number, was_sent)) => {
            let (words, is_new) = said_of(&db, number, now).await?;
            if was_sent && is_new {
                library.searches.note_asked(&form.searched, now.day());
            }
            Ok(see_other_saying(&number.path(), words))
        }
        Err(error) => {
            let problems = problems(error)?;
            let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let teams = team_choices(&db, &viewer, now).await?;
            html(status, &new_page(shell, &library, &clocks, form, teams, problems).await?)
        }
    }
}

/// Sends the question; says whether this send did it, or one before with the same token.
async fn send(
    (db, clocks): (&Db, &Clocks),
    member: &Member,
    now: Timestamp,
    form: &AskForm,
    new: NewQuestion,
) -> Result<(QuestionNumber, bool), QuestionError> {
    let (member, token, draft) = (member.clone(), form.once.clone(), DraftId::parse(&form.draft));
    let clocks = clocks.clone();
    let (target, was_sent) = db
        .write(move |tx| {
            let mut was_sent = false;
            let target = once(tx, member.id, &token, now, |tx| {
                was_sent = true;
                let number = actions::ask(tx, &clocks, &member, now, &new)?;
                if let Some(draft) = draft {
                    store::delete_draft(tx, draft)?;
                }
                Ok::<_, QuestionError>(number.path())
            })?;
            Ok::<_, QuestionError>((target, was_sent))
        })
        .await?;
    let number = target.rsplit('/').next().and_then(|number| number.parse().ok());
    number.map(|number| (QuestionNumber(number), was_sent)).ok_or(QuestionError::NotFound)
}

/// What the page of a question that was just sent says first, and whether it
/// was not sent before.
async fn said_of(db: &Db, number: QuestionNumber, now: Timestamp) -> Result<(String, bool), AppError> {
    let (asked_at, why) = db
        .read(move |connection| {
            let question = store::find(connection, &Reader::Site, number)?;
            let why = store::list_reasons(connection, &[question.id])?.remove(&question.id);
            Ok::<_, QuestionError>((question.asked_at, why))
        })
        .await?;
    let is_new = asked_at >= now;
    let words = match why {
        _ if !is_new => "You sent this already. Here it is.".into(),
        Some(reason) => format!("Your question is on its way. {}", reason.words),
        None => "Your question is on its way. This page shows who has it.".into(),
    };
    Ok((words, is_new))
}

/// Somebody who is not signed in loses no word: the form is filled in from the
/// draft once they are.
async fn keep_draft(db: &Db, now: Timestamp, new: NewQuestion) -> Result<HttpResponse, AppError> {
    let NewQuestion { title, body, searched, urgency, .. } = new;
    let draft = Draft { title, body, searched, urgency };
    let id = db.write(move |tx| store::insert_draft(tx, now, &draft)).await?;
    let back = query_value(&format!("/questions/new?draft={id}"));
    Ok(see_other(&format!("/sign-in?return={back}")))
}

/// The teams that the viewer can ask for, each with who would answer first.
async fn team_choices(db: &Db, viewer: &Viewer, now: Timestamp) -> Result<Vec<TeamChoice>, AppError> {
    let Some(member) = viewer.member().cloned() else { return Ok(Vec::new()) };
    let choices = db
        .read(move |connection| {
            let mut own = member.teams.clone();
            own.extend(member.champion_of.iter().filter(|team| !member.teams.contains(team)));
            own.into_iter().map(|team| team_choice(connection, &member, team, now)).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    Ok(choices)
}

fn team_choice(
    connection: &mut Connection,
    member: &Member,
    id: TeamId,
    now: Timestamp,
) -> Result<TeamChoice, QuestionError> {
    let team = program::team_by_id(connection, id)?;
    let serving = program::serving(connection, id, now.day())?;
    let routing = rules::route(member.id, Some(&Server::all(&serving)), Urgency::Normal, Visibility::Everyone);
    let first = match (routing, serving.iter().find(|one| one.is_there() && one.person_id != member.id)) {
        (Routing::Champion | Routing::Deputy, Some(person)) => format!("{} answers first", person.name),
        (Routing::AllAway, _) => "whoever serves it is away, so this goes straight to Network Security".into(),
        (Routing::AskerServes, _) => "you serve it, so this goes straight to Network Security".into(),
        _ => "it has no champion, so this goes straight to Network Security".into(),
    };
    Ok(TeamChoice { key: id.to_string(), name: team.name, first })
}

async fn new_page(
    shell: Shell,
    library: &Library,
    clocks: &Clocks,
    mut form: AskForm,
    teams: Vec<TeamChoice>,
    problems: Vec<FieldProblem>,
) -> Result<NewPage, AppError> {
    if let ([only], "") = (teams.as_slice(), form.team.as_str()) {
        form.team.clone_from(&only.key);
    }
    let urgency = form.urgency();
    let words: String = form.body.chars().take(BODY_LIMIT).collect();
    let preview = preview_of(&form.preview, &words, &shell.base).await?;
    let labels = [
        (Urgency::Low, "Low: any time will do"),
        (Urgency::Normal, "Normal: I can go on meanwhile"),
        (Urgency::Blocked, "Blocked now: I can’t go on without the answer"),
    ];
    Ok(NewPage {
        similar: similar(library, &shell.base, &form.title),
        targets: clocks.targets.words(&clocks.calendar()),
        urgencies: labels.iter().map(|(value, label)| Choice::new(value.as_str(), label, urgency.as_str())).collect(),
        shell,
        form,
        teams,
        preview,
        draft_is_gone: false,
        problems,
    })
}

/// The query of `GET /questions/similar`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SimilarQuery {
    title: String,
}

/// `GET /questions/similar`: the part of the form's page that follows its title.
pub async fn list_similar(
    shell: Shell,
    library: Data<Library>,
    query: Query<SimilarQuery>,
) -> Result<HttpResponse, AppError> {
    page(&SimilarPart { similar: similar(&library, &shell.base, &query.title) })
}

fn similar(library: &Library, base: &str, title: &str) -> Vec<Similar> {
    if title.trim().is_empty() {
        return Vec::new();
    }
    let found = match library.search(title, SIMILAR) {
        Ok(found) => found,
        Err(error) => {
            // The form is what was asked for; it is there without them, too.
            tracing::warn!(%error, "similar articles were not found");
            return Vec::new();
        }
    };
    let similar = |hit: &FoundArticle| Similar {
        title: hit.article.title.clone(),
        href: format!("{base}/faq/{}", hit.article.slug),
    };
    found.hits.iter().map(similar).collect()
}
