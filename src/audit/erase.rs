//! Erasing what the record says of somebody: words that name them go as a whole,
//! and of what they did, from where they did it. The hashes of both were sealed,
//! so the chain is as whole as before.

use diesel::prelude::*;

use super::chain::{ERASED, origin_hash};
use crate::db::keys::PersonId;
use crate::db::schema::audit_entries;
use crate::db::{DbError, Tx};

/// Entries that are looked at together.
const PART: i64 = 500;

/// Whose traces go.
pub struct Erased<'a> {
    /// Their key; who did something stays in the chain by it.
    pub id: PersonId,
    /// The key by which they are the subject of entries.
    pub key: &'a str,
    /// Patterns of `LIKE`, with `\` as escape, of texts that may name them.
    pub patterns: Vec<String>,
    /// Whether a text names them.
    pub names: Box<dyn Fn(&str) -> bool + 'a>,
}

/// Erases their traces. It reads the whole record once for each pattern.
///
/// # Errors
///
/// The database's own.
pub fn erase(tx: &mut Tx, erased: &Erased<'_>) -> Result<(), DbError> {
    // Some lines were written under the id.
    let about = audit_entries::table
        .filter(audit_entries::subject_kind.eq("person"))
        .filter(audit_entries::subject_key.eq_any([erased.key, erased.id.as_str()]));
    let mut gone: Vec<String> = about.select(audit_entries::id).load(tx)?;
    for pattern in &erased.patterns {
        let rows: Vec<(String, String, String)> = audit_entries::table
            .filter(
                audit_entries::detail
                    .like(pattern)
                    .escape('\\')
                    .or(audit_entries::subject_key.like(pattern).escape('\\')),
            )
            .select((audit_entries::id, audit_entries::subject_key, audit_entries::detail))
            .load(tx)?;
        let names = rows.into_iter().filter(|(_, key, detail)| (erased.names)(key) || (erased.names)(detail));
        gone.extend(names.map(|(id, ..)| id));
    }
    for ids in gone.chunks(PART as usize) {
        diesel::update(audit_entries::table.filter(audit_entries::id.eq_any(ids)))
            .set((
                audit_entries::subject_key.eq(""),
                audit_entries::detail.eq(""),
                audit_entries::salt.eq(""),
                audit_entries::origin.eq(""),
            ))
            .execute(tx)?;
    }
    erase_origins(tx, erased.id)?;
    erase_named_origins(tx, erased)
}

/// The same for tokens of others, and of services, that were called by their name.
fn erase_named_origins(tx: &mut Tx, erased: &Erased<'_>) -> Result<(), DbError> {
    for pattern in &erased.patterns {
        let rows: Vec<(String, String, String)> = audit_entries::table
            .filter(audit_entries::origin.like(pattern).escape('\\'))
            .select((audit_entries::id, audit_entries::salt, audit_entries::origin))
            .load(tx)?;
        for (entry, salt, origin) in rows.iter().filter(|(.., origin)| (erased.names)(origin)) {
            save_erased_origin(tx, entry, salt, origin)?;
        }
    }
    Ok(())
}

fn save_erased_origin(tx: &mut Tx, entry: &str, salt: &str, origin: &str) -> Result<(), DbError> {
    diesel::update(audit_entries::table.find(entry))
        .set(audit_entries::origin.eq(format!("{ERASED}{}", origin_hash(salt, origin))))
        .execute(tx)?;
    Ok(())
}

/// Leaves the hash alone of each address from which they came.
fn erase_origins(tx: &mut Tx, id: PersonId) -> Result<(), DbError> {
    let mut after = String::new();
    loop {
        let rows: Vec<(String, String, String)> = audit_entries::table
            .filter(audit_entries::actor_id.eq(id))
            .filter(audit_entries::id.gt(&after))
            .filter(audit_entries::origin.ne(""))
            .filter(audit_entries::origin.not_like(format!("{ERASED}%")))
            .order(audit_entries::id)
            .limit(PART)
            .select((audit_entries::id, audit_entries::salt, audit_entries::origin))
            .load(tx)?;
        for (entry, salt, origin) in &rows {
            save_erased_origin(tx, entry, salt, origin)?;
        }
        match rows.last() {
            Some((last, ..)) => after.clone_from(last),
            None => return Ok(()),
        }
    }
}
