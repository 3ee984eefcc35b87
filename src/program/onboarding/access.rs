//! Who sees and does what with the list of a term.

use super::model::{Onboarding, Owner, Side};
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::program::terms::TermRow;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// A term as the list asks of it.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    /// The champion.
    pub person: PersonId,
    /// Their team.
    pub team: TeamId,
    /// Its department.
    pub department: DepartmentId,
    /// Who walks beside them.
    pub buddy: Option<PersonId>,
}

impl Whose {
    /// Of this term and its list.
    pub fn of(row: &TermRow, onboarding: &Onboarding) -> Self {
        Whose {
            person: row.term.person_id,
            team: row.term.team_id,
            department: row.department_id,
            buddy: onboarding.buddy.as_ref().map(|buddy| buddy.id),
        }
    }
}

/// Whether they run the program or look after the team.
fn leads(member: &Member, whose: &Whose) -> bool {
    member.has(Grant::Lead) || member.manages(whose.team, whose.department)
}

/// The list is for those who do something on it: the champion, their buddy, the
/// manager, the lead, Network Security and admins.
pub fn may_see(member: &Member, whose: &Whose) -> bool {
    member.id == whose.person
        || Some(member.id) == whose.buddy
        || leads(member, whose)
        || member.has(Grant::NetSec)
        || member.has(Grant::Admin)
}

/// Each thing is ticked by its owner, and by the lead, who runs the program.
pub fn may_mark(member: &Member, whose: &Whose, owner: Owner) -> bool {
    let is_owner = match owner {
        Owner::NetSec => member.has(Grant::NetSec),
        Owner::Lead => false,
        Owner::Manager => member.manages(whose.team, whose.department),
        Owner::Champion => member.id == whose.person,
    };
    is_owner || member.has(Grant::Lead) || member.has(Grant::Admin)
}

/// The buddy is proposed by the lead or the manager.
pub fn may_propose_buddy(member: &Member, whose: &Whose) -> bool {
    leads(member, whose) && member.id != whose.person
}

/// A buddy may step back; who proposes one may take that back.
pub fn may_remove_buddy(member: &Member, whose: &Whose) -> bool {
    may_propose_buddy(member, whose) || Some(member.id) == whose.buddy
}

/// Reviews are between the champion, whoever walks beside them, and the lead:
/// neither Network Security nor admins read them.
pub fn may_read_reviews(member: &Member, whose: &Whose) -> bool {
    member.id == whose.person || Some(member.id) == whose.buddy || leads(member, whose)
}

/// Which side of a review they write; none for whoever only reads it. Beside a
/// buddy the manager reads.
pub fn side(member: &Member, whose: &Whose) -> Option<Side> {
    match whose.buddy {
        _ if member.id == whose.person => Some(Side::Champion),
        Some(buddy) => (buddy == member.id).then_some(Side::Companion),
        None => leads(member, whose).then_some(Side::Companion),
    }
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let whose = Whose { person: cast.person, team: cast.team, department: cast.department, buddy: None };
    vec![
        Right::new("See how a champion's term begins", move |member| may_see(member, &whose)),
        Right::new("Propose a buddy for a champion", move |member| may_propose_buddy(member, &whose)),
        Right::new("Read the reviews after 30 and 90 days", move |member| may_read_reviews(member, &whose)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Scope;

    #[test]
    fn each_sees_and_does_what_is_theirs() {
        let (champion, buddy) = (Member::sample(&[]), Member::sample(&[]));
        let whose = Whose {
            person: champion.id,
            team: TeamId::generate(),
            department: DepartmentId::generate(),
            buddy: Some(buddy.id),
        };
        let manager = Member { manages: vec![Scope::Team(whose.team)], ..Member::sample(&[Grant::Manager]) };
        let other = Member { manages: vec![Scope::Team(TeamId::generate())], ..Member::sample(&[Grant::Manager]) };
        let marks = |member: &Member| Owner::ALL.iter().filter(|owner| may_mark(member, &whose, **owner)).count();
        for (who, member, sees, marked, proposes, reads, writes) in [
            ("the champion", &champion, true, 1, false, true, Some(Side::Champion)),
            ("the buddy", &buddy, true, 0, false, true, Some(Side::Companion)),
            ("the manager", &manager, true, 1, true, true, None),
            ("another manager", &other, false, 0, false, false, None),
            ("netsec", &Member::sample(&[Grant::NetSec]), true, 1, false, false, None),
            ("the lead", &Member::sample(&[Grant::Lead]), true, 4, true, true, None),
            ("an admin", &Member::sample(&[Grant::Admin]), true, 4, false, false, None),
            ("a stranger", &Member::sample(&[]), false, 0, false, false, None),
        ] {
            assert_eq!(may_see(member, &whose), sees, "{who} sees");
            assert_eq!(marks(member), marked, "{who} marks");
            assert_eq!(may_propose_buddy(member, &whose), proposes, "{who} proposes");
            assert_eq!(may_read_reviews(member, &whose), reads, "{who} reads");
            assert_eq!(side(member, &whose), writes, "{who} writes");
        }
        let alone = Whose { buddy: None, ..whose };
        assert_eq!(side(&manager, &alone), Some(Side::Companion));
        assert_eq!(side(&Member::sample(&[Grant::Lead]), &alone), Some(Side::Companion));
        assert!(may_remove_buddy(&buddy, &whose) && may_remove_buddy(&manager, &whose));
        assert!(!may_remove_buddy(&champion, &whose));
    }

    #[test]
    fn nobody_proposes_their_own_buddy() {
        let lead = Member::sample(&[Grant::Lead]);
        let whose =
            Whose { person: lead.id, team: TeamId::generate(), department: DepartmentId::generate(), buddy: None };

        assert!(!may_propose_buddy(&lead, &whose) && !may_remove_buddy(&lead, &whose));
        assert!(may_propose_buddy(&Member::sample(&[Grant::Lead]), &whose));
        assert!(!may_remove_buddy(&Member::sample(&[]), &whose));
    }

    #[test]
    fn each_thing_is_ticked_by_its_owner() {
        let champion = Member::sample(&[]);
        let whose =
            Whose { person: champion.id, team: TeamId::generate(), department: DepartmentId::generate(), buddy: None };
        let manager = Member { manages: vec![Scope::Team(whose.team)], ..Member::sample(&[Grant::Manager]) };
        let netsec = Member::sample(&[Grant::NetSec]);
        for (member, owner) in [(&champion, Owner::Champion), (&manager, Owner::Manager), (&netsec, Owner::NetSec)] {
            for other in Owner::ALL {
                assert_eq!(may_mark(member, &whose, *other), *other == owner, "{owner:?} {other:?}");
            }
        }
    }
}
