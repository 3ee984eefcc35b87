//! One question as a line of a list, a queue or a desk.

use crate::accounts::PersonName;
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::questions::model::{NamedTeam, Question, QuestionState, Turn, Urgency, Visibility};
use crate::web::Moment;

/// A name that leads to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub name: String,
    /// The complete address.
    pub href: String,
}

impl Link {
    /// The way to a person's page.
    pub fn person(base: &str, person: &PersonName) -> Self {
        Link { name: person.name.clone(), href: format!("{base}/people/{}", person.handle) }
    }

    /// The way to a team's page.
    pub fn team(base: &str, team: &NamedTeam) -> Self {
        Link { name: team.name.clone(), href: format!("{base}/teams/{}", team.slug) }
    }
}

/// One question in short.
#[derive(Debug, Clone)]
pub struct Line {
    /// What people cite.
    pub number: i64,
    /// The question in one sentence.
    pub title: String,
    /// The complete address of its page.
    pub href: String,
    /// For which team it was asked.
    pub team: Option<Link>,
    /// Who asked.
    pub asker: String,
    /// The colour and mark of its state.
    pub kind: &'static str,
    /// Its state in words.
    pub state: &'static str,
    /// Whether somebody can't go on without the answer.
    pub blocked: bool,
    /// Whether only some may read it.
    pub restricted: bool,
    /// Whether any time will do, but for a launch.
    pub low: bool,
    /// What waits for the answer, and when it launches; none once there is one.
    pub launch: Option<(Link, Moment)>,
    /// When it was asked.
    pub asked: Moment,
    /// Until when an answer is owed; none once there is one.
    pub due: Option<Moment>,
    /// Whether that has passed.
    pub overdue: bool,
    /// When it was answered.
    pub answered: Option<Moment>,
    /// Who in Network Security took it.
    pub claimed: Option<String>,
}

impl Line {
    /// The line of `question`, as seen at `now`, by the clocks of `zone`.
    pub fn new(base: &str, question: &Question, (now, zone): (Timestamp, &Zone)) -> Self {
        let moment = |at| Moment::within(at, now, zone);
        Line {
            number: question.number.0,
            title: question.title.clone(),
            href: format!("{base}{}", question.number.path()),
            team: question.team.as_ref().map(|team| Link::team(base, team)),
            asker: question.asker.name.clone(),
            kind: state_kind(question.state),
            state: if question.turn == Turn::Asker { "waits for the asker" } else { question.state.label() },
            blocked: question.urgency == Urgency::Blocked,
            restricted: question.visibility != Visibility::Everyone,
            low: question.urgency == Urgency::Low,
            launch: question.launch.as_ref().filter(|_| question.state.is_open()).map(|launch| {
                let href = format!("{base}/launches/{}", launch.slug);
                (Link { name: launch.name.clone(), href }, moment(launch.at))
            }),
            asked: moment(question.asked_at),
            due: question.is_owed().then(|| moment(question.due_at)),
            overdue: question.is_overdue(now),
            answered: question.answered_at.map(moment),
            claimed: question.claimed_by.as_ref().map(|person| person.name.clone()),
        }
    }
}

impl Line {
    /// One fact for a list of few: where it stands, and until when.
    pub fn fact(&self) -> String {
        match &self.due {
            Some(due) if self.overdue => format!("{}, was due {}", self.state, due.relative),
            Some(due) => format!("{}, due {}", self.state, due.relative),
            None => self.state.to_owned(),
        }
    }
}

/// The colour and mark of a state.
pub fn state_kind(state: QuestionState) -> &'static str {
    match state {
        QuestionState::WithChampion => "preflight",
        QuestionState::WithNetSec | QuestionState::WithBoth => "baseline",
        QuestionState::Answered | QuestionState::Published => "open",
        QuestionState::Merged => "neutral",
    }
}
