//! What those do who look after messages.

use serde_json::json;

use super::{Entry, record};
use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, PersonId};
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
}
