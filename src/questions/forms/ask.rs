//! The form by which a question is asked.

use serde::Deserialize;

use super::{BODY_LIMIT, Problems, TITLE_LIMIT};
use crate::db::keys::TeamId;
use crate::questions::QuestionError;
use crate::questions::model::{NewQuestion, Urgency};
use crate::questions::store::Draft;
use crate::web::fold::{line, text};

/// Characters of a search that are kept: as many as a search may have.
const SEARCHED_LIMIT: usize = 1_000;

/// `POST /questions`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AskForm {
    pub title: String,
    pub body: String,
    pub team: String,
    pub urgency: String,
    pub searched: String,
    /// The draft that these words come from.
    pub draft: String,
    /// Set by the button that shows the words before they are sent.
    pub preview: String,
    pub once: String,
}

impl AskForm {
    /// What was asked. Whether the team is one of the asker's own is for the action to say.
    pub fn parse(&self) -> Result<NewQuestion, QuestionError> {
        let mut problems = Problems::default();
        let title = problems.keep("title", line(&self.title, TITLE_LIMIT));
        let body = problems.keep("body", text(&self.body, BODY_LIMIT));
        let team = match self.team.as_str() {
            "" => None,
            key => problems.keep("team", TeamId::parse(key).map(Some).ok_or("choose one of your teams".into())),
        };
        let searched = self.searched.split_whitespace().collect::<Vec<_>>().join(" ");
        let new = NewQuestion {
            searched: searched.chars().take(SEARCHED_LIMIT).collect(),
            urgency: self.urgency(),
            ..NewQuestion::plain(&title, &body, team)
        };
        problems.settle(new)
    }

    /// How much hangs on it; what no form of ours sends counts as normal.
    pub fn urgency(&self) -> Urgency {
        Urgency::parse(&self.urgency).unwrap_or(Urgency::Normal)
    }

    /// The form with the words of a draft.
    pub fn from_draft(draft: Draft, key: String) -> Self {
        AskForm {
            title: draft.title,
            body: draft.body,
            searched: draft.searched,
            urgency: draft.urgency.as_str().to_owned(),
            draft: key,
            ..AskForm::default()
        }
    }

    /// The form as a link fills it in. A search that is too long for a title
    /// stands in full below its beginning.
    pub fn from_link(title: &str, body: &str, searched: &str) -> Self {
        let mut form = AskForm {
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            body: body.to_owned(),
            searched: searched.to_owned(),
            ..AskForm::default()
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
            let wrong: Vec<_> = match form.parse() {
                Err(QuestionError::Invalid(problems)) => problems.iter().map(|problem| problem.field).collect(),
                _ => Vec::new(),
            };
            assert_eq!(wrong, fields, "{title:?}");
        }
    }

    #[test]
    fn a_long_search_is_kept_in_full() {
        let searched = "why is the port closed ".repeat(20);
        let form = AskForm::from_link(&searched, "", &searched);

        assert_eq!(form.title.chars().count(), TITLE_LIMIT);
        assert_eq!(form.body, searched.trim());
    }
}
