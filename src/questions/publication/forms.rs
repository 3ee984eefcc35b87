//! The form by which an answer becomes an article.

use std::collections::HashMap;

use serde::Deserialize;

use crate::knowledge::writing::Draft;
use crate::questions::QuestionError;
use crate::questions::forms::{ANSWER_LIMIT, Problems, TITLE_LIMIT, some_text, version};
use crate::questions::model::{Publication, Question};
use crate::questions::redaction::{Decided, Decision, Find, Kept, Texts};
use crate::web::fold::line;

/// Tags of an article, and characters of each.
const TAGS: (usize, usize) = (10, 40);
/// Other ways to ask the same, and characters of each.
const PHRASINGS: (usize, usize) = (20, 300);
/// Characters of what stands in the place of a find.
const REPLACEMENT: usize = 200;

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
    /// `ask`, `publish`, or `replace` to take all proposals over.
    pub act: String,
    pub once: String,
    /// `find-KEY` is `replace` or `keep`, `with-KEY` what stands there instead.
    #[serde(flatten)]
    pub decisions: HashMap<String, String>,
}

impl PublicationForm {
    /// The form as an answered question fills it in, with the words in which it
    /// was asked, so that they find the article.
    pub fn of(question: &Question, phrasings: &[String]) -> Self {
        let short: Vec<String> = phrasings.iter().map(|words| words.chars().take(PHRASINGS.1).collect()).collect();
        PublicationForm {
            title: question.title.clone(),
            phrasings: short.join("\n"),
            body: question.answer.clone(),
            version: question.version.to_string(),
            ..PublicationForm::default()
        }
    }

    /// The form as the draft fills it in that was made of it before; what was
    /// kept then is kept.
    pub fn of_draft(question: &Question, draft: &Draft, finds: &[Find], kept: &[Kept]) -> Self {
        let mut form = PublicationForm {
            title: draft.text.title.clone(),
            category: draft.text.category.clone(),
            tags: draft.text.tags.join(", "),
            phrasings: draft.text.phrasings.join("\n"),
            body: draft.text.body.clone(),
            version: question.version.to_string(),
            ..PublicationForm::default()
        };
        for find in finds.iter().filter(|find| find.is_kept(kept)) {
            form.decisions.insert(format!("find-{}", find.key), "keep".into());
        }
        form
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
        let decided = problems.keep("finds", self.decided());
        let texts = Texts { title, tags, phrasings, body };
        problems.settle(Publication { texts, category, decided, seen: version(&self.version) })
    }

    /// The texts as far as they can be read, to be looked through.
    pub fn texts(&self) -> Texts {
        Texts {
            title: line(&self.title, TITLE_LIMIT).unwrap_or_else(|_| self.title.clone()),
            tags: several(self.tags.split(','), TAGS).unwrap_or_default(),
            phrasings: several(self.phrasings.lines(), PHRASINGS).unwrap_or_default(),
            body: some_text(&self.body, ANSWER_LIMIT, "").unwrap_or_default(),
        }
    }

    /// What was decided about the finds.
    fn decided(&self) -> Result<Decided, String> {
        let mut decided = Decided::new();
        for (name, word) in &self.decisions {
            let Some(key) = name.strip_prefix("find-") else { continue };
            match word.as_str() {
                "keep" => drop(decided.insert(key.to_owned(), Decision::Keep)),
                "replace" => {
                    let with = line(self.replacement(key), REPLACEMENT)
                        .map_err(|words| format!("what stands there instead: {words}"))?;
                    decided.insert(key.to_owned(), Decision::Replace(with));
                }
                _ => {}
            }
        }
        Ok(decided)
    }

    /// What was typed to stand in the place of a find.
    pub fn replacement(&self, key: &str) -> &str {
        self.decisions.get(&format!("with-{key}")).map(String::as_str).unwrap_or_default()
    }

    /// What was decided about a find: `replace`, `keep` or nothing.
    pub fn decision(&self, key: &str) -> &str {
        self.decisions.get(&format!("find-{key}")).map(String::as_str).unwrap_or_default()
    }

    /// Takes the proposals over wherever nothing else was decided.
    pub fn replace_all(&mut self, finds: &[Find]) {
        for find in finds {
            if self.decision(&find.key).is_empty() {
                self.decisions.insert(format!("find-{}", find.key), "replace".into());
                self.decisions.entry(format!("with-{}", find.key)).or_insert_with(|| find.proposal.clone());
            }
        }
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

        assert_eq!(publication.texts.tags, ["ports", "databases"]);
        assert_eq!(publication.texts.phrasings, ["open 5432", "postgres port"]);
        assert_eq!(publication.seen, RowVersion(3));
    }

    #[test]
    fn decisions_are_read_by_the_keys_of_their_finds() {
        let pairs =
            [("find-a", "keep"), ("find-b", "replace"), ("with-b", " the  champion "), ("find-c", ""), ("x", "y")];
        let decisions = pairs.map(|(name, word)| (name.to_owned(), word.to_owned())).into();
        let form = PublicationForm { decisions, ..PublicationForm::default() };

        let decided = form.decided().unwrap_or_else(|words| panic!("{words}"));

        assert_eq!(decided.len(), 2);
        assert_eq!(decided.get("a"), Some(&Decision::Keep));
        assert_eq!(decided.get("b"), Some(&Decision::Replace("the champion".into())));
        let empty = PublicationForm { decisions: HashMap::from([("find-b".into(), "replace".into())]), ..form };
        assert!(empty.decided().is_err(), "nothing is no replacement");
    }
}
