//! Everybody who serves a team, to look somebody up.

use std::sync::Arc;

use super::model::CoverageRow;
use crate::program::Serving;
use crate::web::fold::fold;

/// Somebody who serves, with their team.
#[derive(Debug, Clone, Copy)]
pub struct DirectoryRow<'s> {
    /// The team.
    pub team: &'s CoverageRow,
    /// Who serves it.
    pub person: &'s Serving,
}

/// Everybody who serves, by team; made once from a count of all teams, so that a
/// page costs the rows that it shows.
#[derive(Debug, Default)]
pub struct Directory {
    /// Where they stand: the team among the rows, and their place in it.
    places: Vec<(usize, usize)>,
    /// What is searched for each of them, folded: team, department and name.
    words: Vec<String>,
}

impl Directory {
    /// Everybody who serves one of these teams.
    pub fn of(rows: &[Arc<CoverageRow>]) -> Self {
        let mut directory = Directory::default();
        for (team, row) in rows.iter().enumerate() {
            for (place, person) in row.serving.iter().enumerate() {
                directory.places.push((team, place));
                // A line each, so that no search finds the end of one and the beginning of the next.
                let words = [&row.name.0, &row.department.1, &person.name].map(|words| fold(words));
                directory.words.push(words.join("\n"));
            }
        }
        directory
    }

    /// Those whose team's, department's or own name holds `words` (all, where that
    /// is empty): at most `limit` after the first `skip`, and how many there are.
    pub fn find<'s>(
        &self,
        rows: &'s [Arc<CoverageRow>],
        words: &str,
        skip: usize,
        limit: usize,
    ) -> (Vec<DirectoryRow<'s>>, usize) {
        let row =
            |(team, place): (usize, usize)| DirectoryRow { team: &rows[team], person: &rows[team].serving[place] };
        let words = fold(words);
        if words.is_empty() {
            let shown = self.places.iter().copied().skip(skip).take(limit).map(row);
            return (shown.collect(), self.places.len());
        }
        let holding = (0..self.places.len()).filter(|index| self.words[*index].contains(&words));
        let found: Vec<usize> = holding.collect();
        (found.iter().skip(skip).take(limit).map(|index| row(self.places[*index])).collect(), found.len())
    }
}
