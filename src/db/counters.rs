//! Numbers that people cite: 1, 2, 3 … without gaps, from a row that the same
//! transaction counts up.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::schema::counters;
use super::{DbError, Tx};

/// The next number of the counter called `name`. Take it last in a
/// transaction: others who want one wait until it commits.
///
/// # Errors
///
/// The database's own.
pub fn next(tx: &mut Tx, name: &str) -> Result<i64, DbError> {
    if !raise(tx, name)? {
        // Two who count something for the first time both come here; one of
        // them makes the row, and both count it.
        diesel::sql_query("INSERT INTO counters (name, value) VALUES ($1, 0) ON CONFLICT DO NOTHING")
            .bind::<Text, _>(name)
            .execute(tx)?;
        raise(tx, name)?;
    }
    counters::table.filter(counters::name.eq(name)).select(counters::value).first(tx)
}

/// Counts up; false where there is no such counter yet.
fn raise(tx: &mut Tx, name: &str) -> Result<bool, DbError> {
    let counter = counters::table.filter(counters::name.eq(name));
    let raised = diesel::update(counter).set(counters::value.eq(counters::value + 1_i64)).execute(tx)?;
    Ok(raised == 1)
}
