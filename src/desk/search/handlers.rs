//! The search, as a page and as the part of one that htmx asks for.

use actix_web::http::header;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::pages::{HitRow, Link, Results, ResultsPart, ShowPage};
use crate::error::AppError;
use crate::knowledge::{FoundArticle, Library, SearchOutcome};
use crate::web::page::wants_part;
use crate::web::shell::query_value;
use crate::web::{Shell, page};

/// Answers that are shown; what stands further down answers something else.
const SHOWN: usize = 8;
/// Nearest articles where none answers.
const NEAREST: usize = 4;
/// An answer this much weaker than the best is left out.
const WEAK: f32 = 0.45;

/// The query of `GET /search`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
}

/// `GET /search`
pub async fn show(
    request: HttpRequest,
    shell: Shell,
    library: Data<Library>,
    query: Query<SearchQuery>,
) -> Result<HttpResponse, AppError> {
    let results = results(&shell, &library, query.q.trim())?;
    let mut answer =
        if wants_part(&request) { page(&ResultsPart { results }) } else { page(&ShowPage { shell, results }) }?;
    answer.headers_mut().insert(header::VARY, header::HeaderValue::from_static("HX-Request, Cookie"));
    Ok(answer)
}

fn results(shell: &Shell, library: &Library, words: &str) -> Result<Results, AppError> {
    let browse = shell.to("/faq");
    if words.is_empty() {
        return Ok(Results { browse, ..Results::default() });
    }
    let SearchOutcome { query, answered, hits, meant, .. } = library.search(words, SHOWN)?;
    let best = hits.first().map_or(0.0, |hit| hit.score);
    let limit = if answered { SHOWN } else { NEAREST };
    let hits: Vec<_> = hits
        .into_iter()
        .filter(|hit| hit.score >= best * WEAK)
        .take(limit)
        .map(|hit| hit_row(shell, library, hit))
        .collect();
    let status = match (answered, hits.len()) {
        (true, 1) => "1 answer".to_owned(),
        (true, count) => format!("{count} answers"),
        (false, 0) => "No answer".to_owned(),
        (false, 1) => "No good answer; the nearest article is below".to_owned(),
        (false, _) => "No good answer; the nearest articles are below".to_owned(),
    };
    let asked = query_value(&query);
    let ask = shell.to(&format!("/questions/new?title={asked}&searched={asked}"));
    Ok(Results { query, status, answered, hits, meant, ask, browse })
}

fn hit_row(shell: &Shell, library: &Library, hit: FoundArticle) -> HitRow {
    let href = shell.to(&format!("/faq/{}", hit.article.slug));
    HitRow {
        title: hit.article.title.clone(),
        category: library.shelf().categories().name(&hit.article.category).unwrap_or("FAQ").to_owned(),
        section: hit.section.map(|(id, label)| Link { label, href: format!("{href}#{id}") }),
        sentence: hit.sentence,
        href,
    }
}
