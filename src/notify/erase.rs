//! What messages hold of somebody who left.

use diesel::prelude::*;

use crate::db::keys::PersonId;
use crate::db::schema::{deliveries, notice_choices, notice_hours, notices};
use crate::db::{DbError, Tx};

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
        let naming = notices::title.like(pattern).escape('\\').or(notices::words.like(pattern).escape('\\'));
        let rows: Vec<(String, String, String, String, String)> = notices::table
            .filter(naming.or(notices::path.like(pattern).escape('\\')).or(notices::thread.like(pattern).escape('\\')))
            .select((notices::id, notices::title, notices::words, notices::path, notices::thread))
            .load(tx)?;
        for (id, title, words, path, thread) in rows {
            let (title, words) = (without(&title).unwrap_or(title), without(&words).unwrap_or(words));
            let (path, thread) = (without(&path).unwrap_or(path), without(&thread).unwrap_or(thread));
            diesel::update(notices::table.find(id))
                .set((
                    notices::title.eq(title),
                    notices::words.eq(words),
                    notices::path.eq(path),
                    notices::thread.eq(thread),
                ))
                .execute(tx)?;
        }
    }
    Ok(())
}
