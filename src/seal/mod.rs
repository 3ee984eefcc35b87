//! Secrets that the house has to read again lie in the database sealed, under
//! keys that lie outside it: whoever takes the database alone can't use them.
//!
//! A sealed text is authenticated encryption (AES-256-GCM) over the secret and
//! the place that it lies in, so that one can't be put into another row. What
//! is only ever compared, such as a token, is kept hashed instead.

mod file;
mod key;
mod marks;
mod rotation;

use std::sync::{Arc, PoisonError, RwLock};

pub use file::KeyFile;
pub use key::{Key, parse_keys};
pub use marks::{is_marked, prove};
pub use rotation::{Renewed, RotationError, Sealed, SealedRow, forget_lost, renew, used_keys};

use crate::error::AppError;

/// Seals and opens. Cheap to clone; all clones share the same keys.
#[derive(Clone)]
pub struct Seal(Arc<Inner>);

struct Inner {
    /// The first closes, all open.
    keys: RwLock<Vec<Key>>,
    /// Where they come from; nothing where they are settings.
    file: Option<KeyFile>,
}

/// Why something sealed could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// None of the keys is the one.
    #[error("it was sealed with a key that this site does not have")]
    UnknownKey,
    /// It is not what was sealed here.
    #[error("it was changed since it was sealed, or comes from another place")]
    Changed,
}

impl From<SealError> for AppError {
    fn from(error: SealError) -> Self {
        AppError::Internal(format!("a secret of the database can't be opened: {error}"))
    }
}

impl Seal {
    /// Seals with a key that is made now and ends with this process.
    pub fn fresh() -> Self {
        Self::of(vec![Key::generate()])
    }

    /// Seals with these keys, of which there is at least one.
    pub fn of(keys: Vec<Key>) -> Self {
        debug_assert!(!keys.is_empty());
        Seal(Arc::new(Inner { keys: RwLock::new(keys), file: None }))
    }

    /// Seals with the keys of a file, and follows it when it changes.
    ///
    /// # Errors
    ///
    /// One line that names the file.
    pub fn of_file(file: KeyFile) -> Result<Self, String> {
        let keys = file.read()?;
        Ok(Seal(Arc::new(Inner { keys: RwLock::new(keys), file: Some(file) })))
    }

    /// Seals `plain` for `place`, which names table, column and row. The same
    /// text sealed twice looks different each time.
    ///
    /// # Panics
    ///
    /// Where `plain` is longer than 64 GiB.
    pub fn close(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        self.follow();
        self.keys()[0].close(place, plain)
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        match self.open_with_these(place, sealed) {
            // Another process may have changed the keys meanwhile.
            Err(SealError::UnknownKey) => {
                self.follow();
                self.open_with_these(place, sealed)
            }
            opened => opened,
        }
    }

    /// Whether this was sealed with the key that closes now.
    pub fn is_newest(&self, sealed: &[u8]) -> bool {
        self.keys()[0].has_sealed(sealed)
    }

    fn open_with_these(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let keys = self.keys();
        let key = keys.iter().find(|key| key.has_sealed(sealed)).ok_or(SealError::UnknownKey)?;
        key.open(place, sealed)
    }

    /// Takes the file's keys where it has changed. One that can't be used leaves
    /// those that were there, and the log says so.
    fn follow(&self) {
        let Some(changed) = self.0.file.as_ref().and_then(KeyFile::read_if_changed) else { return };
        match changed {
            Ok(keys) => *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = keys,
            Err(words) => tracing::error!("the keys of secrets stay those that were read before: {words}"),
        }
    }

    fn keys(&self) -> std::sync::RwLockReadGuard<'_, Vec<Key>> {
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_at_its_place_alone() {
        let seal = Seal::fresh();
        let sealed = seal.close("table/column/1", b"the secret");

        assert_eq!(seal.open("table/column/1", &sealed), Ok(b"the secret".to_vec()));
        assert_eq!(seal.open("table/column/2", &sealed), Err(SealError::Changed));
        assert_eq!(Seal::fresh().open("table/column/1", &sealed), Err(SealError::UnknownKey));
        assert_ne!(seal.close("table/column/1", b"the secret"), sealed);
        assert!(!sealed.windows(10).any(|part| part == b"the secret"));
    }

    #[test]
    fn no_byte_of_it_can_be_changed_or_left_out() {
        let seal = Seal::fresh();
        let sealed = seal.close("place", b"x");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(seal.open("place", &changed).is_err(), "byte {at} changed");
            assert!(seal.open("place", &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_first_key_closes_and_all_open() {
        let (old, new) = (Key::generate(), Key::generate());
        let before = Seal::of(vec![old.clone()]);
        let after = Seal::of(vec![new.clone(), old]);
        let sealed = before.close("place", b"kept");

        assert_eq!(after.open("place", &sealed), Ok(b"kept".to_vec()));
        assert!(!after.is_newest(&sealed));
        let anew = after.close("place", b"kept");
        assert_eq!(Seal::of(vec![new]).open("place", &anew), Ok(b"kept".to_vec()));
        assert_eq!(before.open("place", &anew), Err(SealError::UnknownKey));
    }
}
