//! The record of what is done with messages.

use serde_json::Value;

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

    /// `person` wants other notices than before, or at other hours; `actor` said
    /// so, or nobody where a link in a mail did.
    ///
    /// # Errors
    ///
    /// The database's own; then nothing is saved.
    fn chosen(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        actor: Option<PersonId>,
        person: PersonId,
        detail: Value,
    ) -> Result<(), DbError>;
}
