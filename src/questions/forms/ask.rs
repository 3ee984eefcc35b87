//! The form by which a question is asked.

use serde::{Deserialize, Serialize};

use super::{BODY_LIMIT, Problems, TITLE_LIMIT};
use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::db::keys::TeamId;
use crate::flow::Flow;
use crate::program::BelongingKind;
use crate::questions::QuestionError;
use crate::questions::launches::LaunchWords;
use crate::questions::model::{About, AskedLaunch, Asking, NewQuestion, Topic, Urgency, Visibility};
use crate::questions::secrets::{self, Suspect};
use crate::questions::store::Draft;
use crate::web::FieldProblem;
use crate::web::fold::{line, text};

/// Characters of a flow: two host names and a port.
const FLOW_LIMIT: usize = 600;

/// Characters of a search that are kept: as many as a search may have.
const SEARCHED_LIMIT: usize = 1_000;

/// `POST /questions`
#[derive(Debug, Default, Clone, Deserialize, Serialize)]
#[serde(default)]
pub struct AskForm {
    pub title: String,
    pub body: String,
    pub team: String,
    pub urgency: String,
    pub searched: String,
    /// Who may read it.
    pub visibility: String,
    /// `SOURCE -- PORT/PROTOCOL --> DESTINATION`.
    pub flow: String,
    /// `service:NAME` or `repository:NAME`.
    pub about: String,
    /// The slug of a launch, or `new` for the one that the next three name.
    pub launch: String,
    pub launch_name: String,
    pub launch_day: String,
    pub launch_time: String,
    /// Whom it is asked for.
    pub on_behalf: String,
    /// Categories and tags, with commas between.
    pub topics: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    /// The draft that these words come from.
    #[serde(skip_serializing)]
    pub draft: String,
    /// Set by the button that shows the words before they are sent.
    #[serde(skip_serializing)]
    pub preview: String,
    #[serde(skip_serializing)]
    pub once: String,
}

/// What a form of a question is read against.
pub struct AskContext<'a> {
    /// The calendar by which a launch is.
    pub calendar: &'a WorkCalendar,
    /// Reads topics, as the articles know them.
    pub topics: &'a dyn Fn(&str) -> Result<Vec<Topic>, String>,
    /// The instant at which it is sent.
    pub now: Timestamp,
}

impl AskForm {
    /// What was asked. Whether team, service and launch are the asker's own is
    /// for the action to say.
    pub fn parse(&self, context: &AskContext<'_>) -> Result<Asking, QuestionError> {
        let mut problems = Problems::default();
        let title = problems.keep("title", line(&self.title, TITLE_LIMIT));
        let body = problems.keep("body", self.checked_text());
        let team = match self.team.as_str() {
            "" => None,
            key => problems.keep("team", TeamId::parse(key).map(Some).ok_or("choose one of your teams".into())),
        };
        let visibility = match self.visibility.as_str() {
            "" => Some(Visibility::Everyone),
            word => problems.keep("visibility", Visibility::parse(word).map(Some).ok_or("choose who reads it".into())),
        };
        let about = problems.keep("about", self.about());
        let flow = problems.keep("flow", self.flow());
        let topics = problems.keep("topics", (context.topics)(&self.topics));
        let launch = match self.launch(context) {
            Ok(launch) => launch,
            Err(wrong) => {
                problems.0.extend(wrong);
                AskedLaunch::None
            }
        };
        let searched = self.searched.split_whitespace().collect::<Vec<_>>().join(" ");
        let new = NewQuestion {
            searched: searched.chars().take(SEARCHED_LIMIT).collect(),
            urgency: self.urgency(),
            visibility: visibility.unwrap_or(Visibility::Everyone),
            about,
            flow,
            topics,
            ..NewQuestion::plain(&title, &body, team)
        };
        problems.settle(Asking { new, launch, on_behalf: self.on_behalf.trim().to_owned() })
    }

    /// The words, where nothing in them looks secret, or was said to be none.
    fn checked_text(&self) -> Result<String, String> {
        let body = text(&self.body, BODY_LIMIT)?;
        secrets::check(&self.words(), &self.checked).map(|()| body)
    }

