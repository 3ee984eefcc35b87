//! Entries as they are read again, and what of them is asked for.

use serde_json::Value;

use super::detail::is_key;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::origin::Origin;

/// A line of the record, with the name of who made it.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    /// Its key.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who, by handle and name; nobody where a command or the program did it.
    pub actor: Option<(String, String)>,
    /// What, as `kind.verb`.
    pub action: String,
    /// What it was done to: kind and key; no key where the words were erased.
    pub subject: (String, String),
    /// What is worth knowing of it.
    pub detail: Value,
    /// From where; nothing where the program did it, or it was erased.
    pub origin: Option<Origin>,
}

impl Recorded {
    /// Whether its words were erased.
    pub fn is_erased(&self) -> bool {
        self.subject.1.is_empty()
    }

    /// Whether it is about a person by their id, as some lines were written.
    pub fn is_by_id(&self) -> bool {
        self.subject.0 == "person" && is_key(&self.subject.1)
    }
}

/// Which entries; every part that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Made by this person.
    pub actor: Option<PersonId>,
    /// With this action; any where it is empty.
    pub action: String,
    /// About this kind of thing; any where it is empty.
    pub kind: String,
    /// About the thing of that kind with one of these keys; any where there are none.
    pub keys: Vec<String>,
    /// Not before this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

/// The line after which an older page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place(pub Timestamp, pub String);

impl Place {
    /// The place of this line.
    pub fn of(recorded: &Recorded) -> Self {
        Place(recorded.at, recorded.id.clone())
    }

    /// The place that [`Place::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('_')?;
        Some(Place(Timestamp(at.parse().ok()?), id.to_owned()))
    }

    /// The place as an address holds it.
    pub fn text(&self) -> String {
        format!("{}_{}", self.0.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_as_they_are_written() {
        let place = Place(Timestamp(1_700_000), "0199-ab".to_owned());
        assert_eq!(Place::parse(&place.text()), Some(place));
        for wrong in ["", "1", "x_0199", "_"] {
            assert_eq!(Place::parse(wrong), None, "{wrong}");
        }
    }
}
