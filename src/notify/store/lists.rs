//! Notices as their readers see them, and messages as those do who look after them.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, NoticeId, PersonId};
use crate::db::schema::{deliveries, notice_marks as marks, notices, people};
use crate::db::{Connection, DbError, Tx};
use crate::notify::model::{Channel, Delivery, DeliveryState, Notice, NoticeKind};

/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 1_000;
/// Messages that are forgotten in one go; the rest an hour later.
const AT_ONCE: i64 = 50_000;
/// Unread notices are counted up to here; a larger number says nothing more.
const COUNTED: i64 = 100;

/// What somebody heard of, the newest first.
///
/// # Errors
///
/// The database's own.
pub fn list_of(
    connection: &mut Connection,
    person: PersonId,
    only_unread: bool,
    skip: i64,
    limit: i64,
) -> Result<Vec<Notice>, DbError> {
    let mut query = notices::table.filter(notices::person_id.eq(person)).into_boxed();
    if only_unread {
        query = query.filter(notices::read_at.is_null());
    }
    query.order(notices::id.desc()).offset(skip).limit(limit).select(Notice::as_select()).load(connection)
}

/// One notice of somebody's own.
///
/// # Errors
///
/// The database's own.
pub fn find_own(connection: &mut Connection, person: PersonId, id: NoticeId) -> Result<Option<Notice>, DbError> {
    notices::table
        .filter(notices::id.eq(id))
        .filter(notices::person_id.eq(person))
        .select(Notice::as_select())
        .first(connection)
        .optional()
}

/// How many somebody has not read, a hundred at the most.
///
/// # Errors
///
/// The database's own.
pub fn count_unread(connection: &mut Connection, person: PersonId) -> Result<i64, DbError> {
    let unread: Vec<NoticeId> = notices::table
        .filter(notices::person_id.eq(person))
        .filter(notices::read_at.is_null())
        .select(notices::id)
        .limit(COUNTED)
        .load(connection)?;
    Ok(unread.len() as i64)
}

/// Notes that somebody read one.
///
/// # Errors
///
/// The database's own.
pub fn mark_read(tx: &mut Tx, person: PersonId, id: NoticeId, now: Timestamp) -> Result<(), DbError> {
    let own = notices::table
        .filter(notices::id.eq(id))
        .filter(notices::person_id.eq(person))
        .filter(notices::read_at.is_null());
    diesel::update(own).set(notices::read_at.eq(Some(now))).execute(tx)?;
    Ok(())
}

/// Notes that somebody read all that they have heard so far.
///
/// # Errors
///
/// The database's own.
pub fn mark_all_read(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<usize, DbError> {
    let own = notices::table.filter(notices::person_id.eq(person)).filter(notices::read_at.is_null());
    diesel::update(own).set(notices::read_at.eq(Some(now))).execute(tx)
}

/// Which of these keys were said already.
///
/// # Errors
///
/// The database's own.
pub fn list_said(connection: &mut Connection, keys: &[String]) -> Result<HashSet<String>, DbError> {
    let mut said = HashSet::new();
    for chunk in keys.chunks(CHUNK) {
        let some: Vec<String> =
            marks::table.filter(marks::key.eq_any(chunk.to_vec())).select(marks::key).load(connection)?;
        said.extend(some);
    }
    Ok(said)
}

/// How many messages there are by one way and in one state, and since when the first.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Counted {
    /// The way.
    pub channel: Channel,
    /// How far they are.
    pub state: DeliveryState,
    /// How many.
    pub count: i64,
    /// When the oldest was written.
    pub oldest: Option<Timestamp>,
}

