//! How entries hang together: what a seal is made of.
//!
//! `words = SHA-256("drawbridge audit words 1", salt, subject, detail)` and
//! `link = SHA-256("drawbridge audit link 1", link before, number, id, instant,
//! actor, action, kind of subject, words)`, each part preceded by its length in
//! bytes as eight bytes, the highest first; numbers in decimal digits. The link
//! before the first is empty. Hashes are written in hexadecimal digits.
//!
//! Where an entry says from where it came, its words are
//! `SHA-256("drawbridge audit words 2", salt, subject, detail, origin)`, with
//! `origin = SHA-256("drawbridge audit origin 1", salt, address, token)`.
//! An origin that was erased leaves that hash in its place.
//!
//! Only the words can name people. They have a hash of their own, so that they
//! can be erased while the chain stays whole; the salt keeps them from being
//! guessed from it. A later entry, `person.erased`, says in its own words which
//! lost theirs: `{"entries": "3-7 9"}` are the numbers of their seals.

use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::db::origin::Origin;

/// An entry as the chain covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sealed {
    pub id: String,
    pub recorded_at: Timestamp,
    pub actor: Option<String>,
    pub action: String,
    pub subject_kind: String,
    pub subject_key: String,
    pub detail: String,
    pub salt: String,
    /// As [`origin_text`] writes it, or its hash.
    pub origin: String,
}

impl Sealed {
    /// Whether its words were erased.
    pub fn is_erased(&self) -> bool {
        self.subject_key.is_empty() && self.detail.is_empty() && self.salt.is_empty() && self.origin.is_empty()
    }

    /// The hash of its words.
    pub fn words_hash(&self) -> String {
        if self.origin.is_empty() {
            return digest(&["drawbridge audit words 1", &self.salt, &self.subject_key, &self.detail]);
        }
        let origin = match self.origin.strip_prefix(ERASED) {
            Some(kept) => kept.to_owned(),
            None => origin_hash(&self.salt, &self.origin),
        };
        digest(&["drawbridge audit words 2", &self.salt, &self.subject_key, &self.detail, &origin])
    }

    /// The hash of the seal with this number, which covers the one before.
    pub fn link_hash(&self, before: &str, number: i64, words_hash: &str) -> String {
        digest(&[
            "drawbridge audit link 1",
            before,
            &number.to_string(),
            &self.id,
            &self.recorded_at.0.to_string(),
            self.actor.as_deref().unwrap_or_default(),
            &self.action,
            &self.subject_kind,
            words_hash,
        ])
    }
}

/// What stands before the hash of an origin that was erased.
pub(super) const ERASED: char = '#';
/// What stands between the parts of an origin: no address and no name holds it.
const BETWEEN: char = '\n';

/// An origin as it is kept; empty where there is none.
pub(super) fn origin_text(origin: Option<&Origin>) -> String {
    origin.map_or(String::new(), |origin| format!("{}{BETWEEN}{}", origin.address, origin.token))
}

/// The origin that is kept so; nothing where there is none, or it was erased.
pub(super) fn origin_of(text: &str) -> Option<Origin> {
    let (address, token) = text.split_once(BETWEEN)?;
    Some(Origin { address: address.to_owned(), token: token.to_owned() })
}

/// What an origin leaves behind where it is erased.
pub(super) fn origin_hash(salt: &str, text: &str) -> String {
    let (address, token) = text.split_once(BETWEEN).unwrap_or((text, ""));
    digest(&["drawbridge audit origin 1", salt, address, token])
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Sealed {
        Sealed {
            id: "0199".into(),
            recorded_at: Timestamp(1),
            actor: None,
            action: "team.created".into(),
            subject_kind: "team".into(),
            subject_key: "checkout".into(),
            detail: "{}".into(),
            salt: "s".into(),
            origin: "192.0.2.1\n".into(),
        }
    }

    #[test]
    fn every_part_counts() {
        let link = |sealed: &Sealed| sealed.link_hash("", 1, &sealed.words_hash());
        let whole = link(&entry());
        let changes: [fn(&mut Sealed); 11] = [
            |one| one.id = "0198".into(),
            |one| one.recorded_at = Timestamp(2),
            |one| one.actor = Some("0197".into()),
            |one| one.action = "team.change".into(),
            |one| one.subject_kind = "teams".into(),
            |one| one.subject_key = "checkou".into(),
            |one| one.detail = "{ }".into(),
            |one| one.salt = "t".into(),
            |one| one.origin = "192.0.2.1\nci".into(),
            |one| one.origin = "192.0.2.2\n".into(),
            |one| one.origin = String::new(),
        ];
        for (at, change) in changes.iter().enumerate() {
            let mut changed = entry();
            change(&mut changed);
            assert_ne!(link(&changed), whole, "change {at}");
        }
        assert_ne!(entry().link_hash("", 2, &entry().words_hash()), whole);
        assert_ne!(entry().link_hash("x", 1, &entry().words_hash()), whole);
    }

    #[test]
    fn an_origin_can_be_erased_and_not_replaced() {
        let whole = entry().words_hash();
        let with = |origin: String| Sealed { origin, ..entry() }.words_hash();

        assert_eq!(with(format!("{ERASED}{}", origin_hash("s", "192.0.2.1\n"))), whole);
        assert_ne!(with(format!("{ERASED}{}", origin_hash("s", "192.0.2.2\n"))), whole);
        assert_ne!(with(ERASED.to_string()), whole);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_ne!(digest(&["a", ""]), digest(&["a"]));
    }

    #[test]
    fn words_are_hashed_as_others_hash_them() {
        // printf '\0\0\0\0\0\0\0\1a\0\0\0\0\0\0\0\2bc' | sha256sum
        let known = "3fafa1cf2f19a7c1129beb20cf0983f73a489a221fc0dd2f16d1be292d089205";
        assert_eq!(digest(&["a", "bc"]), known);
    }
}
