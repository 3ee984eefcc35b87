//! Who may do what with time entries.

use super::model::TimeEntry;
use crate::db::keys::PersonId;
use crate::program::teams::access::{may_manage, may_shape};
use crate::program::{Team, TeamName};
use crate::web::Member;
use crate::web::rights::{Cast, Right};

/// Entries are their person's own: nobody else reads or changes a single one.
pub fn may_change(member: &Member, entry: &TimeEntry) -> bool {
    is_own(member, entry.person_id)
}

fn is_own(member: &Member, person: PersonId) -> bool {
    member.id == person
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

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { person, team, department } = cast.clone();
    let theirs = [TeamName { id: team, slug: String::new(), name: String::new(), department_id: department }];
    vec![
        Right::new("Read and change a time entry", move |member| is_own(member, person)),
        Right::new("Set somebody's contracted hours", move |member| may_set_hours(member, &theirs)),
        Right::new("Close and reopen months", may_close),
    ]
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

    #[test]
    fn an_entry_is_its_persons_alone_and_months_are_the_leads() {
        let own = Member::sample(&[]);
        let entry = TimeEntry {
            id: crate::db::keys::TimeEntryId::generate(),
            person_id: own.id,
            team_id: TeamId::generate(),
            day: crate::clock::Day::new(2026, 11, 18).expect("a day"),
            minutes: 45,
            activity: crate::program::Activity::ALL[0],
            note: String::new(),
            created_at: crate::clock::Timestamp(0),
            version: crate::db::keys::RowVersion::FIRST,
        };
        let team = crate::program::teams::access::tests::team();
        let manager = Member { manages: vec![Scope::Team(team.id)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, [changes, shares, closes]) in [
            ("its person", own, [true, false, false]),
            ("a stranger", Member::sample(&[]), [false; 3]),
            ("the manager", manager, [false, true, false]),
            ("the lead", Member::sample(&[Grant::Lead]), [false, true, true]),
            ("an admin", Member::sample(&[Grant::Admin]), [false, true, true]),
            ("netsec", Member::sample(&[Grant::NetSec]), [false; 3]),
        ] {
            assert_eq!(may_change(&member, &entry), changes, "{who}");
            assert_eq!(may_set_share(&member, &team), shares, "{who}");
            assert_eq!(may_close(&member), closes, "{who}");
        }
    }
}
