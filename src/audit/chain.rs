//! How entries hang together: what a seal is made of.
//!
//! `words = SHA-256("drawbridge audit words 1", salt, subject, detail)` and
//! `link = SHA-256("drawbridge audit link 1", link before, number, id, instant,
//! actor, action, kind of subject, words)`, each part preceded by its length in
//! bytes as eight bytes, the highest first; numbers in decimal digits. The link
//! before the first is empty. Hashes are written in hexadecimal digits.
//!
//! Only the words can name people. They have a hash of their own, so that they
//! can be erased while the chain stays whole; the salt keeps them from being
//! guessed from it.

use sha2::{Digest, Sha256};

use crate::clock::Timestamp;

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
}

impl Sealed {
    /// Whether its words were erased.
    pub fn is_erased(&self) -> bool {
        self.subject_key.is_empty() && self.detail.is_empty() && self.salt.is_empty()
    }

    /// The hash of its words.
    pub fn words_hash(&self) -> String {
        digest(&["drawbridge audit words 1", &self.salt, &self.subject_key, &self.detail])
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
        }
    }

    #[test]
    fn every_part_counts() {
        let link = |sealed: &Sealed| sealed.link_hash("", 1, &sealed.words_hash());
        let whole = link(&entry());
        let changes: [fn(&mut Sealed); 8] = [
            |one| one.id = "0198".into(),
            |one| one.recorded_at = Timestamp(2),
            |one| one.actor = Some("0197".into()),
            |one| one.action = "team.change".into(),
            |one| one.subject_kind = "teams".into(),
            |one| one.subject_key = "checkou".into(),
            |one| one.detail = "{ }".into(),
            |one| one.salt = "t".into(),
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
