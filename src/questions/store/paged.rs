//! Long lists, page by page. A page begins behind the last line of the one
//! before, so that it costs the same however many questions there are, and
//! nothing is shown twice where some are answered meanwhile.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Row;
use super::list::{Filter, Sort, filtered};
use super::named::with_names;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::questions;
use crate::db::{Connection, DbError};
use crate::questions::Reader;
use crate::questions::model::{Question, Turn};

/// What is owed by somebody.
pub const OWED: [Turn; 3] = [Turn::Champion, Turn::NetSec, Turn::Both];
/// Questions that are counted at the most; past it a count says “more than”.
pub const COUNTED: i64 = 1_000;

/// The line behind or before which a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    due_at: Timestamp,
    number: i64,
}

impl Cursor {
    /// The place of a question.
    pub fn of(question: &Question) -> Self {
        Cursor { due_at: question.due_at, number: question.number.0 }
    }

    /// Reads what [`Cursor::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (due_at, number) = text.split_once('.')?;
        Some(Cursor { due_at: Timestamp(due_at.parse().ok()?), number: number.parse().ok()? })
    }

    /// For an address.
    pub fn text(self) -> String {
        format!("{}.{}", self.due_at.0, self.number)
    }

    /// The place of what is due then and has this number.
    pub fn at(due_at: i64, number: i64) -> Self {
        Cursor { due_at: Timestamp(due_at), number }
    }

    /// Until when it is due.
    pub fn due_at(self) -> Timestamp {
        self.due_at
    }

    /// Its number.
    pub fn number(self) -> i64 {
        self.number
    }

    /// What places are sorted by.
    pub fn key(self, sort: Sort) -> (i64, i64) {
        match sort {
            Sort::Newest => (0, -self.number),
            Sort::Due => (self.due_at.0, self.number),
        }
    }
}

/// From where a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageFrom {
    /// From the first line on.
    #[default]
    Start,
    /// Behind this line.
    After(Cursor),
    /// Before this line.
    Before(Cursor),
}

/// Some lines of a list.
#[derive(Debug, Default)]
pub struct Page {
    /// The questions, in the list's order.
    pub questions: Vec<Question>,
    /// The line before which there are more.
    pub previous: Option<Cursor>,
    /// The line behind which there are more.
    pub next: Option<Cursor>,
}

/// One page of what `filter` names. Sorted by due time it holds what somebody
/// owes, or what waits for its asker where the filter names that turn.
///
/// # Errors
///
/// The database's own.
pub fn list_page(
    connection: &mut Connection,
    filter: &Filter,
    sort: Sort,
    from: PageFrom,
    limit: usize,
) -> Result<Page, DbError> {
    let mut rows = Vec::new();
    for part in parts(filter, sort) {
        rows.extend(load(connection, &part, sort, from, limit as i64 + 1)?);
    }
    let is_back = matches!(from, PageFrom::Before(_));
    let key = |row: &Row| Cursor { due_at: row.due_at, number: row.number }.key(sort);
    rows.sort_by_key(key);
    if is_back {
        rows.reverse();
    }
    let has_more = rows.len() > limit;
    if is_back && !has_more {
        // The first page is always a whole one.
        return list_page(connection, filter, sort, PageFrom::Start, limit);
    }
    rows.truncate(limit);
    if is_back {
        rows.reverse();
    }
    let questions = with_names(connection, rows)?;
    let is_first = from == PageFrom::Start;
    Ok(Page {
        previous: questions.first().filter(|_| !is_first).map(Cursor::of),
        next: questions.last().filter(|_| has_more || is_back).map(Cursor::of),
        questions,
    })
}

/// The filter, taken apart so that each part is one range of an index, already
/// in order: a database does not merge the ranges of several states itself.
fn parts(filter: &Filter, sort: Sort) -> Vec<Filter> {
    match sort {
        Sort::Newest if !filter.states.is_empty() => {
            filter.states.iter().map(|state| Filter { states: vec![*state], ..filter.clone() }).collect()
        }
        Sort::Newest => vec![filter.clone()],
        Sort::Due => {
            let turns = if filter.turns.is_empty() { OWED.to_vec() } else { filter.turns.clone() };
            turns.into_iter().map(|turn| Filter { turns: vec![turn], ..filter.clone() }).collect()
        }
    }
}

