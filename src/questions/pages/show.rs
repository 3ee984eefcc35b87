//! One question: whose turn it is, what was said, and what the reader can do.

use askama::Template;
use jiff::SignedDuration;

use super::drafts::Drafts;
use super::history::{EventLine, History, event_lines};
use super::line::{Line, Link};
use super::working::Worked;
use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::db::keys::RowVersion;
use crate::flow::Flow;
use crate::markdown;
use crate::program::Serving;
use crate::questions::access::offers;
use crate::questions::clocks::{Spent, Walk};
use crate::questions::launches::When;
use crate::questions::model::{Event, EventKind, Question, QuestionState, Turn, Visibility};
use crate::questions::publication::Publishing;
use crate::questions::rules::Act;
use crate::questions::secrets::suspects;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Member, Moment, Shell};

/// One question with its answer, its history, and the forms of whoever may act.
#[derive(Template)]
#[template(path = "questions/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub asked: Asked,
    pub work: Worked,
    pub drafts: Drafts,
}

/// A question, ready to be read. Texts that were markdown are HTML here.
pub struct Asked {
    pub line: Line,
    pub path: String,
    pub asker: Link,
    pub searched: String,
    pub body: String,
    pub answer: String,
    /// The answer as it was written, to be changed.
    pub answer_source: String,
    pub answered_by: Option<Link>,
    pub article: Option<String>,
    pub turn: String,
    /// Why Network Security has it, where they do: who passed it on, and the words.
    pub why: Option<(String, String)>,
    /// Whom to ask in chat meanwhile: name, page, chat name.
    pub reach: Vec<(Link, String)>,
    pub since: Moment,
    pub is_open: bool,
    pub events: Vec<EventLine>,
    pub version: RowVersion,
    /// The key of the newest line of the history.
    pub read: String,
    /// How long each had it, in a sentence; empty while nobody had it for long.
    pub spent: String,
    /// Whether it waits for its asker.
    pub is_back: bool,
    /// What it is about: service, flow as HTML from [`crate::flow`], topics.
    pub about: String,
    pub flow: String,
    pub topics: Vec<String>,
    /// Who asked for the asker.
    pub asked_by: Option<Link>,
    /// Who reads it, where that is not everyone.
    pub readers: &'static str,
    /// How many others want to know, and whether the reader does.
    pub watchers: i64,
    pub watches: bool,
    /// What waits for the answer: name, page, and when.
    pub launch: Option<(Link, When)>,
    /// Launches that it can be tied to; none where the reader may not.
    pub launches: Vec<Choice>,
    /// Whether the reader asked it.
    pub is_own: bool,
    pub can_ask_back: bool,
    pub can_answer: bool,
    pub can_escalate: bool,
    pub can_claim: bool,
    pub can_release: bool,
    pub can_publish: bool,
    /// How far the article of its answer is.
    pub publishing: Publishing,
    /// Whether the reader is to say whether the answer is one.
    pub can_confirm: bool,
    /// What whoever asked said of the answer, in a sentence; empty where there is nothing to say.
    pub confirmed: String,
}

impl ShowPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.drafts.problems, field)
    }

    /// Whether the writer of a field is asked whether what looks secret in it is.
    fn asks_whether_secret(&self, field: &str) -> bool {
        !self.problem(field).is_empty() && !suspects(self.drafts.words_of(field)).is_empty()
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.asked.path))
    }

    fn answer_text(&self) -> &str {
        self.drafts.answer.as_deref().unwrap_or(&self.asked.answer_source)
    }

    fn version(&self) -> String {
        self.drafts.version.clone().unwrap_or_else(|| self.asked.version.to_string())
    }

    fn answer_label(&self) -> &'static str {
        if self.asked.is_open { "Your answer" } else { "The answer, changed" }
    }

    fn answer_button(&self) -> &'static str {
        if self.asked.is_open { "Send the answer" } else { "Change the answer" }
    }

    /// Which of the fields one goes on writing in.
    fn goes_on(&self, field: &str) -> bool {
        self.drafts.goes_on == field
    }

    /// Whether an act that is folded away stands open: something is written in it, or wrong with it.
    fn is_unfolded(&self, field: &str, words: &str) -> bool {
        !words.is_empty() || !self.problem(field).is_empty()
    }

    fn comment_label(&self) -> &'static str {
        if self.asked.is_back && self.asked.is_own { "Reply" } else { "Add a comment" }
    }

    /// How many others want to know, in a sentence.
    fn watchers_words(&self) -> String {
        match self.asked.watchers {
            0 => String::new(),
            1 => "1 person more wants to know.".into(),
            count => format!("{count} people more want to know."),
        }
    }

    /// Whether the form for another answer stands open from the start.
    fn is_changing(&self) -> bool {
        self.asked.is_open || self.drafts.answer.is_some()
    }
}

