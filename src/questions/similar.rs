//! Questions in like words: what others asked before.

use super::model::QuestionState;
use super::pages::Line;
use super::{Reader, store};
use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::search::{Word, words};
use crate::web::Member;
use crate::web::fold::fold;

/// Titles that are held against the words.
const LOOKED_AT: i64 = 300;
/// Words of the question by which titles are fetched; the longest say the most.
const PIECES: usize = 3;
/// Bytes of a word that is no word any more but a key or a hash.
const PIECE_LIMIT: usize = 40;

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
/// Titles have no index for this, so only the `newest` that many are looked at:
/// where nothing fits, 10,000 take about 10 ms, 100,000 six times as long.
/// What `member` may not read is left out.
///
/// # Errors
///
/// The database's own.
pub fn list_similar(
    connection: &mut Connection,
    base: &str,
    member: &Member,
    asked: &str,
    now: Timestamp,
    newest: i64,
    limit: usize,
) -> Result<Vec<SimilarQuestion>, DbError> {
    let asked = words(asked);
    let titles = store::list_titles(connection, &Reader::of(member), &pieces(&asked), newest, LOOKED_AT)?;
    let mut like: Vec<(f32, i64, String)> = titles
        .into_iter()
        .filter_map(|(number, title)| {
            let said = words(&title);
            let (likeness, mut shared) = likeness(&asked, &said)?;
            // The list of questions looks for words as they were typed, accents and all.
            let folded = fold(&title);
            shared.retain(|word| folded.contains(word));
            Some((likeness, number, shared.join(" ")))
        })
        .collect();
    like.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    like.truncate(limit);
    let numbers: Vec<i64> = like.iter().map(|(_, number, _)| *number).collect();
    let questions = store::list_numbered(connection, &numbers)?;
    let found = like.into_iter().filter_map(|(_, number, shared)| {
        let question = questions.iter().find(|question| question.number.0 == number)?;
        Some(SimilarQuestion {
            line: Line::new(base, question, (now, &member.calendar.zone)),
            is_open: question.state.is_open(),
            has_answer: matches!(question.state, QuestionState::Answered | QuestionState::Published),
            article: question.article_slug.clone(),
            shared,
        })
    });
    Ok(found.collect())
}

/// What a title has to hold to be looked at: the beginnings that the forms of
/// the longest words share.
fn pieces(asked: &[Word]) -> Vec<String> {
    // `policy` and `policies` share `polic`; accents stand in titles as they were typed.
    let piece = |word: &Word| fold(word.stem.trim_end_matches('i'));
    let mut pieces: Vec<String> = asked.iter().map(piece).filter(|piece| piece.len() <= PIECE_LIMIT).collect();
    pieces.retain(|piece| piece.chars().count() >= 2);
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    pieces.truncate(PIECES);
    pieces
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

    #[test]
    fn titles_are_fetched_by_the_longest_words() {
        assert_eq!(pieces(&words("do network policies apply to 10.0.0.1 in dev")), ["10.0.0.1", "network", "polic"]);
    }
}
