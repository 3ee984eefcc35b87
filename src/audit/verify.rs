//! Reading the chain again from its beginning.

use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;

use super::chain::Sealed;
use super::erased::{self, Numbers};
use super::seal::{Row, columns};
use crate::db::schema::{audit_entries, audit_seals};
use crate::db::{Connection, DbError};

/// Seals that are read at a time.
const PAGE: i64 = 1_000;

/// What came of reading the whole record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Seals that were read and are right.
    pub sealed: i64,
    /// Of these, entries whose words were erased.
    pub erased: i64,
    /// Entries that are not sealed yet.
    pub open: i64,
    /// The hash of the last seal that is right; empty where there is none. Kept
    /// elsewhere, with its number, it shows later whether the record was written
    /// anew as a whole, or lost its end ([`check_kept`]).
    pub head: String,
    /// The first seal that is not right.
    pub fault: Option<Fault>,
}

/// What is wrong with a seal, or with the entry that it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The number of the seal.
    pub number: i64,
    /// The key of its entry; empty where there is none.
    pub entry: String,
    /// What is wrong.
    pub words: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}", self.number)?;
        if !self.entry.is_empty() {
            write!(f, " ({})", self.entry)?;
        }
        write!(f, ": {}", self.words)
    }
}

/// A seal as it was kept elsewhere: `NUMBER:HASH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    number: i64,
    hash: String,
}

impl FromStr for Kept {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const DIGITS: usize = 64;
        let (number, hash) = text.trim().split_once(':').unwrap_or_default();
        let number: Option<i64> = number.parse().ok().filter(|number| *number > 0);
        let is_hash = hash.len() == DIGITS && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        match number {
            Some(number) if is_hash => Ok(Kept { number, hash: hash.to_ascii_lowercase() }),
            _ => Err("write NUMBER:HASH, as `drawbridge audit verify` prints it"),
        }
    }
}

/// Why a record that was found whole, up to the seal `last`, is not the one of
/// which this seal was kept; nothing where it is.
///
/// # Errors
///
/// The database's own.
pub fn check_kept(connection: &mut Connection, kept: &Kept, last: i64) -> Result<Option<String>, DbError> {
    let Kept { number, hash } = kept;
    if *number > last {
        return Ok(Some(format!("it ends with seal {last}, and seal {number} was kept: its end was cut off")));
    }
    let there: String = audit_seals::table.find(number).select(audit_seals::link_hash).first(connection)?;
    let words = || format!("seal {number} is not the one that was kept: it was written anew");
    Ok((there != *hash).then(words))
}

type Seal = (i64, String, String, String);
/// A seal and the entry that it covers, if that is still there.
type Covered = (Seal, Option<Row>);

/// Reads the record up to the first seal that is not right. It keeps a thousand
/// of them in memory, however long the record is.
///
/// # Errors
///
/// The database's own.
pub fn verify(connection: &mut Connection) -> Result<Verified, DbError> {
    let mut verified = Verified::default();
    let erased = erased::list(connection)?;
    while verified.fault.is_none() {
        let Some(page) = page_after(connection, verified.sealed)? else {
            let fault = unreadable_after(connection, verified.sealed)?;
            verified.fault = Some(fault);
            break;
        };
        if page.is_empty() {
            break;
        }
        for (seal, entry) in page {
            match check(&verified, &erased, &seal, entry) {
                Ok(is_erased) => {
                    verified.sealed = seal.0;
                    verified.erased += i64::from(is_erased);
                    verified.head = seal.3;
                }
                Err(words) => {
                    let number = verified.sealed + 1;
                    verified.fault = Some(Fault { number, entry: seal.1, words });
                    break;
                }
            }
        }
    }
    let entries: i64 = audit_entries::table.count().get_result(connection)?;
    let seals: i64 = audit_seals::table.count().get_result(connection)?;
    verified.open = entries - seals;
    Ok(verified)
}

/// Whether the seal is the one that follows, and covers its entry. Returns
/// whether the entry's words were erased.
fn check(so_far: &Verified, erased: &Numbers, seal: &Seal, entry: Option<Row>) -> Result<bool, &'static str> {
    let (number, _, words_hash, link_hash) = seal;
    if *number != so_far.sealed + 1 {
        return Err("it is missing");
    }
    let Some(entry) = entry.map(Sealed::from) else {
        return Err("what it recorded is missing");
    };
    let is_erased = entry.is_erased();
    if is_erased && !erased.holds(*number) {
        return Err("its words are gone, and no entry says that somebody was erased with them");
    }
    if !is_erased && entry.words_hash() != *words_hash {
        return Err("its subject or its detail is not what was recorded");
    }
    if entry.link_hash(&so_far.head, *number, words_hash) != *link_hash {
        return Err("it is not what was recorded: who, what, when, or its place in the chain");
    }
    Ok(is_erased)
}

/// The seals after this number, each with its entry; none where something of
/// them can't even be read.
fn page_after(connection: &mut Connection, number: i64) -> Result<Option<Vec<Covered>>, DbError> {
    match load(connection, number, PAGE) {
        Ok(rows) => Ok(Some(rows)),
        Err(DbError::DeserializationError(_)) => {
            // Everything up to the broken one.
            let mut rows = Vec::new();
            for next in number.. {
                match load(connection, next, 1) {
                    Ok(mut one) if !one.is_empty() => rows.append(&mut one),
                    Ok(_) | Err(DbError::DeserializationError(_)) => break,
                    Err(error) => return Err(error),
                }
            }
            Ok((!rows.is_empty()).then_some(rows))
        }
        Err(error) => Err(error),
    }
}

fn unreadable_after(connection: &mut Connection, number: i64) -> Result<Fault, DbError> {
    let entry = audit_seals::table
        .filter(audit_seals::number.gt(number))
        .order(audit_seals::number)
        .select(audit_seals::entry_id)
        .first::<String>(connection);
    Ok(Fault { number: number + 1, entry: entry.unwrap_or_default(), words: "it can't be read as text any more" })
}

fn load(connection: &mut Connection, after: i64, limit: i64) -> Result<Vec<Covered>, DbError> {
    audit_seals::table
        .left_join(audit_entries::table.on(audit_entries::id.eq(audit_seals::entry_id)))
        .filter(audit_seals::number.gt(after))
        .order(audit_seals::number)
        .limit(limit)
        .select((
            (audit_seals::number, audit_seals::entry_id, audit_seals::words_hash, audit_seals::link_hash),
            columns().nullable(),
        ))
        .load(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_seal_is_read_as_it_is_printed() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(format!(" 12:{hash}\n").parse(), Ok(Kept { number: 12, hash: hash.clone() }));
        assert_eq!(format!("12:{}", hash.to_uppercase()).parse(), Ok(Kept { number: 12, hash: hash.clone() }));
        let wrong = ["", "12", "12:abc", "0:HASH", "-1:HASH", ":HASH", "HASH", "12:HASH0", "x:HASH"];
        for wrong in wrong.map(|text| text.replace("HASH", &hash)) {
            assert!(wrong.parse::<Kept>().is_err(), "{wrong}");
        }
    }
}
