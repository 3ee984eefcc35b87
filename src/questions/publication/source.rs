//! What questions have to say about the drafts of their answers.

use serde_json::json;

use super::store;
use crate::clock::Timestamp;
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::writing::{DraftNumber, DraftSource, Origin, SourceLink, Text, WritingError};
use crate::questions::actions::record;
use crate::questions::model::{EventKind, Question, QuestionNumber, QuestionState, Visibility};
use crate::questions::redaction::{Texts, known, scan};
use crate::questions::store::{NewEvent, find, insert_event, save_published};
use crate::questions::{QuestionError, Reader, confirm};
use crate::web::Member;

/// Questions that an article may have been made of.
const LOOKED_AT: i64 = 20;
/// Finds that a refusal names.
const NAMED: usize = 5;

/// Answered questions, as the room of articles asks them.
pub struct AnsweredQuestions;

impl DraftSource for AnsweredQuestions {
    fn check(
        &self,
        connection: &mut Connection,
        draft: DraftNumber,
        text: &Text,
        is_final: bool,
    ) -> Result<Option<Origin>, WritingError> {
        let Some((number, begun)) = store::find_of_draft(connection, draft)? else { return Ok(None) };
        let question = find(connection, &Reader::Site, QuestionNumber(number)).map_err(refused)?;
        if question.state != QuestionState::Answered || question.article_slug.is_some() {
            return Err(WritingError::Refused(format!(
                "the question that it comes from is {}, so there is no answer to publish",
                question.state.label()
            )));
        }
        let texts = Texts {
            title: text.title.clone(),
            tags: text.tags.clone(),
            phrasings: text.phrasings.clone(),
            body: text.body.clone(),
        };
        let known = known(connection, &question, &texts).map_err(refused)?;
        let finds = scan(&texts, &known);
        let open: Vec<String> = finds
            .iter()
            .filter(|find| !find.is_kept(&begun.kept))
            .take(NAMED)
            .map(|find| {
                format!("{} ({})", find.kind.label(), find.places.first().map(|at| at.words()).unwrap_or_default())
            })
            .collect();
        if !open.is_empty() {
            return Err(WritingError::Refused(format!(
                "nobody has decided about what was found in it: {}. Its author does so on the question's page, under \
                 “Publish the answer”",
                open.join("; ")
            )));
        }
        if is_final {
            check_confirmed(connection, &question)?;
        }
        // Readers of the article are more than those of a question that is not for everyone.
        let is_for_all = question.visibility == Visibility::Everyone;
        Ok(Some(Origin { question_number: is_for_all.then_some(number) }))
    }

    fn published(
        &self,
        tx: &mut Tx,
        member: &Member,
        now: Timestamp,
        draft: DraftNumber,
        slug: &str,
    ) -> Result<(), WritingError> {
        let Some((number, _)) = store::find_of_draft(tx, draft)? else { return Ok(()) };
        link(tx, member, now, QuestionNumber(number), slug).map_err(refused)
    }

    fn link(
        &self,
        connection: &mut Connection,
        member: &Member,
        draft: DraftNumber,
    ) -> Result<Option<SourceLink>, DbError> {
        let Some((number, _)) = store::find_of_draft(connection, draft)? else { return Ok(None) };
        let number = QuestionNumber(number);
        Ok(Some(match find(connection, &Reader::of(member), number) {
            Ok(_) => SourceLink { label: format!("question {number}"), path: number.path() },
            Err(_) => SourceLink { label: "a question that is not for everyone".into(), path: String::new() },
        }))
    }

    fn list_answered(
        &self,
        connection: &mut Connection,
        member: &Member,
        slug: &str,
    ) -> Result<Vec<SourceLink>, DbError> {
        let reader = Reader::of(member);
        let mut links = Vec::new();
        for number in store::list_published(connection, slug, LOOKED_AT)? {
            match find(connection, &reader, QuestionNumber(number)) {
                Ok(question) => {
                    links.push(SourceLink { label: format!("question {number}"), path: question.number.path() });
                }
                Err(QuestionError::Database(error)) => return Err(error),
                Err(_) => {}
            }
        }
        Ok(links)
    }
}

/// Refuses to publish what whoever asked may still object to.
fn check_confirmed(connection: &mut Connection, question: &Question) -> Result<(), WritingError> {
    let confirmation = confirm::find(connection, question.id)?;
    if confirmation.is_some_and(|one| one.confirmed_at.is_some()) {
        return Ok(());
    }
    let words = "whoever asked has not confirmed the answer yet. They may say that something is missing; if they say \
                 nothing, it counts as confirmed after some working days, and can be published then";
    Err(WritingError::Refused(words.into()))
}

/// Links a question to the article that its answer became.
fn link(tx: &mut Tx, member: &Member, now: Timestamp, number: QuestionNumber, slug: &str) -> Result<(), QuestionError> {
    let question = find(tx, &Reader::Site, number)?;
    if !save_published(tx, &question, now, slug, question.version)? {
        return Err(QuestionError::Changed { number });
    }
    insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Published, slug))?;
    record(tx, Some(member.id), now, &question, "question.published", json!({ "article": slug }))
}

fn refused(error: QuestionError) -> WritingError {
    match error {
        QuestionError::Database(source) => WritingError::Database(source),
        other => WritingError::Refused(other.to_string()),
    }
}
