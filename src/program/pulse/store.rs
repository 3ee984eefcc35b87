//! Every query about the pulse. No query reads answers and participants together.

use std::collections::HashSet;

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::model::{Audience, Count, Counted};
use crate::db::keys::{DepartmentId, PersonId};
use crate::db::schema::{pulse_answers, pulse_participants};
use crate::db::{Connection, DbError, Tx};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = pulse_answers)]
pub struct AnswerRow {
    /// A hash that only the browser can make again.
    pub key: String,
    pub quarter: String,
    pub audience: Audience,
    pub question: String,
    pub department_id: Option<DepartmentId>,
    pub value: i32,
    pub words: String,
}

/// The answer of this key.
pub fn find(connection: &mut Connection, key: &str) -> Result<Option<AnswerRow>, DbError> {
    pulse_answers::table.find(key).first(connection).optional()
}

/// The keys of the questions that a person has answered in a quarter.
pub fn answered_by(
    connection: &mut Connection,
    quarter: &str,
    audience: Audience,
    person: PersonId,
) -> Result<HashSet<String>, DbError> {
    let questions: Vec<String> = pulse_participants::table
        .filter(pulse_participants::quarter.eq(quarter))
        .filter(pulse_participants::audience.eq(audience))
        .filter(pulse_participants::person_id.eq(person))
        .select(pulse_participants::question)
        .load(connection)?;
    Ok(questions.into_iter().collect())
}

pub(super) fn insert_participant(tx: &mut Tx, answer: &AnswerRow, person: PersonId) -> Result<(), DbError> {
    diesel::insert_into(pulse_participants::table)
        .values((
            pulse_participants::quarter.eq(&answer.quarter),
            pulse_participants::audience.eq(answer.audience),
            pulse_participants::question.eq(&answer.question),
            pulse_participants::person_id.eq(person),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn insert(tx: &mut Tx, answer: &AnswerRow) -> Result<(), DbError> {
    diesel::insert_into(pulse_answers::table).values(answer).execute(tx)?;
    Ok(())
}

/// Saves another value and other words.
pub(super) fn save(tx: &mut Tx, key: &str, value: i32, words: &str) -> Result<(), DbError> {
    diesel::update(pulse_answers::table.find(key))
        .set((pulse_answers::value.eq(value), pulse_answers::words.eq(words)))
        .execute(tx)?;
    Ok(())
}

/// Writes the answers that are counted together with this one anew, in the
/// order of their keys.
///
/// PostgreSQL keeps rows in the order in which they were written and each with
/// the transaction that wrote it, which the participant's row has as well: that
/// would join the two. SQLite keeps these tables in the order of their keys,
/// and nothing of transactions.
pub(super) fn mix(tx: &mut Tx, answer: &AnswerRow) -> Result<(), DbError> {
    if !matches!(tx, Connection::Postgres(_)) {
        return Ok(());
    }
    let mut rows: Vec<AnswerRow> = pulse_answers::table
        .filter(pulse_answers::quarter.eq(&answer.quarter))
        .filter(pulse_answers::audience.eq(answer.audience))
        .filter(pulse_answers::question.eq(&answer.question))
        .load(tx)?;
    rows.retain(|row| row.department_id == answer.department_id);
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    for row in &rows {
        diesel::delete(pulse_answers::table.find(&row.key)).execute(tx)?;
    }
    rows.iter().try_for_each(|row| insert(tx, row))
}

/// Quarter, question, department, number of answers and sum of their values.
type CountedColumns = (String, String, Option<DepartmentId>, i64, Option<i64>);

/// What the answers of quarters from `from` up to but not including `until` add up to.
pub fn list_counted(
    connection: &mut Connection,
    audience: Audience,
    from: &str,
    until: &str,
) -> Result<Vec<Counted>, DbError> {
    let rows: Vec<CountedColumns> = pulse_answers::table
        .filter(pulse_answers::audience.eq(audience))
        .filter(pulse_answers::quarter.ge(from))
        .filter(pulse_answers::quarter.lt(until))
        .group_by((pulse_answers::quarter, pulse_answers::question, pulse_answers::department_id))
        .select((
            pulse_answers::quarter,
            pulse_answers::question,
            pulse_answers::department_id,
            count_star(),
            sql::<Nullable<BigInt>>("CAST(SUM(value) AS BIGINT)"),
        ))
        .load(connection)?;
    let counted = |(quarter, question, department, answers, sum): CountedColumns| Counted {
        quarter,
        question,
        department,
        count: Count { answers, sum: sum.unwrap_or(0) },
    };
    Ok(rows.into_iter().map(counted).collect())
}

/// What was written to a question in a quarter, in the order of the keys, which
/// says nothing of who came when.
pub fn list_words(
    connection: &mut Connection,
    audience: Audience,
    quarter: &str,
    question: &str,
) -> Result<Vec<String>, DbError> {
    pulse_answers::table
        .filter(pulse_answers::quarter.eq(quarter))
        .filter(pulse_answers::audience.eq(audience))
        .filter(pulse_answers::question.eq(question))
        .filter(pulse_answers::words.ne(""))
        .order(pulse_answers::key)
        .select(pulse_answers::words)
        .load(connection)
}
