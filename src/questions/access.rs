//! Who may read a question, and do what with it. Whether a state allows an act
//! at all is a matter of `rules`.

use super::model::{Question, QuestionState, Turn, Visibility};
use super::rules::{Act, allows};
use crate::db::keys::{PersonId, TeamId};
use crate::web::rights::{Cast, Right};
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

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let (person, team) = (cast.person, cast.team);
    let asked = move |state| Question::asked_by_somebody(state, person, team);
    let reads = move |visibility| {
        let question = Question { visibility, ..asked(QuestionState::WithNetSec) };
        move |member: &Member| Reader::of(member).reads(&question)
    };
    let does = move |state, act| move |member: &Member| may(member, &asked(state), act);
    vec![
        Right::new("Read a question that is for everyone", reads(Visibility::Everyone)),
        Right::new("Read a question that is for its team", reads(Visibility::Team)),
        Right::new("Read a question that is for Network Security", reads(Visibility::NetSec)),
        Right::new("Comment on a question that they may read", does(QuestionState::WithChampion, Act::Comment)),
        Right::new(
            "Answer, ask back or hand on while the champion has it",
            does(QuestionState::WithChampion, Act::Answer),
        ),
        Right::new("Answer or ask back once it is escalated", does(QuestionState::WithNetSec, Act::Answer)),
        Right::new("Escalate, merge or link", does(QuestionState::WithChampion, Act::Escalate)),
        Right::new("Take a question, or give it back", does(QuestionState::WithNetSec, Act::Claim)),
        Right::new("Give a question to somebody", does(QuestionState::WithNetSec, Act::Assign)),
        Right::new("Open an answered question again", does(QuestionState::Answered, Act::Reopen)),
        Right::new("Read and write notes that who asked does not see", does(QuestionState::WithNetSec, Act::Note)),
    ]
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
