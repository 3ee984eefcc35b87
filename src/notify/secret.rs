//! Where a letter leads whose way is a secret, such as a link that resets a
//! password: made at the moment of sending, and kept in no table.

use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{DbError, Tx};

/// Makes the secret ways of one kind of notice. A room implements it, and `app`
/// wires it.
pub trait SecretPath: Send + Sync {
    /// The kind, as in [`Subject::kind`](super::Subject::kind).
    fn kind(&self) -> &'static str;

    /// The path for `person` of a notice that was written at `asked`; nothing
    /// where it would be of no use any more, and no letter goes.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn make(&self, tx: &mut Tx, person: PersonId, asked: Timestamp, now: Timestamp) -> Result<Option<String>, DbError>;
}
