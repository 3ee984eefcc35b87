//! The page of the pulse, and what stands on the desk.

use askama::Template;

use super::access::audiences;
use super::actions::Respondent;
use super::file::{PulseQuestion, PulseQuestions};
use super::model::{Audience, Count};
use super::results::Results;
use super::store;
use crate::clock::Day;
use crate::db::{Connection, DbError};
use crate::program::coverage::Quarter;
use crate::web::{FieldProblem, Member, Shell, csv};

/// The questions of the quarter, one's answers, and what came of those before.
#[derive(Template)]
#[template(path = "program/pulse/show.html")]
pub struct PulsePage {
    pub shell: Shell,
    pub pulse: PulseDesk,
    pub results: Results,
    /// Which question could not be answered, why, and what was written to it.
    pub refused: Option<Refused>,
    pub problems: Vec<FieldProblem>,
}

/// An answer that was not taken.
pub struct Refused {
    pub question: String,
    pub words: String,
}

/// What one person is asked this quarter.
#[derive(Debug, Clone, Default)]
pub struct PulseDesk {
    /// The questions, those for champions first.
    pub lines: Vec<AskedLine>,
    /// The last day on which they can be answered, in words.
    pub until: String,
}

/// One question with what one answered from this browser.
#[derive(Debug, Clone)]
pub struct AskedLine {
    /// The question.
    pub question: PulseQuestion,
    /// What one answered; none where one did not, or from another browser.
    pub value: Option<i32>,
    /// What one wrote.
    pub words: String,
    /// Whether one answered at all.
    pub is_answered: bool,
}

impl AskedLine {
    /// Whether it was answered from a browser that is not this one.
    pub fn is_elsewhere(&self) -> bool {
        self.is_answered && self.value.is_none()
    }

    /// The scale: each value, and whether it is the answer.
    pub fn scale(&self) -> Vec<(i32, bool)> {
        super::model::SCALE.map(|value| (value, self.value == Some(value))).collect()
    }
}

impl PulseDesk {
    /// Whether somebody is asked anything.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a question still waits for its answer.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(|line| !line.is_answered)
    }
}

/// What `member` is asked on `today`; `secret` is that of their browser.
///
/// # Errors
///
/// The database's own.
pub fn pulse_desk(
    connection: &mut Connection,
    questions: &PulseQuestions,
    member: &Member,
    today: Day,
    secret: Option<&str>,
) -> Result<PulseDesk, DbError> {
    let quarter = Quarter::of(today);
    let mut lines = Vec::new();
    for audience in audiences(member) {
        let answered = store::answered_by(connection, &quarter.to_string(), audience, member.id)?;
        for question in questions.of(audience) {
            let is_answered = answered.contains(&question.key);
            let own = match secret.filter(|_| is_answered) {
                Some(secret) => {
                    let secret = secret.to_owned();
                    let who = Respondent { person: member.id, audience, department: None, secret };
                    store::find(connection, &who.key(quarter, &question.key))?
                }
                None => None,
            };
            let (value, words) = own.map_or((None, String::new()), |own| (Some(own.value), own.words));
            lines.push(AskedLine { question: question.clone(), value, words, is_answered });
        }
    }
    Ok(PulseDesk { lines, until: quarter.last().words() })
}

impl PulsePage {
    /// The counts, each with its quarter.
    fn dated<'p>(&'p self, counts: &'p [Option<Count>]) -> impl Iterator<Item = (&'p Option<Count>, &'p String)> {
        counts.iter().zip(&self.results.quarters)
    }

    /// What was written to a question: what was refused last, or what is kept.
    fn words<'p>(&'p self, line: &'p AskedLine) -> &'p str {
        match &self.refused {
            Some(refused) if refused.question == line.question.key => &refused.words,
            _ => &line.words,
        }
    }

    fn problem(&self, line: &AskedLine) -> &str {
        match &self.refused {
            Some(refused) if refused.question == line.question.key => {
                self.problems.first().map_or("", |problem| problem.words.as_str())
            }
            _ => "",
        }
    }
}

/// A count as a cell: "3.8 (12)".
pub fn cell(count: &Option<Count>) -> String {
    count.map_or_else(|| "–".into(), |count| format!("{} ({})", count.words(), count.answers))
}

/// What is shown, as CSV.
pub fn document(results: &Results) -> String {
    let mut rows = Vec::new();
    for trend in &results.trends {
        let all = std::iter::once((String::new(), &trend.all));
        let departments = trend.departments.iter().map(|(name, counts)| (name.clone(), counts));
        for (department, counts) in all.chain(departments) {
            for (quarter, count) in results.quarters.iter().zip(counts) {
                let Some(count) = count else { continue };
                rows.push([
                    quarter.clone(),
                    trend.question.audience.as_str().to_owned(),
                    trend.question.key.clone(),
                    trend.question.text.clone(),
                    department.clone(),
                    count.answers.to_string(),
                    count.words(),
                ]);
            }
        }
    }
    csv::document(&["quarter", "asked", "key", "question", "department", "answers", "average"], rows)
}

/// Whom a question is for, in words.
pub fn asked_words(audience: &Audience) -> &'static str {
    match audience {
        Audience::Champions => "Champions and deputies were asked",
        Audience::Managers => "Managers were asked",
    }
}
