//! Who may do what with absences.

use crate::db::keys::PersonId;
use crate::program::TeamName;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// Enters, changes and takes away an absence: the person, a manager of one of
/// their teams (`teams`), and the program's lead.
pub fn may_enter(member: &Member, person: PersonId, teams: &[TeamName]) -> bool {
    member.id == person
        || member.has(Grant::Lead)
        || teams.iter().any(|team| member.manages(team.id, team.department_id))
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { person, team, department } = cast.clone();
    let theirs = [TeamName { id: team, slug: String::new(), name: String::new(), department_id: department }];
    vec![Right::new("Enter and take away days that somebody is away", move |member| may_enter(member, person, &theirs))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::TeamId;
    use crate::program::teams::access::tests::team;
    use crate::web::Scope;

    #[test]
    fn an_absence_is_entered_by_few() {
        let team = team();
        let theirs =
            vec![TeamName { id: team.id, slug: team.slug, name: team.name, department_id: team.department_id }];
        let person = PersonId::generate();
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        for (who, member, may) in [
            ("themselves", Member { id: person, ..Member::sample(&[]) }, true),
            ("a colleague", Member { teams: vec![team.id], ..Member::sample(&[]) }, false),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("an admin", Member::sample(&[Grant::Admin]), false),
            ("netsec", Member::sample(&[Grant::NetSec]), false),
            ("their manager", manager(Scope::Team(team.id)), true),
            ("another manager", manager(Scope::Team(TeamId::generate())), false),
        ] {
            assert_eq!(may_enter(&member, person, &theirs), may, "{who}");
        }
    }
}
