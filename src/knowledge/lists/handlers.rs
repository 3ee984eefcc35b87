//! Reading lists over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::{PartRow, PartRows, ReadingListPage};
use crate::error::AppError;
use crate::knowledge::{Article, Library};
use crate::web::{Shell, page};

/// `GET /reading-lists/{list}`
pub async fn show(shell: Shell, library: Data<Library>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let shelf = library.shelf();
    let list = shelf.lists.iter().find(|list| list.slug.as_str() == slug.as_str());
    let list = list.ok_or(AppError::NotFound("reading list"))?;
    let row = |article: &Article| PartRow {
        title: article.title.clone(),
        href: shell.to(&format!("/faq/{}", article.slug)),
        answer: article.first_sentence(),
    };
    let parts: Vec<PartRows> = list
        .parts
        .iter()
        .map(|part| PartRows {
            title: part.title.clone(),
            rows: part.articles.iter().filter_map(|slug| shelf.article(slug)).map(|article| row(article)).collect(),
        })
        .filter(|part| !part.rows.is_empty())
        .collect();
    let count: usize = parts.iter().map(|part| part.rows.len()).sum();
    page(&ReadingListPage {
        title: list.title.clone(),
        intro: list.intro.clone(),
        count: if count == 1 { "1 article".into() } else { format!("{count} articles") },
        parts,
        shell,
    })
}
