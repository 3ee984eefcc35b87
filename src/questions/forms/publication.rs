//! The form by which an answer becomes an article.

use serde::Deserialize;

use super::{ANSWER_LIMIT, Problems, TITLE_LIMIT, some_text, version};
use crate::questions::QuestionError;
use crate::questions::model::{Publication, Question};
use crate::web::fold::line;

/// Tags of an article, and characters of each.
const TAGS: (usize, usize) = (10, 40);
/// Other ways to ask the same, and characters of each.
const PHRASINGS: (usize, usize) = (20, 300);

/// `POST /questions/{number}/publication`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct PublicationForm {
    pub title: String,
    pub category: String,
    pub tags: String,
    pub phrasings: String,
    pub body: String,
    pub version: String,
    pub preview: String,
    pub once: String,
}

impl PublicationForm {
    /// The form as an answered question fills it in. The words that were
    /// searched before asking go along, so that they find the article.
    pub fn of(question: &Question) -> Self {
        let mut phrasings = vec![question.title.clone()];
        let searched: String = question.searched.chars().take(PHRASINGS.1).collect();
        if !searched.is_empty() && searched != question.title {
            phrasings.push(searched);
        }
        PublicationForm {
            title: question.title.clone(),
            phrasings: phrasings.join("\n"),
            body: question.answer.clone(),
            version: question.version.to_string(),
            ..PublicationForm::default()
        }
    }

    /// The article. `categories` are the slugs that there are.
    pub fn parse(&self, categories: &[&str]) -> Result<Publication, QuestionError> {
        let mut problems = Problems::default();
        let title = problems.keep("title", line(&self.title, TITLE_LIMIT));
        let known = categories.contains(&self.category.as_str());
        let category = if known { Ok(self.category.clone()) } else { Err("choose a category".into()) };
        let category = problems.keep("category", category);
        let tags = problems.keep("tags", several(self.tags.split(','), TAGS));
        let phrasings = problems.keep("phrasings", several(self.phrasings.lines(), PHRASINGS));
        let body = problems.keep("body", some_text(&self.body, ANSWER_LIMIT, "write the article first"));
        problems.settle(Publication { title, category, tags, phrasings, body, seen: version(&self.version) })
    }
}

/// Lines without empty and repeated ones.
fn several<'a>(parts: impl Iterator<Item = &'a str>, (many, long): (usize, usize)) -> Result<Vec<String>, String> {
    let mut kept: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.trim().is_empty()) {
        let part = line(part, long).map_err(|words| format!("“{}”: {words}", part.trim()))?;
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    if kept.len() > many { Err(format!("these are {}; {many} are allowed", kept.len())) } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::RowVersion;

    #[test]
    fn tags_and_phrasings_are_tidied() {
        let form = PublicationForm {
            title: "Port 5432".into(),
            category: "databases".into(),
            tags: " ports, , databases,ports".into(),
            phrasings: "open 5432\r\n\r\n  postgres   port \n".into(),
            body: "Yes.".into(),
            version: "3".into(),
            ..PublicationForm::default()
        };

        let publication = form.parse(&["databases"]).unwrap_or_else(|error| panic!("{error}"));

        assert_eq!(publication.tags, ["ports", "databases"]);
        assert_eq!(publication.phrasings, ["open 5432", "postgres port"]);
        assert_eq!(publication.seen, RowVersion(3));
    }
}
