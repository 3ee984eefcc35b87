//! Messages on their way: who sends which, and what came of it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, PersonId};
use crate::db::schema::{deliveries, notices, people};
use crate::db::{Connection, DbError, Tx};
use crate::notify::model::{Channel, Delivery, DeliveryState, Notice};

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = Text)]
    id: DeliveryId,
}

/// Messages that may go now by this way, the first first: of each lane the
/// first that waits, so that nobody hears the second before the first.
///
/// # Errors
///
/// The database's own.
pub fn list_due(
    connection: &mut Connection,
    channel: Channel,
    chat: &str,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<DeliveryId>, DbError> {
    let due: Vec<Due> = diesel::sql_query(
        "SELECT one.id AS id FROM deliveries one \
         WHERE one.state = 'waiting' AND one.channel = $1 AND one.chat = $2 AND one.next_at <= $3 \
         AND (one.leased_until IS NULL OR one.leased_until <= $3) \
         AND NOT EXISTS (SELECT 1 FROM deliveries other WHERE other.state = 'waiting' AND other.lane = one.lane \
         AND (other.ready_at < one.ready_at OR (other.ready_at = one.ready_at AND other.id < one.id))) \
         ORDER BY one.ready_at, one.id LIMIT $4",
    )
    .bind::<Text, _>(channel)
    .bind::<Text, _>(chat)
    .bind::<BigInt, _>(now)
    .bind::<BigInt, _>(limit)
    .load(connection)?;
    Ok(due.into_iter().map(|due| due.id).collect())
}

/// One taking of a message: what came of it counts as long as nobody took the
/// message again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The message.
    pub id: DeliveryId,
    /// How often it was taken.
    pub lease: i32,
    /// How often it was tried, this time included.
    pub tries: i32,
}

/// Takes a message, so that nobody else sends it until then. Nothing where
/// somebody was faster.
///
/// # Errors
///
/// The database's own.
pub fn take(
    tx: &mut Tx,
    id: DeliveryId,
    node: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Lease>, DbError> {
    let free = deliveries::table
        .filter(deliveries::id.eq(id))
        .filter(deliveries::state.eq(DeliveryState::Waiting))
        .filter(deliveries::leased_until.is_null().or(deliveries::leased_until.le(now)));
    let taken = diesel::update(free)
        .set((
            deliveries::leased_by.eq(node),
            deliveries::leased_until.eq(Some(until)),
            deliveries::lease.eq(deliveries::lease + 1),
            deliveries::tries.eq(deliveries::tries + 1),
        ))
        .execute(tx)?;
    if taken == 0 {
        return Ok(None);
    }
    let (lease, tries) =
        deliveries::table.find(id).select((deliveries::lease, deliveries::tries)).first::<(i32, i32)>(tx)?;
    Ok(Some(Lease { id, lease, tries }))
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The receiver took it.
    Sent,
    /// It was not wanted any more; why.
    Dropped(String),
    /// It is not tried again by itself; why.
    Failed(String),
    /// It is tried again then; why.
    Again(Timestamp, String),
}

/// Writes down what came of a try. Returns false where somebody else has taken
/// the message since.
///
/// # Errors
///
/// The database's own.
pub fn settle(tx: &mut Tx, lease: Lease, now: Timestamp, reason: &Reason) -> Result<bool, DbError> {
    let held = deliveries::table
        .filter(deliveries::id.eq(lease.id))
        .filter(deliveries::lease.eq(lease.lease))
        .filter(deliveries::state.eq(DeliveryState::Waiting));
    let (state, words, next) = match reason {
        Reason::Sent => (DeliveryState::Sent, "", None),
        Reason::Dropped(words) => (DeliveryState::Dropped, words.as_str(), None),
        Reason::Failed(words) => (DeliveryState::Failed, words.as_str(), None),
        Reason::Again(at, words) => (DeliveryState::Waiting, words.as_str(), Some(*at)),
    };
    let settled = diesel::update(held)
        .set((
            deliveries::state.eq(state),
            deliveries::problem.eq(words),
            deliveries::leased_until.eq(None::<Timestamp>),
            deliveries::ended_at.eq(next.is_none().then_some(now)),
            next.map(|at| deliveries::next_at.eq(at)),
        ))
        .execute(tx)?;
    Ok(settled == 1)
}

/// Takes back what a sender held that is no more. On SQLite this process is the
/// only one, so whatever is held is held by nobody; on PostgreSQL other nodes
/// live, and what a dead one held is free when its time is over.
///
/// # Errors
///
/// The database's own.
pub fn take_back_all(tx: &mut Tx) -> Result<usize, DbError> {
    if matches!(tx, Tx::Postgres(_)) {
        return Ok(0);
    }
    let held = deliveries::table.filter(deliveries::leased_until.is_not_null());
    diesel::update(held).set(deliveries::leased_until.eq(None::<Timestamp>)).execute(tx)
}

/// Lets a message that was given up go again. Returns false where it was not.
///
/// # Errors
///
/// The database's own.
pub fn retry(tx: &mut Tx, id: Option<DeliveryId>, now: Timestamp) -> Result<usize, DbError> {
    let again = (
        deliveries::state.eq(DeliveryState::Waiting),
        deliveries::ready_at.eq(now),
        deliveries::next_at.eq(now),
        deliveries::tries.eq(0),
        deliveries::ended_at.eq(None::<Timestamp>),
        deliveries::leased_until.eq(None::<Timestamp>),
    );
    let failed = deliveries::table.filter(deliveries::state.eq(DeliveryState::Failed));
    match id {
        Some(id) => diesel::update(failed.filter(deliveries::id.eq(id))).set(again).execute(tx),
        None => diesel::update(failed).set(again).execute(tx),
    }
}

/// One message.
///
/// # Errors
///
/// The database's own.
pub fn find_delivery(connection: &mut Connection, id: DeliveryId) -> Result<Option<Delivery>, DbError> {
    deliveries::table.find(id).select(Delivery::as_select()).first(connection).optional()
}

/// What a message holds, oldest first.
///
/// # Errors
///
/// The database's own.
pub fn notices_of(connection: &mut Connection, id: DeliveryId) -> Result<Vec<Notice>, DbError> {
    let held = notices::table.filter(notices::delivery_id.eq(id));
    held.order(notices::id).select(Notice::as_select()).load(connection)
}

/// Name and mail address of somebody who can sign in; nothing for others.
///
/// # Errors
///
/// The database's own.
pub fn receiver_of(connection: &mut Connection, person: PersonId) -> Result<Option<(String, String)>, DbError> {
    people::table
        .find(person)
        .filter(people::state.eq("active"))
        .select((people::name, people::email))
        .first(connection)
        .optional()
}
