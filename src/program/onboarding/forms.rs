//! What the forms of lists send.

use serde::Deserialize;

use super::model::{Act, ItemMark};
use crate::db::keys::RowVersion;
use crate::program::ProgramError;
use crate::program::fields::{Fields, optional_day};
use crate::web::fold;

/// Characters of a line of evidence.
const EVIDENCE_LIMIT: usize = 300;
/// Characters of an answer: a few words.
const ANSWER_LIMIT: usize = 1_000;

/// `POST /onboarding/things/{id}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    /// One of [`Act`].
    pub act: String,
    /// The day; empty: today.
    pub on: String,
    pub evidence: String,
    pub version: i32,
    /// Where to go afterwards, below the base; empty: the list of the term.
    pub back: String,
}

impl ItemForm {
    /// What is said of the thing.
    ///
    /// # Errors
    ///
    /// [`ProgramError::Invalid`] with a problem for each field.
    pub fn parse(&self) -> Result<ItemMark, ProgramError> {
        let mut fields = Fields::default();
        let act = Act::parse(&self.act).ok_or_else(|| "choose what is to be said of it".to_owned());
        let act = fields.keep("act", act);
        let on = fields.keep("on", optional_day(&self.on));
        let evidence = fields.keep("evidence", fold::optional_line(&self.evidence, EVIDENCE_LIMIT));
        match (act, on, evidence) {
            (Some(act), Some(on), Some(evidence)) => Ok(ItemMark { act, on, evidence, seen: RowVersion(self.version) }),
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST /terms/{id}/onboarding/buddy` and `…/buddy-removal`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct BuddyForm {
    /// Their name, handle or mail address.
    pub buddy: String,
    pub confirmed: String,
}

/// `POST /terms/{id}/onboarding/reviews/{days}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    pub answer0: String,
    pub answer1: String,
    pub answer2: String,
    pub answer3: String,
    pub answer4: String,
    /// The version that the form was drawn from; 0 where nothing was written.
    pub version: i32,
    pub once: String,
}

impl ReviewForm {
    /// The names of its fields.
    pub const FIELDS: [&'static str; 5] = ["answer0", "answer1", "answer2", "answer3", "answer4"];

    /// What was typed, by field.
    pub fn typed(&self) -> [&str; 5] {
        [&self.answer0, &self.answer1, &self.answer2, &self.answer3, &self.answer4]
    }

    /// The version that was seen.
    pub fn seen(&self) -> Option<RowVersion> {
        (self.version > 0).then_some(RowVersion(self.version))
    }

    /// Each question with what was written; at least one has an answer.
    ///
    /// # Errors
    ///
    /// [`ProgramError::Invalid`] with a problem for each field.
    pub fn parse(&self, questions: &[String]) -> Result<Vec<(String, String)>, ProgramError> {
        let mut fields = Fields::default();
        let mut answers = Vec::new();
        for ((question, typed), field) in questions.iter().zip(self.typed()).zip(ReviewForm::FIELDS) {
            if let Some(words) = fields.keep(field, fold::text(typed, ANSWER_LIMIT)) {
                answers.push((question.clone(), words));
            }
        }
        if answers.len() < questions.len().min(ReviewForm::FIELDS.len()) {
            return Err(fields.refuse());
        }
        if answers.iter().all(|(_, words)| words.is_empty()) {
            return Err(ProgramError::field("answer0", "write a few words to one of the questions at least"));
        }
        Ok(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(error: ProgramError) -> Vec<&'static str> {
        match error {
            ProgramError::Invalid(problems) => problems.iter().map(|problem| problem.field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_said_of_a_thing_is_read_strictly() {
        let form = ItemForm { act: "done".into(), evidence: " T-17 ".into(), version: 3, ..ItemForm::default() };
        let said = form.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((said.act, said.on, said.evidence.as_str(), said.seen), (Act::Done, None, "T-17", RowVersion(3)));
        let wrong = ItemForm { act: "x".into(), on: "soon".into(), evidence: "x".repeat(301), ..form };
        assert_eq!(wrong.parse().err().map(fields), Some(vec!["act", "on", "evidence"]));
    }

    #[test]
    fn a_review_needs_a_few_words() {
        let questions = ["A?".to_owned(), "B?".to_owned(), "C?".to_owned()];
        let empty = ReviewForm { answer1: "  ".into(), ..ReviewForm::default() };
        assert_eq!(empty.parse(&questions).err().map(fields), Some(vec!["answer0"]));
        let long = ReviewForm { answer2: "x".repeat(1_001), ..ReviewForm::default() };
        assert_eq!(long.parse(&questions).err().map(fields), Some(vec!["answer2"]));
        let some = ReviewForm { answer1: "Well.".into(), answer4: "unasked".into(), ..ReviewForm::default() };
        let answers = some.parse(&questions).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(answers[1], ("B?".to_owned(), "Well.".to_owned()));
        assert_eq!(answers.len(), 3);
    }
}
