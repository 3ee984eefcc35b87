//! Whose names go, and what stands in their place.

use serde_json::Value;

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
    /// When their account was made.
    pub since: Timestamp,
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
            since: person.created_at,
            was: person.handle.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
        }
    }

    /// Patterns of `LIKE`, with `\` as escape, of texts in small letters that may
    /// name them.
    pub fn patterns(&self) -> Vec<String> {
        self.names().iter().map(|(name, _)| like::maybe_holding(name)).collect()
    }

    /// The text without their name, their mail address, `@handle` and the
    /// addresses of their pages; nothing where it holds none of them. A name of
    /// one word, a first name and a handle that stands alone are left: they may
    /// be anybody's, or anything's.
    pub fn without(&self, text: &str) -> Option<String> {
        let mut without: Option<String> = None;
        for (name, instead) in self.names() {
            let replaced = replace_bounded(without.as_deref().unwrap_or(text), &name, &instead);
            without = replaced.or(without);
        }
        without
    }

    /// As [`Former::without`] for what is kept as JSON, where a line break is two
    /// letters: each of its texts by itself.
    pub fn without_in_json(&self, text: &str) -> Option<String> {
        match serde_json::from_str(text) {
            Ok(value) => {
                let mut value: Value = value;
                self.take_out(&mut value).then(|| value.to_string())
            }
            Err(_) => self.without(text),
        }
    }

    /// Takes them out of each text of `value`, and says whether it held them.
    fn take_out(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.without(text) {
                Some(without) => {
                    *text = without;
                    true
                }
                None => false,
            },
            // Each of them, also behind one that named them.
            Value::Array(parts) => parts.iter_mut().map(|part| self.take_out(part)).filter(|held| *held).count() > 0,
            Value::Object(parts) => parts.iter_mut().fold(false, |held, (_, part)| self.take_out(part) || held),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// What can be nobody else's, and what stands there instead.
    fn names(&self) -> Vec<(String, String)> {
        let Former { was, handle, .. } = self;
        let mut names = vec![(self.email.clone(), FORMER.to_owned())];
        let words: Vec<&str> = self.name.split_whitespace().collect();
        if words.len() > 1 {
            names.push((words.join(" "), FORMER.to_owned()));
        }
        names.extend([
            (format!("@{was}"), FORMER.to_owned()),
            (format!("/people/{was}"), format!("/people/{handle}")),
            (format!("/accounts/{was}"), format!("/accounts/{handle}")),
        ]);
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonState;
    use crate::db::keys::RowVersion;

    fn former(handle: &str, name: &str, email: &str) -> Former {
        let person = Person {
            id: PersonId::generate(),
            handle: handle.into(),
            name: name.into(),
            email: email.into(),
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
        let ana = former("ana", "Ana Ruiz", "ana@example.com");
        for (text, expected) in [
            ("Ask Ana Ruiz.", Some("Ask a former member.")),
            ("ANA RUIZ, ana ruiz", Some("a former member, a former member")),
            ("As Ana\n  Ruiz wrote", Some("As a former member wrote")),
            ("Ana Ruizhina and Diana Ruiz", None),
            ("@ana, not @anabel or @ana-li", Some("a former member, not @anabel or @ana-li")),
            ("[her](/people/ana) and /people/ana-li", Some("[her](/people/former-1) and /people/ana-li")),
            ("https://x.example/accounts/ana?a", Some("https://x.example/accounts/former-1?a")),
            ("write to ana@example.com", Some("write to a former member")),
            ("diana@example.com, ana@example.com.au", None),
            ("ana", None),
            (r#"{"to":"ana","why":"banana"}"#, None),
            ("", None),
        ] {
            assert_eq!(ana.without(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_name_of_one_word_and_a_bare_handle_are_left() {
        let firewall = former("next-gen", "Firewall", "next.gen@example.com");
        for (text, expected) in [
            ("Which next-gen Firewall?", None),
            ("FIREWALL", None),
            ("Ask @next-gen of the firewall", Some("Ask a former member of the firewall")),
            ("next.gen@example.com", Some("a former member")),
        ] {
            assert_eq!(firewall.without(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn texts_in_json_are_looked_at_one_by_one() {
        let ana = former("ana", "Ana Ruiz", "ana@example.com");
        for (text, expected) in [
            (r#"["By:\nAna\nRuiz","so"]"#, Some(r#"["By:\na former member","so"]"#)),
            (r#"{"more":{"why":"@ana"},"n":1}"#, Some(r#"{"more":{"why":"a former member"},"n":1}"#)),
            (r#"{ "why": "Ana" }"#, None),
            ("no JSON, Ana Ruiz", Some("no JSON, a former member")),
        ] {
            assert_eq!(ana.without_in_json(text).as_deref(), expected, "{text}");
        }
    }
}
