//! Asking.

mod choices;
mod similar;

pub use similar::list_similar;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::preview_of;
use super::show::problems;
use crate::clock::{Clock, Timestamp};
use crate::db::keys::DraftId;
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::knowledge::Library;
use crate::questions::forms::{AskContext, AskForm, BODY_LIMIT};
use crate::questions::model::{Asking, NewQuestion, QuestionNumber, Visibility};
use crate::questions::pages::NewPage;
use crate::questions::store::{self, Draft};
use crate::questions::{Clocks, QuestionError, QuestionIndex, Reader, actions, topics};
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Form, Member, Shell, Viewer, html, page, see_other, see_other_saying};
use choices::Offered;

/// `GET /questions/new`
pub async fn new(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    query: Query<AskForm>,
    (clocks, index): (Data<Clocks>, Data<QuestionIndex>),
) -> Result<HttpResponse, AppError> {
    let draft = query.draft.clone();
    let mut form = AskForm { draft: String::new(), ..AskForm::from_link(query.into_inner()) };
    if let Some(id) = DraftId::parse(&draft) {
        let kept = db.read(move |connection| store::find_draft(connection, id)).await?;
        form = kept.map_or(form, |draft| AskForm::from_draft(draft, id.to_string()));
    }
    let draft_is_gone = !draft.is_empty() && form.draft.is_empty();
    let offered = Offered::list((&db, &index), &viewer, clock.now(), &shell.base, &form.title).await?;
    page(&NewPage { draft_is_gone, ..new_page(shell, &library, &clocks, form, offered, Vec::new()).await? })
}

/// `POST /questions`
pub async fn create(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    form: Form<AskForm>,
    (clocks, index): (Data<Clocks>, Data<QuestionIndex>),
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let sent = match asking(&form, &clocks, &library, now) {
        // A look at the words changes nothing, whatever is still missing.
        _ if !form.preview.is_empty() => Err(QuestionError::Invalid(Vec::new())),
        Ok(asking) => match viewer.member() {
            Some(member) => send((&db, &clocks), member, now, &form, asking).await,
            None => return keep_draft(&db, now, &form, asking.new).await,
        },
        Err(error) => Err(error),
    };
    match sent {
        Ok((number, was_sent)) => {
            let (words, is_new) = said_of(&db, number, now).await?;
            // What is not for everyone leaves no trace among the searches.
            let is_open = form.visibility.is_empty() || form.visibility == Visibility::Everyone.as_str();
            if was_sent && is_new && is_open {
                library.searches.note_asked(&form.searched, now.day());
            }
            Ok(see_other_saying(&number.path(), words))
        }
        Err(error) => {
            let problems = problems(error)?;
            let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let offered = Offered::list((&db, &index), &viewer, now, &shell.base, &form.title).await?;
            html(status, &new_page(shell, &library, &clocks, form, offered, problems).await?)
        }
    }
}

/// What the form asks; about what, by its words where nothing is named.
pub fn asking(form: &AskForm, clocks: &Clocks, library: &Library, now: Timestamp) -> Result<Asking, QuestionError> {
    let (calendar, shelf) = (clocks.calendar(), library.shelf());
    let read_topics = |text: &str| topics::parse(text, &shelf);
    let mut asking = form.parse(&AskContext { calendar: &calendar, topics: &read_topics, now })?;
    if form.topics.trim().is_empty() {
        asking.new.topics = similar::propose(library, &asking.new.title, &asking.new.body);
    }
    Ok(asking)
}

/// Sends the question; says whether this send did it, or one before with the same token.
pub async fn send(
    (db, clocks): (&Db, &Clocks),
    member: &Member,
    now: Timestamp,
    form: &AskForm,
    asking: Asking,
) -> Result<(QuestionNumber, bool), QuestionError> {
    let (member, token, draft) = (member.clone(), form.once.clone(), DraftId::parse(&form.draft));
    let clocks = clocks.clone();
    let (target, was_sent) = db
        .write(move |tx| {
            let mut was_sent = false;
            let target = once(tx, member.id, &token, now, |tx| {
                was_sent = true;
                let number = actions::ask_with(tx, &clocks, &member, now, &asking)?;
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
async fn keep_draft(db: &Db, now: Timestamp, form: &AskForm, new: NewQuestion) -> Result<HttpResponse, AppError> {
    let NewQuestion { title, body, searched, urgency, .. } = new;
    let more = serde_json::to_string(form).map_err(|error| AppError::Internal(error.to_string()))?;
    let draft = Draft { title, body, searched, urgency, more };
    let id = db.write(move |tx| store::insert_draft(tx, now, &draft)).await?;
    let back = query_value(&format!("/questions/new?draft={id}"));
    Ok(see_other(&format!("/sign-in?return={back}")))
}

async fn new_page(
    shell: Shell,
    library: &Library,
    clocks: &Clocks,
    mut form: AskForm,
    offered: Offered,
    problems: Vec<FieldProblem>,
) -> Result<NewPage, AppError> {
    if let ([only], "") = (offered.teams.as_slice(), form.team.as_str()) {
        form.team.clone_from(&only.key);
    }
    let words: String = form.body.chars().take(BODY_LIMIT).collect();
    let preview = preview_of(&form.preview, &words, &shell.base).await?;
    if form.topics.is_empty() && !form.title.trim().is_empty() {
        form.topics = topics::words(&similar::propose(library, &form.title, &form.body), &library.shelf());
    }
    let calendar = clocks.calendar();
    Ok(NewPage {
        targets: clocks.targets.words(&calendar),
        zone: calendar.zone.name().to_owned(),
        asks_whether_secret: !form.suspects().is_empty(),
        similar: similar::similar(library, &shell.base, &form.title),
        asked: offered.asked,
        searched: form.searched.clone(),
        urgencies: choices::urgencies(form.urgency()),
        visibilities: choices::visibilities(&form.visibility, !offered.teams.is_empty()),
        launches: choices::launches(&offered.launches, &form.launch),
        abouts: choices::abouts(&offered.belongings, &form.about, offered.teams.len() > 1),
        teams: offered.teams,
        shell,
        form,
        preview,
        draft_is_gone: false,
        problems,
    })
}
