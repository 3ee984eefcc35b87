//! Who gets a question first, and what can be done with it in which state.

mod working;

pub use working::{MergeFault, carries, check_merge, filled, joint_launch, reopened_state};

use jiff::SignedDuration;

use super::model::{Event, QuestionState, Urgency, Visibility};
use crate::db::keys::{PersonId, QuestionEventId};
use crate::program::{Serving, TermRole};

/// The same words of the same person within this time are one question: they
/// went back and sent the form again.
pub const TWIN_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// How long the words of somebody who has yet to sign in are kept.
pub const DRAFT_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Where a new question goes, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Routing {
    /// To the team's champion, or a deputy beside them.
    Champion,
    /// To a deputy or stand-in: the champion is away.
    Deputy,
    /// To the champion and to Network Security: work stands still until then.
    Both,
    /// To Network Security: the asker belongs to no team.
    NoTeam,
    /// To Network Security: nobody serves the team.
    NoChampion,
    /// To Network Security: whoever serves the team is away.
    AllAway,
    /// To Network Security: only the asker serves the team.
    AskerServes,
    /// To Network Security: nobody else may read it.
    Restricted,
}

impl Routing {
    /// The state in which the question starts.
    pub fn state(self) -> QuestionState {
        match self {
            Routing::Champion | Routing::Deputy => QuestionState::WithChampion,
            Routing::Both => QuestionState::WithBoth,
            Routing::NoTeam | Routing::NoChampion | Routing::AllAway | Routing::AskerServes | Routing::Restricted => {
                QuestionState::WithNetSec
            }
        }
    }
}

/// Somebody who serves a team, as far as routing asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// Who.
    pub person: PersonId,
    /// Whether they are its champion by a term of their own.
    pub is_champion: bool,
    /// Whether they can be asked today.
    pub is_there: bool,
}

impl Server {
    /// What routing asks of those who serve a team.
    pub fn all(serving: &[Serving]) -> Vec<Server> {
        let is_champion = |one: &Serving| one.has_term && one.role == TermRole::Champion && one.stands_in_for.is_none();
        let server =
            |one: &Serving| Server { person: one.person_id, is_champion: is_champion(one), is_there: one.is_there() };
        serving.iter().map(server).collect()
    }
}

/// Decides who gets a question of `asker` first. `serving` are the champion,
/// deputies and stand-ins of the team that it is asked for; `None` where there
/// is no team.
pub fn route(asker: PersonId, serving: Option<&[Server]>, urgency: Urgency, visibility: Visibility) -> Routing {
    if visibility == Visibility::NetSec {
        return Routing::Restricted;
    }
    let Some(serving) = serving else { return Routing::NoTeam };
    if serving.is_empty() {
        return Routing::NoChampion;
    }
    let others: Vec<&Server> = serving.iter().filter(|one| one.person != asker).collect();
    let champions = || others.iter().filter(|one| one.is_champion);
    if others.is_empty() {
        Routing::AskerServes
    } else if !others.iter().any(|one| one.is_there) {
        Routing::AllAway
    } else if urgency == Urgency::Blocked {
        Routing::Both
    } else if champions().next().is_some() && !champions().any(|one| one.is_there) {
        Routing::Deputy
    } else {
        Routing::Champion
    }
}

/// The newest contribution of somebody else than `writer` that came after the line
/// `read`, up to which the writer has read. A line of no such history is none.
pub fn newer_comment(events: &[Event], read: QuestionEventId, writer: PersonId) -> Option<&Event> {
    let unread = events.iter().skip_while(|event| event.id != read).skip(1);
    let is_anothers = |event: &&Event| event.person.as_ref().is_none_or(|person| person.id != writer);
    unread.filter(|event| event.kind.is_talk()).filter(is_anothers).last()
}

/// Something that is done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Passing it on to Network Security.
    Escalate,
    /// Taking it, within Network Security.
    Claim,
    /// Giving it back to everybody in Network Security.
    Release,
    /// Asking the asker for what is missing.
    AskBack,
    /// Answering it, or changing the answer.
    Answer,
    /// Saying something about it.
    Comment,
    /// Making an article of the answer.
    Publish,
    /// Giving it to somebody in Network Security.
    Assign,
    /// Giving it to another who serves the team, or back to the team.
    HandOn,
    /// Writing what only those who answer read.
    Note,
    /// Linking what helps with it.
    Link,
    /// Leading it to the same question that was asked before.
    Merge,
    /// Making two questions of it.
    Split,
    /// Asking for another answer.
    Reopen,
}

