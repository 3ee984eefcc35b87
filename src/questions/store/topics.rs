//! What questions are about.

use diesel::prelude::*;

use crate::db::keys::QuestionId;
use crate::db::schema::question_topics as topics;
use crate::db::{DbError, Tx};
use crate::questions::model::Topic;

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
