//! Who may do what with meetings.

use super::model::{Invitee, Meeting};
use super::reach::Reach;
use crate::db::keys::{DepartmentId, TeamId};
use crate::web::rights::{Cast, Right};
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

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { team, department, .. } = cast.clone();
    let department_of = move |id: TeamId| (id == team).then_some(department);
    vec![
        Right::new("Call a meeting", |member| member.is_champion() || CALLERS.iter().any(|grant| member.has(*grant))),
        Right::new("Invite a team to a meeting", move |member| may_invite(member, Invitee::Team(team), department_of)),
        Right::new("Invite all champions to a meeting", move |member| {
            may_invite(member, Invitee::Champions, department_of)
        }),
        Right::new("See and change every meeting", runs),
    ]
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

    #[test]
    fn a_meeting_is_of_who_called_it_who_is_invited_and_who_runs_the_program() {
        let (organiser, team) = (Member::sample(&[]), TeamId::generate());
        let day = crate::clock::Day::new(2026, 11, 19).expect("a day");
        let meeting = Meeting {
            id: crate::db::keys::MeetingId::generate(),
            number: 1,
            kind: crate::program::meetings::MeetingKind::ALL[0],
            title: "ADR-21".into(),
            agenda: String::new(),
            place: String::new(),
            organiser_id: organiser.id,
            zone: crate::calendar::Zone::utc(),
            first_day: day,
            starts_minute: 720,
            minutes: 60,
            repeats: crate::program::meetings::Repeats::ALL[0],
            last_day: day,
            sequence: 0,
            created_at: crate::clock::Timestamp(0),
            changed_at: crate::clock::Timestamp(0),
            called_off_at: None,
            call_off_reason: String::new(),
            version: crate::db::keys::RowVersion::FIRST,
        };
        let invitees = [Invitee::Team(team)];
        for (who, member, sees, changes) in [
            ("who called it", organiser, true, true),
            ("who is invited", Member { teams: vec![team], ..Member::sample(&[]) }, true, false),
            ("the lead", Member::sample(&[Grant::Lead]), true, true),
            ("an admin", Member::sample(&[Grant::Admin]), true, true),
            ("netsec", Member::sample(&[Grant::NetSec]), false, false),
            ("a stranger", Member::sample(&[]), false, false),
        ] {
            let reach = Reach {
                person: member.id,
                teams: member.teams.clone(),
                departments: Vec::new(),
                is_champion: false,
                is_netsec: member.has(Grant::NetSec),
            };
            assert_eq!(may_see(&member, &meeting, &reach, &invitees), sees, "{who}");
            assert_eq!(may_write_notes(&member, &meeting, &reach, &invitees), sees, "{who}");
            assert_eq!(may_change(&member, &meeting), changes, "{who}");
        }
    }

    #[test]
    fn who_looks_after_everything_invites_all() {
        let (team, department) = (TeamId::generate(), DepartmentId::generate());
        let nowhere = |_: TeamId| None;
        let boss = Member { manages: vec![Scope::All], ..Member::sample(&[Grant::Manager]) };
        let lapsed = Member { manages: vec![Scope::All], ..Member::sample(&[]) };
        for (who, member, invitee, may) in [
            ("a boss", &boss, Invitee::Champions, true),
            ("a boss", &boss, Invitee::Department(department), true),
            ("a boss of a team that is nowhere", &boss, Invitee::Team(team), false),
            ("who was a boss", &lapsed, Invitee::Champions, false),
            ("who was a boss", &lapsed, Invitee::Department(department), false),
            ("somebody", &Member::sample(&[]), Invitee::Person(boss.id), true),
            ("a member", &Member { teams: vec![team], ..Member::sample(&[]) }, Invitee::Team(team), true),
        ] {
            assert_eq!(may_invite(member, invitee, nowhere), may, "{who} {invitee:?}");
        }
    }
}
