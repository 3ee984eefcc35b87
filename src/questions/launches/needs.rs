//! What a launch waits for, whichever room it lies in.
//!
//! Rooms say it through [`LaunchNeeds`]; `app` wires them into one [`NeedsList`].

use std::sync::Arc;

use super::Launch;
use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::questions::Reader;
use crate::questions::model::{Question, QuestionState, Turn};
use crate::questions::store::{self, Filter, Sort};
use crate::web::Member;

/// One thing that a launch waits for, or waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What is read: `May the gateway reach the vault?`
    pub label: String,
    /// Its page, below the base.
    pub path: String,
    /// One fact beside it, such as `with Network Security, due in 2 hours`.
    pub fact: String,
    /// Whether the launch waits for it no more.
    pub is_done: bool,
}

/// Needs of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// Their heading: `Questions`.
    pub title: &'static str,
    /// One of them in a sentence, and several: `question`, `questions`.
    pub words: (&'static str, &'static str),
    /// All that the member may read, the most urgent first.
    pub rows: Vec<Need>,
    /// What is said where there is none.
    pub empty: &'static str,
}

impl Needs {
    /// How many the launch still waits for.
    pub fn open(&self) -> usize {
        self.rows.iter().filter(|need| !need.is_done).count()
    }
}

/// Says what a launch waits for; implemented by the room that keeps it.
pub trait LaunchNeeds: Send + Sync {
    /// What `launch` waits for, as far as `member` may read it.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn needs(
        &self,
        connection: &mut Connection,
        member: &Member,
        launch: &Launch,
        now: Timestamp,
    ) -> Result<Needs, DbError>;
}

/// The needs of all rooms, in the order in which they are shown. Cheap to clone.
#[derive(Clone, Default)]
pub struct NeedsList(Arc<Vec<Arc<dyn LaunchNeeds>>>);

impl NeedsList {
    /// These kinds.
    pub fn new(kinds: Vec<Arc<dyn LaunchNeeds>>) -> Self {
        NeedsList(Arc::new(kinds))
    }

    /// Each kind's part.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn list(
        &self,
        connection: &mut Connection,
        member: &Member,
        launch: &Launch,
        now: Timestamp,
    ) -> Result<Vec<Needs>, DbError> {
        self.0.iter().map(|kind| kind.needs(connection, member, launch, now)).collect()
    }
}

/// One sentence: ready, or what is missing. `reads_all` says whether nothing
/// can be hidden from the reader; otherwise the sentence promises no more than
/// they may read, whether or not there is more.
pub fn readiness(needs: &[Needs], reads_all: bool) -> (bool, String) {
    let open: Vec<String> = needs
        .iter()
        .filter(|kind| kind.open() > 0)
        .map(|kind| format!("{} {}", kind.open(), if kind.open() == 1 { kind.words.0 } else { kind.words.1 }))
        .collect();
    let total: usize = needs.iter().map(Needs::open).sum();
    match (open.is_empty(), reads_all) {
        (true, true) => (true, "Ready: nothing that it waits for is open.".into()),
        (true, false) => (true, "Ready: nothing is open of what you may read.".into()),
        (false, _) => {
            let is = if total == 1 { "is" } else { "are" };
            (false, format!("Not ready: {} {is} open.", open.join(" and ")))
        }
    }
}

/// The questions that a launch waits for.
pub struct QuestionNeeds;

/// Questions that a launch shows; more than any has.
const LOOKED_AT: i64 = 500;

impl LaunchNeeds for QuestionNeeds {
    fn needs(
        &self,
        connection: &mut Connection,
        member: &Member,
        launch: &Launch,
        now: Timestamp,
    ) -> Result<Needs, DbError> {
        let filter = Filter { reader: Reader::of(member), launch: Some(launch.id), ..Filter::default() };
        let questions = store::list(connection, &filter, Sort::Due, LOOKED_AT)?;
        let mut rows: Vec<Need> = questions.iter().map(|question| need(question, now)).collect();
        rows.sort_by_key(|need| need.is_done);
        Ok(Needs {
            title: "Questions",
            words: ("question", "questions"),
            rows,
            empty: "No question was asked for it. Whoever asks one can say that this launch waits for it.",
        })
    }
}

fn need(question: &Question, now: Timestamp) -> Need {
    // What was merged waits for the question that was kept.
    let is_open = question.state.is_open() || question.merged_into.is_some_and(|kept| kept.is_open);
    let fact = match (question.turn, question.state) {
        (_, QuestionState::Merged) => match &question.merged_into {
            Some(kept) if kept.is_open => format!("the same as question {}, which is open", kept.number),
            Some(kept) => format!("the same as question {}", kept.number),
            None => question.state.label().into(),
        },
        (Turn::Asker, _) => format!("waits for {}", question.asker.name),
        (_, QuestionState::Answered | QuestionState::Published) => question.state.label().into(),
        _ if question.is_overdue(now) => format!("{}, overdue", question.state.label()),
        _ => format!("{}, due {}", question.state.label(), question.due_at.relative(now)),
    };
    Need { label: question.title.clone(), path: question.number.path(), fact, is_done: !is_open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_launch_is_ready_once_nothing_is_open() {
        let kind = |words, done: &[bool]| Needs {
            title: "",
            words,
            rows: done
                .iter()
                .map(|is_done| Need {
                    label: String::new(),
                    path: String::new(),
                    fact: String::new(),
                    is_done: *is_done,
                })
                .collect(),
            empty: "",
        };
        let asked = |done: &[bool]| kind(("question", "questions"), done);
        let checked = |done: &[bool]| kind(("pre-flight", "pre-flights"), done);
        for (needs, reads_all, expected) in [
            (vec![], true, "Ready: nothing that it waits for is open."),
            (vec![asked(&[true]), checked(&[])], true, "Ready: nothing that it waits for is open."),
            (vec![asked(&[true])], false, "Ready: nothing is open of what you may read."),
            (vec![asked(&[true, false])], false, "Not ready: 1 question is open."),
            (
                vec![asked(&[false]), checked(&[false, false])],
                true,
                "Not ready: 1 question and 2 pre-flights are open.",
            ),
        ] {
            assert_eq!(readiness(&needs, reads_all), (expected.starts_with("Ready"), expected.to_owned()));
        }
    }
}
