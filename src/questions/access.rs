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
/// answer of their own; Network Security acts at any time. What is noted among
/// those who answer is never for who asked, whatever else they are.
pub fn may(member: &Member, question: &Question, act: Act) -> bool {
    if act == Act::Note {
        return answers(member, question);
    }
    if member.has(Grant::NetSec) || act == Act::Comment {
        return true;
    }
    let serves = serves(member, question);
    match act {
        Act::Escalate => serves,
        Act::HandOn => serves && question.state == QuestionState::WithChampion,
        Act::Split => serves && question.state.is_with_champion(),
        // Of the question that is kept this asks no more than that they serve its team.
        Act::Merge | Act::Link | Act::Note => serves,
        Act::Reopen => serves || question.is_asked_by(member.id),
        Act::Assign => member.has(Grant::Lead),
        Act::AskBack => serves && question.state.is_with_champion(),
        Act::Answer => match question.state {
            QuestionState::WithChampion | QuestionState::WithBoth => serves,
            QuestionState::WithNetSec => false,
            QuestionState::Answered | QuestionState::Published | QuestionState::Merged => {
                serves && is_own_answer(member, question)
            }
        },
        Act::Claim | Act::Release => false,
        Act::Publish => serves && is_own_answer(member, question),
        Act::Comment => true,
    }
}

/// Whether it is their part to answer, and not their own question.
pub fn answers(member: &Member, question: &Question) -> bool {
    (member.has(Grant::NetSec) || serves(member, question)) && !question.is_asked_by(member.id)
}

/// Whether they save and take away what `owner` says often; everybody's in
/// Network Security where that is nobody's.
pub fn may_save_reply(member: &Member, owner: Option<PersonId>) -> bool {
    match owner {
        Some(owner) => owner == member.id,
        None => member.has(Grant::NetSec),
    }
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
        Act::HandOn => answers(member, question),
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
        use Act::{
            Answer, AskBack, Assign, Claim, Comment, Escalate, HandOn, Link, Merge, Note, Publish, Release, Reopen,
            Split,
        };
        use QuestionState::{Answered, Merged, Published, WithBoth, WithChampion, WithNetSec};
        let team = TeamId::generate();
        let developer = Member::sample(&[]);
        let admin = Member::sample(&[Grant::Admin, Grant::Lead, Grant::Manager]);
        let analyst = Member::sample(&[Grant::NetSec]);
        let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
        let stranger = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        let states = [WithChampion, WithNetSec, WithBoth, Answered, Published, Merged];

        for state in states {
            let asked = question(state, Some(team), None);
            for act in
                [Escalate, Claim, Release, AskBack, Answer, Publish, HandOn, Note, Link, Merge, Split, Reopen, Assign]
            {
                assert!(may(&analyst, &asked, act), "NetSec {act:?} {state:?}");
                assert!(!may(&developer, &asked, act), "developer {act:?} {state:?}");
                // The program's lead gives questions to people, and answers none.
                assert_eq!(may(&admin, &asked, act), act == Assign, "admin {act:?} {state:?}");
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
                (Assign, false),
                (HandOn, state == WithChampion),
                (Split, has_it),
                (Merge, true),
                (Link, true),
                (Note, true),
                (Reopen, true),
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
    fn who_asked_opens_it_again_and_reads_no_note_whatever_else_they_are() {
        let team = TeamId::generate();
        let asked = question(QuestionState::Answered, Some(team), None);
        for grants in [&[][..], &[Grant::NetSec], &[Grant::Lead]] {
            let asker = Member { id: asked.asker.id, champion_of: vec![team], ..Member::sample(grants) };
            let behalf = Question { asked_by: Some(asked.asker.clone()), ..question(asked.state, Some(team), None) };

            for question in [&asked, &behalf] {
                assert!(may(&asker, question, Act::Reopen), "{grants:?}");
                assert!(!may(&asker, question, Act::Note), "{grants:?}");
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
