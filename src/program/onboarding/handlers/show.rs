//! The list of one term, what is said of its things, and its buddy.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{find, parse};
use crate::accounts::{self, PersonState};
use crate::clock::{Clock, Day, Timestamp};
use crate::db::keys::{OnboardingItemId, TermId};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::onboarding::access;
use crate::program::onboarding::forms::{BuddyForm, ItemForm};
use crate::program::onboarding::model::{Onboarding, ReviewDays, Side};
use crate::program::onboarding::pages::{ReviewLine, ShowPage, Thing};
use crate::program::onboarding::{actions, rules, store};
use crate::program::teams::person_named;
use crate::program::{Actor, ProgramError};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::page::own_target;
use crate::web::{Form, Member, Shell, html, page, see_other_saying};

/// Champions that are offered as a buddy.
const OFFERED: i64 = 50;

/// `GET /terms/{id}/onboarding`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    page(&show_page(shell, member, &db, clock.now(), parse(&id)?).await?)
}

async fn show_page(shell: Shell, member: Member, db: &Db, now: Timestamp, term: TermId) -> Result<ShowPage, AppError> {
    let today = now.day();
    let shown = db.read(move |connection| {
        let (row, onboarding, whose) = find(connection, &member, term)?;
        let is_off = accounts::find_person(connection, whose.person)?.state == PersonState::Disabled;
        let over_since = rules::over_since(&row.term, is_off, today);
        let things = store::list_items(connection, term)?.into_iter().map(|item| Thing {
            standing: rules::standing(&item, over_since.is_some()),
            can_mark: access::may_mark(&member, &whose, item.owner),
            item,
        });
        let can_propose = over_since.is_none() && access::may_propose_buddy(&member, &whose);
        let reads = access::may_read_reviews(&member, &whose);
        Ok::<_, ProgramError>(ShowPage {
            shell,
            begun_on: onboarding.begun_on,
            over_since,
            things: things.collect(),
            champions: if can_propose {
                store::list_champions(connection, &whose, today, OFFERED)?
            } else {
                Vec::new()
            },
            can_remove: onboarding.buddy.is_some() && access::may_remove_buddy(&member, &whose),
            reviews: if reads { reviews(connection, &onboarding, today)? } else { Vec::new() },
            buddy: onboarding.buddy.map(|buddy| (buddy.name, buddy.handle)),
            can_propose,
            typed_buddy: String::new(),
            problems: Vec::new(),
            typed: None,
            row,
        })
    });
    Ok(shown.await?)
}

fn reviews(connection: &mut Connection, onboarding: &Onboarding, today: Day) -> Result<Vec<ReviewLine>, ProgramError> {
    let written = store::list_written(connection, &[onboarding.term_id])?;
    let line = |days: ReviewDays| {
        let due = days.due(onboarding.begun_on);
        let has = |side: Side| written.iter().any(|(_, number, known)| *number == days.number() && *known == side);
        let state = match (has(Side::Champion), has(Side::Companion)) {
            (true, true) => ("open", "both wrote"),
            (true, false) => ("baseline", "the champion wrote"),
            (false, true) => ("baseline", "the other side wrote"),
            (false, false) if due < today => ("preflight", "due"),
            (false, false) => ("neutral", "to come"),
        };
        ReviewLine { days, due, state }
    };
    Ok(ReviewDays::ALL.into_iter().map(line).collect())
}

/// `POST /onboarding/things/{id}`
pub async fn create_mark(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ItemForm>,
) -> Result<HttpResponse, AppError> {
    let id = OnboardingItemId::parse(&id).ok_or(AppError::NotFound("thing"))?;
    let (form, now, actor) = (form.into_inner(), clock.now(), member.clone());
    let marked = match form.parse() {
        Ok(said) => db.write(move |tx| actions::mark(tx, Actor::Member(&actor), now, id, &said)).await,
        Err(error) => Err(error),
    };
    match marked {
        Ok(term) => {
            let list = format!("/terms/{term}/onboarding");
            let target = match own_target(Some(&form.back)) {
                "/" => list.as_str(),
                own => own,
            };
            Ok(see_other_saying(target, "Noted."))
        }
        Err(ProgramError::Invalid(problems)) => {
            let term = db.read(move |connection| store::find_item(connection, id)).await?.term_id;
            let shown = show_page(shell, member, &db, now, term).await?;
            let again = ShowPage { problems, typed: Some((id.as_str().to_owned(), form)), ..shown };
            html(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /terms/{id}/onboarding/buddy`
pub async fn create_buddy(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<BuddyForm>,
) -> Result<HttpResponse, AppError> {
    let (term, form, now, actor) = (parse(&id)?, form.into_inner(), clock.now(), member.clone());
    let named = form.buddy.clone();
    let saved = db.write(move |tx| {
        let buddy = person_named(tx, &named).map_err(|error| match error {
            ProgramError::Invalid(problems) => {
                let words = problems.into_iter().map(|problem| problem.words).collect::<Vec<_>>().join("; ");
                ProgramError::field("buddy", words)
            }
            other => other,
        })?;
        actions::save_buddy(tx, Actor::Member(&actor), now, term, Some(&buddy))?;
        Ok(buddy.name)
    });
    match saved.await {
        Ok(name) => Ok(see_other_saying(
            &format!("/terms/{term}/onboarding"),
            format!("{name} is the buddy, and sees this page."),
        )),
        Err(ProgramError::Invalid(problems)) => {
            let shown = show_page(shell, member, &db, now, term).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &ShowPage { problems, typed_buddy: form.buddy, ..shown })
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /terms/{id}/onboarding/buddy-removal`
pub async fn delete_buddy(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<BuddyForm>,
) -> Result<HttpResponse, AppError> {
    let (term, now) = (parse(&id)?, clock.now());
    let list = format!("/terms/{term}/onboarding");
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "End this buddy's part?",
            action: &format!("{list}/buddy-removal"),
            label: "End it",
            fields: &[],
            cancel: &list,
        });
    }
    // Whoever steps back may not see the page any more.
    let target = if member.is_champion() { "/me" } else { list.as_str() }.to_owned();
    db.write(move |tx| actions::save_buddy(tx, Actor::Member(&member), now, term, None)).await?;
    Ok(see_other_saying(&target, "There is no buddy any more."))
}
