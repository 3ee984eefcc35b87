//! Every query about promotions.

use std::collections::HashMap;

use diesel::prelude::*;

use super::file::Belts;
use super::model::Promotion;
use crate::clock::{Day, Timestamp};
use crate::db::keys::PersonId;
use crate::db::schema::belt_promotions;
use crate::db::{Connection, DbError, Tx};
use crate::program::ladder::{PromotionState, Whose, levels_of};

/// What somebody was raised to or refused, the latest first.
///
/// # Errors
///
/// The database's own.
pub fn list_promotions(connection: &mut Connection, person: PersonId) -> Result<Vec<Promotion>, DbError> {
    belt_promotions::table
        .filter(belt_promotions::person_id.eq(person))
        .order((belt_promotions::asked_at.desc(), belt_promotions::id.desc()))
        .select(belt_promotions::all_columns)
        .load(connection)
}

/// Promotions that wait for a word, the longest waiting first.
///
/// # Errors
///
/// The database's own.
pub fn list_asked(connection: &mut Connection, limit: i64) -> Result<Vec<Promotion>, DbError> {
    belt_promotions::table
        .filter(belt_promotions::state.eq(PromotionState::Asked))
        .order((belt_promotions::asked_at, belt_promotions::id))
        .limit(limit)
        .select(belt_promotions::all_columns)
        .load(connection)
}

/// The highest level that each of these people has on `today`, by its key; those
/// who have none are missing. A level that the file no longer has is worn by nobody.
///
/// # Errors
///
/// The database's own.
pub fn belts_of(
    connection: &mut Connection,
    belts: &Belts,
    persons: &[PersonId],
    today: Day,
) -> Result<HashMap<PersonId, String>, DbError> {
    let places = levels_of(connection, &belts.ladder(), Whose::These(persons), today)?;
    let key = |(person, place): (PersonId, usize)| Some((person, belts.0.get(place)?.key.clone()));
    Ok(places.into_iter().filter_map(key).collect())
}

pub(super) fn insert(tx: &mut Tx, promotion: &Promotion) -> Result<(), DbError> {
    diesel::insert_into(belt_promotions::table).values(promotion).execute(tx)?;
    Ok(())
}

/// Saves what was decided. Returns whether it was still as it was read.
pub(super) fn save(tx: &mut Tx, promotion: &Promotion, now: Option<Timestamp>) -> Result<bool, DbError> {
    let unchanged = belt_promotions::table
        .filter(belt_promotions::id.eq(promotion.id))
        .filter(belt_promotions::version.eq(promotion.version));
    let rows = diesel::update(unchanged)
        .set((
            belt_promotions::state.eq(promotion.state),
            belt_promotions::manager_id.eq(promotion.manager_id),
            belt_promotions::lead_id.eq(promotion.lead_id),
            belt_promotions::refused_by.eq(promotion.refused_by),
            belt_promotions::words.eq(&promotion.words),
            belt_promotions::settled_at.eq(now),
            belt_promotions::version.eq(promotion.version.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
