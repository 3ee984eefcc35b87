//! What an answer's page says of its confirmation.

use super::Confirmation;
use crate::calendar::WorkCalendar;
use crate::questions::model::Question;

/// What whoever asked said of the answer, or until when they may.
pub fn words(question: &Question, confirmation: Option<Confirmation>, calendar: &WorkCalendar) -> String {
    let Some(confirmation) = confirmation.filter(|_| !question.state.is_open()) else { return String::new() };
    match (confirmation.confirmed_at, confirmation.confirmed_by, confirmation.confirms_at) {
        (Some(_), Some(_), _) => "Confirmed by whoever asked.".into(),
        (Some(_), None, _) => "Nobody said that something is missing.".into(),
        (None, _, Some(at)) => {
            format!("Not confirmed yet; it counts as confirmed from {} on.", calendar.zone.words(at))
        }
        (None, _, None) => String::new(),
    }
}
