//! What is being written.

use actix_web::HttpResponse;

use super::Context;
use crate::db::DbError;
use crate::error::AppError;
use crate::knowledge::writing::pages::{ListPage, Row};
use crate::knowledge::writing::store::Which;
use crate::knowledge::writing::{access, store};
use crate::web::page;

/// Drafts of one list; nobody has more at hand.
const LIMIT: i64 = 200;

/// `GET /articles`
pub async fn list(context: Context) -> Result<HttpResponse, AppError> {
    let (me, publishes) = (context.member.id, access::may_publish(&context.member));
    let (own, asked) = context
        .db
        .read(move |connection| {
            let asked = if publishes { Some(store::list(connection, Which::ToReadBy(me), LIMIT)?) } else { None };
            Ok::<_, DbError>((store::list(connection, Which::Of(me), LIMIT)?, asked))
        })
        .await?;
    let rows =
        |rows: Vec<store::DraftRow>| rows.into_iter().map(|row| Row::of(&context.shell, row, context.now)).collect();
    page(&ListPage { own: rows(own), asked: asked.map(rows), shell: context.shell })
}
