//! What the forms of freshness send.

use serde::Deserialize;

use super::report::Report;
use crate::db::keys::FlagId;
use crate::web::{FieldProblem, fold};

/// Characters of a word why.
const LIMIT: usize = 500;

/// "No longer true", with a word why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// A key that came with the page; made here where a script sends none.
    pub key: String,
    /// Why; may be empty.
    pub reported: String,
}

impl ReportForm {
    /// The report.
    ///
    /// # Errors
    ///
    /// The problem of the field.
    pub fn parse(&self) -> Result<Report, FieldProblem> {
        let words = fold::optional_line(&self.reported, LIMIT);
        let words = words.map_err(|words| FieldProblem::new("reported", words))?;
        Ok(Report { id: FlagId::parse(&self.key).unwrap_or_else(FlagId::generate), words })
    }
}

/// Reports are put aside, with a line of why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DismissalForm {
    /// Why; readers who reported see it.
    pub why: String,
    /// Where to go afterwards, below the base.
    pub back: String,
}

impl DismissalForm {
    /// The line of why.
    ///
    /// # Errors
    ///
    /// The problem of the field.
    pub fn parse(&self) -> Result<String, FieldProblem> {
        fold::line(&self.why, LIMIT).map_err(|words| FieldProblem::new("why", words))
    }
}

/// A button: where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BackForm {
    /// Below the base.
    pub back: String,
}
