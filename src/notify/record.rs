//! The record of what those do who look after messages.

use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, PersonId};
use crate::db::{DbError, Tx};

/// Writes it down. Whoever keeps the record implements it, and `app` wires it.
pub trait Record: Send + Sync {
    /// `who` let `count` messages go again that had been given up: this one, or all.
    ///
    /// # Errors
    ///
    /// The database's own; then nothing goes again.
    fn retried(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        who: PersonId,
        message: Option<DeliveryId>,
        count: usize,
    ) -> Result<(), DbError>;
}
