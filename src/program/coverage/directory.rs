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

/// Everybody who serves, by team, whose team's, department's or own name holds
/// `words` (all, where that is empty).
pub fn directory<'s>(rows: &'s [Arc<CoverageRow>], words: &str) -> Vec<DirectoryRow<'s>> {
    let words = fold(words);
    let holds = |text: &str| words.is_empty() || fold(text).contains(&words);
    let all = rows.iter().flat_map(|team| team.serving.iter().map(|person| DirectoryRow { team, person }));
    all.filter(|row| holds(&row.team.name.0) || holds(&row.team.department.1) || holds(&row.person.name)).collect()
}
