//! What messages hold of somebody who left.

use diesel::prelude::*;

use crate::db::keys::PersonId;
use crate::db::like::lower;
use crate::db::schema::{deliveries, notice_choices, notice_hours, notices};
use crate::db::{DbError, Tx};

/// A notice's key, what it says, and where it belongs.
type NoticeRow = (String, (String, String), (String, String, String));

/// Takes away what was for them, and whatever of the others' is not sent yet to
/// them; and their names, as `without` does, out of the notices of others that
/// one of `patterns` fits.
///
/// # Errors
///
/// The database's own.
pub fn erase(
    tx: &mut Tx,
    person: PersonId,
    patterns: &[String],
    without: &dyn Fn(&str) -> Option<String>,
) -> Result<(), DbError> {
    diesel::delete(notices::table.filter(notices::person_id.eq(person))).execute(tx)?;
    diesel::delete(deliveries::table.filter(deliveries::person_id.eq(person))).execute(tx)?;
    diesel::delete(notice_choices::table.filter(notice_choices::person_id.eq(person))).execute(tx)?;
    diesel::delete(notice_hours::table.filter(notice_hours::person_id.eq(person))).execute(tx)?;
    for pattern in patterns {
        let in_head = lower(notices::title).like(pattern).escape('\\');
        let naming = in_head.or(lower(notices::words).like(pattern).escape('\\'));
        let rows: Vec<NoticeRow> = notices::table
            .filter(
                naming
                    .or(lower(notices::path).like(pattern).escape('\\'))
                    .or(lower(notices::thread).like(pattern).escape('\\'))
                    .or(lower(notices::subject_key).like(pattern).escape('\\')),
            )
            .select((
                notices::id,
                (notices::title, notices::words),
                (notices::path, notices::thread, notices::subject_key),
            ))
            .load(tx)?;
        for (id, (title, words), (path, thread, key)) in rows {
            let (title, words) = (without(&title).unwrap_or(title), without(&words).unwrap_or(words));
            let (path, thread) = (without(&path).unwrap_or(path), without(&thread).unwrap_or(thread));
            let key = without(&key).unwrap_or(key);
            diesel::update(notices::table.find(id))
                .set((
                    notices::title.eq(title),
                    notices::words.eq(words),
                    notices::path.eq(path),
                    notices::thread.eq(thread),
                    notices::subject_key.eq(key),
                ))
                .execute(tx)?;
        }
        erase_problems(tx, pattern, without)?;
    }
    Ok(())
}

/// What a server said of a message may name whom it was for.
fn erase_problems(tx: &mut Tx, pattern: &str, without: &dyn Fn(&str) -> Option<String>) -> Result<(), DbError> {
    let rows: Vec<(String, String)> = deliveries::table
        .filter(lower(deliveries::problem).like(pattern).escape('\\'))
        .select((deliveries::id, deliveries::problem))
        .load(tx)?;
    for (id, problem) in rows {
        if let Some(problem) = without(&problem) {
            diesel::update(deliveries::table.find(id)).set(deliveries::problem.eq(problem)).execute(tx)?;
        }
    }
    Ok(())
}
