//! Whose coverage somebody sees.

use crate::db::keys::{DepartmentId, TeamId};
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member, Scope};

/// The lead, admins and NetSec see every team.
pub fn sees_all(member: &Member) -> bool {
    [Grant::Lead, Grant::Admin, Grant::NetSec].into_iter().any(|grant| member.has(grant))
        || (member.has(Grant::Manager) && member.manages.contains(&Scope::All))
}

/// A manager sees the teams that they look after.
pub fn may_see(member: &Member, team: TeamId, department: DepartmentId) -> bool {
    sees_all(member) || member.manages(team, department)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { team, department, .. } = cast.clone();
    vec![Right::new("See a team's coverage and time honoured", move |member| may_see(member, team, department))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managers_see_their_own_teams() {
        let (team, department) = (TeamId::generate(), DepartmentId::generate());
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        for (who, member, sees) in [
            ("a developer", Member::sample(&[]), false),
            ("a champion", Member { champion_of: vec![team], ..Member::sample(&[]) }, false),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("netsec", Member::sample(&[Grant::NetSec]), true),
            ("its manager", manager(Scope::Team(team)), true),
            ("its department's manager", manager(Scope::Department(department)), true),
            ("another manager", manager(Scope::Department(DepartmentId::generate())), false),
            ("everything's manager", manager(Scope::All), true),
        ] {
            assert_eq!(may_see(&member, team, department), sees, "{who}");
        }
    }
}
