//! Who may read a question, and do what with it. Whether a state allows an act
//! at all is a matter of `rules`.

use super::model::{Question, QuestionState, Turn, Visibility};
use super::rules::{Act, allows};
use crate::db::keys::{PersonId, TeamId};
use crate::web::{Grant, Member};

/// Who reads: every query about questions takes one, so that what somebody may
/// not read is nowhere for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reader {
    /// Nobody in particular: what is for everyone.
    #[default]
    Anybody,
    /// Somebody who is signed in.
    Person {
        /// Who.
        id: PersonId,
        /// Teams that they belong to or serve.
        teams: Vec<TeamId>,
    },
    /// Network Security reads all of them.
    NetSec,
    /// The site itself, for what nobody reads.
    Site,
}

impl Reader {
    /// What `member` may read.
    pub fn of(member: &Member) -> Self {
        if member.has(Grant::NetSec) {
            return Reader::NetSec;
        }
        let mut teams = member.teams.clone();
        teams.extend(member.champion_of.iter().filter(|team| !member.teams.contains(team)));
        Reader::Person { id: member.id, teams }
    }

    /// Whether they may read it.
    pub fn reads(&self, question: &Question) -> bool {
        let is_open_to_all = question.visibility == Visibility::Everyone;
        match self {
            Reader::Anybody => is_open_to_all,
            Reader::NetSec | Reader::Site => true,
            Reader::Person { id, teams } => {
                let is_of_team = question.team_id().is_some_and(|team| teams.contains(&team));
                let has_it = question.claimed_by.as_ref().is_some_and(|person| person.id == *id);
                is_open_to_all
                    || question.is_asked_by(*id)
                    || has_it
                    || (question.visibility == Visibility::Team && is_of_team)
            }
        }
    }
}

/// Whether `member` may do `act`, as far as their rights go.
///
/// The team's champion or deputy acts while it is their turn, and mends an
/// answer of their own; Network Security acts at any time.
pub fn may(member: &Member, question: &Question, act: Act) -> bool {
    if member.has(Grant::NetSec) || act == Act::Comment {
        return true;
    }
    let serves = serves(member, question);
    match act {
        Act::Escalate => serves,
        Act::AskBack => serves && question.state.is_with_champion(),
        Act::Answer => match question.state {
            QuestionState::WithChampion | QuestionState::WithBoth => serves,
            QuestionState::WithNetSec => false,
            QuestionState::Answered | QuestionState::Published => serves && is_own_answer(member, question),
        },
        Act::Claim | Act::Release | Act::Publish => false,
        Act::Comment => true,
    }
}

/// Whether it is their part to answer, and not their own question.
pub fn answers(member: &Member, question: &Question) -> bool {
    (member.has(Grant::NetSec) || serves(member, question)) && !question.is_asked_by(member.id)
}

fn serves(member: &Member, question: &Question) -> bool {
    question.team_id().is_some_and(|team| member.is_champion_of(team)) || was_given(member, question)
}

/// Whether to offer `act` on the question's page: the right and the state for it.
pub fn offers(member: &Member, question: &Question, act: Act) -> bool {
    let sensible = match act {
        Act::Claim => question.claimed_by.is_none(),
        Act::Release => question.claimed_by.is_some(),
        Act::AskBack => question.turn != Turn::Asker && answers(member, question),
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

    fn question(state: QuestionState, team: Option<TeamId>, answered_by: Option<PersonId>) -> Question {
        let named = |id| PersonName { id, name: "Kim".into(), handle: "kim".into() };
        Question { answered_by: answered_by.map(named), ..Question::sample(state, team) }
    }

    #[test]
    fn rights_follow_the_team_the_turn_and_the_grant() {
        use Act::{Answer, AskBack, Claim, Comment, Escalate, Publish, Release};
        use QuestionState::{Answered, Published, WithBoth, WithChampion, WithNetSec};
        let team = TeamId::generate();
        let developer = Member::sample(&[]);
        let admin = Member::sample(&[Grant::Admin, Grant::Lead, Grant::Manager]);
        let analyst = Member::sample(&[Grant::NetSec]);
        let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
        let stranger = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        let states = [WithChampion, WithNetSec, WithBoth, Answered, Published];

        for state in states {
            let asked = question(state, Some(team), None);
            for act in [Escalate, Claim, Release, AskBack, Answer, Publish] {
                assert!(may(&analyst, &asked, act), "NetSec {act:?} {state:?}");
                assert!(!may(&developer, &asked, act), "developer {act:?} {state:?}");
                assert!(!may(&admin, &asked, act), "admin {act:?} {state:?}");
                assert!(!may(&stranger, &asked, act), "another team's champion {act:?} {state:?}");
                assert!(!may(&champion, &question(state, None, None), act), "no team {act:?} {state:?}");
            }
            for member in [&developer, &admin, &analyst, &champion, &stranger] {
                assert!(may(member, &asked, Comment), "comment {state:?}");
            }
            let has_it = matches!(state, WithChampion | WithBoth);
            for (act, expected) in [
                (Escalate, true),
                (Answer, has_it),
                (AskBack, has_it),
                (Claim, false),
                (Release, false),
                (Publish, false),
            ] {
                assert_eq!(may(&champion, &asked, act), expected, "champion {act:?} {state:?}");
            }
        }
    }

    #[test]
    fn what_is_not_for_everyone_is_read_by_those_it_is_for() {
        let team = TeamId::generate();
        let own = Member { teams: vec![team], ..Member::sample(&[]) };
        let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
        let stranger = Member { teams: vec![TeamId::generate()], ..Member::sample(&[]) };
        let admin = Member::sample(&[Grant::Admin, Grant::Lead, Grant::Manager]);
        let analyst = Member::sample(&[Grant::NetSec]);
        for (visibility, readers) in [
            (Visibility::Everyone, [true, true, true, true, true]),
            (Visibility::Team, [true, true, false, false, true]),
            (Visibility::NetSec, [false, false, false, false, true]),
        ] {
            let asked = Question { visibility, ..question(QuestionState::WithNetSec, Some(team), None) };
            let reads = [&own, &champion, &stranger, &admin, &analyst].map(|member| Reader::of(member).reads(&asked));
            assert_eq!(reads, readers, "{visibility:?}");
            assert_eq!(Reader::default().reads(&asked), visibility == Visibility::Everyone);
            let mine = Question { asker: PersonName { id: stranger.id, ..asked.asker.clone() }, ..asked.clone() };
            let for_me = Question { asked_by: Some(mine.asker.clone()), ..asked.clone() };
            assert!(Reader::of(&stranger).reads(&mine) && Reader::of(&stranger).reads(&for_me), "{visibility:?}");
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
