//! The search, as a page and as the part of one that htmx asks for.

use actix_web::http::header;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::articles::{self, Articles};
use super::asked::{Asked, SearchQuery};
use super::groups::{self, Groups};
use super::pages::{Link, Results, ResultsPart, ShowPage};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::Library;
use crate::questions::QuestionIndex;
use crate::web::page::wants_part;
use crate::web::shell::query_value;
use crate::web::{Shell, Viewer, page, see_other};

/// `GET /search`
pub async fn show(
    request: HttpRequest,
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    (library, index): (Data<Library>, Data<QuestionIndex>),
    query: Query<SearchQuery>,
) -> Result<HttpResponse, AppError> {
    let (is_part, now) = (wants_part(&request), clock.now());
    let mut asked = Asked::new(query.into_inner(), &library.shelf());
    let unread = library.still_reading();
    if asked.words.is_empty() && asked.is_narrow() && !is_part {
        return Ok(see_other(&asked.list_path()));
    }
    let articles = articles::find(&shell, &library, &asked, now.day())?;
    // What is not found because it is not read yet is no gap.
    if unread.is_none() {
        let slugs: Vec<&str> = articles.slugs.iter().map(String::as_str).collect();
        // Where only the filters are in the way, there is an answer.
        let is_answered = articles.answered || articles.anywhere.is_some();
        library.searches.note(&asked.words, is_answered, &slugs, now);
    }
    asked.unknown.extend(unread);
    let groups = match viewer.member() {
        Some(member) => {
            asked.unknown.extend(index.still_reading());
            groups::find(&shell, member, (&db, &index), now, &asked, &articles).await
        }
        None => Ok(Groups::default()),
    };
    let groups = groups.unwrap_or_else(|error| {
        // The articles need no database, and are what most came for.
        tracing::warn!(%error, "teams, people and questions were not searched");
        Groups::default()
    });
    let results = results(&shell, &asked, articles, groups);
    let mut answer = if is_part {
        page(&ResultsPart { results })
    } else {
        page(&ShowPage { shell, category: asked.category, tag: asked.tag, results })
    }?;
    answer.headers_mut().insert(header::VARY, header::HeaderValue::from_static("HX-Request, Cookie"));
    Ok(answer)
}

fn results(shell: &Shell, asked: &Asked, articles: Articles, groups: Groups) -> Results {
    let browse = Link {
        label: if asked.is_narrow() { "browse these articles" } else { "browse the FAQ" }.into(),
        href: shell.to(&asked.list_path()),
    };
    let unknown = asked.unknown.clone();
    if asked.words.is_empty() {
        return Results { chips: articles.chips, unknown, browse, ..Results::default() };
    }
    let words = query_value(&articles.query);
    Results {
        status: status(&articles, &groups),
        answered: articles.answered,
        hits: articles.hits,
        spelling: articles.spelling,
        chips: articles.chips,
        unknown,
        facets: articles.facets,
        anywhere: articles.anywhere,
        above: groups.meant,
        below: groups.others,
        open: groups.open,
        ask: shell.to(&format!("/questions/new?title={words}&searched={words}")),
        browse,
        query: articles.query,
    }
}

/// What was found, in one line: `5 answers, 1 team, 2 people`.
fn status(articles: &Articles, groups: &Groups) -> String {
    let mut parts = vec![match (articles.answered, articles.hits.len()) {
        (true, count) => counted(count, "answer", "answers"),
        (false, 0) => "No answer".to_owned(),
        (false, count) => format!("No answer, {} near it", counted(count, "article", "articles")),
    }];
    for group in groups.meant.iter().chain(&groups.others) {
        let (one, many) = match group.id {
            "teams" => ("team", "teams"),
            "belongings" => ("repository or service", "repositories and services"),
            "people" => ("person", "people"),
            _ => ("answered question", "answered questions"),
        };
        parts.push(counted(group.rows.len(), one, many));
    }
    parts.join(", ")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
