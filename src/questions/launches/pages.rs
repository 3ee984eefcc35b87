//! The pages about launches.

use askama::Template;

use super::forms::LaunchForm;
use super::{Launch, Needs};
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// When a launch is, in words and for machines.
pub struct When {
    /// Relative, with the exact time behind.
    pub moment: Moment,
    /// On the clocks of the company.
    pub words: String,
}

impl When {
    pub fn new(at: Timestamp, now: Timestamp, zone: &Zone) -> Self {
        When { moment: Moment::new(at, now), words: zone.words(at) }
    }
}

/// What is to come.
#[derive(Template)]
#[template(path = "questions/launches/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub lines: Vec<LaunchLine>,
    pub can_add: bool,
}

/// One launch in short.
pub struct LaunchLine {
    pub launch: Launch,
    pub when: When,
    /// Open questions that the reader may read.
    pub open: i64,
}

impl LaunchLine {
    fn fact(&self) -> String {
        match self.open {
            0 => "no open question".into(),
            1 => "1 open question".into(),
            open => format!("{open} open questions"),
        }
    }

    fn kind(&self) -> &'static str {
        if self.open == 0 { "open" } else { "preflight" }
    }
}

/// One launch and what it waits for.
#[derive(Template)]
#[template(path = "questions/launches/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub launch: Launch,
    pub when: When,
    /// The last moment of working time before it.
    pub last_hour: String,
    pub is_past: bool,
    pub is_ready: bool,
    pub sentence: String,
    pub needs: Vec<Needs>,
    pub can_change: bool,
    pub can_ask: bool,
}

impl ShowPage {
    fn kind(&self) -> &'static str {
        match (self.is_ready, self.is_past) {
            (true, _) => "open",
            (false, false) => "preflight",
            (false, true) => "forbidden",
        }
    }

    fn word(&self) -> &'static str {
        if self.is_ready { "ready" } else { "not ready" }
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.launch.path()))
    }
}

/// The form of a launch, new or not.
#[derive(Template)]
#[template(path = "questions/launches/form.html")]
pub struct FormPage {
    pub shell: Shell,
    /// The launch that is changed; none for a new one.
    pub launch: Option<Launch>,
    pub form: LaunchForm,
    /// The teams to choose from; none for whoever may name any.
    pub teams: Option<Vec<Choice>>,
    pub zone: String,
    pub problems: Vec<FieldProblem>,
}

impl FormPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn title(&self) -> String {
        self.launch.as_ref().map_or("A new launch".into(), |launch| format!("Change {}", launch.name))
    }

    fn action(&self) -> String {
        self.shell.to(&self.launch.as_ref().map_or("/launches".into(), Launch::path))
    }

    fn time_help(&self) -> String {
        format!("By the clocks of {}.", self.zone)
    }
}
