//! Numbers that people cite: 1, 2, 3 … without gaps, from a row that the same
//! transaction counts up.

use diesel::prelude::*;

use super::schema::counters;
use super::{DbError, Tx};

/// The next number of the counter called `name`. Take it last in a
/// transaction: others who want one wait until it commits.
///
/// # Errors
///
/// The database's own.
pub fn next(tx: &mut Tx, name: &str) -> Result<i64, DbError> {
    let raised = diesel::update(counters::table.filter(counters::name.eq(name)))
        .set(counters::value.eq(counters::value + 1_i64))
        .execute(tx)?;
    if raised == 0 {
        diesel::insert_into(counters::table)
            .values((counters::name.eq(name), counters::value.eq(1_i64)))
            .execute(tx)?;
        return Ok(1);
    }
    counters::table.filter(counters::name.eq(name)).select(counters::value).first(tx)
}
