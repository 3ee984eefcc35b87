//! Long lists, page by page. A page begins behind the last line of the one
//! before, so that it costs the same however many questions there are, and
//! nothing is shown twice where some are answered meanwhile.

use diesel::prelude::*;

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
const OWED: [Turn; 3] = [Turn::Champion, Turn::NetSec, Turn::Both];
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

    fn key(self, sort: Sort) -> (i64, i64) {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueCounts {
    /// In all.
    pub total: i64,
    /// Late.
    pub overdue: i64,
    /// Nobody's.
    pub free: i64,
    /// One's own.
    pub mine: i64,
    /// Waiting for the asker meanwhile.
    pub back: i64,
}

/// Counts the queue for one of its readers.
///
/// # Errors
///
/// The database's own.
pub fn count_queue(connection: &mut Connection, person: PersonId, now: Timestamp) -> Result<QueueCounts, DbError> {
    let all = Filter { reader: Reader::NetSec, turns: Turn::OF_NETSEC.to_vec(), ..Filter::default() };
    let mut count = |filter: &Filter| {
        let some: Vec<i64> = filtered(filter).select(questions::number).limit(COUNTED + 1).load(connection)?;
        Ok::<_, DbError>(some.len() as i64)
    };
    Ok(QueueCounts {
        total: count(&all)?,
        overdue: count(&Filter { due_before: Some(now), ..all.clone() })?,
        free: count(&Filter { is_free: true, ..all.clone() })?,
        mine: count(&Filter { given_to: Some(person), ..all.clone() })?,
        back: count(&Filter::asked_back())?,
    })
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
