//! Measures the search with questions whose answer is known.

mod limits;
mod tally;

use std::collections::BTreeMap;
use std::fmt;

use super::{KnowledgeError, Library};

pub use limits::{Limit, Measure};
pub use tally::Tally;

/// Ranks that are looked at; what stands lower is not found by a reader either.
const DEPTH: usize = 10;
/// Sources that are told apart; where there are more, each is a single page
/// that somebody's question was taken from.
const SOURCES: usize = 12;

/// A question whose answer is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What somebody typed.
    pub query: String,
    /// Slugs of the articles that answer; empty where nothing does.
    pub slugs: Vec<String>,
    /// Where it came from; may be empty.
    pub source: String,
}

/// How well the search did.
#[derive(Debug, Default)]
pub struct Score {
    /// Over all questions.
    pub total: Tally,
    /// By the category of the article that answers.
    pub by_category: BTreeMap<String, Tally>,
    /// By where the questions came from; empty where they have too many sources.
    pub by_source: BTreeMap<String, Tally>,
    /// What went otherwise than it should, a line each.
    pub misses: Vec<String>,
}

/// Reads a table with tabs between its columns: query, slug, alt_slug, source.
///
/// # Errors
///
/// The line that can't be read, and why.
pub fn read(text: &str) -> Result<Vec<Question>, String> {
    let mut questions = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [query, slug, rest @ ..] = &columns[..] else {
            return Err(format!("line {}: it has no second column", number + 1));
        };
        if number == 0 && *query == "query" {
            continue;
        }
        let slugs = [Some(slug), rest.first()].into_iter().flatten();
        let slugs = slugs.filter(|slug| !slug.is_empty() && **slug != "NONE").map(|slug| (*slug).to_owned()).collect();
        let source = rest.get(1).map_or("", |source| source.trim()).to_owned();
        questions.push(Question { query: (*query).to_owned(), slugs, source });
    }
    Ok(questions)
}

/// Asks all questions.
///
/// # Errors
///
/// [`KnowledgeError`] where the search fails.
pub fn measure(library: &Library, questions: &[Question]) -> Result<Score, KnowledgeError> {
    let mut score = Score::default();
    for question in questions {
        let outcome = library.search(&question.query, DEPTH)?;
        let found: Vec<&str> = outcome.hits.iter().map(|hit| hit.article.slug.as_str()).collect();
        let rank = found.iter().position(|slug| question.slugs.iter().any(|right| right == slug));
        let result = if question.slugs.is_empty() {
            tally::Result::Unanswerable { said_no: !outcome.answered }
        } else {
            tally::Result::Answerable { rank, withheld: !outcome.answered }
        };
        score.total.add(result);
        score.by_source.entry(question.source.clone()).or_default().add(result);
        if let Some(article) = question.slugs.first().and_then(|slug| library.article(slug)) {
            score.by_category.entry(article.category.clone()).or_default().add(result);
        }
        if !result.is_as_it_should_be() {
            let word = if outcome.answered { "answered" } else { "said no" };
            let first = found.first().unwrap_or(&"");
            score.misses.push(if question.slugs.is_empty() {
                format!("{word}\tNONE\t{first}\t{}", question.query)
            } else {
                let rank = rank.map_or("-".to_owned(), |rank| (rank + 1).to_string());
                format!("{word}\t{rank}\t{}\t{first}\t{}", question.slugs.join(" "), question.query)
            });
        }
    }
    if score.by_source.len() > SOURCES || score.by_source.len() < 2 {
        score.by_source.clear();
    }
    Ok(score)
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.total)?;
        for (name, parts) in [("category", &self.by_category), ("source", &self.by_source)] {
            if !parts.is_empty() {
                write!(f, "\n\n{}", Tally::heading(name))?;
            }
            for (name, tally) in parts {
                write!(f, "\n{}", tally.row(name))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let read = read("query\tslug\talt_slug\tsource\na b\tx\ty\tz\nc\tNONE\t\tz\n");

        let expected = [("a b", vec!["x", "y"]), ("c", vec![])];
        let expected = expected.map(|(query, slugs)| Question {
            query: query.into(),
            slugs: slugs.into_iter().map(str::to_owned).collect(),
            source: "z".into(),
        });
        assert_eq!(read, Ok(expected.to_vec()));
        assert!(super::read("alone\n").is_err());
    }
}
