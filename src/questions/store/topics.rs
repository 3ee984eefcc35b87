//! What questions are about.

use diesel::prelude::*;

use crate::db::keys::QuestionId;
use crate::db::schema::question_topics as topics;
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::{Topic, TopicKind};

/// Puts down what a new question is about.
///
/// # Errors
///
/// The database's own.
pub fn insert_topics(tx: &mut Tx, question: QuestionId, about: &[Topic]) -> Result<(), DbError> {
    for (index, topic) in about.iter().enumerate() {
        if !about[..index].contains(topic) {
            let row = (topics::question_id.eq(question), topics::kind.eq(topic.kind), topics::value.eq(&topic.value));
            diesel::insert_into(topics::table).values(row).execute(tx)?;
        }
    }
    Ok(())
}

/// What a question is about, categories first.
///
/// # Errors
///
/// The database's own.
pub fn list_topics(connection: &mut Connection, question: QuestionId) -> Result<Vec<Topic>, DbError> {
    let rows: Vec<(TopicKind, String)> = topics::table
        .filter(topics::question_id.eq(question))
        .order((topics::kind, topics::value))
        .select((topics::kind, topics::value))
        .load(connection)?;
    Ok(rows.into_iter().map(|(kind, value)| Topic { kind, value }).collect())
}
