//! What waits for somebody's word.

use super::model::TermState;
use super::seen_to::{Matter, Whose, count_matter, list_matter};
use super::store::{self, TermRow};
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::reach::Reach;
use crate::web::Member;

/// Nominations that wait for one member.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// Their own, approved: they say yes or no.
    pub to_answer: Vec<TermRow>,
    /// The first of teams that they look after: they approve or not.
    pub to_approve: Vec<TermRow>,
    /// How many more of these there are.
    pub more_to_approve: i64,
}

impl Waiting {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.to_answer.is_empty() && self.to_approve.is_empty()
    }

    /// Whether the term with this address is one of them.
    pub fn holds(&self, path: &str) -> bool {
        let mut all = self.to_answer.iter().chain(&self.to_approve);
        all.any(|row| path.strip_prefix("/terms/").is_some_and(|id| id == row.term.id.as_str()))
    }
}

/// What waits for `member`, the longest waiting first; at most `limit` that wait
/// for their approval.
///
/// # Errors
///
/// The database's own.
pub fn waiting_for(connection: &mut Connection, member: &Member, limit: i64) -> Result<Waiting, ProgramError> {
    let mut to_answer = store::list_terms_of(connection, member.id)?;
    to_answer.retain(|row| row.term.state == TermState::Approved);
    let reach = Reach::looked_after_by(member);
    let whose = Whose { reach: &reach, person: None };
    if reach.is_nothing() {
        return Ok(Waiting { to_answer, ..Waiting::default() });
    }
    let mut to_approve = list_matter(connection, Matter::Nominated(None), whose, 0, limit + 1)?;
    let mut more_to_approve = 0;
    if to_approve.len() as i64 > limit {
        to_approve.truncate(limit as usize);
        more_to_approve = count_matter(connection, Matter::Nominated(None), whose)? - limit;
    }
    Ok(Waiting { to_answer, to_approve, more_to_approve })
}
