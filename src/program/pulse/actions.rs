//! Answering, and changing one's answer.

use sha2::{Digest, Sha256};

use super::model::{Audience, SCALE};
use super::store::{self, AnswerRow};
use crate::clock::Timestamp;
use crate::db::keys::{DepartmentId, PersonId};
use crate::db::{Tx, counters};
use crate::program::ProgramError;
use crate::program::coverage::Quarter;

/// Characters that may be written beside a value.
const WORDS: usize = 500;

/// Who answers, from which browser.
#[derive(Debug, Clone)]
pub struct Respondent {
    /// The person. Goes into the hash, and into the list of those who answered.
    pub person: PersonId,
    /// What they are asked as.
    pub audience: Audience,
    /// The department that their answer counts for; none for managers.
    pub department: Option<DepartmentId>,
    /// The secret of their browser, which is kept nowhere else.
    pub secret: String,
}

impl Respondent {
    /// Under which key their answer is kept.
    pub fn key(&self, quarter: Quarter, question: &str) -> String {
        let quarter = quarter.to_string();
        let mut hash = Sha256::new();
        for part in [&self.secret, self.person.as_str(), &quarter, self.audience.as_str(), question] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Answers a question of the quarter in which `now` lies, or changes the answer
/// to it. No audit entry is made: its time would tell who gave which answer.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the value is none of the scale, or the words
/// are too long; [`ProgramError::WrongState`] where they answered from another browser.
pub fn answer(
    tx: &mut Tx,
    now: Timestamp,
    who: &Respondent,
    question: &str,
    value: i32,
    words: Option<&str>,
) -> Result<(), ProgramError> {
    if !SCALE.contains(&value) {
        return Err(ProgramError::field("value", "choose one of the five"));
    }
    let words = words.map(str::trim);
    let length = words.unwrap_or_default().chars().count();
    if length > WORDS {
        return Err(ProgramError::field("words", format!("this has {length} characters; {WORDS} are allowed")));
    }
    // Whoever answers at the same time waits here: rows are written anew below.
    counters::next(tx, "pulse")?;
    let quarter = Quarter::of(now.day());
    let key = who.key(quarter, question);
    if let Some(own) = store::find(tx, &key)? {
        store::save(tx, &key, value, words.unwrap_or(&own.words))?;
        return Ok(store::mix(tx, &own)?);
    }
    let row = AnswerRow {
        key,
        quarter: quarter.to_string(),
        audience: who.audience,
        question: question.to_owned(),
        department_id: who.department,
        value,
        words: words.unwrap_or_default().to_owned(),
    };
    if store::answered_by(tx, &row.quarter, who.audience, who.person)?.contains(question) {
        let words = "you answered this from another browser; nobody here can tell which answer is yours, so it can \
                     be changed from there alone";
        return Err(ProgramError::WrongState(words.into()));
    }
    store::insert_participant(tx, &row, who.person)?;
    store::insert(tx, &row)?;
    Ok(store::mix(tx, &row)?)
}
