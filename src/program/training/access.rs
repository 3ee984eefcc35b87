//! Who may do what with courses and completions.

use super::store::Learner;
use crate::db::keys::PersonId;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// The list of courses is kept by whoever runs the program or the site.
pub fn may_shape(member: &Member) -> bool {
    member.has(Grant::Lead) || member.has(Grant::Admin)
}

/// People record their own completions; the lead does for others, after a workshop, say.
pub fn may_record(member: &Member, person: PersonId) -> bool {
    member.id == person || member.has(Grant::Lead)
}

/// Evidence is verified by a lead, and never one's own.
pub fn may_judge(member: &Member, person: PersonId) -> bool {
    member.id != person && member.has(Grant::Lead)
}

/// Results, days and evidence are for the person, their manager and the lead;
/// everybody else sees whether a course is in date.
pub fn may_see_details(member: &Member, learner: &Learner) -> bool {
    member.id == learner.id || may_oversee(member, learner)
}

/// Whether somebody stands on a list that the member looks after.
pub fn may_oversee(member: &Member, learner: &Learner) -> bool {
    member.has(Grant::Lead) || learner.teams.iter().any(|(team, department, _)| member.manages(*team, *department))
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let person = cast.person;
    vec![
        Right::new("Keep the list of courses", may_shape),
        Right::new("Record that somebody completed a course", move |member| may_record(member, person)),
        Right::new("Verify evidence, or send it back", move |member| may_judge(member, person)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::{DepartmentId, TeamId};
    use crate::program::training::audience::Facts;
    use crate::web::Scope;

    #[test]
    fn each_of_these_is_for_a_few() {
        let (person, team, department) = (PersonId::generate(), TeamId::generate(), DepartmentId::generate());
        let learner = Learner {
            id: person,
            handle: "ana".into(),
            name: "Ana".into(),
            teams: vec![(team, department, "Checkout".into())],
            facts: Facts::default(),
            done: Vec::new(),
        };
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        for (who, member, records, judges, sees, shapes) in [
            ("themselves", Member { id: person, ..Member::sample(&[]) }, true, false, true, false),
            ("a lead of themselves", Member { id: person, ..Member::sample(&[Grant::Lead]) }, true, false, true, true),
            ("a colleague", Member { teams: vec![team], ..Member::sample(&[]) }, false, false, false, false),
            ("their manager", manager(Scope::Department(department)), false, false, true, false),
            ("another manager", manager(Scope::Team(TeamId::generate())), false, false, false, false),
            ("the lead", Member::sample(&[Grant::Lead]), true, true, true, true),
            ("an admin", Member::sample(&[Grant::Admin]), false, false, false, true),
            ("netsec", Member::sample(&[Grant::NetSec]), false, false, false, false),
        ] {
            assert_eq!(may_record(&member, person), records, "{who}");
            assert_eq!(may_judge(&member, person), judges, "{who}");
            assert_eq!(may_see_details(&member, &learner), sees, "{who}");
            assert_eq!(may_shape(&member), shapes, "{who}");
            assert_eq!(may_oversee(&member, &learner), sees && who != "themselves", "{who}");
        }
    }
}
