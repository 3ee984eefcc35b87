//! Who may do what with reviews.

use super::model::Review;
use crate::db::keys::{DepartmentId, TeamId};
use crate::web::{Grant, Member, Scope};

/// Whoever serves a team reviews for it.
pub fn may_record(member: &Member, team: TeamId) -> bool {
    member.is_champion_of(team)
}

/// A review is changed by whoever made it; everybody who is signed in may read it.
pub fn may_change(member: &Member, review: &Review) -> bool {
    member.id == review.person_id
}

/// Who may list reviews of several teams, beside champions.
pub const LISTERS: &[Grant] = &[Grant::Lead, Grant::NetSec, Grant::Manager, Grant::Admin];

/// The teams whose reviews a list shows to a member; none: all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// These teams, served or managed one by one.
    pub teams: Vec<TeamId>,
    /// All teams of these departments.
    pub departments: Vec<DepartmentId>,
}

/// Whose reviews `member` may list: all for those who run the program or answer
/// for the network, else those of the teams that they serve or look after.
pub fn listed(member: &Member) -> Option<Listed> {
    if crate::program::coverage::access::sees_all(member) {
        return None;
    }
    let mut listed = Listed { teams: member.champion_of.clone(), departments: Vec::new() };
    for scope in member.manages.iter().filter(|_| member.has(Grant::Manager)) {
        match scope {
            Scope::Team(id) => listed.teams.push(*id),
            Scope::Department(id) => listed.departments.push(*id),
            Scope::All => {}
        }
    }
    Some(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lists_the_reviews_of_their_own_teams() {
        let (team, department) = (TeamId::generate(), DepartmentId::generate());
        let manager = Member { manages: vec![Scope::Department(department)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, teams, departments) in [
            ("a champion", Member { champion_of: vec![team], ..Member::sample(&[]) }, 1, 0),
            ("a manager", manager.clone(), 0, 1),
            ("both", Member { champion_of: vec![team], ..manager }, 1, 1),
            ("nobody", Member::sample(&[]), 0, 0),
        ] {
            let listed = listed(&member).unwrap_or_else(|| panic!("{who} lists all"));
            assert_eq!((listed.teams.len(), listed.departments.len()), (teams, departments), "{who}");
        }
        for grant in [Grant::Lead, Grant::NetSec, Grant::Admin] {
            assert_eq!(listed(&Member::sample(&[grant])), None, "{grant:?}");
        }
    }
}