impl Asked {
    /// `question` as `member` sees it at `now`. `serving` are the champion and
    /// deputies of its team.
    pub fn new(
        base: &str,
        member: &Member,
        (now, calendar): (Timestamp, &WorkCalendar),
        question: &Question,
        history: &History,
        serving: &[Serving],
    ) -> Self {
        let (events, seen) = (&history.events, (now, &calendar.zone));
        let reach = if question.state.is_with_champion() { serving } else { &[] };
        let can = |act| offers(member, question, act);
        Asked {
            line: Line::new(base, question, seen),
            path: question.number.path(),
            asker: Link::person(base, &question.asker),
            searched: question.searched.clone(),
            body: html(&question.body, base),
            answer: html(&question.answer, base),
            answer_source: question.answer.clone(),
            answered_by: question.answered_by.as_ref().map(|person| Link::person(base, person)),
            article: question.article_slug.as_ref().map(|slug| format!("{base}/faq/{slug}")),
            turn: turn(question, serving),
            why: why(question, events),
            reach: reach
                .iter()
                .map(|person| {
                    (
                        Link { name: person.name.clone(), href: format!("{base}/people/{}", person.handle) },
                        person.chat.clone(),
                    )
                })
                .collect(),
            since: Moment::within(question.turn_since, now, &calendar.zone),
            is_open: question.state.is_open(),
            events: event_lines(base, seen, history),
            version: question.version,
            read: events.last().map(|event| event.id.to_string()).unwrap_or_default(),
            spent: spent(&Walk::of(events, calendar).until(calendar, now)),
            about: question.about.as_ref().map(|about| about.name.clone()).unwrap_or_default(),
            flow: Flow::parse(&question.flow).map(|flow| flow.html()).unwrap_or_default(),
            topics: Vec::new(),
            asked_by: question.asked_by.as_ref().map(|person| Link::person(base, person)),
            readers: if question.visibility == Visibility::Everyone { "" } else { question.visibility.label() },
            watchers: 0,
            watches: false,
            launch: question.launch.as_ref().map(|launch| {
                let href = format!("{base}/launches/{}", launch.slug);
                (Link { name: launch.name.clone(), href }, When::new(launch.at, now, &calendar.zone))
            }),
            launches: Vec::new(),
            is_own: question.is_asked_by(member.id),
            is_back: question.turn == Turn::Asker,
            can_ask_back: can(Act::AskBack),
            can_answer: can(Act::Answer),
            can_escalate: can(Act::Escalate),
            can_claim: can(Act::Claim),
            can_release: can(Act::Release),
            can_publish: can(Act::Publish) && question.article_slug.is_none(),
            publishing: Publishing::default(),
            can_confirm: false,
            confirmed: String::new(),
        }
    }
}

/// Whose turn it is, in a sentence without its end: the page adds since when.
fn turn(question: &Question, serving: &[Serving]) -> String {
    if question.turn == Turn::Asker {
        return format!("It waits for {}, who was asked something back", question.asker.name);
    }
    let by = question.answered_by.as_ref().map_or("somebody", |person| person.name.as_str());
    match (question.state, &question.claimed_by) {
        (QuestionState::WithChampion, Some(person)) => format!("It is the turn of {}, who took it over", person.name),
        (QuestionState::WithChampion, None) => {
            let team = question.team.as_ref().map_or("the team", |team| team.name.as_str());
            let there = serving.iter().filter(|person| person.is_there());
            let names: Vec<&str> = there.map(|person| person.name.as_str()).collect();
            match names.as_slice() {
                [] => format!("It is the turn of the champion of {team}, but nobody serves the team today"),
                [one] => format!("It is the turn of {one}, who serves {team}"),
                [first, rest @ ..] => format!("It is the turn of {first} or {}, who serve {team}", rest.join(" or ")),
            }
        }
        (QuestionState::WithNetSec | QuestionState::WithBoth, Some(person)) => {
            format!("{} of Network Security has taken it", person.name)
        }
        (QuestionState::WithBoth, None) => {
            let there: Vec<&str> =
                serving.iter().filter(|person| person.is_there()).map(|person| person.name.as_str()).collect();
            let first = if there.is_empty() { "the champion".into() } else { there.join(" or ") };
            format!("It is the turn of {first} and of Network Security, whoever is faster")
        }
        (QuestionState::WithNetSec, None) => "It is the turn of Network Security; nobody has taken it yet".into(),
        (QuestionState::Answered, _) => format!("{by} answered"),
        (QuestionState::Published, _) => "The answer became an article".into(),
        (QuestionState::Merged, _) => "It was merged with another question".into(),
    }
}

/// Why somebody else than the champion has a question: what the champion said,
/// or why it went where it is, then without a name.
fn why(question: &Question, events: &[Event]) -> Option<(String, String)> {
    let event = events.iter().rfind(|event| event.kind.is_way())?;
    if !question.state.is_open() || !(question.state.is_with_netsec() || event.kind == EventKind::Routed) {
        return None;
    }
    let who = event.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    Some((who, event.words.clone()))
}

/// How long each had it: `In working time: 2 hours with the champion.`
fn spent(spent: &Spent) -> String {
    let (champion, netsec) = (spent.champion.unwrap_or_default(), spent.netsec.unwrap_or_default());
    let parts = [("the champion", champion), ("Network Security", netsec), ("the asker", spent.asker)];
    let had: Vec<String> = parts
        .iter()
        .filter(|(_, time)| time.as_mins() > 0)
        .map(|(who, time)| format!("{} with {who}", working_time(*time)))
        .collect();
    if had.is_empty() { String::new() } else { format!("In working time: {}.", had.join(", ")) }
}

/// Working time in words: `3 hours 20 minutes`.
pub fn working_time(time: SignedDuration) -> String {
    let some = |count: i64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    match (time.as_mins() / 60, time.as_mins() % 60) {
        (0, minutes) => some(minutes, "minute"),
        (hours, 0) => some(hours, "hour"),
        (hours, minutes) => format!("{} {}", some(hours, "hour"), some(minutes, "minute")),
    }
}

/// Markdown as HTML; nothing for nothing.
pub fn html(words: &str, base: &str) -> String {
    if words.is_empty() { String::new() } else { markdown::render_short(words, base) }
}
