//! The search for scripts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::shelf::Part;
use super::{FoundArticle, Library};
use crate::error::AppError;
use crate::web::Site;

/// Hits where `limit` is not given.
const USUAL_LIMIT: usize = 10;
/// The largest `limit`.
const LARGEST_LIMIT: usize = 50;

/// The query of `GET /api/v1/search`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
    limit: Option<String>,
}

/// What it answers; a contract with scripts.
#[derive(Debug, Serialize)]
struct SearchAnswer {
    query: String,
    answered: bool,
    hits: Vec<HitAnswer>,
}

#[derive(Debug, Serialize)]
struct HitAnswer {
    slug: String,
    title: String,
    url: String,
    snippet: String,
    score: f32,
}

/// `GET /api/v1/search`
pub async fn search(
    library: Data<Library>,
    site: Data<Site>,
    query: Query<SearchQuery>,
) -> Result<HttpResponse, AppError> {
    let limit = match &query.limit {
        None => USUAL_LIMIT,
        Some(text) => text.parse().ok().filter(|limit| (1..=LARGEST_LIMIT).contains(limit)).ok_or_else(|| {
            AppError::BadRequest(format!("limit is “{text}”; it is a number from 1 to {LARGEST_LIMIT}"))
        })?,
    };
    let outcome = library.search(&query.q, limit)?;
    let hits = outcome.hits.into_iter().map(|hit| hit_answer(&site, hit)).collect();
    Ok(HttpResponse::Ok().json(SearchAnswer { query: query.q.clone(), answered: outcome.answered, hits }))
}

fn hit_answer(site: &Site, hit: FoundArticle) -> HitAnswer {
    HitAnswer {
        slug: hit.article.slug.to_string(),
        title: hit.article.title.clone(),
        url: site.absolute(&format!("/faq/{}", hit.article.slug)),
        snippet: hit.sentence.iter().map(|Part { text, .. }| text.as_str()).collect(),
        score: hit.score,
    }
}
