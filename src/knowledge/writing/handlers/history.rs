//! What an article said before, and bringing it back.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::Context;
use super::draw::article_link;
use crate::error::AppError;
use crate::knowledge::Origin;
use crate::knowledge::writing::forms::ReaderForm;
use crate::knowledge::writing::pages::{HistoryPage, HistoryRow, VersionPage};
use crate::knowledge::writing::{WritingError, access, actions, rules, store};
use crate::web::{Form, page, see_other_saying};

/// `GET /articles/{slug}/history`
pub async fn history(context: Context, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let slug = slug.into_inner();
    let article = context.library.article(&slug);
    let wanted = slug.clone();
    let lines = context.db.read(move |connection| store::list_versions(connection, &wanted)).await;
    let lines = lines.map_err(WritingError::Database)?;
    if article.is_none() && lines.is_empty() {
        return Err(WritingError::NoArticle.into());
    }
    let newest = lines.first().map_or(0, |line| line.number);
    let from_file = match article.as_deref().map(|article| (rules::file_of(article), &article.origin)) {
        Some((Some(file), _)) => format!(
            "This article is the file {file} of the content folder. What changed is in that folder's own history."
        ),
        Some((_, Origin::BuiltIn(_))) => {
            "This article comes with the program, and nobody here has changed it yet.".to_owned()
        }
        _ => String::new(),
    };
    page(&HistoryPage {
        article: article_link(&context, &slug),
        rows: lines.into_iter().map(|line| HistoryRow::of(&context.shell, &slug, line, newest, context.now)).collect(),
        from_file,
        shell: context.shell,
    })
}

/// The query of `GET /articles/{slug}/history/{version}`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct VersionQuery {
    /// The version to compare with; the one before where none is named.
    against: Option<i32>,
}

/// `GET /articles/{slug}/history/{version}`
pub async fn show_version(
    context: Context,
    path: Path<(String, i32)>,
    query: Query<VersionQuery>,
) -> Result<HttpResponse, AppError> {
    let (slug, number) = path.into_inner();
    let (wanted, against) = (slug.clone(), query.against.unwrap_or(number.saturating_sub(1)));
    let (version, other, newest) = context
        .db
        .read(move |connection| {
            let newest = store::list_versions(connection, &wanted)?.first().map_or(0, |line| line.number);
            let version = store::find_version(connection, &wanted, number)?;
            let other = match against {
                0 => None,
                against => Some(store::find_version(connection, &wanted, against)?),
            };
            Ok::<_, WritingError>((version, other, newest))
        })
        .await?;
    let article = article_link(&context, &slug);
    let shown = VersionPage::of(context.shell, article, &slug, (version, other), newest, context.now);
    let is_there = context.library.article(&slug).is_some();
    let bring_back = if access::may_write(&context.member) && number != newest && is_there {
        shown.shell.to(&format!("/articles/{slug}/history/{number}/draft"))
    } else {
        String::new()
    };
    page(&VersionPage { bring_back, ..shown })
}

/// `POST /articles/{slug}/history/{version}/draft`
pub async fn create_draft_of_version(
    context: Context,
    path: Path<(String, i32)>,
    form: Form<ReaderForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, number) = path.into_inner();
    let job = move |tx: &mut _, library: &_, member: &_, now| {
        actions::bring_back(tx, library, member, now, &slug, number).map(|draft| draft.path())
    };
    let target = context.change(&form.once, job).await?;
    Ok(see_other_saying(&target, format!("This is version {number} again, as a draft. Nothing is published yet.")))
}
