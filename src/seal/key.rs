//! One key: how it is written, and what it seals.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use super::SealError;
use crate::web::csrf::fill_random;

/// Bytes of a key of AES-256.
const SIZE: usize = 32;
/// Bytes by which a sealed text names its key.
const ID_SIZE: usize = 8;
/// The first byte of a sealed text: how the rest is to be read.
const FORMAT: u8 = 1;
/// In front of a key's text, so that scanners for secrets know one that was
/// left in a file.
const PREFIX: &str = "drawbridge_key_";

/// A key of 256 bits. It is never shown but where it is made.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    id: [u8; ID_SIZE],
    bytes: [u8; SIZE],
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

impl Key {
    /// A key that nobody else has.
    pub fn generate() -> Self {
        let mut bytes = [0; SIZE];
        fill_random(&mut bytes);
        Self::of(bytes)
    }

    /// The key that `text` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        bytes.try_into().ok().map(Self::of)
    }

    /// As it stands in the file and in the setting; a secret.
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.bytes))
    }

    fn of(bytes: [u8; SIZE]) -> Self {
        let mut id = [0; ID_SIZE];
        let hash = Sha256::new().chain_update(b"the name of a key\0").chain_update(bytes).finalize();
        id.copy_from_slice(&hash[..ID_SIZE]);
        Key { id, bytes }
    }

    /// Whether `sealed` names this key.
    pub fn has_sealed(&self, sealed: &[u8]) -> bool {
        sealed.first() == Some(&FORMAT) && sealed.get(1..=ID_SIZE) == Some(&self.id[..])
    }

    /// Format, name of the key, nonce, and the encrypted text with its tag. The
    /// nonce is random: of a billion texts two would share one once in 10^11.
    pub(super) fn close(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        fill_random(&mut nonce);
        let mut text = plain.to_vec();
        let nonce_of_text = Nonce::assume_unique_for_key(nonce);
        let done = self.cipher().seal_in_place_append_tag(nonce_of_text, Aad::from(place.as_bytes()), &mut text);
        done.expect("a text in memory is shorter than what the cipher takes");
        [&[FORMAT][..], &self.id, &nonce, &text].concat()
    }

    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let rest = sealed.get(1 + ID_SIZE..).ok_or(SealError::Changed)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or(SealError::Changed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Changed)?;
        let mut text = text.to_vec();
        let opened = self.cipher().open_in_place(nonce, Aad::from(place.as_bytes()), &mut text);
        let length = opened.map_err(|_| SealError::Changed)?.len();
        text.truncate(length);
        Ok(text)
    }

    fn cipher(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &self.bytes).expect("the key has the cipher's length"))
    }
}

/// Keys with spaces or line ends between; lines that begin with # are remarks.
///
/// # Errors
///
/// Words that never repeat what stands there.
pub fn parse_keys(text: &str) -> Result<Vec<Key>, String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let words = lines.flat_map(str::split_whitespace);
    let keys: Option<Vec<Key>> = words.map(Key::parse).collect();
    match keys {
        None => Err("one of these is no key; `drawbridge secrets key` makes one".into()),
        Some(keys) if keys.is_empty() => Err("there is none; `drawbridge secrets key` makes one".into()),
        Some(keys) => Ok(keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written_and_shown_nowhere_else() {
        let (one, two) = (Key::generate(), Key::generate());
        let text = format!("# of 2026\n{}\n\n  {} \n", one.expose(), two.expose());

        assert_eq!(parse_keys(&text), Ok(vec![one.clone(), two]));
        assert_eq!(format!("{one:?}"), "(hidden)");
    }

    #[test]
    fn what_is_no_key_is_refused_without_repeating_it() {
        let whole = Key::generate().expose();
        for wrong in ["", "# none", "canary", PREFIX, &whole[..whole.len() - 1], &format!("{whole} canary")] {
            let words = parse_keys(wrong).expect_err(wrong);
            assert!(words.contains("drawbridge secrets key") && !words.contains("canary"), "{words}");
        }
    }
}
