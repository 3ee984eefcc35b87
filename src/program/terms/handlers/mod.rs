//! The pages of terms, and the steps that their forms take.

pub mod ending;
mod nominate;
pub mod renewal;
mod show;
mod steps;

pub use nominate::{create, new, to_new};
pub use show::show;
pub use steps::{create_acceptance, create_approval, create_refusal, create_rejection};

use super::access;
use super::store::{self, TermRow};
use crate::db::Connection;
use crate::db::keys::TermId;
use crate::error::AppError;
use crate::program::{ProgramError, Team, teams};
use crate::web::Member;

fn parse(id: &str) -> Result<TermId, AppError> {
    TermId::parse(id).ok_or(AppError::NotFound("term"))
}

/// The term, where the member may know of it.
pub(in crate::program) fn find_for(
    connection: &mut Connection,
    member: &Member,
    id: TermId,
) -> Result<(TermRow, Team), ProgramError> {
    let row = store::find_term(connection, id)?;
    let team = teams::team_by_id(connection, row.term.team_id)?;
    if !access::may_see(member, &team, &row.term) {
        return Err(ProgramError::NotFound("term"));
    }
    Ok((row, team))
}
