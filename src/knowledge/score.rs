//! Measures the search with questions whose answer is known.

use std::fmt;

use super::{KnowledgeError, Library};

/// Ranks that are looked at; what stands lower is not found by a reader either.
const DEPTH: usize = 10;

/// A question whose answer is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What somebody typed.
    pub query: String,
    /// Slugs of the articles that answer; empty where nothing does.
    pub slugs: Vec<String>,
}

/// How well the search did.
#[derive(Debug, Default)]
pub struct Score {
    /// Questions that an article answers.
    pub answerable: usize,
    /// Questions that none answers.
    pub unanswerable: usize,
    /// Of the answerable: the first hit answers.
    pub first: usize,
    /// Of the answerable: one of the first three does.
    pub first_three: usize,
    /// Sum of 1 by the rank of the first hit that answers.
    pub reciprocal: f64,
    /// Of the answerable: said to have no answer.
    pub withheld: usize,
    /// Of the unanswerable: said to have no answer.
    pub said_no: usize,
    /// What went otherwise than it should, a line each.
    pub misses: Vec<String>,
}

/// Reads a table with tabs between its columns: query, slug, alt_slug, and more.
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
        questions.push(Question { query: (*query).to_owned(), slugs });
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
        let word = if outcome.answered { "answered" } else { "said no" };
        if question.slugs.is_empty() {
            score.unanswerable += 1;
            score.said_no += usize::from(!outcome.answered);
            if outcome.answered {
                score.misses.push(format!("{word}\tNONE\t{}\t{}", found.first().unwrap_or(&""), question.query));
            }
            continue;
        }
        let rank = found.iter().position(|slug| question.slugs.iter().any(|right| right == slug));
        score.answerable += 1;
        score.withheld += usize::from(!outcome.answered);
        score.first += usize::from(rank == Some(0));
        score.first_three += usize::from(rank.is_some_and(|rank| rank < 3));
        score.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        if rank != Some(0) || !outcome.answered {
            let rank = rank.map_or("-".to_owned(), |rank| (rank + 1).to_string());
            let first = found.first().unwrap_or(&"");
            score.misses.push(format!("{word}\t{rank}\t{}\t{first}\t{}", question.slugs.join(" "), question.query));
        }
    }
    Ok(score)
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: f64, all: usize| part / all.max(1) as f64;
        let answerable = |part: usize| share(part as f64, self.answerable);
        writeln!(f, "questions  {} answerable, {} not", self.answerable, self.unanswerable)?;
        writeln!(f, "success@1  {:.3}", answerable(self.first))?;
        writeln!(f, "success@3  {:.3}", answerable(self.first_three))?;
        writeln!(f, "MRR@10     {:.3}", share(self.reciprocal, self.answerable))?;
        writeln!(f, "withheld   {:.3}", answerable(self.withheld))?;
        write!(f, "said-no    {:.3}", share(self.said_no as f64, self.unanswerable))
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
        });
        assert_eq!(read, Ok(expected.to_vec()));
        assert!(super::read("alone\n").is_err());
    }
}
