//! What the forms of taking out and bringing back send.

use serde::Deserialize;

use super::Retirement;
use crate::knowledge::writing::slug_of;
use crate::web::{FieldProblem, fold};

/// Characters of a line of why, as in `removed.toml`.
const WHY_LIMIT: usize = 300;

/// `POST /faq/{slug}/retirement`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RetirementForm {
    /// Why.
    pub why: String,
    /// The slug, or the whole address, of what takes its place; may be empty.
    pub successor: String,
    /// Known once, so that a second click is the same change.
    pub once: String,
}

impl RetirementForm {
    /// What the form says.
    ///
    /// # Errors
    ///
    /// A problem for the reason, where there is none or it is too long.
    pub fn parse(&self) -> Result<Retirement, Vec<FieldProblem>> {
        let missing = || "say in a line why; whoever opens its address reads it".to_owned();
        let why = if self.why.trim().is_empty() { Err(missing()) } else { fold::line(&self.why, WHY_LIMIT) };
        let why = why.map_err(|words| vec![FieldProblem::new("why", words)])?;
        let successor = Some(slug_of(&self.successor)).filter(|slug| !slug.is_empty()).map(str::to_owned);
        Ok(Retirement { why, successor })
    }
}

/// `POST /faq/{slug}/restoration`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RestorationForm {
    /// Known once, so that a second click is the same change.
    pub once: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_needed_and_an_address_may_be_pasted() {
        let form = |why: &str, successor: &str| RetirementForm {
            why: why.into(),
            successor: successor.into(),
            ..RetirementForm::default()
        };
        let said = |successor: &str| form("Old", successor).parse().map(|said| said.successor);
        assert_eq!(said(""), Ok(None));
        assert_eq!(said(" dns-change-ttl "), Ok(Some("dns-change-ttl".into())));
        assert_eq!(said("https://bridge.example/faq/dns-change-ttl"), Ok(Some("dns-change-ttl".into())));
        for why in [" ", &"x".repeat(301)] {
            let problems = form(why, "").parse().err().unwrap_or_default();
            assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), ["why"], "{why}");
        }
    }
}
