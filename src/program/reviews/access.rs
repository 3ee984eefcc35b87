//! Who may do what with reviews.

use super::model::Review;
use crate::db::keys::{DepartmentId, TeamId};
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member, Scope};

/// Whoever serves a team reviews for it.
pub fn may_record(member: &Member, team: TeamId) -> bool {
    member.is_champion_of(team)
}

/// A review is changed by whoever made it; everybody who is signed in may read it.
pub fn may_change(member: &Member, review: &Review) -> bool {
    member.id == review.person_id
}

/// Who may list reviews of several teams, beside champions.
pub const LISTERS: &[Grant] = &[Grant::Lead, Grant::NetSec, Grant::Manager, Grant::Admin];

/// The teams whose reviews a list shows to a member; none: all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// These teams, served or managed one by one.
    pub teams: Vec<TeamId>,
    /// All teams of these departments.
    pub departments: Vec<DepartmentId>,
}

/// Whose reviews `member` may list: all for those who run the program or answer
/// for the network, else those of the teams that they serve or look after.
pub fn listed(member: &Member) -> Option<Listed> {
    if crate::program::coverage::access::sees_all(member) {
        return None;
    }
    let mut listed = Listed { teams: member.champion_of.clone(), departments: Vec::new() };
    for scope in member.manages.iter().filter(|_| member.has(Grant::Manager)) {
        match scope {
            Scope::Team(id) => listed.teams.push(*id),
            Scope::Department(id) => listed.departments.push(*id),
            Scope::All => {}
        }
    }
    Some(listed)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let team = cast.team;
    vec![Right::new("Record a review for a team", move |member| may_record(member, team))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lists_the_reviews_of_their_own_teams() {
        let (team, department) = (TeamId::generate(), DepartmentId::generate());
        let manager = Member { manages: vec![Scope::Department(department)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, teams, departments) in [
            ("a champion", Member { champion_of: vec![team], ..Member::sample(&[]) }, 1, 0),
            ("a manager", manager.clone(), 0, 1),
            ("both", Member { champion_of: vec![team], ..manager }, 1, 1),
            ("nobody", Member::sample(&[]), 0, 0),
        ] {
            let listed = listed(&member).unwrap_or_else(|| panic!("{who} lists all"));
            assert_eq!((listed.teams.len(), listed.departments.len()), (teams, departments), "{who}");
        }
        for grant in [Grant::Lead, Grant::NetSec, Grant::Admin] {
            assert_eq!(listed(&Member::sample(&[grant])), None, "{grant:?}");
        }
    }

    #[test]
    fn a_review_is_its_persons_and_made_for_a_team_that_they_serve() {
        let (team, own) = (TeamId::generate(), Member::sample(&[]));
        let champion = Member { champion_of: vec![team], ..own.clone() };
        let review = Review {
            id: crate::db::keys::ReviewId::generate(),
            person_id: own.id,
            team_id: team,
            kind: crate::program::reviews::ReviewKind::ALL[0],
            title: "ADR-14".into(),
            link: String::new(),
            outcome: crate::program::reviews::ReviewOutcome::ALL[0],
            day: crate::clock::Day::new(2026, 11, 18).expect("a day"),
            minutes: None,
            note: String::new(),
            created_at: crate::clock::Timestamp(0),
            version: crate::db::keys::RowVersion::FIRST,
            state: crate::program::reviews::ReviewState::ALL[0],
            critical: 0,
            high: 0,
            medium: 0,
            low: 0,
            findings: String::new(),
            preflight_why: String::new(),
            preflight_flows: String::new(),
        };

        assert!(may_change(&own, &review) && !may_change(&Member::sample(&[Grant::Lead]), &review));
        assert!(may_record(&champion, team) && !may_record(&champion, TeamId::generate()));
        assert!(!may_record(&own, team));
        let manages = |scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        assert_eq!(listed(&manages(Scope::Team(team))).map(|listed| listed.teams), Some(vec![team]));
        let lapsed = Member { manages: vec![Scope::Team(team)], ..Member::sample(&[]) };
        assert_eq!(listed(&lapsed).map(|listed| listed.teams), Some(Vec::new()));
        assert_eq!(listed(&manages(Scope::All)), None);
    }

    #[test]
    fn the_list_opens_to_each_grant_that_has_reviews_on_it() {
        for grant in Grant::ALL {
            let member = Member { manages: vec![Scope::Team(TeamId::generate())], ..Member::sample(&[*grant]) };
            let has_some = listed(&member).is_none_or(|listed| !listed.teams.is_empty());
            assert_eq!(LISTERS.contains(grant), has_some, "{grant:?}");
        }
    }
}
