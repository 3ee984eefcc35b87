//! What people want of their notices.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::keys::PersonId;
use crate::db::schema::{notice_choices as choices, notice_hours};
use crate::db::{Connection, DbError, Tx};
use crate::notify::model::{Choice, NoticeKind};
use crate::notify::rules::Hours;

/// What somebody chose, by kind; the others are as everybody's.
///
/// # Errors
///
/// The database's own.
pub fn choices_of(connection: &mut Connection, person: PersonId) -> Result<HashMap<NoticeKind, Choice>, DbError> {
    let rows: Vec<(NoticeKind, Choice)> = choices::table
        .filter(choices::person_id.eq(person))
        .select((choices::kind, choices::choice))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// Saves what somebody wants of one kind.
///
/// # Errors
///
/// The database's own.
pub fn save_choice(tx: &mut Tx, person: PersonId, kind: NoticeKind, choice: Choice) -> Result<(), DbError> {
    diesel::sql_query(
        "INSERT INTO notice_choices (person_id, kind, choice) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id, kind) DO UPDATE SET choice = excluded.choice",
    )
    .bind::<Text, _>(person)
    .bind::<Text, _>(kind)
    .bind::<Text, _>(choice)
    .execute(tx)?;
    Ok(())
}

/// When somebody is not to be disturbed.
///
/// # Errors
///
/// The database's own.
pub fn find_hours(connection: &mut Connection, person: PersonId) -> Result<Hours, DbError> {
    let row: Option<(Option<i32>, Option<i32>, i32)> = notice_hours::table
        .find(person)
        .select((notice_hours::quiet_from, notice_hours::quiet_until, notice_hours::digest_at))
        .first(connection)
        .optional()?;
    Ok(row.map_or_else(Hours::default, |(from, until, digest_at)| Hours { quiet: from.zip(until), digest_at }))
}

/// Saves when somebody is not to be disturbed.
///
/// # Errors
///
/// The database's own.
pub fn save_hours(tx: &mut Tx, person: PersonId, hours: Hours) -> Result<(), DbError> {
    diesel::delete(notice_hours::table.find(person)).execute(tx)?;
    diesel::insert_into(notice_hours::table)
        .values((
            notice_hours::person_id.eq(person),
            notice_hours::quiet_from.eq(hours.quiet.map(|(from, _)| from)),
            notice_hours::quiet_until.eq(hours.quiet.map(|(_, until)| until)),
            notice_hours::digest_at.eq(hours.digest_at),
        ))
        .execute(tx)?;
    Ok(())
}
