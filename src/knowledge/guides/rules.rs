//! What holds for every guide: names are there once, every answer leads on,
//! nothing goes in circles, nothing is out of reach, nobody is asked too much.

use std::collections::HashMap;

use super::model::{Answer, Guide, Question, Target};
use super::parse::{Draft, DraftQuestion, Placed};
use crate::knowledge::Slug;
use crate::knowledge::front_matter::LineFault;

/// The most questions in a row: whoever needs more should talk to somebody.
pub const DEPTH_LIMIT: usize = 8;
/// Questions of a guide, and ends of one.
const COUNT_LIMIT: usize = 200;
/// Answers of a question: what fits a screen.
const ANSWER_LIMIT: usize = 12;

/// Makes a guide of a draft.
///
/// # Errors
///
/// Everything that is wrong, by line.
pub fn assemble(slug: Slug, draft: Draft) -> Result<Guide, Vec<LineFault>> {
    let mut faults = Vec::new();
    let names = name_all(&draft, &mut faults);
    let start = match names.get(draft.start.name.as_str()) {
        Some(Target::Question(at)) => *at,
        _ => {
            faults.push((draft.start.line, format!("start: there is no question “{}”", draft.start.name)));
            0
        }
    };
    let targets: Vec<Vec<Target>> =
        draft.questions.iter().map(|question| check_answers(question, &names, &mut faults)).collect();
    if !faults.is_empty() {
        // What hangs together can't be told while parts are missing.
        return Err(faults);
    }
    let mut walker =
        Walker { draft: &draft, targets: &targets, states: vec![Visit::Never; targets.len()], faults: Vec::new() };
    walker.visit(start);
    let Walker { states, mut faults, .. } = walker;
    check_reach(&draft, &targets, &states, &mut faults);
    let ahead: Vec<usize> = states.iter().map(|state| state.ahead()).collect();
    if faults.is_empty() && ahead[start] > DEPTH_LIMIT {
        let words = format!("the longest way asks {} questions; {DEPTH_LIMIT} are allowed", ahead[start]);
        faults.push((draft.start.line, words));
    }
    if faults.is_empty() { Ok(build(slug, draft, start, &targets, &ahead)) } else { Err(faults) }
}

/// Every id, with what it names. Questions and ends share their names, since an
/// answer may lead to either.
fn name_all<'d>(draft: &'d Draft, faults: &mut Vec<LineFault>) -> HashMap<&'d str, Target> {
    let mut names: HashMap<&str, Target> = HashMap::new();
    let mut lines: HashMap<&str, usize> = HashMap::new();
    let questions = draft.questions.iter().enumerate().map(|(at, question)| (&question.id, Target::Question(at)));
    let ends = draft.ends.iter().enumerate().map(|(at, end)| (&end.id, Target::End(at)));
    for (id, target) in questions.chain(ends) {
        match lines.insert(&id.name, id.line) {
            Some(first) => faults.push((id.line, format!("the id “{}” is taken already, on line {first}", id.name))),
            None => drop(names.insert(&id.name, target)),
        }
    }
    if draft.questions.len() > COUNT_LIMIT || draft.ends.len() > COUNT_LIMIT {
        faults.push((1, format!("a guide has {COUNT_LIMIT} questions and as many ends at the most")));
    }
    names
}

/// Where the answers of a question lead.
fn check_answers(question: &DraftQuestion, names: &HashMap<&str, Target>, faults: &mut Vec<LineFault>) -> Vec<Target> {
    let Placed { line, name } = &question.id;
    match question.answers.len() {
        0 => faults.push((*line, format!("the question “{name}” has no answer, so a way ends there without one"))),
        1 => faults.push((*line, format!("the question “{name}” has one answer only, so it need not be asked"))),
        count if count > ANSWER_LIMIT => {
            faults.push((*line, format!("the question “{name}” has {count} answers; {ANSWER_LIMIT} are allowed")));
        }
        _ => {}
    }
    let mut own: HashMap<&str, usize> = HashMap::new();
    for Placed { line, name } in question.answers.iter().map(|answer| &answer.id) {
        if let Some(first) = own.insert(name, *line) {
            faults.push((*line, format!("the answer “{name}” is there already, on line {first}")));
        }
    }
    let mut targets = Vec::new();
    for Placed { line, name } in question.answers.iter().map(|answer| &answer.to) {
        match names.get(name.as_str()) {
            Some(target) => targets.push(*target),
            None => faults.push((*line, format!("there is no question and no end “{name}”"))),
        }
    }
    targets
}

/// What is known of a question while all ways are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    Never,
    /// On the way that is walked just now: whoever leads here goes in a circle.
    OnTheWay,
    /// Done, with the most questions from here on.
    Done(usize),
}

impl Visit {
    fn ahead(self) -> usize {
        match self {
            Visit::Done(ahead) => ahead,
            Visit::Never | Visit::OnTheWay => 0,
        }
    }
}

struct Walker<'d> {
    draft: &'d Draft,
    targets: &'d [Vec<Target>],
    states: Vec<Visit>,
    faults: Vec<LineFault>,
}

impl Walker<'_> {
    /// Walks on from a question, which no way has reached yet. No deeper than
    /// there are questions.
    fn visit(&mut self, at: usize) {
        self.states[at] = Visit::OnTheWay;
        let mut longest = 0;
        for (number, target) in self.targets[at].iter().enumerate() {
            let Target::Question(next) = *target else { continue };
            if self.states[next] == Visit::Never {
                self.visit(next);
            }
            if self.states[next] == Visit::OnTheWay {
                let to = &self.draft.questions[at].answers[number].to;
                let words = format!("this leads back to the question “{}”, in a circle", to.name);
                self.faults.push((to.line, words));
            }
            longest = longest.max(self.states[next].ahead());
        }
        self.states[at] = Visit::Done(longest + 1);
    }
}

fn check_reach(draft: &Draft, targets: &[Vec<Target>], states: &[Visit], faults: &mut Vec<LineFault>) {
    let mut ends = vec![false; draft.ends.len()];
    for (question, state) in draft.questions.iter().zip(states) {
        if *state == Visit::Never {
            faults.push((question.id.line, format!("nobody reaches the question “{}”", question.id.name)));
        }
    }
    for (targets, _) in targets.iter().zip(states).filter(|(_, state)| **state != Visit::Never) {
        for target in targets {
            if let Target::End(at) = target {
                ends[*at] = true;
            }
        }
    }
    for (end, _) in draft.ends.iter().zip(ends).filter(|(_, reached)| !reached) {
        faults.push((end.id.line, format!("nobody reaches the end “{}”", end.id.name)));
    }
}

fn build(slug: Slug, draft: Draft, start: usize, targets: &[Vec<Target>], ahead: &[usize]) -> Guide {
    let questions = draft.questions.into_iter().zip(targets).zip(ahead).map(|((question, targets), ahead)| {
        let answers = question.answers.into_iter().zip(targets).map(|(answer, to)| Answer {
            id: answer.id.name,
            label: answer.label,
            help: answer.help,
            to: *to,
        });
        let answers = answers.collect();
        Question { id: question.id.name, text: question.text, help: question.help, answers, ahead: *ahead }
    });
    Guide {
        slug,
        title: draft.title,
        summary: draft.summary,
        on_first_page: draft.on_first_page,
        owner: draft.owner,
        reviewed_on: draft.reviewed_on,
        review_after: draft.review_after,
        questions: questions.collect(),
        ends: draft.ends.into_iter().map(|end| end.end).collect(),
        start,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
