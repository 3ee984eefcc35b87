//! Where an address leads that is no article's any more.

use std::collections::BTreeMap;

/// What became of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The same article has another address now: its slug.
    Renamed(String),
    /// It was taken out.
    Removed {
        /// Why; may be empty.
        why: String,
        /// The slug of what took its place.
        successor: Option<String>,
    },
}

/// Every address that once was an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved(pub(super) BTreeMap<String, Place>);

impl From<BTreeMap<String, Place>> for Moved {
    fn from(places: BTreeMap<String, Place>) -> Self {
        Moved(places)
    }
}

/// Renames that are followed one after another; more is a circle.
pub const STEPS: usize = 8;

impl Moved {
    /// What became of `slug`. Renames are followed to their end: `a` to `b` and
    /// `b` to `c` is `a` to `c`.
    pub fn find(&self, slug: &str) -> Option<&Place> {
        let mut place = self.0.get(slug)?;
        for _ in 0..STEPS {
            let Place::Renamed(to) = place else { return Some(place) };
            match self.0.get(to) {
                Some(next) => place = next,
                None => return Some(place),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_are_followed_and_circles_lead_nowhere() {
        let renamed = |to: &str| Place::Renamed(to.into());
        let removed = Place::Removed { why: "old".into(), successor: None };
        let moved = Moved(BTreeMap::from([
            ("a".into(), renamed("b")),
            ("b".into(), renamed("c")),
            ("x".into(), renamed("y")),
            ("y".into(), renamed("x")),
            ("p".into(), renamed("q")),
            ("q".into(), removed.clone()),
        ]));

        for (slug, expected) in
            [("a", Some(renamed("c"))), ("b", Some(renamed("c"))), ("c", None), ("x", None), ("p", Some(removed))]
        {
            assert_eq!(moved.find(slug), expected.as_ref(), "{slug}");
        }
    }
}
