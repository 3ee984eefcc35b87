//! Notices for which it is to be decided what goes out, and the messages that
//! come of it.

use std::collections::HashMap;

use diesel::prelude::*;

use super::choices::{choices_of, find_hours};
use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, NoticeId, PersonId};
use crate::db::schema::{deliveries, notices, people};
use crate::db::{Connection, DbError, Tx};
use crate::notify::model::{Channel, Choice, DeliveryState, NoticeKind};
use crate::notify::rules::Hours;

/// A notice that was written a moment ago.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Unsorted {
    /// Its key.
    pub id: NoticeId,
    /// Who hears it.
    pub person: Option<PersonId>,
    /// The place in chat that hears it, as it is stored.
    pub chat: String,
    /// Of which kind it is.
    pub kind: NoticeKind,
    /// From when on it helps nobody any more.
    pub useful_until: Option<Timestamp>,
}

impl Unsorted {
    /// Whether it still helps at `now`, and would not any more where it is held
    /// back until `held`.
    pub fn is_too_late_by(&self, now: Timestamp, held: Timestamp) -> bool {
        self.useful_until.is_some_and(|end| now < end && end <= held)
    }
}

/// What somebody wants.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Whether mail can reach them at all: they can sign in.
    pub is_there: bool,
    /// The name of the zone that they work in; empty: the company's.
    pub zone: String,
    /// When they are not to be disturbed.
    pub hours: Hours,
    choices: HashMap<NoticeKind, Choice>,
}

impl Wanted {
    /// How they want this kind by mail.
    pub fn of(&self, kind: NoticeKind) -> Choice {
        let chosen = self.choices.get(&kind).filter(|_| kind.is_chosen());
        chosen.copied().unwrap_or_else(|| kind.default_choice())
    }
}

/// Notices that nothing was decided about yet, the oldest first.
///
/// # Errors
///
/// The database's own.
pub fn list_unsorted(connection: &mut Connection, limit: i64) -> Result<Vec<Unsorted>, DbError> {
    notices::table
        .filter(notices::sorted_at.is_null())
        .order(notices::id)
        .limit(limit)
        .select((notices::id, notices::person_id, notices::chat, notices::kind, notices::useful_until))
        .load(connection)
}

/// Notes that it is decided. Returns false where another node was faster.
///
/// # Errors
///
/// The database's own.
pub fn note_sorted(tx: &mut Tx, notice: NoticeId, now: Timestamp) -> Result<bool, DbError> {
    let open = notices::table.filter(notices::id.eq(notice)).filter(notices::sorted_at.is_null());
    Ok(diesel::update(open).set(notices::sorted_at.eq(Some(now))).execute(tx)? == 1)
}

/// Keeps a notice for the digest that goes then.
///
/// # Errors
///
/// The database's own.
pub fn put_off(tx: &mut Tx, notice: NoticeId, until: Timestamp) -> Result<(), DbError> {
    diesel::update(notices::table.find(notice)).set(notices::digest_at.eq(Some(until))).execute(tx)?;
    Ok(())
}

/// Whether a notice still waits for a digest; holds it for this transaction.
///
/// # Errors
///
/// The database's own.
pub fn is_kept(tx: &mut Tx, notice: NoticeId) -> Result<bool, DbError> {
    // An update, and not a look: on PostgreSQL a second node waits here, and finds it gone.
    let kept = notices::table.filter(notices::id.eq(notice)).filter(notices::digest_at.is_not_null());
    Ok(diesel::update(kept).set(notices::digest_at.eq(notices::digest_at)).execute(tx)? == 1)
}

/// Leaves a notice out of the digest that it was kept for.
///
/// # Errors
///
/// The database's own.
pub fn keep_no_more(tx: &mut Tx, notice: NoticeId) -> Result<(), DbError> {
    diesel::update(notices::table.find(notice)).set(notices::digest_at.eq(None::<Timestamp>)).execute(tx)?;
    Ok(())
}

/// What `person` wants.
///
/// # Errors
///
/// The database's own.
pub fn wanted_by(connection: &mut Connection, person: PersonId) -> Result<Wanted, DbError> {
    let (state, zone): (String, String) =
        people::table.find(person).select((people::state, people::time_zone)).first(connection)?;
    Ok(Wanted {
        is_there: state == "active",
        zone,
        hours: find_hours(connection, person)?,
        choices: choices_of(connection, person)?,
    })
}

/// Writes a message that holds these notices.
///
/// # Errors
///
/// The database's own.
pub fn insert_delivery(
    tx: &mut Tx,
    now: Timestamp,
    ready_at: Timestamp,
    to: &Unsorted,
    holds: &[NoticeId],
    is_digest: bool,
) -> Result<DeliveryId, DbError> {
    let id = DeliveryId::generate();
    let (channel, lane) = match to.person {
        Some(person) => (Channel::Mail, format!("mail/{person}")),
        None => (Channel::Chat, format!("chat/{}", to.chat)),
    };
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(id),
            deliveries::channel.eq(channel),
            deliveries::lane.eq(lane),
            deliveries::person_id.eq(to.person),
            deliveries::chat.eq(&to.chat),
            deliveries::is_digest.eq(is_digest),
            deliveries::state.eq(DeliveryState::Waiting),
            deliveries::created_at.eq(now),
            deliveries::ready_at.eq(ready_at),
            deliveries::next_at.eq(ready_at),
            deliveries::tries.eq(0),
            deliveries::leased_by.eq(""),
            deliveries::lease.eq(0),
            deliveries::problem.eq(""),
        ))
        .execute(tx)?;
    for notice in holds {
        diesel::update(notices::table.find(*notice))
            .set((notices::delivery_id.eq(Some(id)), notices::digest_at.eq(None::<Timestamp>)))
            .execute(tx)?;
    }
    Ok(id)
}

/// People whose digest is to go, each with what it would hold, oldest first.
///
/// # Errors
///
/// The database's own.
pub fn list_digests(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<HashMap<PersonId, Vec<Unsorted>>, DbError> {
    let due: Vec<Option<PersonId>> = notices::table
        .filter(notices::digest_at.le(now))
        .select(notices::person_id)
        .distinct()
        .limit(limit)
        .load(connection)?;
    let mut digests: HashMap<PersonId, Vec<Unsorted>> = HashMap::new();
    let rows: Vec<Unsorted> = notices::table
        .filter(notices::digest_at.le(now))
        .filter(notices::person_id.eq_any(due))
        .order(notices::id)
        .select((notices::id, notices::person_id, notices::chat, notices::kind, notices::useful_until))
        .load(connection)?;
    for row in rows {
        if let Some(person) = row.person {
            digests.entry(person).or_default().push(row);
        }
    }
    Ok(digests)
}
