//! Saving what somebody wants of their notices.

use serde_json::{Map, Value, json};

use super::Record;
use super::model::{Choice, NoticeKind};
use super::rules::Hours;
use super::store;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{DbError, Tx};

/// Who wants it, and who said so: nobody where a link in a mail did.
pub(super) struct Wanting {
    pub person: PersonId,
    pub actor: Option<PersonId>,
}

/// Saves these choices, and the hours where they are given, and leaves a line in
/// the record where that changes anything.
///
/// # Errors
///
/// The database's own.
pub(super) fn choose(
    tx: &mut Tx,
    record: &dyn Record,
    now: Timestamp,
    wanting: &Wanting,
    choices: &[(NoticeKind, Choice)],
    hours: Option<Hours>,
) -> Result<(), DbError> {
    let before = store::wanted_by(tx, wanting.person)?;
    let mut detail = Map::new();
    for (kind, choice) in choices {
        if before.of(*kind) != *choice {
            let change = json!({ "before": before.of(*kind).as_str(), "after": choice.as_str() });
            detail.insert(kind.as_str().to_owned(), change);
        }
        store::save_choice(tx, wanting.person, *kind, *choice)?;
    }
    if let Some(hours) = hours {
        if hours != before.hours {
            let change = json!({ "before": hours_words(before.hours), "after": hours_words(hours) });
            detail.insert("hours".to_owned(), change);
        }
        store::save_hours(tx, wanting.person, hours)?;
    }
    if detail.is_empty() {
        Ok(())
    } else {
        record.chosen(tx, now, wanting.actor, wanting.person, Value::Object(detail))
    }
}

/// `digest 07:30, quiet 22:00 to 07:00`
fn hours_words(hours: Hours) -> String {
    let clock = |minute: i32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let quiet = hours.quiet.map(|(from, until)| format!(", quiet {} to {}", clock(from), clock(until)));
    format!("digest {}{}", clock(hours.digest_at), quiet.unwrap_or_default())
}