    fn words(&self) -> String {
        format!("{}\n{}\n{}", self.title, self.body, self.flow)
    }

    /// What in the words looks like a key or a password.
    pub fn suspects(&self) -> Vec<Suspect> {
        secrets::suspects(&self.words())
    }

    fn about(&self) -> Result<Option<About>, String> {
        if self.about.is_empty() {
            return Ok(None);
        }
        let known = self.about.split_once(':').and_then(|(kind, name)| Some((BelongingKind::parse(kind)?, name)));
        let (kind, name) = known.ok_or("choose what belongs to your team")?;
        Ok(Some(About { kind, name: name.to_owned() }))
    }

    fn flow(&self) -> Result<String, String> {
        if self.flow.trim().is_empty() {
            return Ok(String::new());
        }
        Flow::parse(&line(&self.flow, FLOW_LIMIT)?).map(|flow| flow.to_string())
    }

    fn launch(&self, context: &AskContext<'_>) -> Result<AskedLaunch, Vec<FieldProblem>> {
        match self.launch.as_str() {
            "" => Ok(AskedLaunch::None),
            "new" => {
                let words = LaunchWords {
                    name: ("launch_name", &self.launch_name),
                    day: ("launch_day", &self.launch_day),
                    time: ("launch_time", &self.launch_time),
                };
                words.parse(context.calendar, context.now).map(AskedLaunch::New)
            }
            slug => Ok(AskedLaunch::Known(slug.to_owned())),
        }
    }

    /// How much hangs on it; what no form of ours sends counts as normal.
    pub fn urgency(&self) -> Urgency {
        Urgency::parse(&self.urgency).unwrap_or(Urgency::Normal)
    }

    /// The form with the words of a draft.
    pub fn from_draft(draft: Draft, key: String) -> Self {
        let more: AskForm = serde_json::from_str(&draft.more).unwrap_or_default();
        AskForm {
            title: draft.title,
            body: draft.body,
            searched: draft.searched,
            urgency: draft.urgency.as_str().to_owned(),
            draft: key,
            ..more
        }
    }

    /// The form as a link fills it in, whichever of its fields the link names. A
    /// search that is too long for a title stands in full below its beginning.
    pub fn from_link(link: AskForm) -> Self {
        let mut form = AskForm {
            title: link.title.split_whitespace().collect::<Vec<_>>().join(" "),
            checked: String::new(),
            preview: String::new(),
            ..link
        };
        if form.title.chars().count() > TITLE_LIMIT {
            let whole = std::mem::take(&mut form.title);
            form.title = whole.chars().take(TITLE_LIMIT - 1).chain(['…']).collect();
            form.body = if form.body.is_empty() { whole } else { format!("{whole}\n\n{}", form.body) };
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_needs_its_sentence_only() {
        let long = "x".repeat(TITLE_LIMIT + 1);
        for (title, body, fields) in [
            ("Port 5432?", "", vec![]),
            ("  ", "words", vec!["title"]),
            (long.as_str(), "", vec!["title"]),
            ("Port\u{200B} 5432?", "", vec!["title"]),
        ] {
            let form = AskForm { title: title.into(), body: body.into(), ..AskForm::default() };
            let (calendar, topics) = (WorkCalendar::default(), |_: &str| Ok(Vec::new()));
            let context = AskContext { calendar: &calendar, topics: &topics, now: Timestamp(0) };
            let wrong: Vec<_> = match form.parse(&context) {
                Err(QuestionError::Invalid(problems)) => problems.iter().map(|problem| problem.field).collect(),
                _ => Vec::new(),
            };
            assert_eq!(wrong, fields, "{title:?}");
        }
    }

    #[test]
    fn a_long_search_is_kept_in_full() {
        let searched = "why is the port closed ".repeat(20);
        let form = AskForm::from_link(AskForm { title: searched.clone(), ..AskForm::default() });

        assert_eq!(form.title.chars().count(), TITLE_LIMIT);
        assert_eq!(form.body, searched.trim());
    }
}
