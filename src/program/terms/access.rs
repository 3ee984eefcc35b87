//! Who may do what with terms.

use super::model::{Term, TermState};
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::program::Team;
use crate::program::teams::access::{may_look_after, may_manage};
use crate::web::Member;
use crate::web::rights::{Cast, Right};

/// Whoever belongs to a team, serves it or looks after it may propose somebody,
/// themselves included.
pub fn may_nominate(member: &Member, team: &Team) -> bool {
    nominates(member, team.id, team.department_id)
}

/// [`may_nominate`] for a team that is known by its keys.
pub fn nominates(member: &Member, team: TeamId, department: DepartmentId) -> bool {
    member.teams.contains(&team) || member.is_champion_of(team) || may_look_after(member, team, department)
}

/// Whoever looks after the team agrees, or does not.
pub fn may_decide(member: &Member, team: &Team) -> bool {
    may_manage(member, team)
}

/// Nobody can be made a champion without their own word.
pub fn may_answer(member: &Member, term: &Term) -> bool {
    is_theirs(member, term.person_id)
}

fn is_theirs(member: &Member, person: PersonId) -> bool {
    member.id == person
}

/// Ends a term: the person, or whoever looks after the team. A proposal that is
/// not decided yet can be taken back by whoever made it, too.
pub fn may_end(member: &Member, team: &Team, term: &Term) -> bool {
    ends(member, (team.id, team.department_id), term)
}

fn ends(member: &Member, (team, department): (TeamId, DepartmentId), term: &Term) -> bool {
    member.id == term.person_id
        || may_look_after(member, team, department)
        || (term.answered_at.is_none() && member.id == term.nominated_by)
}

/// Renews a term, or names a successor: its person, or whoever looks after the team.
pub fn may_continue(member: &Member, team: &Team, term: &Term) -> bool {
    member.id == term.person_id || may_manage(member, team)
}

/// Gives what is open to another: its person, or whoever looks after the team.
pub fn may_hand_over(member: &Member, team: &Team, term: &Term) -> bool {
    may_continue(member, team, term)
}

/// Who serves, or served, is known to everybody who is signed in; a proposal to
/// those whom it concerns.
pub fn may_see(member: &Member, team: &Team, term: &Term) -> bool {
    sees(member, (team.id, team.department_id), term)
}

/// [`may_see`] for a team that is known by its keys.
pub fn sees(member: &Member, (team, department): (TeamId, DepartmentId), term: &Term) -> bool {
    let was_accepted = term.answered_at.is_some() && term.state != TermState::Declined;
    was_accepted || ends(member, (team, department), term) || nominates(member, team, department)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { person, team, department } = cast.clone();
    vec![
        Right::new("Propose somebody as champion", move |member| nominates(member, team, department)),
        Right::new("Agree to a proposal, set a share, end or renew a term", move |member| {
            may_look_after(member, team, department)
        }),
        Right::new("Accept or decline a term", move |member| is_theirs(member, person)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::teams::access::tests::team;
    use crate::program::terms::rules::tests::term;
    use crate::web::{Grant, Scope};

    #[test]
    fn each_step_belongs_to_somebody() {
        let team = team();
        let term = term(TermState::Approved);
        let manager = Member { manages: vec![Scope::Team(team.id)], ..Member::sample(&[Grant::Manager]) };
        let nominee = Member { id: term.person_id, ..Member::sample(&[]) };
        for (who, member, [nominates, decides, answers, ends]) in [
            ("a stranger", Member::sample(&[]), [false; 4]),
            ("netsec", Member::sample(&[Grant::NetSec]), [false; 4]),
            ("a colleague", Member { teams: vec![team.id], ..Member::sample(&[]) }, [true, false, false, false]),
            ("the champion", Member { champion_of: vec![team.id], ..Member::sample(&[]) }, [true, false, false, false]),
            ("the nominee", nominee, [false, false, true, true]),
            ("the manager", manager, [true, true, false, true]),
            ("the lead", Member::sample(&[Grant::Lead]), [true, true, false, true]),
            ("an admin", Member::sample(&[Grant::Admin]), [true, true, false, true]),
        ] {
            assert_eq!(may_nominate(&member, &team), nominates, "{who} nominates");
            assert_eq!(may_decide(&member, &team), decides, "{who} decides");
            assert_eq!(may_answer(&member, &term), answers, "{who} answers");
            assert_eq!(may_end(&member, &team, &term), ends, "{who} ends");
        }
    }

    #[test]
    fn a_proposal_is_seen_by_those_whom_it_concerns() {
        let team = team();
        let waiting = term(TermState::Nominated);
        let active = Term { answered_at: Some(crate::clock::Timestamp(1)), ..term(TermState::Active) };
        let declined = Term { answered_at: Some(crate::clock::Timestamp(1)), ..term(TermState::Declined) };
        let nominee = Member { id: waiting.person_id, ..Member::sample(&[]) };
        let stranger = Member::sample(&[]);
        let colleague = Member { teams: vec![team.id], ..Member::sample(&[]) };
        for (who, member, term, sees) in [
            ("a stranger", &stranger, &waiting, false),
            ("a stranger", &stranger, &active, true),
            ("a stranger", &stranger, &declined, false),
            ("a colleague", &colleague, &waiting, true),
            ("the nominee", &nominee, &waiting, true),
        ] {
            assert_eq!(may_see(member, &team, term), sees, "{who} {:?}", term.state);
        }
    }

    #[test]
    fn who_proposed_takes_it_back_until_it_is_answered() {
        let team = team();
        let proposer = Member::sample(&[]);
        let open = Term { nominated_by: proposer.id, ..term(TermState::Nominated) };
        let answered = Term { answered_at: Some(crate::clock::Timestamp(1)), ..open.clone() };

        assert!(may_end(&proposer, &team, &open));
        assert!(!may_end(&proposer, &team, &answered));
        assert!(!may_end(&Member::sample(&[]), &team, &open));
    }

    #[test]
    fn a_term_goes_on_by_its_person_or_by_who_looks_after_the_team() {
        let team = team();
        let active = term(TermState::Active);
        let manager = Member { manages: vec![Scope::Team(team.id)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, continues) in [
            ("its person", Member { id: active.person_id, ..Member::sample(&[]) }, true),
            ("the manager", manager, true),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("a colleague", Member { teams: vec![team.id], ..Member::sample(&[]) }, false),
            ("netsec", Member::sample(&[Grant::NetSec]), false),
        ] {
            assert_eq!(may_continue(&member, &team, &active), continues, "{who}");
            assert_eq!(may_hand_over(&member, &team, &active), continues, "{who}");
        }
    }
}
