//! What the forms of terms send.

use serde::Deserialize;

use super::actions::Nomination;
use super::model::TermRole;
use super::rules::HIGHEST_ALLOCATION_PERCENT;
use crate::db::Connection;
use crate::program::fields::{Fields, number, optional_day};
use crate::program::teams::person_named;
use crate::program::{ProgramError, TermState};
use crate::web::fold::text;

/// Characters of a reason.
const REASON_LIMIT: usize = 500;

/// `POST /teams/{slug}/nominations`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct NominationForm {
    pub person: String,
    pub role: String,
    pub percent: String,
    pub starts_on: String,
    pub ends_on: String,
    pub once: String,
}

impl NominationForm {
    /// The nomination.
    pub fn parse(&self, connection: &mut Connection) -> Result<Nomination, ProgramError> {
        let mut fields = Fields::default();
        let person = match person_named(connection, &self.person) {
            Ok(person) => Some(person.id),
            Err(ProgramError::Invalid(problems)) => {
                fields.extend(problems);
                None
            }
            Err(error) => return Err(error),
        };
        let role = TermRole::parse(&self.role).ok_or_else(|| "choose champion or deputy".to_owned());
        let role = fields.keep("role", role);
        let percent = fields.keep("percent", number(&self.percent, 1, HIGHEST_ALLOCATION_PERCENT));
        let starts_on = fields.keep("starts_on", optional_day(&self.starts_on));
        let ends_on = fields.keep("ends_on", optional_day(&self.ends_on));
        match (person, role, percent, starts_on, ends_on) {
            (Some(person), Some(role), Some(allocation_percent), Some(starts_on), Some(ends_on)) => {
                Ok(Nomination { person, role, allocation_percent, starts_on, ends_on })
            }
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST /terms/{id}/…`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
    pub confirmed: String,
}

impl ReasonForm {
    /// The reason, tidied; may be empty.
    pub fn parse(&self) -> Result<String, ProgramError> {
        text(&self.reason, REASON_LIMIT).map_err(|words| ProgramError::field("reason", words))
    }
}

/// What a step of a term came to, in words for the next page.
pub fn said(state: TermState, team: &str, person: &str) -> String {
    match state {
        TermState::Nominated => format!("{person} is nominated for {team}. The team's manager decides next."),
        TermState::Approved => format!("The nomination is approved. {person} answers next."),
        TermState::Rejected => "The nomination is not approved.".into(),
        TermState::Accepted => format!("{person} serves {team} from the first day on."),
        TermState::Active => format!("{person} serves {team} now."),
        TermState::Declined => format!("{person} declined."),
        TermState::Ended => format!("The term of {person} has ended."),
    }
}
