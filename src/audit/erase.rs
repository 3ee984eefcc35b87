//! Erasing what the record says of somebody: entries that name them go as a whole,
//! and of what they did, from where they did it. The hashes of both were sealed,
//! so the chain is as whole as before; and which entries went is said by the one
//! that is sealed after them ([`super::erased`]).

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;

use super::chain::{ERASED, origin_hash};
use super::erased::{ACTION, Numbers};
use super::seal::seal_all;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::like::{holding, lower};
use crate::db::schema::{audit_entries, audit_seals};
use crate::db::{DbError, Tx};

/// Entries that are looked at together.
const PART: i64 = 500;

/// Parts of details that hold somebody's handle: the action, or any where it is
/// empty, and the part's name.
const NAMING: [(&str, &str); 4] =
    [("", "person"), ("question.assigned", "to"), ("question.handed_over", "from"), ("question.handed_over", "to")];

/// Whose traces go.
pub struct Erased<'a> {
    /// Their key; who did something stays in the chain by it.
    pub id: PersonId,
    /// The key by which they are the subject of entries: their handle.
    pub key: &'a str,
    /// When their account was made: nothing before it is about them.
    pub since: Timestamp,
    /// Patterns of `LIKE`, with `\` as escape, of texts in small letters that may
    /// name them.
    pub patterns: Vec<String>,
    /// Whether a text, or what is JSON, names them and can mean nobody else.
    pub names: Box<dyn Fn(&str) -> bool + 'a>,
}

/// Erases their traces, and says of which entries the words are gone: the
/// numbers of their seals, for the entry that says so. What was not sealed yet
/// is sealed before. It reads the whole record once for each pattern.
///
/// # Errors
///
/// The database's own.
pub fn erase(tx: &mut Tx, erased: &Erased<'_>) -> Result<String, DbError> {
    let mut gone = list_about(tx, erased)?;
    gone.extend(list_with_handle(tx, erased)?);
    gone.extend(list_naming(tx, erased)?);
    let gone: Vec<String> = gone.into_iter().collect();
    seal_all(tx)?;
    let mut numbers: Vec<i64> = Vec::new();
    for ids in gone.chunks(PART as usize) {
        let of_these = audit_seals::table.filter(audit_seals::entry_id.eq_any(ids));
        let some: Vec<i64> = of_these.select(audit_seals::number).load(tx)?;
        numbers.extend(some);
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
    erase_named_origins(tx, erased)?;
    Ok(Numbers::of(numbers).to_string())
}

/// Entries about them. Some were written under the id.
fn list_about(tx: &mut Tx, erased: &Erased<'_>) -> Result<BTreeSet<String>, DbError> {
    let about: Vec<String> = audit_entries::table
        .filter(audit_entries::subject_kind.eq("person"))
        .filter(audit_entries::subject_key.eq_any([erased.key, erased.id.as_str()]))
        .filter(audit_entries::recorded_at.ge(erased.since))
        .filter(audit_entries::action.ne(ACTION))
        .select(audit_entries::id)
        .load(tx)?;
    Ok(about.into_iter().collect())
}

/// Entries with their handle where a detail says who somebody is.
fn list_with_handle(tx: &mut Tx, erased: &Erased<'_>) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String, String, String)> = audit_entries::table
        .filter(audit_entries::detail.like(holding(&format!("\"{}\"", erased.key))).escape('\\'))
        .filter(audit_entries::recorded_at.ge(erased.since))
        .filter(audit_entries::action.ne(ACTION))
        .select((audit_entries::id, audit_entries::action, audit_entries::detail))
        .load(tx)?;
    let is_named = |(_, action, detail): &(String, String, String)| {
        serde_json::from_str(detail).is_ok_and(|detail| is_named_in(&detail, action, erased.key))
    };
    Ok(rows.into_iter().filter(is_named).map(|(id, ..)| id).collect())
}

/// Whether a part of `detail` that names people names this handle.
fn is_named_in(detail: &Value, action: &str, handle: &str) -> bool {
    let Value::Object(parts) = detail else { return false };
    parts.iter().any(|(name, value)| match value {
        Value::String(text) => {
            let is_known = |(of, part): &(&str, &str)| (of.is_empty() || *of == action) && part == name;
            text == handle && NAMING.iter().any(is_known)
        }
        value => is_named_in(value, action, handle),
    })
}

/// Entries whose words can mean nobody else.
fn list_naming(tx: &mut Tx, erased: &Erased<'_>) -> Result<Vec<String>, DbError> {
    let mut naming = Vec::new();
    for pattern in &erased.patterns {
        let rows: Vec<(String, String, String)> = audit_entries::table
            .filter(
                lower(audit_entries::detail)
                    .like(pattern)
                    .escape('\\')
                    .or(lower(audit_entries::subject_key).like(pattern).escape('\\')),
            )
            .filter(audit_entries::recorded_at.ge(erased.since))
            .filter(audit_entries::action.ne(ACTION))
            .select((audit_entries::id, audit_entries::subject_key, audit_entries::detail))
            .load(tx)?;
        let found = rows.into_iter().filter(|(_, key, detail)| (erased.names)(key) || (erased.names)(detail));
        naming.extend(found.map(|(id, ..)| id));
    }
    Ok(naming)
}

/// The same for tokens of others, and of services, that were called by their name.
fn erase_named_origins(tx: &mut Tx, erased: &Erased<'_>) -> Result<(), DbError> {
    for pattern in &erased.patterns {
        let rows: Vec<(String, String, String)> = audit_entries::table
            .filter(lower(audit_entries::origin).like(pattern).escape('\\'))
            .filter(audit_entries::recorded_at.ge(erased.since))
            .select((audit_entries::id, audit_entries::salt, audit_entries::origin))
            .load(tx)?;
        let naming = |(.., origin): &&(String, String, String)| !origin.starts_with(ERASED) && (erased.names)(origin);
        for (entry, salt, origin) in rows.iter().filter(naming) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_that_name_people_are_known_by_their_names() {
        for (action, detail, expected) in [
            ("team.joined", json!({ "person": "n1" }), true),
            ("service.handed_on", json!({ "after": { "person": "n1" } }), true),
            ("question.assigned", json!({ "to": "n1" }), true),
            ("question.handed_over", json!({ "from": "n1", "to": null }), true),
            ("article.renamed", json!({ "from": "n1", "to": "n2" }), false),
            ("grant.given", json!({ "grant": "n1", "scope": "n1" }), false),
            ("team.joined", json!({ "person": "n11" }), false),
            ("team.joined", json!(["n1"]), false),
        ] {
            assert_eq!(is_named_in(&detail, action, "n1"), expected, "{action} {detail}");
        }
    }
}
