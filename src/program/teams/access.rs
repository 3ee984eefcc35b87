//! Who may do what with teams, departments and people's pages.

use super::model::Team;
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// Departments and teams are shaped by whoever runs the program or the site.
pub fn may_shape(member: &Member) -> bool {
    member.has(Grant::Lead) || member.has(Grant::Admin)
}

/// Who belongs to a team, and who serves it, is decided by its manager, too.
pub fn may_manage(member: &Member, team: &Team) -> bool {
    may_look_after(member, team.id, team.department_id)
}

/// [`may_manage`] for a team that is known by its keys.
pub fn may_look_after(member: &Member, team: TeamId, department: DepartmentId) -> bool {
    may_shape(member) || member.manages(team, department)
}

/// What somebody learnt and how they work is for themselves, the program's lead,
/// and the manager of one of their teams (`teams`). What they logged is theirs
/// alone (`time::access`).
pub fn may_see_details(member: &Member, person: PersonId, teams: &[super::TeamName]) -> bool {
    member.id == person
        || member.has(Grant::Lead)
        || teams.iter().any(|team| member.manages(team.id, team.department_id))
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { person, team, department } = cast.clone();
    let theirs = [super::TeamName { id: team, slug: String::new(), name: String::new(), department_id: department }];
    vec![
        Right::new("Make and rename departments and teams", may_shape),
        Right::new("Say who belongs to a team, and what belongs to it", move |member| {
            may_look_after(member, team, department)
        }),
        Right::new("See somebody's contracted hours and results", move |member| {
            may_see_details(member, person, &theirs)
        }),
    ]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::db::keys::RowVersion;
    use crate::program::TeamName;
    use crate::web::Scope;

    pub(crate) fn team() -> Team {
        Team {
            id: TeamId::generate(),
            slug: "checkout".into(),
            name: "Checkout".into(),
            department_id: DepartmentId::generate(),
            department: "Payments".into(),
            department_slug: "payments".into(),
            chat: String::new(),
            version: RowVersion::FIRST,
        }
    }

    #[test]
    fn managers_manage_their_own_teams_and_leads_all() {
        let team = team();
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        for (who, member, manages, shapes) in [
            ("developer", Member::sample(&[]), false, false),
            ("netsec", Member::sample(&[Grant::NetSec]), false, false),
            ("lead", Member::sample(&[Grant::Lead]), true, true),
            ("admin", Member::sample(&[Grant::Admin]), true, true),
            ("manager of nothing", Member::sample(&[Grant::Manager]), false, false),
            ("its manager", manager(Scope::Team(team.id)), true, false),
            ("its department's manager", manager(Scope::Department(team.department_id)), true, false),
            ("another's manager", manager(Scope::Team(TeamId::generate())), false, false),
            ("everything's manager", manager(Scope::All), true, false),
        ] {
            assert_eq!(may_manage(&member, &team), manages, "{who}");
            assert_eq!(may_shape(&member), shapes, "{who}");
        }
    }

    #[test]
    fn a_persons_hours_are_seen_by_few() {
        let team = team();
        let theirs =
            vec![TeamName { id: team.id, slug: team.slug, name: team.name, department_id: team.department_id }];
        let person = PersonId::generate();
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        for (who, member, sees) in [
            ("themselves", Member { id: person, ..Member::sample(&[]) }, true),
            ("a colleague", Member { teams: vec![team.id], ..Member::sample(&[]) }, false),
            ("the champion", Member { champion_of: vec![team.id], ..Member::sample(&[]) }, false),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("an admin", Member::sample(&[Grant::Admin]), false),
            ("their manager", manager(Scope::Team(team.id)), true),
            ("another manager", manager(Scope::Team(TeamId::generate())), false),
        ] {
            assert_eq!(may_see_details(&member, person, &theirs), sees, "{who}");
        }
    }
}
