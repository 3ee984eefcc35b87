//! The first page.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::asked::MostAsked;
use super::pages::HomePage;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::{self, Library, freshness, writing};
use crate::program::{ProgramError, terms};
use crate::questions::{self, Waiting};
use crate::web::{Member, Shell, Viewer, page};

/// Questions of each kind that the first page names; the rest is one click away.
const LINES: i64 = 5;

/// `GET /`
pub async fn home(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    most_asked: Data<MostAsked>,
) -> Result<HttpResponse, AppError> {
    let waiting = match viewer.member() {
        Some(member) => Some(waiting(&shell, member, &db, &clock).await?),
        None => None,
    };
    let today = clock.now().day();
    let articles = viewer.member().map(|member| freshness::desk_of(&library, member, today, LINES as usize));
    let asked = most_asked.find(&db, &library, today).await?;
    let guide = knowledge::guides::handlers::first_page_link(&shell, &library.guides());
    page(&HomePage { shell, waiting, articles: articles.unwrap_or_default(), guide, asked })
}

async fn waiting(
    shell: &Shell,
    member: &Member,
    db: &Db,
    clock: &Clock,
) -> Result<(Waiting, terms::Waiting, writing::Desk), AppError> {
    let (base, member, now) = (shell.base.clone(), member.clone(), clock.now());
    Ok(db
        .read(move |connection| {
            let waiting = questions::list_waiting(connection, &base, &member, now, LINES)?;
            let drafts = writing::desk_of(connection, &member, now, LINES)?;
            Ok::<_, ProgramError>((waiting, terms::waiting_for(connection, &member, LINES)?, drafts))
        })
        .await?)
}
