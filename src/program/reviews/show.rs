//! One review.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::flows::drawn;
use super::handlers::parse;
use super::model::{Review, ReviewOutcome};
use super::pages::ShowPage;
use super::{access, store};
use crate::accounts;
use crate::db::Db;
use crate::error::AppError;
use crate::markdown;
use crate::program::{ProgramError, team_by_id};
use crate::web::shell::query_value;
use crate::web::{Member, Shell, Site, page};

/// Characters of a question's title.
const TITLE_LIMIT: usize = 150;

/// `GET /reviews/{id}`
pub async fn show(
    shell: Shell,
    member: Member,
    site: Data<Site>,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    let (review, team, person) = db
        .read(move |connection| {
            let review = store::find_review(connection, id)?;
            let team = team_by_id(connection, review.team_id)?;
            let person = accounts::find_person(connection, review.person_id)?;
            Ok::<_, ProgramError>((review, (team.slug, team.name), (person.handle, person.name)))
        })
        .await?;
    let ask_href = if review.outcome == ReviewOutcome::NeedsPreflight {
        ask_href(&shell, &review, &site.absolute(&review.path()))
    } else {
        String::new()
    };
    page(&ShowPage {
        can_change: access::may_change(&member, &review),
        note: markdown::render_short(&review.note, &shell.base),
        flows: drawn(&review.preflight_flows),
        ask_href,
        review,
        team,
        person,
        shell,
    })
}

/// A question to Network Security with the review's words in it, and the way back.
fn ask_href(shell: &Shell, review: &Review, address: &str) -> String {
    let title: String = format!("Pre-flight: {}", review.title).chars().take(TITLE_LIMIT).collect();
    let mut body = String::new();
    if !review.preflight_why.is_empty() {
        body.push_str(&format!("{}\n\n", review.preflight_why));
    }
    if !review.preflight_flows.is_empty() {
        body.push_str(&format!("```flow\n{}\n```\n\n", review.preflight_flows));
    }
    if !review.link.is_empty() {
        body.push_str(&format!("What was looked at: {}\n\n", review.link));
    }
    body.push_str(&format!("The review: {address}\n"));
    shell.to(&format!("/questions/new?title={}&body={}", query_value(&title), query_value(&body)))
}