fn load(
    connection: &mut Connection,
    filter: &Filter,
    sort: Sort,
    from: PageFrom,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let (number, due_at) = (questions::number, questions::due_at);
    let mut query = filtered(filter);
    query = match (sort, from) {
        (_, PageFrom::Start) => query,
        (Sort::Newest, PageFrom::After(line)) => query.filter(number.lt(line.number)),
        (Sort::Newest, PageFrom::Before(line)) => query.filter(number.gt(line.number)),
        (Sort::Due, PageFrom::After(line)) => {
            query.filter(due_at.ge(line.due_at)).filter(due_at.gt(line.due_at).or(number.gt(line.number)))
        }
        (Sort::Due, PageFrom::Before(line)) => {
            query.filter(due_at.le(line.due_at)).filter(due_at.lt(line.due_at).or(number.lt(line.number)))
        }
    };
    let is_back = matches!(from, PageFrom::Before(_));
    let query = match (sort, is_back) {
        (Sort::Newest, false) => query.order(number.desc()),
        (Sort::Newest, true) => query.order(number.asc()),
        (Sort::Due, false) => query.order((due_at.asc(), number.asc())),
        (Sort::Due, true) => query.order((due_at.desc(), number.desc())),
    };
    query.select(Row::as_select()).limit(limit).load(connection)
}

/// How much waits for Network Security, each at the most [`COUNTED`] and one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, QueryableByName)]
pub struct QueueCounts {
    /// In all.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
    /// Late.
    #[diesel(sql_type = BigInt)]
    pub overdue: i64,
    /// Nobody's.
    #[diesel(sql_type = BigInt)]
    pub free: i64,
    /// One's own.
    #[diesel(sql_type = BigInt)]
    pub mine: i64,
    /// Waiting for the asker meanwhile.
    #[diesel(sql_type = BigInt)]
    pub back: i64,
}

/// What is counted of the questions that fit, at the most [`COUNTED`] and one.
/// Diesel has no way to count the rows of another query; loading so many would
/// take longer than all else on the page.
fn counting(fitting: &str) -> String {
    format!("(SELECT COUNT(*) FROM (SELECT 1 FROM questions WHERE {fitting} LIMIT {}) AS fitting)", COUNTED + 1)
}

/// The queue, as [`Turn::OF_NETSEC`] says it.
const QUEUE: &str = "turn IN ('netsec', 'both')";

/// Counts the queue for one of its readers.
///
/// # Errors
///
/// The database's own.
pub fn count_queue(connection: &mut Connection, person: PersonId, now: Timestamp) -> Result<QueueCounts, DbError> {
    let [total, overdue, free, mine, back] = [
        QUEUE,
        format!("{QUEUE} AND due_at < $1").as_str(),
        format!("{QUEUE} AND claimed_by IS NULL").as_str(),
        format!("{QUEUE} AND claimed_by = $2").as_str(),
        "turn = 'asker' AND state IN ('with_netsec', 'with_both')",
    ]
    .map(counting);
    let counts =
        format!("SELECT {total} AS total, {overdue} AS overdue, {free} AS free, {mine} AS mine, {back} AS back");
    diesel::sql_query(counts).bind::<BigInt, _>(now).bind::<Text, _>(person).get_result(connection)
}

/// How much waits for Network Security, at the most [`COUNTED`] and one.
///
/// # Errors
///
/// The database's own.
pub fn count_waiting(connection: &mut Connection) -> Result<i64, DbError> {
    diesel::select(diesel::dsl::sql::<BigInt>(&counting(QUEUE))).get_result(connection)
}

impl Filter {
    /// What Network Security has, and asked back about.
    pub fn asked_back() -> Self {
        use crate::questions::model::QuestionState::{WithBoth, WithNetSec};
        Filter {
            reader: Reader::NetSec,
            turns: vec![Turn::Asker],
            states: vec![WithNetSec, WithBoth],
            ..Filter::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_is_read_as_it_was_written() {
        let line = Cursor { due_at: Timestamp(1_763_460_000_000_000), number: 12 };
        assert_eq!(Cursor::parse(&line.text()), Some(line));
        for text in ["", "12", "a.1", "1.", ".1", "1.b", "99999999999999999999.1"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