/// Whether a question in `state` can be acted on so, by whoever has the right.
///
/// Once an answer is published the article is what people read, so the answer
/// under it no longer changes.
pub fn allows(state: QuestionState, act: Act) -> bool {
    match act {
        Act::Escalate => state == QuestionState::WithChampion,
        Act::Claim | Act::Release => state.is_with_netsec(),
        Act::AskBack => state.is_open(),
        Act::Answer => !matches!(state, QuestionState::Published | QuestionState::Merged),
        // What was merged is talked about where it led to.
        Act::Comment | Act::Note | Act::Link => state != QuestionState::Merged,
        Act::Assign => state.is_with_netsec(),
        Act::HandOn | Act::Merge | Act::Split => state.is_open(),
        Act::Reopen => state == QuestionState::Answered,
        Act::Publish => state == QuestionState::Answered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_goes_to_whoever_serves_the_team_and_is_there() {
        let (asker, champion, deputy) = (PersonId::generate(), PersonId::generate(), PersonId::generate());
        let one = |person, is_champion, is_there| Server { person, is_champion, is_there };
        use Urgency::{Blocked, Low, Normal};
        for (serving, urgency, visibility, expected) in [
            (None, Normal, Visibility::Everyone, Routing::NoTeam),
            (Some(vec![]), Blocked, Visibility::Everyone, Routing::NoChampion),
            (Some(vec![one(champion, true, true)]), Low, Visibility::Everyone, Routing::Champion),
            (Some(vec![one(champion, true, true)]), Normal, Visibility::Team, Routing::Champion),
            (Some(vec![one(champion, true, true)]), Blocked, Visibility::Everyone, Routing::Both),
            (Some(vec![one(champion, true, true)]), Blocked, Visibility::NetSec, Routing::Restricted),
            (Some(vec![one(champion, true, false)]), Normal, Visibility::Everyone, Routing::AllAway),
            (Some(vec![one(champion, true, false)]), Blocked, Visibility::Everyone, Routing::AllAway),
            (
                Some(vec![one(deputy, false, true), one(champion, true, false)]),
                Normal,
                Visibility::Everyone,
                Routing::Deputy,
            ),
            (
                Some(vec![one(deputy, false, true), one(champion, true, false)]),
                Blocked,
                Visibility::Everyone,
                Routing::Both,
            ),
            (Some(vec![one(deputy, false, true)]), Normal, Visibility::Everyone, Routing::Champion),
            (Some(vec![one(asker, true, true)]), Normal, Visibility::Everyone, Routing::AskerServes),
            (
                Some(vec![one(asker, true, true), one(deputy, false, true)]),
                Normal,
                Visibility::Everyone,
                Routing::Champion,
            ),
            (
                Some(vec![one(asker, true, true), one(deputy, false, false)]),
                Normal,
                Visibility::Everyone,
                Routing::AllAway,
            ),
        ] {
            assert_eq!(route(asker, serving.as_deref(), urgency, visibility), expected, "{serving:?} {urgency:?}");
        }
    }

    #[test]
    fn each_state_allows_its_own_acts() {
        use Act::{
            Answer, AskBack, Assign, Claim, Comment, Escalate, HandOn, Link, Merge, Note, Publish, Release, Reopen,
            Split,
        };
        let all = [
            Escalate, Claim, Release, AskBack, Answer, Comment, Publish, Assign, HandOn, Note, Link, Merge, Split,
            Reopen,
        ];
        let with_netsec = vec![Claim, Release, Assign, HandOn, AskBack, Answer, Comment, Note, Link, Merge, Split];
        for (state, allowed) in [
            (QuestionState::WithChampion, vec![Escalate, HandOn, AskBack, Answer, Comment, Note, Link, Merge, Split]),
            (QuestionState::WithNetSec, with_netsec.clone()),
            (QuestionState::WithBoth, with_netsec),
            (QuestionState::Answered, vec![Answer, Comment, Publish, Note, Link, Reopen]),
            (QuestionState::Published, vec![Comment, Note, Link]),
            (QuestionState::Merged, vec![]),
        ] {
            for act in all {
                assert_eq!(allows(state, act), allowed.contains(&act), "{state:?} {act:?}");
            }
        }
    }
}
