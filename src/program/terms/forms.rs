//! What the forms of terms send.

use serde::Deserialize;

use super::actions::{Continues, Ending, Nomination};
use super::model::{Term, TermRole};
use super::rules::{HIGHEST_ALLOCATION_PERCENT, check_ending};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::TermId;
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
    /// The term that it follows, where somebody is named as successor.
    pub follows: String,
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
        let continues = match TermId::parse(&self.follows) {
            Some(id) => Continues::Follows(id),
            None => Continues::Nothing,
        };
        match (person, role, percent, starts_on, ends_on) {
            (Some(person), Some(role), Some(allocation_percent), Some(starts_on), Some(ends_on)) => {
                Ok(Nomination { person, role, allocation_percent, starts_on, ends_on, continues })
            }
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST /terms/{id}/renewal`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RenewalForm {
    pub percent: String,
    pub ends_on: String,
    pub once: String,
}

impl RenewalForm {
    /// The nomination that continues `term`, from the day after its last on.
    pub fn parse(&self, term: &Term) -> Result<Nomination, ProgramError> {
        let mut fields = Fields::default();
        let percent = fields.keep("percent", number(&self.percent, 1, HIGHEST_ALLOCATION_PERCENT));
        let ends_on = fields.keep("ends_on", optional_day(&self.ends_on));
        match (percent, ends_on) {
            (Some(allocation_percent), Some(ends_on)) => Ok(Nomination {
                person: term.person_id,
                role: term.role,
                allocation_percent,
                starts_on: term.ends_on.map(|last| last.plus_days(1)),
                ends_on,
                continues: Continues::Renews(term.id),
            }),
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST /terms/{id}/end`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct EndingForm {
    pub on: String,
    pub reason: String,
    pub thanks: String,
}

impl EndingForm {
    /// How `term` ends; without a day, today.
    pub fn parse(&self, term: &Term, today: Day) -> Result<Ending, ProgramError> {
        let mut fields = Fields::default();
        let on = fields.keep("on", optional_day(&self.on)).map(|on| on.unwrap_or(today));
        let reason = fields.keep("reason", text(&self.reason, REASON_LIMIT));
        let thanks = fields.keep("thanks", text(&self.thanks, REASON_LIMIT));
        let fits = on.map(|on| check_ending(term, on, today).map_err(|(_, words)| words));
        let on = fits.and_then(|fits| fields.keep("on", fits)).and(on);
        match (on, reason, thanks) {
            (Some(on), Some(reason), Some(thanks)) => Ok(Ending { on, reason, thanks }),
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST /terms/{id}/…`, with a reason or words of thanks
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
    pub thanks: String,
    pub confirmed: String,
}

impl ReasonForm {
    /// The reason, tidied; may be empty.
    pub fn parse(&self) -> Result<String, ProgramError> {
        text(&self.reason, REASON_LIMIT).map_err(|words| ProgramError::field("reason", words))
    }

    /// The reason, which has to be given.
    pub fn parse_given(&self) -> Result<String, ProgramError> {
        let reason = self.parse()?;
        if reason.is_empty() {
            let words = "say why, in a few words; whoever asked reads it";
            return Err(ProgramError::field("reason", words));
        }
        Ok(reason)
    }

    /// Words of thanks, which have to be given.
    pub fn parse_thanks(&self) -> Result<String, ProgramError> {
        let thanks = text(&self.thanks, REASON_LIMIT).map_err(|words| ProgramError::field("thanks", words))?;
        if thanks.is_empty() {
            return Err(ProgramError::field("thanks", "write a few words"));
        }
        Ok(thanks)
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
