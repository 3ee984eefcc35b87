//! What the forms of reviews send.

use serde::Deserialize;

use super::model::{NewReview, Review, ReviewKind, ReviewOutcome};
use crate::clock::Day;
use crate::db::keys::RowVersion;
use crate::program::fields::Fields;
use crate::program::time::parse_length;
use crate::program::{ProgramError, TeamName, web_link};
use crate::web::fold::{line, text};

/// Characters of a title.
const TITLE_LIMIT: usize = 200;
/// Characters of a note.
const NOTE_LIMIT: usize = 2_000;

/// `POST /reviews`, `POST /reviews/{id}`; the team by its address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    pub team: String,
    pub kind: String,
    pub title: String,
    pub link: String,
    pub outcome: String,
    pub day: String,
    pub length: String,
    pub note: String,
    pub log: String,
    pub version: i32,
    pub once: String,
}

impl ReviewForm {
    /// The form for a review that exists.
    pub fn of(review: &Review, team: &str) -> Self {
        ReviewForm {
            team: team.into(),
            kind: review.kind.as_str().into(),
            title: review.title.clone(),
            link: review.link.clone(),
            outcome: review.outcome.as_str().into(),
            day: review.day.to_string(),
            length: review.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            note: review.note.clone(),
            version: review.version.0,
            ..ReviewForm::default()
        }
    }

    /// The review, for one of `teams`; the first where none is named.
    pub fn parse(&self, teams: &[TeamName], today: Day) -> Result<NewReview, ProgramError> {
        let mut fields = Fields::default();
        let named = teams.iter().find(|team| team.slug == self.team);
        let team = named.or(teams.first().filter(|_| self.team.is_empty()));
        let team = team.map(|team| team.id).ok_or_else(|| "choose a team that you serve".to_owned());
        let team = fields.keep("team", team);
        let kind = ReviewKind::parse(&self.kind).ok_or_else(|| "choose what you looked at".to_owned());
        let kind = fields.keep("kind", kind);
        let title = fields.keep("title", line(&self.title, TITLE_LIMIT));
        let link = fields.keep("link", web_link(&self.link));
        let outcome = ReviewOutcome::parse(&self.outcome).ok_or_else(|| "choose what came of it".to_owned());
        let outcome = fields.keep("outcome", outcome);
        let day = if self.day.trim().is_empty() { Ok(today) } else { Day::parse(&self.day) };
        let day = fields.keep("day", day);
        let minutes = match self.length.trim() {
            "" => Ok(None),
            length => parse_length(length).map(Some).map_err(|why| why.to_string()),
        };
        let minutes = fields.keep("length", minutes);
        let note = fields.keep("note", text(&self.note, NOTE_LIMIT));
        let log_minutes = self.log == "yes";
        match (team, kind, title, link, outcome, day, minutes, note) {
            (Some(team), Some(kind), Some(title), Some(link), Some(outcome), Some(day), Some(minutes), Some(note)) => {
                Ok(NewReview { team, kind, title, link, outcome, day, minutes, note, log_minutes })
            }
            _ => Err(fields.refuse()),
        }
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}
