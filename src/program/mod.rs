//! The champion program: teams and who serves them, the time they give, what
//! they learn and review, and how well the teams are covered.
//!
//! Each folder below is one idea and holds the usual files.

mod actor;
mod error;
mod link;
pub mod reviews;
mod slug;
mod standings;
pub mod teams;
pub mod terms;
pub mod time;
pub mod training;

pub use actor::Actor;
pub use error::ProgramError;
pub use link::web_link;
pub use reviews::{NewReview, Review, ReviewKind, ReviewOutcome, record_review};
use slug::free_slug;
pub use standings::{Serving, Standings, serving};
pub use teams::{
    Department, NewTeam, Team, TeamName, add_department, add_member, add_team, find_team, list_departments, list_teams,
    team_by_id, teams_of,
};
pub use terms::{
    Nomination, Term, TermRole, TermState, accept, approve, decline, end_term, nominate, reject, settle_terms,
};
pub use time::{Activity, NewEntry, log_time};
pub use training::{Course, NewCourse, add_course, record_completion};

use crate::web::Route;

/// The routes of the program.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
