//! A certificate to print, and the page that confirms one by its number.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::completion::{GONE, Seen, parse, seen};
use crate::accounts;
use crate::clock::Clock;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::training::model::{CompletionState, certificate_words, parse_certificate};
use crate::program::training::pages::{CertificatePage, ConfirmationPage};
use crate::program::training::{access, rules, store};
use crate::web::{Member, Shell, Site, page, see_other};

/// `GET /completions/{id}/certificate`
pub async fn show_certificate(
    shell: Shell,
    member: Member,
    site: Data<Site>,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let read = move |connection: &mut Connection| {
        let seen = seen(connection, &member, id, now)?;
        let judge = match seen.completion.judged_by {
            Some(judge) => Some(accounts::find_person(connection, judge)?.name),
            None => None,
        };
        Ok::<_, ProgramError>((seen, judge))
    };
    let (Seen { completion, course, learner, .. }, verified_by) = db.read(read).await?;
    if !completion.counts() {
        return Err(AppError::NotFound("certificate"));
    }
    if completion.state != CompletionState::Verified {
        // Its page says whose word is missing.
        return Ok(see_other(&format!("/completions/{}", completion.id)));
    }
    let address = site.absolute(&format!("/certificates/{}", certificate_words(&completion.certificate)));
    page(&CertificatePage { shell, completion, course, person: learner.name, address, verified_by, today: now.day() })
}

/// `GET /certificates/{number}`
pub async fn show_number(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<String>,
) -> Result<HttpResponse, AppError> {
    let certificate = parse_certificate(&number).ok_or(AppError::NotFound("certificate"))?;
    let today = clock.now().day();
    let read = move |connection: &mut Connection| {
        let (completion, handle, name) = store::find_certificate(connection, &certificate)?;
        let catalogue = store::versions(connection)?;
        let sees = match store::learner(connection, &catalogue, completion.person, today) {
            Ok(learner) => access::may_see_details(&member, &learner),
            Err(_) => false,
        };
        let course = catalogue.get(completion.course).cloned().ok_or(GONE)?;
        Ok::<_, ProgramError>((completion, course, (handle, name), sees))
    };
    let (completion, course, person, sees) = db.read(read).await?;
    // One that was sent back certifies nothing.
    if !completion.counts() {
        return Err(AppError::NotFound("certificate"));
    }
    page(&ConfirmationPage {
        shell,
        number: certificate_words(&completion.certificate),
        person,
        course,
        is_in_date: rules::is_valid(completion.valid_until, today),
        is_verified: completion.state == CompletionState::Verified,
        details: sees.then(|| format!("/completions/{}", completion.id)),
    })
}
