//! Who may do what with meetings.

use super::model::{Invitee, Meeting};
use super::reach::Reach;
use crate::db::keys::{DepartmentId, TeamId};
use crate::web::{Grant, Member, Scope};

/// Who may call a meeting at all, beside champions.
pub const CALLERS: &[Grant] = &[Grant::Lead, Grant::NetSec, Grant::Manager, Grant::Admin];

/// Whoever runs the program sees and mends every meeting.
fn runs(member: &Member) -> bool {
    member.has(Grant::Lead) || member.has(Grant::Admin)
}

/// A meeting is read by those who are invited, whoever called it, and those who
/// run the program.
pub fn may_see(member: &Member, meeting: &Meeting, reach: &Reach, invitees: &[Invitee]) -> bool {
    may_change(member, meeting) || reach.is_among(invitees)
}

/// It is moved and called off by whoever called it, or runs the program.
pub fn may_change(member: &Member, meeting: &Meeting) -> bool {
    member.id == meeting.organiser_id || runs(member)
}

/// Notes are written by whoever may change the meeting, and by those who are invited.
pub fn may_write_notes(member: &Member, meeting: &Meeting, reach: &Reach, invitees: &[Invitee]) -> bool {
    may_see(member, meeting, reach, invitees)
}

/// Many are invited by those who run the program or answer for the network;
/// managers invite what they look after; champions invite their teams.
pub fn may_invite(member: &Member, invitee: Invitee, department_of: impl Fn(TeamId) -> Option<DepartmentId>) -> bool {
    if runs(member) || member.has(Grant::NetSec) {
        return true;
    }
    match invitee {
        Invitee::Person(_) | Invitee::NetSec => true,
        Invitee::Champions => member.has(Grant::Manager) && member.manages.contains(&Scope::All),
        Invitee::Department(id) => {
            member.has(Grant::Manager)
                && member.manages.iter().any(|scope| matches!(scope, Scope::All) || *scope == Scope::Department(id))
        }
        Invitee::Team(id) => {
            member.teams.contains(&id)
                || member.is_champion_of(id)
                || department_of(id).is_some_and(|department| member.manages(id, department))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_invites_those_who_are_theirs() {
        let (team, other) = (TeamId::generate(), TeamId::generate());
        let department = DepartmentId::generate();
        let department_of = |id: TeamId| (id == team).then_some(department);
        let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
        let manager = Member { manages: vec![Scope::Department(department)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, invitee, may) in [
            ("a champion", &champion, Invitee::Team(team), true),
            ("a champion", &champion, Invitee::Team(other), false),
            ("a champion", &champion, Invitee::NetSec, true),
            ("a champion", &champion, Invitee::Champions, false),
            ("a champion", &champion, Invitee::Department(department), false),
            ("a manager", &manager, Invitee::Department(department), true),
            ("a manager", &manager, Invitee::Team(team), true),
            ("a manager", &manager, Invitee::Team(other), false),
            ("a manager", &manager, Invitee::Champions, false),
            ("the lead", &Member::sample(&[Grant::Lead]), Invitee::Champions, true),
            ("netsec", &Member::sample(&[Grant::NetSec]), Invitee::Team(other), true),
        ] {
            assert_eq!(may_invite(member, invitee, department_of), may, "{who} {invitee:?}");
        }
    }
}
