//! What the forms of the gap queue send.

use serde::Deserialize;

use super::actions::Closing;
use crate::db::keys::RowVersion;
use crate::knowledge::slug_of;
use crate::questions::QuestionError;
use crate::questions::forms::version;
use crate::web::FieldProblem;
use crate::web::fold::line;

/// Characters of a line of why.
const WHY_LIMIT: usize = 300;

/// The query of `GET /gaps`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// `closed`, or empty for what is open.
    pub state: String,
    /// `WEIGHT-NUMBER` of the gap before the first.
    pub after: String,
}

impl ListQuery {
    /// Weight and number of the gap before the first.
    pub fn after(&self) -> Option<(i64, i64)> {
        let (weight, number) = self.after.split_once('-')?;
        Some((weight.parse().ok()?, number.parse().ok()?))
    }
}

/// `POST /gaps/{number}/closing` and `…/phrasings`, and the query of the page.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ClosingForm {
    /// The slug or the address of the article that answers.
    pub article: String,
    /// Why no article will.
    pub why: String,
    pub version: String,
    pub once: String,
}

impl ClosingForm {
    /// How it is closed.
    pub fn parse(&self) -> Result<Closing, QuestionError> {
        let refused = |field, words: String| Err(QuestionError::Invalid(vec![FieldProblem::new(field, words)]));
        match (self.slug(), self.why.trim()) {
            ("", "") => refused("article", "name the article that answers, or say below why there will be none".into()),
            (slug, "") => Ok(Closing::Article(slug.to_owned())),
            ("", why) => line(why, WHY_LIMIT).map(Closing::Reason).or_else(|words| refused("why", words)),
            _ => refused("why", "it is closed by an article or by a reason; leave one of them empty".into()),
        }
    }

    /// The slug of the article, also where its whole address was pasted.
    pub fn slug(&self) -> &str {
        slug_of(&self.article)
    }

    /// The version of the gap that was seen.
    pub fn seen(&self) -> RowVersion {
        version(&self.version)
    }
}
