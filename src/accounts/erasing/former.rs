//! Whose names go, and what stands in their place.

use super::words::replace_bounded;
use crate::accounts::Person;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::like;

/// What stands where a name stood.
pub const FORMER: &str = "a former member";

/// Somebody who becomes a former member.
#[derive(Debug, Clone)]
pub struct Former {
    /// Their key, which stays.
    pub id: PersonId,
    /// The handle that they have from now on.
    pub handle: String,
    /// When it is done.
    pub at: Timestamp,
    /// The handle that they had.
    pub was: String,
    name: String,
    email: String,
}

impl Former {
    /// `person`, who becomes one at `now`.
    pub fn of(person: &Person, now: Timestamp) -> Self {
        // The last digits of a key are random (RFC 9562, section 5.7).
        let digits = &person.id.as_str()[24..];
        Former {
            id: person.id,
            handle: format!("former-{digits}"),
            at: now,
            was: person.handle.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
        }
    }

    /// Patterns of `LIKE`, with `\` as escape, of texts that may name them.
    pub fn patterns(&self) -> Vec<String> {
        self.names().iter().map(|(name, _)| like::holding(name)).collect()
    }

    /// The text without their name, their mail address, their handle and the
    /// addresses of their pages; nothing where it holds none of them. A first
    /// name alone, or a handle that is one word, is left: it may be anybody's.
    pub fn without(&self, text: &str) -> Option<String> {
        let mut without: Option<String> = None;
        for (name, instead) in self.names() {
            let replaced = replace_bounded(without.as_deref().unwrap_or(text), &name, &instead);
            without = replaced.or(without);
        }
        without
    }

    /// What they are called, and what stands there instead.
    fn names(&self) -> Vec<(String, String)> {
        let Former { was, handle, .. } = self;
        let mut names = vec![
            (self.email.clone(), FORMER.to_owned()),
            (self.name.clone(), FORMER.to_owned()),
            (format!("@{was}"), FORMER.to_owned()),
            (format!("people/{was}"), format!("people/{handle}")),
            (format!("accounts/{was}"), format!("accounts/{handle}")),
            // As the record writes it.
            (format!("\"{was}\""), format!("\"{handle}\"")),
        ];
        if was.contains('-') {
            names.push((was.clone(), handle.clone()));
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonState;
    use crate::db::keys::RowVersion;

    fn ana() -> Former {
        let person = Person {
            id: PersonId::generate(),
            handle: "ana".into(),
            name: "Ana Ruiz".into(),
            email: "ana@example.com".into(),
            chat: String::new(),
            password_hash: None,
            state: PersonState::Disabled,
            created_at: Timestamp(0),
            version: RowVersion::FIRST,
        };
        Former { handle: "former-1".into(), ..Former::of(&person, Timestamp(0)) }
    }

    #[test]
    fn names_go_and_what_only_begins_like_them_stays() {
        for (text, expected) in [
            ("Ask Ana Ruiz.", Some("Ask a former member.")),
            ("ANA RUIZ, ana ruiz", Some("a former member, a former member")),
            ("Ana Ruizhina and Diana Ruiz", None),
            ("@ana, not @anabel or @ana-li", Some("a former member, not @anabel or @ana-li")),
            ("[her](/people/ana) and /people/ana-li", Some("[her](/people/former-1) and /people/ana-li")),
            ("write to ana@example.com", Some("write to a former member")),
            ("diana@example.com, ana@example.com.au", None),
            ("ana", None),
            (r#"{"to":"ana","why":"banana"}"#, Some(r#"{"to":"former-1","why":"banana"}"#)),
            ("", None),
        ] {
            assert_eq!(ana().without(text).as_deref(), expected, "{text}");
        }
    }
}
