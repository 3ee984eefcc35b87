//! Words and marks as Tantivy is asked for them.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::fields::Fields;
use crate::search::stems::stem;
use crate::search::{Word, words};
use crate::web::fold;

/// Words that are looked for; who types more tells a story, and its rarest words count.
const WORDS: usize = 24;
/// Words that one may go on to, and how many are looked at to find them.
const GOES_ON: usize = 12;
const LOOKED_AT: usize = 2_000;
/// Letters from which on a word may go on.
const LEAST: usize = 2;
/// What a word counts for that the last one may go on to.
const GUESSED: f32 = 0.5;

/// Some parts of what is asked.
type Clauses = Vec<Box<dyn Query>>;

/// The words of a question, the rarest first.
pub struct Words(Vec<Sought>);

/// One word.
struct Sought {
    /// In how many entries it stands.
    count: u64,
    query: Box<dyn Query>,
}

impl Words {
    /// The words as they may stand anywhere in an entry.
    pub fn of(text: &str, searcher: &Searcher, fields: Fields) -> tantivy::Result<Self> {
        let number = text.trim().trim_start_matches('#').parse::<i64>().ok();
        let mut all = Self::read(text, searcher, fields, fields.text, IndexRecordOption::Basic)?;
        // A number alone may be the entry's own.
        if let (Some(number), [only]) = (number, all.0.as_mut_slice()) {
            let term = Term::from_field_i64(fields.number, number);
            let own: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            only.query = any_of(vec![only.query.box_clone(), own]);
            only.count += 1;
        }
        Ok(all)
    }

    /// The words as they may stand in a title; those that stand in none are left out.
    pub fn of_title(text: &str, searcher: &Searcher, fields: Fields) -> tantivy::Result<Self> {
        let mut all = Self::read(text, searcher, fields, fields.title, IndexRecordOption::WithFreqs)?;
        all.0.retain(|word| word.count > 0);
        Ok(all)
    }

    fn read(
        text: &str,
        searcher: &Searcher,
        fields: Fields,
        field: Field,
        option: IndexRecordOption,
    ) -> tantivy::Result<Self> {
        let text = fold::searchable(text);
        let all = words(&text);
        let is_open = text.ends_with(char::is_alphanumeric);
        let mut sought = Vec::new();
        for (at, word) in all.iter().enumerate() {
            let term = Term::from_field_text(field, &word.stem);
            let (mut count, mut query): (u64, Box<dyn Query>) =
                (searcher.doc_freq(&term)?, Box::new(TermQuery::new(term, option)));
            if is_open && at + 1 == all.len() && word.text.chars().count() >= LEAST {
                let (more, longer) = going_on(searcher, fields.written, word)?;
                if !longer.is_empty() {
                    count += more;
                    query = any_of(std::iter::once(query).chain(longer).collect());
                }
            }
            sought.push(Sought { count, query });
        }
        sought.sort_by_key(|word| word.count);
        sought.truncate(WORDS);
        Ok(Words(sought))
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In how many entries the rarest word stands.
    pub fn rarest(&self) -> u64 {
        self.0.first().map_or(0, |word| word.count)
    }

    /// That each of them stands there.
    pub fn all(&self) -> Vec<(Occur, Box<dyn Query>)> {
        self.0.iter().map(|word| (Occur::Must, word.query.box_clone())).collect()
    }

    /// The rarest that stand in `budget` entries together, one where that is
    /// more; and the others.
    pub fn rare(&self, budget: u64) -> (Clauses, Clauses) {
        let (mut some, mut others, mut sum) = (Vec::new(), Vec::new(), 0);
        for word in &self.0 {
            sum += word.count;
            let part = if some.is_empty() || sum <= budget { &mut some } else { &mut others };
            part.push(word.query.box_clone());
        }
        (some, others)
    }
}

/// What a word may go on to in titles, and in how many of them that stands: the
/// most frequent ones.
fn going_on(searcher: &Searcher, field: Field, word: &Word) -> tantivy::Result<(u64, Clauses)> {
    let begin = word.text.as_bytes();
    let mut counts: HashMap<Vec<u8>, u64> = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(begin).into_stream()?;
        let mut left = LOOKED_AT;
        while left > 0 && stream.advance() && stream.key().starts_with(begin) {
            left -= 1;
            *counts.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
        }
    }
    let mut counts: Vec<(Vec<u8>, u64)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    // What has the same stem is looked for already.
    counts.retain(|(key, _)| std::str::from_utf8(key).is_ok_and(|text| stem(text) != word.stem));
    counts.truncate(GOES_ON);
    let sum = counts.iter().map(|(_, count)| count).sum();
    let term = |(key, _): &(Vec<u8>, u64)| {
        let term = Term::from_field_text(field, std::str::from_utf8(key).unwrap_or_default());
        let one: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        let guessed: Box<dyn Query> = Box::new(BoostQuery::new(one, GUESSED));
        guessed
    };
    Ok((sum, counts.iter().map(term).collect()))
}

/// That any of these holds.
pub fn any_of(mut queries: Clauses) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// That an entry has one of these marks; it says nothing about how well it fits.
pub fn marked(fields: Fields, marks: &[String]) -> Box<dyn Query> {
    let term = |mark: &String| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(fields.marks, mark), IndexRecordOption::Basic))
    };
    Box::new(ConstScoreQuery::new(any_of(marks.iter().map(term).collect()), 0.0))
}

/// That an entry stands in one of these windows.
pub fn within(fields: Fields, windows: RangeInclusive<i64>) -> Box<dyn Query> {
    let term = |window| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_i64(fields.window, window), IndexRecordOption::Basic))
    };
    Box::new(ConstScoreQuery::new(any_of(windows.map(term).collect()), 0.0))
}
