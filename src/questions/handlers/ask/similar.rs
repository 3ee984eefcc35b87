//! What may be asked, or answered, already; and what the words are about.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::choices;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::{FoundArticle, Library};
use crate::questions::QuestionIndex;
use crate::questions::model::Topic;
use crate::questions::pages::{Similar, SimilarPart};
use crate::questions::topics;
use crate::web::{Shell, Viewer, page};

/// Articles that are shown beside the form.
const SIMILAR: usize = 5;
/// Characters of a question's words that topics are proposed by.
const LOOKED_AT: usize = 600;

/// The query of `GET /questions/similar`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SimilarQuery {
    title: String,
    searched: String,
}

/// `GET /questions/similar`: the part of the form's page that follows its title.
pub async fn list_similar(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    (library, index): (Data<Library>, Data<QuestionIndex>),
    query: Query<SimilarQuery>,
) -> Result<HttpResponse, AppError> {
    let (now, SimilarQuery { title, searched }) = (clock.now(), query.into_inner());
    let similar = similar(&library, &shell.base, &title);
    let asked = match viewer.member().cloned() {
        Some(member) => {
            let base = shell.base.clone();
            db.read(move |connection| choices::asked(connection, &index, &member, now, &base, &title)).await?
        }
        None => Vec::new(),
    };
    page(&SimilarPart { shell, similar, asked, searched })
}

pub fn similar(library: &Library, base: &str, title: &str) -> Vec<Similar> {
    if title.trim().is_empty() {
        return Vec::new();
    }
    let found = match library.search(title, SIMILAR) {
        Ok(found) => found,
        Err(error) => {
            // The form is what was asked for; it is there without them, too.
            tracing::warn!(%error, "similar articles were not found");
            return Vec::new();
        }
    };
    let similar = |hit: &FoundArticle| Similar {
        slug: hit.article.slug.to_string(),
        title: hit.article.title.clone(),
        href: format!("{base}/faq/{}", hit.article.slug),
    };
    found.hits.iter().map(similar).collect()
}

/// What the words are about, by the articles that they find.
pub fn propose(library: &Library, title: &str, body: &str) -> Vec<Topic> {
    let words: String = format!("{title} {body}").chars().take(LOOKED_AT).collect();
    match library.search(title, SIMILAR) {
        Ok(found) => topics::propose(found.hits.iter().map(|hit| &*hit.article), &words),
        Err(error) => {
            tracing::warn!(%error, "topics were not proposed");
            Vec::new()
        }
    }
}
