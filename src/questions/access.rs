//! Who may do what with a question. Everybody who is signed in reads all of
//! them; whether a state allows an act at all is a matter of `rules`.

use super::model::{Question, QuestionState};
use super::rules::{Act, allows};
use crate::web::{Grant, Member};

/// Whether `member` may do `act`, as far as their rights go.
///
/// The team's champion or deputy acts while it is their turn, and mends an
/// answer of their own; Network Security acts at any time.
pub fn may(member: &Member, question: &Question, act: Act) -> bool {
    if member.has(Grant::NetSec) || act == Act::Comment {
        return true;
    }
    let serves = question.team_id().is_some_and(|team| member.is_champion_of(team)) || was_given(member, question);
    match act {
        Act::Escalate => serves,
        Act::Answer => match question.state {
            QuestionState::WithChampion => serves,
            QuestionState::WithNetSec => false,
            QuestionState::Answered | QuestionState::Published => serves && is_own_answer(member, question),
        },
        Act::Claim | Act::Release | Act::Publish => false,
        Act::Comment => true,
    }
}

/// Whether to offer `act` on the question's page: the right and the state for it.
pub fn offers(member: &Member, question: &Question, act: Act) -> bool {
    let sensible = match act {
        Act::Claim => question.claimed_by.is_none(),
        Act::Release => question.claimed_by.is_some(),
        _ => true,
    };
    sensible && allows(question.state, act) && may(member, question, act)
}

/// Whether it waits with them because somebody handed it over.
fn was_given(member: &Member, question: &Question) -> bool {
    question.state == QuestionState::WithChampion
        && question.claimed_by.as_ref().is_some_and(|person| person.id == member.id)
}

fn is_own_answer(member: &Member, question: &Question) -> bool {
    question.answered_by.as_ref().is_some_and(|person| person.id == member.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonName;
    use crate::clock::Timestamp;
    use crate::db::keys::{PersonId, QuestionId, RowVersion, TeamId};
    use crate::questions::model::{NamedTeam, QuestionNumber, Urgency};

    fn question(state: QuestionState, team: Option<TeamId>, answered_by: Option<PersonId>) -> Question {
        let named = |id| PersonName { id, name: "Kim".into(), handle: "kim".into() };
        Question {
            id: QuestionId::generate(),
            number: QuestionNumber(1),
            title: "Port 5432?".into(),
            body: String::new(),
            searched: String::new(),
            asker: named(PersonId::generate()),
            team: team.map(|id| NamedTeam { id, slug: "checkout".into(), name: "Checkout".into() }),
            urgency: Urgency::Normal,
            state,
            asked_at: Timestamp(0),
            turn_since: Timestamp(0),
            due_at: Timestamp(0),
            claimed_by: None,
            answer: String::new(),
            answered_by: answered_by.map(named),
            answered_at: None,
            article_slug: None,
            version: RowVersion::FIRST,
        }
    }

    #[test]
    fn rights_follow_the_team_the_turn_and_the_grant() {
        use Act::{Answer, Claim, Comment, Escalate, Publish, Release};
        use QuestionState::{Answered, Published, WithChampion, WithNetSec};
        let team = TeamId::generate();
        let developer = Member::sample(&[]);
        let admin = Member::sample(&[Grant::Admin, Grant::Lead, Grant::Manager]);
        let analyst = Member::sample(&[Grant::NetSec]);
        let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
        let stranger = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        let states = [WithChampion, WithNetSec, Answered, Published];

        for state in states {
            let asked = question(state, Some(team), None);
            for act in [Escalate, Claim, Release, Answer, Publish] {
                assert!(may(&analyst, &asked, act), "NetSec {act:?} {state:?}");
                assert!(!may(&developer, &asked, act), "developer {act:?} {state:?}");
                assert!(!may(&admin, &asked, act), "admin {act:?} {state:?}");
                assert!(!may(&stranger, &asked, act), "another team's champion {act:?} {state:?}");
                assert!(!may(&champion, &question(state, None, None), act), "no team {act:?} {state:?}");
            }
            for member in [&developer, &admin, &analyst, &champion, &stranger] {
                assert!(may(member, &asked, Comment), "comment {state:?}");
            }
            for (act, expected) in
                [(Escalate, true), (Answer, state == WithChampion), (Claim, false), (Release, false), (Publish, false)]
            {
                assert_eq!(may(&champion, &asked, act), expected, "champion {act:?} {state:?}");
            }
        }
    }

    #[test]
    fn a_champion_mends_their_own_answer_only() {
        let team = TeamId::generate();
        let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
        let own = question(QuestionState::Answered, Some(team), Some(champion.id));
        let anothers = question(QuestionState::Answered, Some(team), Some(PersonId::generate()));

        assert!(may(&champion, &own, Act::Answer));
        assert!(!may(&champion, &anothers, Act::Answer));
    }

    #[test]
    fn whoever_got_a_question_handed_over_answers_it_while_it_is_open() {
        let developer = Member::sample(&[]);
        let given = |state| Question {
            claimed_by: Some(PersonName { id: developer.id, name: "Kim".into(), handle: "kim".into() }),
            ..question(state, Some(TeamId::generate()), None)
        };
        for (state, may_act) in [
            (QuestionState::WithChampion, true),
            (QuestionState::WithNetSec, false),
            (QuestionState::Answered, false),
            (QuestionState::Published, false),
        ] {
            for act in [Act::Answer, Act::Escalate] {
                assert_eq!(may(&developer, &given(state), act), may_act, "{act:?} {state:?}");
            }
        }
    }

    #[test]
    fn what_is_claimed_is_not_offered_again() {
        let analyst = Member::sample(&[Grant::NetSec]);
        let free = question(QuestionState::WithNetSec, None, None);
        let taken = Question { claimed_by: Some(free.asker.clone()), ..free.clone() };

        assert!(offers(&analyst, &free, Act::Claim) && !offers(&analyst, &free, Act::Release));
        assert!(!offers(&analyst, &taken, Act::Claim) && offers(&analyst, &taken, Act::Release));
    }
}
