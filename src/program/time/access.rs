//! Who may do what with time entries.

use super::model::TimeEntry;
use crate::program::teams::access::{may_manage, may_shape};
use crate::program::{Team, TeamName};
use crate::web::Member;

/// Entries are their person's own: nobody else reads or changes a single one.
pub fn may_change(member: &Member, entry: &TimeEntry) -> bool {
    member.id == entry.person_id
}

/// A share is granted by whoever looks after the team.
pub fn may_set_share(member: &Member, team: &Team) -> bool {
    may_manage(member, team)
}

/// Contracted hours are set by whoever runs the program or the site, and by a
/// manager of one of the person's `teams`.
pub fn may_set_hours(member: &Member, teams: &[TeamName]) -> bool {
    may_shape(member) || teams.iter().any(|team| member.manages(team.id, team.department_id))
}

/// Months are closed by whoever runs the program.
pub fn may_close(member: &Member) -> bool {
    may_shape(member)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::{DepartmentId, TeamId};
    use crate::web::{Grant, Scope};

    #[test]
    fn hours_are_set_by_those_who_look_after_the_person() {
        let department_id = DepartmentId::generate();
        let team = TeamName { id: TeamId::generate(), slug: "a".into(), name: "A".into(), department_id };
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        for (who, member, sets) in [
            ("somebody", Member::sample(&[]), false),
            ("netsec", Member::sample(&[Grant::NetSec]), false),
            ("their manager", manager(Scope::Team(team.id)), true),
            ("their department's manager", manager(Scope::Department(department_id)), true),
            ("another manager", manager(Scope::Team(TeamId::generate())), false),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("an admin", Member::sample(&[Grant::Admin]), true),
        ] {
            assert_eq!(may_set_hours(&member, std::slice::from_ref(&team)), sets, "{who}");
        }
    }
}
