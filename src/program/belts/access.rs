//! Who sees somebody's belt, and whose word it takes.

use crate::db::keys::PersonId;
use crate::program::TeamName;
use crate::program::teams::access::may_see_details;
use crate::web::{Grant, Member};

/// What is reached and what is missing is for the person, their managers and
/// the lead; the belt itself is known to everybody who is signed in.
pub fn may_see(member: &Member, person: PersonId, teams: &[TeamName]) -> bool {
    may_see_details(member, person, teams)
}

/// Their manager's word, which is never one's own.
pub fn may_agree_as_manager(member: &Member, person: PersonId, teams: &[TeamName]) -> bool {
    member.id != person && teams.iter().any(|team| member.manages(team.id, team.department_id))
}

/// A lead's word, which is never one's own.
pub fn may_agree_as_lead(member: &Member, person: PersonId) -> bool {
    member.id != person && member.has(Grant::Lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::{DepartmentId, TeamId};
    use crate::web::Scope;

    #[test]
    fn nobody_agrees_to_their_own_belt() {
        let person = PersonId::generate();
        let team = TeamName {
            id: TeamId::generate(),
            slug: "checkout".into(),
            name: "Checkout".into(),
            department_id: DepartmentId::generate(),
        };
        let teams = [team.clone()];
        let manager = Member { manages: vec![Scope::Team(team.id)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, manages, leads) in [
            ("a colleague", Member { teams: vec![team.id], ..Member::sample(&[]) }, false, false),
            ("the manager", manager.clone(), true, false),
            ("the manager, of themselves", Member { id: person, ..manager }, false, false),
            ("the lead", Member::sample(&[Grant::Lead]), false, true),
            ("the lead, of themselves", Member { id: person, ..Member::sample(&[Grant::Lead]) }, false, false),
            ("an admin", Member::sample(&[Grant::Admin]), false, false),
        ] {
            assert_eq!(may_agree_as_manager(&member, person, &teams), manages, "{who}");
            assert_eq!(may_agree_as_lead(&member, person), leads, "{who}");
        }
    }
}
