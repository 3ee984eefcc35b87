//! Every query about questions that were not asked.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};

use crate::clock::Day;
use crate::db::schema::questions_avoided as avoided;
use crate::db::{Connection, DbError, Tx};
use crate::text_enum;

text_enum! {
    /// What was taken in place of asking.
    pub enum Avoided {
        /// An article.
        Article = "article",
        /// The answer to a question that somebody else had asked.
        Question = "question",
    }
}

/// Counts one more on that day.
pub(super) fn add(tx: &mut Tx, day: Day, kind: Avoided, is_for_everyone: bool) -> Result<(), DbError> {
    diesel::sql_query(
        "INSERT INTO questions_avoided (day, kind, is_for_everyone, times) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (day, kind, is_for_everyone) DO UPDATE SET times = questions_avoided.times + 1",
    )
    .bind::<Integer, _>(day)
    .bind::<Text, _>(kind)
    .bind::<Bool, _>(is_for_everyone)
    .execute(tx)?;
    Ok(())
}

/// How often an answer that was shown was taken in place of asking, from that
/// day on; with `all` also what is not for everyone.
///
/// # Errors
///
/// The database's own.
pub fn count_avoided(connection: &mut Connection, since: Day, all: bool) -> Result<i64, DbError> {
    let mut query = avoided::table
        .filter(avoided::day.ge(since))
        .select(diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(times) AS BIGINT)"))
        .into_boxed();
    if !all {
        query = query.filter(avoided::is_for_everyone.eq(true));
    }
    Ok(query.first::<Option<i64>>(connection)?.unwrap_or(0))
}
