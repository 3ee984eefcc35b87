//! Every query about closings.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::model::{Closing, ClosingAction};
use super::rules;
use crate::calendar::WorkCalendar;
use crate::clock::Day;
use crate::db::schema::{people, time_closings};
use crate::db::{Connection, DbError, Tx};

/// Whether the month that `day` lies in is closed on `today`.
///
/// # Errors
///
/// The database's own.
pub fn is_closed(connection: &mut Connection, calendar: &WorkCalendar, today: Day, day: Day) -> Result<bool, DbError> {
    let month = day.month_start();
    let closed = time_closings::action.eq(ClosingAction::Closed).and(time_closings::month.ge(month));
    let reopened = time_closings::action.eq(ClosingAction::Reopened).and(time_closings::month.eq(month));
    let newest: Option<Closing> = time_closings::table
        .filter(closed.or(reopened))
        .order((time_closings::made_at.desc(), time_closings::id.desc()))
        .first(connection)
        .optional()?;
    Ok(rules::is_closed(month, newest.as_ref(), calendar.close_after_days, today))
}

/// Everything that was done, the newest first, each with who did it.
pub(super) fn list(connection: &mut Connection) -> Result<Vec<(Closing, String)>, DbError> {
    time_closings::table
        .inner_join(people::table.on(people::id.eq(time_closings::person_id)))
        .order((time_closings::made_at.desc(), time_closings::id.desc()))
        .select((time_closings::all_columns, people::name))
        .load(connection)
}

/// The lock of months, on PostgreSQL: "Drawtime" in ASCII.
const LOCK: i64 = 0x4472_6177_7469_6d65;

/// Holds all months as they are until the transaction ends, together with
/// others who write time. Comes before [`is_closed`], which then sees what whoever
/// held them alone has written. On SQLite one writes after the other anyway.
pub(super) fn hold(tx: &mut Tx) -> Result<(), DbError> {
    lock(tx, "pg_advisory_xact_lock_shared")
}

/// The same, alone: waits until nobody writes time, and lets nobody begin to.
pub(super) fn hold_alone(tx: &mut Tx) -> Result<(), DbError> {
    lock(tx, "pg_advisory_xact_lock")
}

fn lock(tx: &mut Tx, function: &str) -> Result<(), DbError> {
    match tx {
        Connection::Postgres(postgres) => postgres.batch_execute(&format!("SELECT {function}({LOCK})")),
        Connection::Sqlite(_) => Ok(()),
    }
}

pub(super) fn insert(tx: &mut Tx, closing: &Closing) -> Result<(), DbError> {
    diesel::insert_into(time_closings::table).values(closing).execute(tx)?;
    Ok(())
}
