//! Counts of how questions went.

use std::fmt;

use super::Measure;

/// How one question went.
#[derive(Debug, Clone, Copy)]
pub enum Result {
    /// An article answers it.
    Answerable {
        /// The rank of the first hit that answers, from 0.
        rank: Option<usize>,
        /// Whether it was said to have no answer.
        withheld: bool,
    },
    /// No article does.
    Unanswerable {
        /// Whether that was said.
        said_no: bool,
    },
}

impl Result {
    /// Whether the first hit answers, or nothing was promised.
    pub fn is_as_it_should_be(self) -> bool {
        match self {
            Result::Answerable { rank, withheld } => rank == Some(0) && !withheld,
            Result::Unanswerable { said_no } => said_no,
        }
    }
}

/// How many questions went how.
#[derive(Debug, Default)]
pub struct Tally {
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
}

impl Tally {
    /// Counts one question.
    pub(super) fn add(&mut self, result: Result) {
        match result {
            Result::Answerable { rank, withheld } => {
                self.answerable += 1;
                self.withheld += usize::from(withheld);
                self.first += usize::from(rank == Some(0));
                self.first_three += usize::from(rank.is_some_and(|rank| rank < 3));
                self.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
            }
            Result::Unanswerable { said_no } => {
                self.unanswerable += 1;
                self.said_no += usize::from(said_no);
            }
        }
    }

    /// A share, 0 to 1; none where no question tells it.
    pub fn share(&self, measure: Measure) -> Option<f64> {
        let all = if measure == Measure::SaidNo { self.unanswerable } else { self.answerable };
        let part = match measure {
            Measure::First => self.first as f64,
            Measure::FirstThree => self.first_three as f64,
            Measure::ReciprocalRank => self.reciprocal,
            Measure::Withheld => self.withheld as f64,
            Measure::SaidNo => self.said_no as f64,
        };
        (all > 0).then(|| part / all as f64)
    }

    /// What stands over rows of one kind.
    pub(super) fn heading(kind: &str) -> String {
        let mut line = format!("{kind:20} questions");
        for measure in Measure::ALL {
            line.push_str(&format!("  {:>9}", measure.name()));
        }
        line
    }

    /// One row of a table.
    pub(super) fn row(&self, name: &str) -> String {
        let name = if name.is_empty() { "(none)" } else { name };
        let mut line = format!("{name:20} {:>9}", self.answerable + self.unanswerable);
        for measure in Measure::ALL {
            match self.share(measure) {
                Some(share) => line.push_str(&format!("  {share:>9.3}")),
                None => line.push_str("          -"),
            }
        }
        line
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "questions  {} answerable, {} not", self.answerable, self.unanswerable)?;
        for measure in Measure::ALL {
            write!(f, "\n{:9}  {:.3}", measure.name(), self.share(measure).unwrap_or(0.0))?;
        }
        Ok(())
    }
}
