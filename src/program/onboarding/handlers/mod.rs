//! The requests of lists.

mod list;
mod review;
mod show;

pub use list::{list, list_csv};
pub use review::{create_review, show_review};
pub use show::{create_buddy, create_mark, delete_buddy, show};

use super::access::{self, Whose};
use super::model::Onboarding;
use super::store;
use crate::db::Connection;
use crate::db::keys::TermId;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::terms::{TermRow, find_term};
use crate::web::Member;

fn parse(id: &str) -> Result<TermId, AppError> {
    TermId::parse(id).ok_or(AppError::NotFound("term"))
}

/// The list of a term, where the viewer may see it.
fn find(
    connection: &mut Connection,
    member: &Member,
    term: TermId,
) -> Result<(TermRow, Onboarding, Whose), ProgramError> {
    let onboarding = store::find(connection, term)?;
    let row = find_term(connection, term)?;
    let whose = Whose::of(&row, &onboarding);
    if access::may_see(member, &whose) {
        Ok((row, onboarding, whose))
    } else {
        Err(ProgramError::NotFound("onboarding"))
    }
}
