//! What waits for somebody's word.

use super::model::TermState;
use super::store::{self, TermRow};
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::teams::access::may_look_after;
use crate::web::Member;

/// Nominations that wait for one member.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// Their own, approved: they say yes or no.
    pub to_answer: Vec<TermRow>,
    /// Of teams that they look after: they approve or not.
    pub to_approve: Vec<TermRow>,
}

impl Waiting {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.to_answer.is_empty() && self.to_approve.is_empty()
    }
}

/// What waits for `member`, the longest waiting first.
///
/// # Errors
///
/// The database's own.
pub fn waiting_for(connection: &mut Connection, member: &Member) -> Result<Waiting, ProgramError> {
    let mut to_answer = store::list_terms_of(connection, member.id)?;
    to_answer.retain(|row| row.term.state == TermState::Approved);
    let mut to_approve = store::list_waiting(connection, TermState::Nominated)?;
    to_approve.retain(|row| may_look_after(member, row.term.team_id, row.department_id));
    Ok(Waiting { to_answer, to_approve })
}
