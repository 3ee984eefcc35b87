//! The way through a guide that an address tells: answers by their ids, with
//! dots between them.

use super::model::{Answer, End, Guide, Question, Target};

/// How far somebody came.
#[derive(Debug)]
pub struct Walk<'g> {
    /// What was asked and answered, in order.
    pub steps: Vec<Step<'g>>,
    /// Where that leads.
    pub at: Place<'g>,
    /// The answers as the address tells them, up to here.
    pub address: String,
    /// Whether the address told more that this guide does not know (any more).
    pub is_cut: bool,
}

/// One question and its answer.
#[derive(Debug)]
pub struct Step<'g> {
    /// What was asked.
    pub question: &'g Question,
    /// What was answered.
    pub answer: &'g Answer,
    /// The answers before, as an address tells them: going there asks again.
    pub before: String,
}

/// Where a way leads.
#[derive(Debug, Clone, Copy)]
pub enum Place<'g> {
    /// To the next question.
    Question(&'g Question),
    /// To an end.
    End(&'g End),
}

impl Guide {
    /// Follows an address. What it tells after the first answer that this guide
    /// does not know is left out: guides change, and addresses are kept.
    pub fn walk(&self, address: &str) -> Walk<'_> {
        let mut walk = Walk {
            steps: Vec::new(),
            at: Place::Question(&self.questions[self.start]),
            address: String::new(),
            is_cut: false,
        };
        for id in address.split('.').filter(|id| !id.is_empty()) {
            let Place::Question(question) = walk.at else {
                walk.is_cut = true;
                break;
            };
            let Some(answer) = question.answers.iter().find(|answer| answer.id == id) else {
                walk.is_cut = true;
                break;
            };
            let after = joined(&walk.address, id);
            walk.steps.push(Step { question, answer, before: std::mem::replace(&mut walk.address, after) });
            walk.at = match answer.to {
                Target::Question(next) => Place::Question(&self.questions[next]),
                Target::End(at) => Place::End(&self.ends[at]),
            };
        }
        walk
    }
}

/// The address of an answer after those of `before`.
pub fn joined(before: &str, id: &str) -> String {
    if before.is_empty() { id.to_owned() } else { format!("{before}.{id}") }
}
