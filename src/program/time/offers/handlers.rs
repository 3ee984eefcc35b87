//! Waving an offer away. Taking one is logging time: `POST /time/offers`.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::actions;
use super::model::Source;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::time::forms::TimeForm;
use crate::program::time::handlers::target_of;
use crate::program::{Answers, ProgramError};
use crate::web::{Form, Member, see_other, see_other_saying};

/// `GET /time/offers`: where a form with problems stood; it leads to the list.
pub async fn to_list() -> HttpResponse {
    see_other("/time")
}

/// `POST /time/offers/dismiss`
pub async fn create_dismissal(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    answers: Data<Arc<dyn Answers>>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let source = Source::parse(&form.source).ok_or(AppError::NotFound("offer"))?;
    let (now, answers) = (clock.now(), Arc::clone(&answers));
    let done = db.write(move |tx| actions::dismiss_offer(tx, &**answers, &member, now, &source)).await;
    match done {
        // Whoever sends it twice has what they wanted.
        Ok(()) | Err(ProgramError::Invalid(_)) => {
            Ok(see_other_saying(target_of(&form), "It is not offered any more; the line logs it still."))
        }
        Err(error) => Err(error.into()),
    }
}
