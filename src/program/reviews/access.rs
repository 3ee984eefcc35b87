//! Who may do what with reviews.

use super::model::Review;
use crate::db::keys::TeamId;
use crate::web::Member;

/// Whoever serves a team reviews for it.
pub fn may_record(member: &Member, team: TeamId) -> bool {
    member.is_champion_of(team)
}

/// A review is changed by whoever made it; everybody who is signed in may read it.
pub fn may_change(member: &Member, review: &Review) -> bool {
    member.id == review.person_id
}