/// How many messages have yet to get through, by way and state.
///
/// # Errors
///
/// The database's own.
pub fn counts(connection: &mut Connection) -> Result<Vec<Counted>, DbError> {
    deliveries::table
        .filter(deliveries::state.eq_any([DeliveryState::Waiting, DeliveryState::Failed]))
        .group_by((deliveries::channel, deliveries::state))
        .select((
            deliveries::channel,
            deliveries::state,
            diesel::dsl::count_star(),
            diesel::dsl::min(deliveries::created_at),
        ))
        .load(connection)
}

/// A message that did not go, for those who look after it: without its words,
/// which are not for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRow {
    /// The message.
    pub delivery: Delivery,
    /// Whose mail it is.
    pub person: Option<String>,
    /// What it is about, kinds alone.
    pub kinds: Vec<NoticeKind>,
}

/// Messages that did not go, or were tried in vain, the newest first.
///
/// # Errors
///
/// The database's own.
pub fn list_failed(connection: &mut Connection, state: DeliveryState, limit: i64) -> Result<Vec<FailedRow>, DbError> {
    let rows: Vec<(Delivery, Option<String>)> = deliveries::table
        .left_join(people::table)
        .filter(deliveries::state.eq(state))
        .filter(deliveries::problem.ne(""))
        .order((deliveries::ended_at.desc(), deliveries::id.desc()))
        .limit(limit)
        .select((Delivery::as_select(), people::name.nullable()))
        .load(connection)?;
    let mut failed: Vec<FailedRow> =
        rows.into_iter().map(|(delivery, person)| FailedRow { delivery, person, kinds: Vec::new() }).collect();
    let ids: Vec<_> = failed.iter().map(|row| Some(row.delivery.id)).take(CHUNK).collect();
    let kinds: Vec<(Option<DeliveryId>, NoticeKind)> = notices::table
        .filter(notices::delivery_id.eq_any(ids))
        .order(notices::id)
        .select((notices::delivery_id, notices::kind))
        .load(connection)?;
    for row in &mut failed {
        row.kinds = kinds.iter().filter(|(id, _)| *id == Some(row.delivery.id)).map(|(_, kind)| *kind).collect();
        row.kinds.dedup();
    }
    Ok(failed)
}

/// Forgets notices that were written before `notices_before`, and messages that
/// ended before `sent_before`; those that did not get through are kept as long
/// as notices are.
///
/// # Errors
///
/// The database's own.
pub fn forget(tx: &mut Tx, notices_before: Timestamp, sent_before: Timestamp) -> Result<(), DbError> {
    use DeliveryState::{Dropped, Failed, Sent};
    for (states, before) in [(vec![Sent, Dropped], sent_before), (vec![Failed], notices_before)] {
        let ended = deliveries::table.filter(deliveries::state.eq_any(states)).filter(deliveries::ended_at.lt(before));
        let gone: Vec<DeliveryId> = ended.order(deliveries::ended_at).limit(AT_ONCE).select(deliveries::id).load(tx)?;
        for chunk in gone.chunks(CHUNK) {
            let held = notices::table.filter(notices::delivery_id.eq_any(chunk.iter().copied().map(Some)));
            diesel::update(held).set(notices::delivery_id.eq(None::<DeliveryId>)).execute(tx)?;
            diesel::delete(deliveries::table.filter(deliveries::id.eq_any(chunk.to_vec()))).execute(tx)?;
        }
    }
    let old = notices::table.filter(notices::created_at.lt(notices_before)).filter(notices::delivery_id.is_null());
    diesel::delete(old).execute(tx)?;
    diesel::delete(marks::table.filter(marks::marked_at.lt(notices_before))).execute(tx)?;
    Ok(())
}

/// Takes what was written before as read and seen to: of a past that was made up.
///
/// # Errors
///
/// The database's own.
pub fn settle_past(tx: &mut Tx, before: Timestamp) -> Result<(), DbError> {
    let past = notices::table.filter(notices::created_at.lt(before));
    diesel::update(past).set((notices::read_at.eq(Some(before)), notices::sorted_at.eq(Some(before)))).execute(tx)?;
    Ok(())
}
