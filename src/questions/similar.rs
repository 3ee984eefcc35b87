//! Questions in like words: what others asked before.

use super::finding::list_found;
use super::model::{Question, QuestionState};
use super::pages::Line;
use super::store::{self, Filter, PageFrom, Sort};
use super::{QuestionIndex, Reader};
use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::search::{Word, words};
use crate::web::Member;

/// Titles that are held against the words.
const LOOKED_AT: usize = 60;

/// A question in like words.
#[derive(Debug, Clone)]
pub struct SimilarQuestion {
    /// The question in short.
    pub line: Line,
    /// Whether it still waits for an answer.
    pub is_open: bool,
    /// Whether it has an answer of its own.
    pub has_answer: bool,
    /// The article that its answer became.
    pub article: Option<String>,
    /// The words of its title that were asked for, as its title has them.
    pub shared: String,
}

/// Questions whose titles say much of what `asked` says, the likest first;
/// `limit` at the most, as seen at `now`. `base` goes in front of every address.
/// What `member` may not read is left out.
///
/// # Errors
///
/// The database's own.
pub fn list_similar(
    connection: &mut Connection,
    index: &QuestionIndex,
    base: &str,
    member: &Member,
    asked: &str,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<SimilarQuestion>, DbError> {
    let reader = Reader::of(member);
    let numbers = index.like(&reader, asked, LOOKED_AT);
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let asked = words(asked);
    let mut like: Vec<(f32, i64, String)> = store::list_titles(connection, &reader, &numbers)?
        .into_iter()
        .filter_map(|(number, title)| {
            let said = words(&title);
            let (likeness, shared) = likeness(&asked, &said)?;
            Some((likeness, number, shared.join(" ")))
        })
        .collect();
    like.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    like.truncate(limit);
    let numbers: Vec<i64> = like.iter().map(|(_, number, _)| *number).collect();
    let found = store::list_fitting(connection, &Filter { reader, ..Filter::default() }, &numbers)?;
    let similar = |(_, number, shared): (f32, i64, String)| {
        let question = found.iter().find(|question| question.number.0 == number)?;
        Some(drawn(base, member, now, question, shared))
    };
    Ok(like.into_iter().filter_map(similar).collect())
}

/// Questions that have all words of `asked` somewhere in them, the newest first;
/// `limit` at the most, and none of those that are `known` already.
///
/// # Errors
///
/// The database's own.
pub fn list_mentioning(
    connection: &mut Connection,
    index: &QuestionIndex,
    base: &str,
    member: &Member,
    asked: &str,
    now: Timestamp,
    (limit, known): (usize, &[SimilarQuestion]),
) -> Result<Vec<SimilarQuestion>, DbError> {
    let filter = Filter { reader: Reader::of(member), ..Filter::default() };
    let page = list_found(connection, index, &filter, asked, (Sort::Newest, PageFrom::Start, limit))?;
    let is_new = |question: &&Question| known.iter().all(|one| one.line.number != question.number.0);
    let shared: Vec<String> = words(asked).into_iter().map(|word| word.text).collect();
    let similar = |question: &Question| drawn(base, member, now, question, shared.join(" "));
    Ok(page.questions.iter().filter(is_new).map(similar).collect())
}

fn drawn(base: &str, member: &Member, now: Timestamp, question: &Question, shared: String) -> SimilarQuestion {
    SimilarQuestion {
        line: Line::new(base, question, (now, &member.calendar.zone)),
        is_open: question.state.is_open(),
        has_answer: matches!(question.state, QuestionState::Answered | QuestionState::Published),
        article: question.article_slug.clone(),
        shared,
    }
}

/// How alike a title is, and the words that it shares; nothing where it is
/// about something else: it says most of what was asked, or both say much the same.
pub(super) fn likeness<'t>(asked: &[Word], title: &'t [Word]) -> Option<(f32, Vec<&'t str>)> {
    const MOST: f32 = 0.75;
    const MUCH: f32 = 0.5;
    let same = |word: &Word| title.iter().find(|other| other.stem == word.stem);
    let begun = |word: &Word| title.iter().find(|other| other.text.starts_with(&word.text));
    let shared: Vec<&str> = asked
        .iter()
        .enumerate()
        .filter_map(|(at, word)| {
            // The last word may still be on its way.
            let is_last = at + 1 == asked.len() && word.text.len() >= 3;
            same(word).or_else(|| begun(word).filter(|_| is_last)).map(|word| word.text.as_str())
        })
        .collect();
    let count = shared.len() as f32;
    let of_asked = count / asked.len().max(1) as f32;
    let of_both = 2.0 * count / (asked.len() + title.len()).max(1) as f32;
    (of_asked >= MOST || of_both >= MUCH).then_some((of_asked + of_both, shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_alike_where_they_say_much_the_same() {
        for (asked, title, alike) in [
            ("postgres", "Which port does Postgres use?", true),
            ("postgr", "Which port does Postgres use?", true),
            ("network policies for checkout", "Is there a network policy for checkout?", true),
            ("how do I open port 8443 to the vendor", "Port 8443 to the vendor for webhooks", true),
            ("how do I open port 8443 to the vendor", "Where is the port of the canteen?", false),
            ("postgres port", "Which port for the partner portal?", false),
            ("vpn drops every hour", "Who pays for the VPN of the new office in Lisbon?", false),
            ("", "Anything", false),
        ] {
            assert_eq!(likeness(&words(asked), &words(title)).is_some(), alike, "{asked} / {title}");
        }
    }
}
