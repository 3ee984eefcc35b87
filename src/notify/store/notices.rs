//! Writing down what is to be heard.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Timestamp;
use crate::db::keys::NoticeId;
use crate::db::schema::{former_people, notices};
use crate::db::{DbError, Tx};
use crate::notify::model::{NewNotice, To};

/// Writes a notice; none for a former member, whom nothing reaches any more.
///
/// # Errors
///
/// The database's own.
pub fn insert_notice(tx: &mut Tx, now: Timestamp, to: &To, notice: &NewNotice) -> Result<(), DbError> {
    if let To::Person(person) = to {
        let of_theirs = former_people::table.filter(former_people::person_id.eq(*person));
        if of_theirs.count().get_result::<i64>(tx)? > 0 {
            return Ok(());
        }
    }
    let (person, chat) = match to {
        To::Person(person) => (Some(*person), String::new()),
        To::Chat(place) => (None, place.key()),
    };
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(NoticeId::generate()),
            notices::person_id.eq(person),
            notices::chat.eq(chat),
            notices::kind.eq(notice.kind),
            notices::title.eq(&notice.title),
            notices::words.eq(&notice.words),
            notices::path.eq(&notice.path),
            notices::thread.eq(&notice.thread),
            notices::subject_kind.eq(&notice.subject.kind),
            notices::subject_key.eq(&notice.subject.key),
            notices::is_open.eq(notice.is_open),
            notices::useful_until.eq(notice.useful_until),
            notices::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Notes that something was said. Returns false where it was noted before: on
/// another node, or at an earlier look at the clock.
///
/// # Errors
///
/// The database's own.
pub fn mark(tx: &mut Tx, key: &str, now: Timestamp) -> Result<bool, DbError> {
    let marked = diesel::sql_query("INSERT INTO notice_marks (key, marked_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind::<Text, _>(key)
        .bind::<BigInt, _>(now)
        .execute(tx)?;
    Ok(marked == 1)
}
