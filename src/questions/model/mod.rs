//! A question, its state, and what has happened to it.

mod event;
mod new;
mod states;
mod working;

use std::fmt;

pub use event::{Event, EventKind, Note};
pub use new::{AskedLaunch, Asking, NewQuestion, Topic};
use serde::Deserialize;
pub use states::{LinkKind, QuestionState, TopicKind, Turn, Urgency, Visibility};
pub use working::{Destination, HelpLink, Kept, Parts, Reply};

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, QuestionEventId, QuestionId, RowVersion, TeamId};
use crate::program::BelongingKind;
use crate::questions::redaction::{Decided, Texts};

/// What people cite: `/questions/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct QuestionNumber(pub i64);

impl QuestionNumber {
    /// The question's page, below the site's base.
    pub fn path(self) -> String {
        format!("/questions/{self}")
    }
}

impl fmt::Display for QuestionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A team, as a question's page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTeam {
    /// Its key.
    pub id: TeamId,
    /// Its address: `/teams/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A launch that a question is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLaunch {
    /// Its key.
    pub id: LaunchId,
    /// Its address: `/launches/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// When it is.
    pub at: Timestamp,
}

/// A service or repository that a question is about, as it was called then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Which of the two.
    pub kind: BelongingKind,
    /// Its name.
    pub name: String,
}

/// What somebody asked, and how far it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its key.
    pub id: QuestionId,
    /// What people cite.
    pub number: QuestionNumber,
    /// The question in one sentence.
    pub title: String,
    /// More about it, in markdown; may be empty.
    pub body: String,
    /// What was typed into the search before asking; may be empty.
    pub searched: String,
    /// Who asked.
    pub asker: PersonName,
    /// For which team; none for somebody without one.
    pub team: Option<NamedTeam>,
    /// How much hangs on it.
    pub urgency: Urgency,
    /// Where it stands.
    pub state: QuestionState,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Whose turn it is.
    pub turn: Turn,
    /// Since when.
    pub turn_since: Timestamp,
    /// When the time of whoever has it runs out.
    pub target_at: Timestamp,
    /// Until when they are to answer: then, or at a launch that comes before.
    pub due_at: Timestamp,
    /// When somebody whose part it is to answer said the first word.
    pub first_response_at: Option<Timestamp>,
    /// What waits for the answer.
    pub launch: Option<NamedLaunch>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Who asked for the asker.
    pub asked_by: Option<PersonName>,
    /// The service or repository that it is about.
    pub about: Option<About>,
    /// The flow that it is about, as [`crate::flow::Flow`] writes it; may be empty.
    pub flow: String,
    /// Who in Network Security took it; while it is with the champion, to whom
    /// it was handed over.
    pub claimed_by: Option<PersonName>,
    /// The answer in markdown; empty while it is open.
    pub answer: String,
    /// Who gave the answer as it reads now.
    pub answered_by: Option<PersonName>,
    /// When it was answered first.
    pub answered_at: Option<Timestamp>,
    /// The article that the answer became.
    pub article_slug: Option<String>,
    /// The question that it is the same as, where it was merged.
    pub merged_into: Option<Kept>,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Question {
    /// Whether an answer is owed and late.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.is_owed() && self.due_at < now
    }

    /// Whether somebody who answers has the turn; it may also wait for its asker.
    pub fn is_owed(&self) -> bool {
        self.state.is_open() && self.turn != Turn::Asker
    }

    /// `now`, or the start of the turn where the machine's clock was set back
    /// since: time never runs backwards here.
    pub fn not_before(&self, now: Timestamp) -> Timestamp {
        now.max(self.turn_since)
    }

    /// When it launches, where it waits for a launch.
    pub fn launches_at(&self) -> Option<Timestamp> {
        self.launch.as_ref().map(|launch| launch.at)
    }

    /// Whether somebody asked it, for themselves or for another.
    pub fn is_asked_by(&self, person: PersonId) -> bool {
        self.asker.id == person || self.asked_by.as_ref().is_some_and(|by| by.id == person)
    }

    /// The team's key, where there is a team.
    pub fn team_id(&self) -> Option<TeamId> {
        self.team.as_ref().map(|team| team.id)
    }
}

/// An answer that is about to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerInput {
    /// The answer, in markdown.
    pub words: String,
    /// The version of the question that the writer saw.
    pub seen: RowVersion,
    /// The newest line of the history that the writer saw; none where they saw
    /// no page, as an import.
    pub read: Option<QuestionEventId>,
}

/// Why a question is with Network Security, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Who passed it on; nobody where it went there by itself.
    pub who: Option<PersonName>,
    /// What they said, or what the site says.
    pub words: String,
}

/// An answer that is about to become an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What it will say, before anything is replaced.
    pub texts: Texts,
    /// The slug of its category.
    pub category: String,
    /// What was decided about what should not leave the question.
    pub decided: Decided,
    /// The version of the question that the writer saw.
    pub seen: RowVersion,
}

impl Question {
    /// A question of this team, asked by this person, of which only rights are asked.
    pub(super) fn asked_by_somebody(state: QuestionState, person: PersonId, team: TeamId) -> Self {
        let asker = PersonName { id: person, name: "Kim".into(), handle: "kim".into() };
        Question {
            id: QuestionId::generate(),
            number: QuestionNumber(1),
            title: "Port 5432?".into(),
            body: String::new(),
            searched: String::new(),
            asker,
            team: Some(NamedTeam { id: team, slug: "checkout".into(), name: "Checkout".into() }),
            urgency: Urgency::Normal,
            state,
            asked_at: Timestamp(0),
            turn: state.turn(),
            turn_since: Timestamp(0),
            target_at: Timestamp(0),
            due_at: Timestamp(0),
            first_response_at: None,
            launch: None,
            visibility: Visibility::Everyone,
            asked_by: None,
            about: None,
            flow: String::new(),
            claimed_by: None,
            answer: String::new(),
            answered_by: None,
            answered_at: None,
            article_slug: None,
            merged_into: None,
            version: RowVersion::FIRST,
        }
    }
    /// A question for tests of rules.
    #[cfg(test)]
    pub fn sample(state: QuestionState, team: Option<TeamId>) -> Self {
        let of_team = Self::asked_by_somebody(state, PersonId::generate(), TeamId::generate());
        let team = team.map(|id| NamedTeam { id, slug: "checkout".into(), name: "Checkout".into() });
        Question { team, ..of_team }
    }
}
