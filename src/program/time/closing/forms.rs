//! What the forms of months send.

use serde::Deserialize;

use crate::clock::Day;
use crate::program::ProgramError;
use crate::web::fold::optional_line;

/// Characters of a reason.
const REASON_LIMIT: usize = 300;

/// `POST /time/months/close`, `POST /time/months/reopen`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct MonthForm {
    /// `2026-10`
    pub month: String,
    pub reason: String,
    pub once: String,
}

impl MonthForm {
    /// The first day of the month.
    pub fn month(&self) -> Result<Day, ProgramError> {
        let day = Day::parse(&format!("{}-01", self.month.trim()));
        day.map_err(|_| ProgramError::field("month", format!("“{}” is not a month like 2026-10", self.month.trim())))
    }

    /// Why, tidied.
    pub fn reason(&self) -> Result<String, ProgramError> {
        optional_line(&self.reason, REASON_LIMIT).map_err(|words| ProgramError::field("reason", words))
    }
}
