//! How far the index came: what is committed together with its entries.

use crate::clock::Timestamp;
use crate::db::{Connection, DbError, changes};

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// The last change whose questions are in it.
    pub seen: i64,
    /// When that was made: another database has other changes.
    pub seen_at: Timestamp,
    /// While it is being filled, the last question that is in it.
    pub filled_to: Option<i64>,
}

impl Note {
    /// Where a new index begins: all questions are to be read, and after that
    /// what has changed meanwhile.
    pub fn begin(connection: &mut Connection) -> Result<Self, DbError> {
        let seen = changes::newest(connection)?;
        Ok(Note { seen, seen_at: at(connection, seen)?.unwrap_or(Timestamp(0)), filled_to: Some(0) })
    }

    /// Whether it was written beside this database: a copy that was put back is
    /// behind it, or has another change in the same place.
    pub fn fits(&self, connection: &mut Connection) -> Result<bool, DbError> {
        Ok(self.seen == 0 || at(connection, self.seen)? == Some(self.seen_at))
    }

    /// Reads what [`Note::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut number = || parts.next()?.parse().ok();
        let (seen, seen_at) = (number()?, Timestamp(number()?));
        Some(Note { seen, seen_at, filled_to: number() })
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        let filled = self.filled_to.map(|number| format!(" {number}")).unwrap_or_default();
        format!("{} {}{filled}", self.seen, self.seen_at.0)
    }
}

fn at(connection: &mut Connection, sequence: i64) -> Result<Option<Timestamp>, DbError> {
    changes::instant_of(connection, sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        for filled_to in [None, Some(0), Some(12)] {
            let note = Note { seen: 7, seen_at: Timestamp(1_763_460_000_000_000), filled_to };
            assert_eq!(Note::parse(&note.text()), Some(note));
        }
        for text in ["", "7", "a 1", "7 b"] {
            assert_eq!(Note::parse(text), None, "{text}");
        }
    }
}
