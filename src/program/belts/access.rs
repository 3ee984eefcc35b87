//! Who sees somebody's belt, and whose word it takes.

use super::model::Promotion;
use crate::db::keys::PersonId;
use crate::program::TeamName;
use crate::program::teams::access::may_see_details;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// What is reached and what is missing is for the person, their managers and
/// the lead; the belt itself is known to everybody who is signed in.
pub fn may_see(member: &Member, person: PersonId, teams: &[TeamName]) -> bool {
    may_see_details(member, person, teams)
}

/// Their manager's word, which is never one's own.
pub fn may_agree_as_manager(member: &Member, person: PersonId, teams: &[TeamName]) -> bool {
    member.id != person && teams.iter().any(|team| member.manages(team.id, team.department_id))
}

/// A lead's word, which is never one's own.
pub fn may_agree_as_lead(member: &Member, person: PersonId) -> bool {
    member.id != person && member.has(Grant::Lead)
}

/// Whose word is given for a promotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Their manager's.
    Manager,
    /// A program lead's.
    Lead,
}

/// The word that somebody can still give who may give those that are said so.
/// Whoever may give either gives the lead's: every team has a manager for the
/// other one, and not every company a second lead. Nobody gives both.
pub fn open_word(promotion: &Promotion, by: PersonId, manages: bool, leads: bool) -> Option<Word> {
    let Promotion { manager_id, lead_id, .. } = promotion;
    match () {
        () if *manager_id == Some(by) || *lead_id == Some(by) => None,
        () if leads && lead_id.is_none() => Some(Word::Lead),
        () if manages && manager_id.is_none() => Some(Word::Manager),
        () => None,
    }
}

/// A meeting's page is for those who were invited and for the lead: managers read
/// here which ones somebody was at, and would find no page behind them.
pub fn may_open_meetings(member: &Member, person: PersonId) -> bool {
    member.id == person || member.has(Grant::Lead)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let Cast { person, team, department } = cast.clone();
    let theirs = vec![TeamName { id: team, slug: String::new(), name: String::new(), department_id: department }];
    let seen = theirs.clone();
    vec![
        Right::new("See what somebody has and lacks for their next belt", move |member| may_see(member, person, &seen)),
        Right::new("Agree to a belt as manager", move |member| may_agree_as_manager(member, person, &theirs)),
        Right::new("Agree to a belt as lead", move |member| may_agree_as_lead(member, person)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::{DepartmentId, PromotionId, RowVersion, TeamId};
    use crate::program::belts::model::Ground;
    use crate::program::ladder::PromotionState;
    use crate::web::Scope;

    #[test]
    fn nobody_agrees_to_their_own_belt() {
        let person = PersonId::generate();
        let team = TeamName {
            id: TeamId::generate(),
            slug: "checkout".into(),
            name: "Checkout".into(),
            department_id: DepartmentId::generate(),
        };
        let teams = [team.clone()];
        let manager = Member { manages: vec![Scope::Team(team.id)], ..Member::sample(&[Grant::Manager]) };
        for (who, member, manages, leads) in [
            ("a colleague", Member { teams: vec![team.id], ..Member::sample(&[]) }, false, false),
            ("the manager", manager.clone(), true, false),
            ("the manager, of themselves", Member { id: person, ..manager }, false, false),
            ("the lead", Member::sample(&[Grant::Lead]), false, true),
            ("the lead, of themselves", Member { id: person, ..Member::sample(&[Grant::Lead]) }, false, false),
            ("an admin", Member::sample(&[Grant::Admin]), false, false),
        ] {
            assert_eq!(may_agree_as_manager(&member, person, &teams), manages, "{who}");
            assert_eq!(may_agree_as_lead(&member, person), leads, "{who}");
        }
    }

    #[test]
    fn one_person_gives_one_word_and_the_leads_first() {
        let [person, by, other] = [(); 3].map(|()| PersonId::generate());
        let promotion = |manager_id, lead_id| Promotion {
            id: PromotionId::generate(),
            person_id: person,
            level: "white".into(),
            state: PromotionState::Asked,
            ground: Ground::Evidence,
            asked_by: person,
            asked_at: Timestamp(0),
            manager_id,
            lead_id,
            refused_by: None,
            words: String::new(),
            settled_at: None,
            version: RowVersion::FIRST,
        };
        for (given, manages, leads, open) in [
            ((None, None), false, false, None),
            ((None, None), true, false, Some(Word::Manager)),
            ((None, None), false, true, Some(Word::Lead)),
            ((None, None), true, true, Some(Word::Lead)),
            ((None, Some(other)), true, true, Some(Word::Manager)),
            ((None, Some(by)), true, true, None),
            ((Some(by), None), true, true, None),
            ((Some(other), None), true, false, None),
            ((Some(other), None), true, true, Some(Word::Lead)),
            ((None, Some(other)), false, true, None),
        ] {
            let said = open_word(&promotion(given.0, given.1), by, manages, leads);
            assert_eq!(said, open, "{given:?} {manages} {leads}");
        }
    }

    #[test]
    fn meetings_are_opened_by_who_was_there_and_the_lead() {
        let own = Member::sample(&[]);
        for (who, member, opens) in [
            ("themselves", own.clone(), true),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("a manager", Member { manages: vec![Scope::All], ..Member::sample(&[Grant::Manager]) }, false),
            ("a colleague", Member::sample(&[]), false),
        ] {
            assert_eq!(may_open_meetings(&member, own.id), opens, "{who}");
            let sees = opens || member.has(Grant::Manager);
            let team = TeamName {
                id: TeamId::generate(),
                slug: "checkout".into(),
                name: "Checkout".into(),
                department_id: DepartmentId::generate(),
            };
            assert_eq!(may_see(&member, own.id, &[team]), sees, "{who}");
        }
    }
}
