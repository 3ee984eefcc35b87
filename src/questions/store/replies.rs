//! Words that are said often.

use std::collections::HashMap;

use diesel::prelude::*;

use super::named::people_named;
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, RowVersion, SavedReplyId};
use crate::db::schema::saved_replies as replies;
use crate::db::{Connection, DbError, Tx};
use crate::questions::QuestionError;
use crate::questions::model::Reply;

/// Replies that one person has at the most, with what is shared.
const MOST: i64 = 1_000;

type Columns = (SavedReplyId, Option<PersonId>, String, String, String, PersonId, RowVersion);

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    let columns: (
        replies::id,
        replies::owner_id,
        replies::key,
        replies::title,
        replies::body,
        replies::saved_by,
        replies::version,
    ) = (
        replies::id,
        replies::owner_id,
        replies::key,
        replies::title,
        replies::body,
        replies::saved_by,
        replies::version,
    );
    columns
}

fn drawn(people: &HashMap<PersonId, PersonName>, row: Columns) -> Reply {
    let (id, owner, key, title, body, by, version) = row;
    let nobody = || PersonName { id: by, name: "somebody".into(), handle: String::new() };
    Reply { id, owner, key, title, body, saved_by: people.get(&by).cloned().unwrap_or_else(nobody), version }
}

/// One's own replies and those that are shared, by key; one's own come first.
///
/// # Errors
///
/// The database's own.
pub fn list_replies(connection: &mut Connection, person: PersonId) -> Result<Vec<Reply>, DbError> {
    let rows: Vec<Columns> = replies::table
        .filter(replies::owner_id.eq(person).or(replies::owner_id.is_null()))
        .order((replies::key, replies::owner_id.is_null(), replies::id))
        .limit(MOST)
        .select(columns())
        .load(connection)?;
    let people = people_named(connection, rows.iter().map(|row| row.5).collect())?;
    Ok(rows.into_iter().map(|row| drawn(&people, row)).collect())
}

/// The reply with this key in the database, if it is one's own or shared.
///
/// # Errors
///
/// [`QuestionError::NoReply`].
pub fn find_reply(connection: &mut Connection, person: PersonId, id: SavedReplyId) -> Result<Reply, QuestionError> {
    let row: Option<Columns> = replies::table
        .find(id)
        .filter(replies::owner_id.eq(person).or(replies::owner_id.is_null()).assume_not_null())
        .select(columns())
        .first(connection)
        .optional()?;
    let row = row.ok_or(QuestionError::NoReply)?;
    let people = people_named(connection, vec![row.5])?;
    Ok(drawn(&people, row))
}

/// The reply that one means by what one types: one's own before what is shared.
///
/// # Errors
///
/// The database's own.
pub fn find_reply_by_key(
    connection: &mut Connection,
    owner: Option<PersonId>,
    key: &str,
) -> Result<Option<SavedReplyId>, DbError> {
    let with_key = replies::table.filter(replies::key.eq(key.to_owned())).select(replies::id);
    match owner {
        Some(person) => with_key.filter(replies::owner_id.eq(person)).first(connection).optional(),
        None => with_key.filter(replies::owner_id.is_null()).first(connection).optional(),
    }
}

/// Writes a new reply.
///
/// # Errors
///
/// The database's own.
pub fn insert_reply(tx: &mut Tx, reply: &Reply, now: Timestamp) -> Result<(), DbError> {
    diesel::insert_into(replies::table)
        .values((
            replies::id.eq(reply.id),
            replies::owner_id.eq(reply.owner),
            replies::key.eq(&reply.key),
            replies::title.eq(&reply.title),
            replies::body.eq(&reply.body),
            replies::saved_by.eq(reply.saved_by.id),
            replies::saved_at.eq(now),
            replies::version.eq(reply.version),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves a reply over version `seen`. Returns false where it was saved in between.
///
/// # Errors
///
/// The database's own.
pub fn save_reply(tx: &mut Tx, reply: &Reply, now: Timestamp, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = replies::table.filter(replies::id.eq(reply.id)).filter(replies::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            replies::key.eq(&reply.key),
            replies::title.eq(&reply.title),
            replies::body.eq(&reply.body),
            replies::saved_by.eq(reply.saved_by.id),
            replies::saved_at.eq(now),
            replies::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Takes a reply away.
///
/// # Errors
///
/// The database's own.
pub fn delete_reply(tx: &mut Tx, id: SavedReplyId) -> Result<(), DbError> {
    diesel::delete(replies::table.find(id)).execute(tx)?;
    Ok(())
}
