//! Forms of merging, splitting, and of what is said often.

use serde::Deserialize;

use super::{BODY_LIMIT, Problems, TITLE_LIMIT, checked_text, version};
use crate::db::keys::RowVersion;
use crate::questions::model::{Parts, Question, QuestionNumber, Reply};
use crate::questions::{QuestionError, secrets};
use crate::web::fold::{line, text};

/// Characters of a saved reply's key.
const KEY_LIMIT: usize = 40;

/// `POST /questions/{number}/merger`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct MergerForm {
    pub into: String,
    pub once: String,
}

impl MergerForm {
    /// The question that is kept, by its number or address.
    pub fn parse(&self) -> Result<QuestionNumber, QuestionError> {
        let mut problems = Problems::default();
        let path = self.into.trim().trim_end_matches('/');
        let number = path.rsplit('/').next().unwrap_or_default().trim_start_matches('#').parse().ok();
        let missing = || "give the number of the question that is kept, such as 42".to_owned();
        let number = problems.keep("into", number.filter(|number| *number > 0).ok_or_else(missing));
        problems.settle(QuestionNumber(number))
    }
}

/// `POST /questions/{number}/links/removal`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct UnlinkForm {
    pub article: String,
    pub once: String,
}

/// `POST /questions/{number}/split`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct SplitForm {
    pub title: String,
    pub body: String,
    pub second_title: String,
    pub second_body: String,
    pub version: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    pub once: String,
}

impl SplitForm {
    /// The form as it opens: both parts have all the words, to be cut.
    pub fn of(question: &Question) -> Self {
        SplitForm {
            title: question.title.clone(),
            body: question.body.clone(),
            second_title: String::new(),
            second_body: question.body.clone(),
            version: question.version.to_string(),
            ..SplitForm::default()
        }
    }

    /// Whether something in the words looks like a key or a password.
    pub fn is_suspect(&self) -> bool {
        [&self.title, &self.body, &self.second_title, &self.second_body].iter().any(|text| is_suspect(text))
    }

    /// The two parts.
    pub fn parse(&self) -> Result<Parts, QuestionError> {
        let mut problems = Problems::default();
        let missing = "put it in one sentence";
        let mut title = |field, given: &str| {
            let given = given.trim();
            let words = if given.is_empty() { Err(missing.into()) } else { line(given, TITLE_LIMIT) };
            problems.keep(field, words)
        };
        let (first, second) = (title("title", &self.title), title("second_title", &self.second_title));
        let body = |title: &str, given: &str| {
            let words = text(given, BODY_LIMIT)?;
            secrets::check(&format!("{title}\n{words}"), &self.checked).map(|()| words)
        };
        let first_body = problems.keep("body", body(&self.title, &self.body));
        let second_body = problems.keep("second_body", body(&self.second_title, &self.second_body));
        problems.settle(Parts {
            first: (first, first_body),
            second: (second, second_body),
            seen: version(&self.version),
        })
    }
}

/// `POST /replies` and `POST /replies/{id}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    pub key: String,
    pub title: String,
    pub body: String,
    /// `yes` where everybody in Network Security is to have it.
    pub shared: String,
    pub version: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    pub confirmed: String,
    pub once: String,
}

/// A saved reply as its form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyInput {
    /// What one types to have it.
    pub key: String,
    /// What it is for.
    pub title: String,
    /// The words.
    pub body: String,
    /// Whether everybody in Network Security has it.
    pub is_shared: bool,
    /// The version that the writer saw.
    pub seen: RowVersion,
}

impl ReplyForm {
    /// The form of a reply that is there.
    pub fn of(reply: &Reply) -> Self {
        ReplyForm {
            key: reply.key.clone(),
            title: reply.title.clone(),
            body: reply.body.clone(),
            shared: if reply.owner.is_none() { "yes".into() } else { String::new() },
            version: reply.version.to_string(),
            ..ReplyForm::default()
        }
    }

    /// Whether something in the words looks like a key or a password.
    pub fn is_suspect(&self) -> bool {
        is_suspect(&self.body)
    }

    /// The reply.
    pub fn parse(&self) -> Result<ReplyInput, QuestionError> {
        let mut problems = Problems::default();
        let key = problems.keep("key", key(&self.key));
        let title = match self.title.trim() {
            "" => problems.keep("title", Err("say in a few words what it is for".into())),
            title => problems.keep("title", line(title, TITLE_LIMIT)),
        };
        let body = problems.keep("body", checked_text(&self.body, BODY_LIMIT, "write the words first", &self.checked));
        problems.settle(ReplyInput { key, title, body, is_shared: self.shared == "yes", seen: version(&self.version) })
    }
}

fn is_suspect(text: &str) -> bool {
    !secrets::suspects(text).is_empty()
}

/// What one types: short, and without what would need quotes.
fn key(given: &str) -> Result<String, String> {
    let key = given.trim().to_lowercase();
    let fits = |c: char| c.is_alphanumeric() || c == '-';
    if key.is_empty() {
        Err("give a key of a few letters, such as ports".into())
    } else if !key.chars().all(fits) || key.chars().count() > KEY_LIMIT {
        Err(format!("take letters, digits and hyphens, {KEY_LIMIT} at the most"))
    } else {
        Ok(key)
    }
}

/// `POST /questions/{number}/reply`: puts a saved reply into what is being written.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct InsertForm {
    /// The key that was typed or chosen.
    pub reply: String,
    pub answer: Option<String>,
    pub inquiry: Option<String>,
    pub version: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_named_by_number_or_address() {
        for (given, number) in [("42", 42), (" #42 ", 42), ("https://bridge.example/questions/42/", 42)] {
            let form = MergerForm { into: given.into(), once: String::new() };
            assert_eq!(form.parse().ok(), Some(QuestionNumber(number)), "{given}");
        }
        for given in ["", "x", "0", "-1", "99999999999999999999"] {
            let form = MergerForm { into: given.into(), once: String::new() };
            assert!(matches!(form.parse(), Err(QuestionError::Invalid(_))), "{given}");
        }
    }

    #[test]
    fn keys_are_short_and_plain() {
        for (given, expected) in [(" Ports ", "ports"), ("zone-2", "zone-2"), ("größe", "größe")] {
            assert_eq!(key(given).as_deref(), Ok(expected));
        }
        for given in ["", " ", "two words", "a/b", "{asker}", &"x".repeat(41)] {
            assert!(key(given).is_err(), "{given}");
        }
    }
}
