//! Links that end mails without signing in (RFC 8058): who, what, and a
//! signature over both, so that nobody ends the mails of others.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

use super::model::NoticeKind;
use crate::db::keys::PersonId;

/// What a link ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Mail of one kind.
    Kind(NoticeKind),
    /// All that comes once a day.
    Digest,
}

impl About {
    /// As it stands in the link.
    pub fn as_str(self) -> &'static str {
        match self {
            About::Kind(kind) => kind.as_str(),
            About::Digest => "digest",
        }
    }

    /// What the link names.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "digest" {
            return Some(About::Digest);
        }
        NoticeKind::parse(text).filter(|kind| kind.is_chosen()).map(About::Kind)
    }

    /// What it ends, in words.
    pub fn words(self) -> &'static str {
        match self {
            About::Kind(NoticeKind::Blocked) => "questions whose askers are blocked",
            About::Kind(NoticeKind::Turn) => "questions that wait for you",
            About::Kind(NoticeKind::Queue) => "the queue of Network Security",
            About::Kind(NoticeKind::Own) => "your questions",
            About::Kind(NoticeKind::Late) => "what is late",
            About::Kind(NoticeKind::Program) => "the champion program",
            About::Kind(NoticeKind::Account) => "your account",
            About::Digest => "what comes once a day",
        }
    }
}

/// The path of the link.
pub fn path(secret: &str, person: PersonId, about: About) -> String {
    // The signature stands alone between slashes, where the log leaves it out.
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key(secret), message(person, about).as_bytes()));
    format!("/notifications/unsubscribe/{person}/{}/{signature}", about.as_str())
}

/// Whether the signature is that of this link.
pub fn is_signed(secret: &str, person: PersonId, about: About, signature: &str) -> bool {
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    hmac::verify(&key(secret), message(person, about).as_bytes(), &signature).is_ok()
}

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

fn message(person: PersonId, about: About) -> String {
    format!("unsubscribe\0{person}\0{}", about.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_one_person_and_one_thing() {
        let (ana, bo) = (PersonId::generate(), PersonId::generate());
        let about = About::Kind(NoticeKind::Late);
        let path = path("secret", ana, about);
        let signature = path.rsplit('/').next().unwrap_or_default();

        assert_eq!(signature.len(), 43, "which is what the log leaves out");
        assert!(is_signed("secret", ana, about, signature));
        assert!(!is_signed("secret", bo, about, signature));
        assert!(!is_signed("secret", ana, About::Digest, signature));
        assert!(!is_signed("other", ana, about, signature));
        for wrong in ["", "x", &signature[1..], "…"] {
            assert!(!is_signed("secret", ana, about, wrong), "{wrong}");
        }
    }

    #[test]
    fn every_thing_is_found_again_by_its_word() {
        for about in NoticeKind::chosen().map(About::Kind).chain([About::Digest]) {
            assert_eq!(About::parse(about.as_str()), Some(about));
        }
    }
}
