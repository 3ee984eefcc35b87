//! Taking an article out, the list of those that are, and bringing one back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::{RestorationForm, RetirementForm};
use super::pages::{FileWay, ListPage, NewPage, Row};
use super::{actions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::once::once;
use crate::error::AppError;
use crate::knowledge::pages::Link;
use crate::knowledge::writing::file_of;
use crate::knowledge::{Article, KnowledgeError, Library, Origin};
use crate::web::{FieldProblem, Form, Member, Moment, Shell, html, page, see_other_saying};

/// Articles of one page of the list.
const PAGE: i64 = 50;

/// `GET /faq/{slug}/retirement`
pub async fn new(shell: Shell, library: Data<Library>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let article = library.article(&slug).ok_or(KnowledgeError::NotFound)?;
    page(&new_page(shell, &article, RetirementForm::default(), Vec::new()))
}

fn new_page(shell: Shell, article: &Article, form: RetirementForm, problems: Vec<FieldProblem>) -> NewPage {
    NewPage {
        slug: article.slug.to_string(),
        title: article.title.clone(),
        file: way_of(article),
        form,
        problems,
        shell,
    }
}

fn way_of(article: &Article) -> Option<FileWay> {
    let first = match &article.origin {
        Origin::Published => return None,
        Origin::BuiltIn(_) => "It comes with the program, so there is no file to delete.".to_owned(),
        Origin::Folder(_) => {
            format!("Delete the file {} of the content folder.", file_of(article).unwrap_or_default())
        }
    };
    let slug = &article.slug;
    Some(FileWay { first, lines: [format!("{slug} = \"gone: why\""), format!("{slug} = \"new-address: why\"")] })
}

/// `POST /faq/{slug}/retirement`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    slug: Path<String>,
    form: Form<RetirementForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let retired = match form.parse() {
        Ok(said) => {
            let (shelf, wanted, token) = (library.get_ref().clone(), slug.clone(), form.once.clone());
            let job = move |tx: &mut _| {
                once(tx, member.id, &token, now, |tx| {
                    actions::retire(tx, &shelf, &member, now, &wanted, &said)?;
                    Ok::<_, KnowledgeError>("/articles/retired".to_owned())
                })
            };
            db.write(job).await
        }
        Err(problems) => Err(KnowledgeError::Invalid(problems)),
    };
    match retired {
        Ok(target) => {
            library.catch_up(&db).await?;
            Ok(see_other_saying(&target, "The article is out. Its address says why, and what to read instead."))
        }
        Err(KnowledgeError::Invalid(problems)) => {
            let article = library.article(&slug).ok_or(KnowledgeError::NotFound)?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &new_page(shell, &article, form, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /faq/{slug}/restoration`
pub async fn create_restoration(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    slug: Path<String>,
    form: Form<RestorationForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, token, now) = (slug.into_inner(), form.into_inner().once, clock.now());
    let job = move |tx: &mut _| {
        once(tx, member.id, &token, now, |tx| {
            actions::restore(tx, &member, now, &slug)?;
            Ok::<_, KnowledgeError>(format!("/faq/{slug}"))
        })
    };
    let target = db.write(job).await?;
    library.catch_up(&db).await?;
    Ok(see_other_saying(&target, "The article is back, as it was."))
}

/// The query of `GET /articles/retired`: the page, from 0.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: u32,
}

/// `GET /articles/retired`
pub async fn list(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (skip, now) = (i64::from(query.page) * PAGE, clock.now());
    let (rows, total) = db.read(move |connection| store::list_retired(connection, skip, PAGE)).await?;
    let (shelf, last) = (library.shelf(), skip + rows.len() as i64);
    let to = |slug: &str, rest: &str| shell.to(&format!("/faq/{slug}{rest}"));
    let successor = |slug: String| {
        let article = shelf.standing_for(&slug)?;
        Some(Link { label: article.title.clone(), href: to(article.slug.as_str(), "") })
    };
    let row = |row: store::RetiredRow| Row {
        href: to(&row.slug, ""),
        history: shell.to(&format!("/articles/{}/history", row.slug)),
        restoration: to(&row.slug, "/restoration"),
        retired: Moment::new(row.retired_at, now),
        successor: row.successor.and_then(successor),
        title: row.title,
        why: row.why,
    };
    let rows = rows.into_iter().map(row).collect();
    let link = |number: u32| shell.to(&format!("/articles/retired?page={number}"));
    page(&ListPage {
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > PAGE { format!("{} to {last} of {total}", skip + 1) } else { String::new() },
        shell,
        rows,
    })
}
