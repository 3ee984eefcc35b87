//! Which entries lost their words by somebody's erasing: each `person.erased` says
//! so in its detail, sealed as everything else. Words that are gone without one
//! that says so were taken by somebody else.

use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::chain::Sealed;
use super::seal::{Row, columns};
use crate::db::schema::{audit_entries, audit_seals};
use crate::db::{Connection, DbError};

/// The action that says of entries that their words are gone.
pub(super) const ACTION: &str = "person.erased";
/// The part of its detail with their numbers.
const PART: &str = "entries";

/// The detail of an entry that says that the words of these went: the numbers
/// of their seals, as [`super::erase()`] returns them.
pub fn erased_detail(numbers: &str) -> Value {
    json!({ PART: numbers })
}

/// Numbers of seals as they are written: `3-7 9 12-14`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers(Vec<(i64, i64)>);

impl Numbers {
    /// These, in whatever order.
    pub fn of(mut numbers: Vec<i64>) -> Self {
        numbers.sort_unstable();
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        for number in numbers {
            match ranges.last_mut() {
                Some((_, last)) if number <= *last + 1 => *last = number,
                _ => ranges.push((number, number)),
            }
        }
        Numbers(ranges)
    }

    /// Whether this number is among them.
    pub fn holds(&self, number: i64) -> bool {
        let behind = self.0.partition_point(|(first, _)| *first <= number);
        behind > 0 && self.0[behind - 1].1 >= number
    }

    /// Those of them before `end`.
    fn before(mut self, end: i64) -> Self {
        self.0.retain_mut(|(first, last)| {
            *last = (*last).min(end - 1);
            first <= last
        });
        self
    }

    /// These and others.
    fn with(self, more: Self) -> Self {
        let mut all = self.0;
        all.extend(more.0);
        all.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::new();
        for (first, last) in all {
            match joined.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
                _ => joined.push((first, last)),
            }
        }
        Numbers(joined)
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            match first == last {
                true => write!(f, "{space}{first}")?,
                false => write!(f, "{space}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Numbers {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Without a sign, and below four billion, as many as no record has.
        let number = |digits: &str| digits.parse::<u32>().map(i64::from);
        let range = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Ok((number(first)?, number(last)?))
        };
        let ranges = text.split_whitespace().map(range).collect::<Result<Vec<_>, _>>()?;
        Ok(Numbers::default().with(Numbers(ranges)))
    }
}

/// The numbers of all entries of which one that is sealed after them says that
/// their words are gone. One that is not as it was sealed says nothing.
pub(super) fn list(connection: &mut Connection) -> Result<Numbers, DbError> {
    let saying: Vec<i64> = audit_seals::table
        .inner_join(audit_entries::table.on(audit_entries::id.eq(audit_seals::entry_id)))
        .filter(audit_entries::action.eq(ACTION))
        .select(audit_seals::number)
        .load(connection)?;
    let mut all = Numbers::default();
    for number in saying {
        all = all.with(said_by(connection, number)?.before(number));
    }
    Ok(all)
}

fn said_by(connection: &mut Connection, number: i64) -> Result<Numbers, DbError> {
    let read: Result<(String, Row), DbError> = audit_seals::table
        .inner_join(audit_entries::table.on(audit_entries::id.eq(audit_seals::entry_id)))
        .filter(audit_seals::number.eq(number))
        .select((audit_seals::words_hash, columns()))
        .first(connection);
    let (words_hash, entry) = match read {
        Ok((words_hash, row)) => (words_hash, Sealed::from(row)),
        // The chain names it as what can't be read any more.
        Err(DbError::DeserializationError(_)) => return Ok(Numbers::default()),
        Err(error) => return Err(error),
    };
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let said = detail[PART].as_str().filter(|_| entry.words_hash() == words_hash);
    Ok(said.and_then(|said| said.parse().ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_they_are_written() {
        for (numbers, text) in
            [(vec![], ""), (vec![9, 3, 4, 5, 7, 6], "3-7 9"), (vec![1, 1, 2], "1-2"), (vec![10, 12, 14], "10 12 14")]
        {
            let written = Numbers::of(numbers.clone());
            assert_eq!(written.to_string(), text);
            assert_eq!(text.parse::<Numbers>().ok().as_ref(), Some(&written), "{text}");
            for number in 0..20 {
                assert_eq!(written.holds(number), numbers.contains(&number), "{number} of {text}");
            }
        }
        for wrong in ["3-", "a", "3--4", "1,2"] {
            assert!(wrong.parse::<Numbers>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_joined_and_cut() {
        let read = |text: &str| text.parse::<Numbers>().unwrap_or_default();
        assert_eq!(read("3-7").with(read("5-9 11")).to_string(), "3-9 11");
        assert_eq!(read("1-100").with(read("5 200")).to_string(), "1-100 200");
        assert_eq!(read("3-7 9 12-14").before(7).to_string(), "3-6");
        assert_eq!(read("3-7").before(3).to_string(), "");
    }
}
