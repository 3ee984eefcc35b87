//! The list of questions with some words in them, page by page.

use super::QuestionIndex;
use super::entry::{of_asker, of_state, of_team, of_turn};
use crate::db::{Connection, DbError};
use crate::questions::Question;
use crate::questions::store::{self, Cursor, Filter, OWED, Page, PageFrom, Sort};
use crate::search::kept::{From, Hit, Order, Wanted};

/// One page of the questions that `filter` names and that have all of `words`,
/// as [`store::list_page`] gives it where there are none.
///
/// # Errors
///
/// The database's own.
pub fn list_found(
    connection: &mut Connection,
    index: &QuestionIndex,
    filter: &Filter,
    words: &str,
    (sort, from, limit): (Sort, PageFrom, usize),
) -> Result<Page, DbError> {
    if words.trim().is_empty() {
        return store::list_page(connection, filter, sort, from, limit);
    }
    let marks = marks(filter, sort);
    let wanted = Wanted {
        words,
        marks: &marks,
        order: if sort == Sort::Newest { Order::Newest } else { Order::Rank },
        from: match from {
            PageFrom::Start => From::Start,
            PageFrom::After(line) => From::After(hit(line)),
            PageFrom::Before(line) => From::Before(hit(line)),
        },
        limit: limit + 1,
    };
    let mut hits = index.list(&filter.reader, &wanted);
    let is_back = matches!(from, PageFrom::Before(_));
    let has_more = hits.len() > limit;
    if is_back && !has_more {
        // The first page is always a whole one.
        return list_found(connection, index, filter, words, (sort, PageFrom::Start, limit));
    }
    if has_more {
        hits.remove(if is_back { 0 } else { limit });
    }
    let line = |hit: &Hit| Cursor::at(hit.rank, hit.number);
    let is_first = from == PageFrom::Start;
    Ok(Page {
        previous: hits.first().filter(|_| !is_first).map(line),
        next: hits.last().filter(|_| has_more || is_back).map(line),
        questions: read(connection, filter, sort, &hits)?,
    })
}

/// The questions behind what was found, where they still fit.
fn read(connection: &mut Connection, filter: &Filter, sort: Sort, hits: &[Hit]) -> Result<Vec<Question>, DbError> {
    let numbers: Vec<i64> = hits.iter().map(|hit| hit.number).collect();
    let mut found = store::list_fitting(connection, filter, &numbers)?;
    found.sort_by_key(|question| Cursor::of(question).key(sort));
    Ok(found)
}

/// What the filter says in marks.
fn marks(filter: &Filter, sort: Sort) -> Vec<Vec<String>> {
    let mut marks: Vec<Vec<String>> = Vec::new();
    if let Some(asker) = filter.asker {
        marks.push(vec![of_asker(asker.as_str())]);
    }
    if let Some(teams) = &filter.teams {
        marks.push(teams.iter().map(|team| of_team(team.as_str())).collect());
    }
    if !filter.states.is_empty() {
        marks.push(filter.states.iter().map(|state| of_state(*state)).collect());
    }
    let turns = if sort == Sort::Due && filter.turns.is_empty() { &OWED[..] } else { &filter.turns[..] };
    if !turns.is_empty() {
        marks.push(turns.iter().map(|turn| of_turn(*turn)).collect());
    }
    marks
}

fn hit(line: Cursor) -> Hit {
    Hit { number: line.number(), rank: line.due_at().0 }
}
