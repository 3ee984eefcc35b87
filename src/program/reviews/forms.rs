//! What the forms of reviews send.

use serde::Deserialize;

use super::flows::parse_flows;
use super::model::{Findings, NewReview, PreflightWords, Review, ReviewKind, ReviewOutcome, ReviewState};
use crate::clock::Day;
use crate::db::keys::RowVersion;
use crate::program::fields::{Fields, number};
use crate::program::time::parse_length;
use crate::program::{ProgramError, TeamName, web_link};
use crate::web::fold::{line, text};

/// Characters of a title.
const TITLE_LIMIT: usize = 200;
/// Findings of one severity: a scanner of a large system reports thousands.
const COUNT_LIMIT: i32 = 100_000;
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
    /// `in-progress`; else it is done.
    pub state: String,
    pub critical: String,
    pub high: String,
    pub medium: String,
    pub low: String,
    pub findings: String,
    pub preflight_why: String,
    pub preflight_flows: String,
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
            state: review.state.as_str().into(),
            critical: count_words(review.critical),
            high: count_words(review.high),
            medium: count_words(review.medium),
            low: count_words(review.low),
            findings: review.findings.clone(),
            preflight_why: review.preflight_why.clone(),
            preflight_flows: review.preflight_flows.clone(),
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
        let is_open = self.state == ReviewState::InProgress.as_str();
        let state = if is_open { ReviewState::InProgress } else { ReviewState::Done };
        let outcome = match ReviewOutcome::parse(&self.outcome) {
            None if self.outcome.is_empty() && is_open => Ok(ReviewOutcome::Undecided),
            outcome => outcome.ok_or_else(|| "choose what came of it".to_owned()),
        };
        let outcome = fields.keep("outcome", outcome);
        let findings = self.found(&mut fields);
        let why = fields.keep("preflight_why", text(&self.preflight_why, NOTE_LIMIT));
        let flows = text(&self.preflight_flows, NOTE_LIMIT).and_then(|flows| parse_flows(&flows));
        let flows = fields.keep("preflight_flows", flows);
        let preflight = why.zip(flows).map(|(why, flows)| PreflightWords { why, flows });
        let day = if self.day.trim().is_empty() { Ok(today) } else { Day::parse(&self.day) };
        let day = fields.keep("day", day);
        let minutes = match self.length.trim() {
            "" => Ok(None),
            length => parse_length(length).map(Some).map_err(|why| why.to_string()),
        };
        let minutes = fields.keep("length", minutes);
        let note = fields.keep("note", text(&self.note, NOTE_LIMIT));
        let log_minutes = self.log == "yes";
        let what = team.zip(kind).zip(title).zip(link);
        let when = day.zip(minutes).zip(note);
        let found = outcome.zip(findings).zip(preflight);
        match (what, when, found) {
            (
                Some((((team, kind), title), link)),
                Some(((day, minutes), note)),
                Some(((outcome, findings), preflight)),
            ) => Ok(NewReview {
                team,
                kind,
                title,
                link,
                outcome,
                day,
                minutes,
                note,
                state,
                findings,
                preflight,
                log_minutes,
            }),
            _ => Err(fields.refuse()),
        }
    }

    fn found(&self, fields: &mut Fields) -> Option<Findings> {
        let count = |text: &str| if text.trim().is_empty() { Ok(0) } else { number(text, 0, COUNT_LIMIT) };
        let critical = fields.keep("critical", count(&self.critical));
        let high = fields.keep("high", count(&self.high));
        let medium = fields.keep("medium", count(&self.medium));
        let low = fields.keep("low", count(&self.low));
        let words = fields.keep("findings", text(&self.findings, NOTE_LIMIT));
        Some(Findings { critical: critical?, high: high?, medium: medium?, low: low?, words: words? })
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}

/// A count as a form shows it: nothing for none.
fn count_words(count: i32) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}
