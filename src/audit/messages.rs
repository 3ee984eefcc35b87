//! What is done with messages: by those who look after them, and by those who
//! choose what they get.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Entry, record};
use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, PersonId};
use crate::db::schema::people;
use crate::db::{DbError, Tx};
use crate::notify::Record;

/// Puts it into the record.
pub struct MessageRecord;

impl Record for MessageRecord {
    fn retried(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        who: PersonId,
        message: Option<DeliveryId>,
        count: usize,
    ) -> Result<(), DbError> {
        let key = message.map_or_else(|| "all".to_owned(), |id| id.to_string());
        let (actor, subject) = (Some(who), ("message", key.as_str()));
        record(tx, now, Entry { actor, action: "message.retried", subject, detail: json!({ "count": count }) })
    }

    fn chosen(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        actor: Option<PersonId>,
        person: PersonId,
        detail: Value,
    ) -> Result<(), DbError> {
        let handle: String = people::table.find(person).select(people::handle).first(tx)?;
        record(tx, now, Entry { actor, action: "person.notices_set", subject: ("person", &handle), detail })
    }
}
