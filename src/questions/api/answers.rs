//! What scripts get: a contract, in which names are never taken away.

use std::collections::HashSet;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::questions::model::{Question, QuestionNumber};
use crate::questions::{QuestionError, Reader, store};
use crate::web::{Member, Site};

/// A question as a line of a list.
#[derive(Debug, Serialize)]
pub struct QuestionAnswer {
    number: i64,
    url: String,
    title: String,
    /// The team's address; none where it was asked for no team.
    team: Option<String>,
    /// The asker's handle.
    asker: String,
    /// The handle of whoever asked for the asker.
    asked_by: Option<String>,
    state: &'static str,
    turn: &'static str,
    urgency: &'static str,
    visibility: &'static str,
    asked_at: String,
    /// Until when an answer is owed; none where none is.
    due_at: Option<String>,
    overdue: bool,
    /// The handle of whoever has it.
    claimed_by: Option<String>,
    first_response_at: Option<String>,
    answered_at: Option<String>,
    answered_by: Option<String>,
    /// The article that the answer became, or that answers it.
    article: Option<String>,
    /// The question that it was merged into, where its reader may read that.
    merged_into: Option<i64>,
    launch: Option<String>,
    version: i32,
    /// Why it is with Network Security; in their queue alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The names of the columns of [`QuestionAnswer::cells`].
pub const COLUMNS: [&str; 20] = [
    "number",
    "title",
    "team",
    "asker",
    "asked_by",
    "state",
    "turn",
    "urgency",
    "visibility",
    "asked_at",
    "due_at",
    "overdue",
    "claimed_by",
    "first_response_at",
    "answered_at",
    "answered_by",
    "article",
    "launch",
    "url",
    "why",
];

impl QuestionAnswer {
    fn of(site: &Site, question: &Question, readable: &HashSet<i64>, now: Timestamp) -> Self {
        let merged_into = question.merged_into.map(|kept| kept.number.0);
        QuestionAnswer {
            number: question.number.0,
            url: site.absolute(&question.number.path()),
            title: question.title.clone(),
            team: question.team.as_ref().map(|team| team.slug.clone()),
            asker: question.asker.handle.clone(),
            asked_by: question.asked_by.as_ref().map(|person| person.handle.clone()),
            state: question.state.as_str(),
            turn: question.turn.as_str(),
            urgency: question.urgency.as_str(),
            visibility: question.visibility.as_str(),
            asked_at: question.asked_at.iso(),
            due_at: question.is_owed().then(|| question.due_at.iso()),
            overdue: question.is_overdue(now),
            claimed_by: question.claimed_by.as_ref().map(|person| person.handle.clone()),
            first_response_at: question.first_response_at.map(Timestamp::iso),
            answered_at: question.answered_at.map(Timestamp::iso),
            answered_by: question.answered_by.as_ref().map(|person| person.handle.clone()),
            article: question.article_slug.clone(),
            merged_into: merged_into.filter(|number| readable.contains(number)),
            launch: question.launch.as_ref().map(|launch| launch.slug.clone()),
            version: question.version.0,
            why: None,
        }
    }

    /// Whether it was asked at `now`, or is an older one.
    pub fn is_asked_at(&self, now: Timestamp) -> bool {
        self.asked_at == now.iso()
    }

    /// Where scripts find it, below the base.
    pub fn place(&self) -> String {
        format!("/api/v1{}", QuestionNumber(self.number).path())
    }

    /// The question as a line of a table.
    pub fn cells(self) -> [String; COLUMNS.len()] {
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        [
            self.number.to_string(),
            self.title,
            self.team.unwrap_or_default(),
            self.asker,
            self.asked_by.unwrap_or_default(),
            self.state.to_owned(),
            self.turn.to_owned(),
            self.urgency.to_owned(),
            self.visibility.to_owned(),
            self.asked_at,
            self.due_at.unwrap_or_default(),
            yes(self.overdue),
            self.claimed_by.unwrap_or_default(),
            self.first_response_at.unwrap_or_default(),
            self.answered_at.unwrap_or_default(),
            self.answered_by.unwrap_or_default(),
            self.article.unwrap_or_default(),
            self.launch.unwrap_or_default(),
            self.url,
            self.why.unwrap_or_default(),
        ]
    }
}

/// Questions as `reader` may see them at `now`; one query, however many they are.
///
/// # Errors
///
/// The database's own.
pub fn answers(
    connection: &mut Connection,
    site: &Site,
    reader: &Reader,
    questions: &[Question],
    now: Timestamp,
) -> Result<Vec<QuestionAnswer>, DbError> {
    let kept: Vec<i64> =
        questions.iter().filter_map(|question| question.merged_into.map(|kept| kept.number.0)).collect();
    let readable = store::list_readable(connection, reader, &kept)?.into_iter().collect();
    Ok(questions.iter().map(|question| QuestionAnswer::of(site, question, &readable, now)).collect())
}

/// The question with this number as `member` may see it; none where they may
/// not, as somebody who has just given it away.
///
/// # Errors
///
/// The database's own.
pub fn find(
    connection: &mut Connection,
    site: &Site,
    member: &Member,
    number: QuestionNumber,
    now: Timestamp,
) -> Result<Option<QuestionAnswer>, QuestionError> {
    let reader = Reader::of(member);
    let question = match store::find(connection, &reader, number) {
        Ok(question) => question,
        Err(QuestionError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(answers(connection, site, &reader, &[question], now)?.pop())
}
