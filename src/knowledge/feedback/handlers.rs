//! What a reader says of an article.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::actions;
use super::forms::FeedbackForm;
use super::limits::{Kind, Sender};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::handlers::show_page;
use crate::knowledge::pages::{Said, ShowPage};
use crate::knowledge::{KnowledgeError, Library};
use crate::web::{Form, Shell, Site, Viewer, html, see_other, set_said};

/// `POST /faq/{slug}/feedback`
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn create_feedback(
    request: HttpRequest,
    shell: Shell,
    viewer: Viewer,
    site: Data<Site>,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    slug: Path<String>,
    form: Form<FeedbackForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, now) = (slug.into_inner(), clock.now());
    let article = library.article(&slug).ok_or(KnowledgeError::NotFound)?;
    let feedback = match form.parse() {
        Ok(feedback) => feedback,
        Err(KnowledgeError::Invalid(problems)) => {
            let shown = show_page(shell, &viewer, &library, article, now);
            let said = Said::parse(&format!("{}.{}", form.helpful, form.key));
            let FeedbackForm { key, words, .. } = form.into_inner();
            return html(StatusCode::UNPROCESSABLE_ENTITY, &ShowPage { key, words, said, problems, ..shown });
        }
        Err(error) => return Err(error.into()),
    };
    library.limits.check(Kind::Feedback, Sender::of(&request, &viewer), &slug, now)?;
    let has_words = !feedback.words.is_empty() || feedback.reason.is_some();
    let said = Said { helpful: feedback.helpful, key: feedback.id, has_words };
    let path = format!("/faq/{slug}");
    let (library, is_signed_in) = (library.get_ref().clone(), viewer.member().is_some());
    db.write(move |tx| actions::give_feedback(tx, &library, now, &slug, &feedback, is_signed_in)).await?;
    let mut answer = see_other(&format!("{path}#feedback"));
    set_said(&mut answer, &site, &path, &said.to_text());
    Ok(answer)
}
