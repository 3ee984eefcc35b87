//! The work that no request waits for.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::House;
use super::rooms::{duties, subjects};
use crate::clock::Timestamp;
use crate::db::{DbError, Tx, once};
use crate::{accounts, audit, desk, knowledge, notify, program, questions};

/// Writes down what the calendar decided about terms, and what is to be handed
/// over since.
///
/// # Errors
///
/// The database's own.
pub fn settle(tx: &mut Tx, clocks: &questions::Clocks, now: Timestamp) -> Result<(), program::ProgramError> {
    program::settle_terms(tx, now)?;
    program::handovers::settle_handovers(tx, &duties(clocks), now)
}

/// Starts the work that no request waits for. It ends with the runtime.
pub fn start(house: &House) {
    program::files::start(&house.program_files);
    knowledge::start_background(&house.library, &house.db, &house.clock);
    let holidays = house.holidays.clone();
    actix_web::rt::spawn(async move {
        loop {
            let file = holidays.clone();
            if actix_web::rt::task::spawn_blocking(move || file.refresh()).await.is_err() {
                tracing::warn!("the file of holidays could not be looked at; it is tried again");
            }
            actix_web::rt::time::sleep(Duration::from_secs(1)).await;
        }
    });
    actix_web::rt::spawn(audit::keep_sealing(house.db.clone()));
    actix_web::rt::spawn(audit::keep_writing_down(house.lookout.clone(), house.db.clone(), house.clock.clone()));
    actix_web::rt::spawn(program::time::sums::check_each_night(house.db.clone(), house.clock.clone()));
    program::exchange::schedule::start(&house.imports, &house.db, &house.clock);
    start_turns(house);
    start_post(house);
    actix_web::rt::spawn(questions::follow_questions(house.questions.clone(), house.db.clone()));
    questions::follow_gaps(&house.db, &house.clock, &house.clocks);
    actix_web::rt::spawn(questions::keep_measuring(house.db.clone(), house.clocks.clone()));
    let settled = house.clocks.clone();
    let (db, clock, searches) = (house.db.clone(), house.clock.clone(), house.library.searches.clone());
    let files = house.files.clone();
    actix_web::rt::spawn(async move {
        let mut hourly = tokio::time::interval(Duration::from_secs(3_600));
        loop {
            hourly.tick().await;
            let (now, days) = (clock.now(), searches.days());
            let tidied = db
                .write(move |tx| {
                    once::forget(tx, now.plus(-SignedDuration::from_hours(48)))?;
                    program::time::forget_undone(tx, now)?;
                    program::time::offers::forget_dismissed(tx, now)?;
                    accounts::forget_expired(tx, now)?;
                    program::training::imports::forget_imports(tx, now.plus(-SignedDuration::from_hours(48)))?;
                    questions::forget_drafts(tx, now.plus(-questions::DRAFT_LIFETIME))?;
                    knowledge::insight::forget_searches(tx, now.day(), days)?;
                    notify::forget(tx, now)?;
                    Ok::<_, DbError>(())
                })
                .await;
            if let Err(error) = tidied {
                tracing::warn!(%error, "what has run out was not tidied away; it is tried again in an hour");
            }
            if let Err(error) = files.sweep(&db).await {
                tracing::warn!(%error, "files that nothing refers to were not swept away; it is tried again in an hour");
            }
            let clocks = settled.clone();
            if let Err(error) = db.write(move |tx| settle(tx, &clocks, now)).await {
                tracing::warn!(%error, "terms that began or ended were not written down; it is tried again in an hour");
            }
        }
    });
}

/// Tells people of what happened, here and by mail and chat.
fn start_post(house: &House) {
    let post = notify::Post::new(
        house.db.clone(),
        house.clock.clone(),
        Arc::clone(&house.site),
        house.calendar.clone(),
        Arc::clone(&house.notify),
        subjects(),
        house.seal.clone(),
    );
    let post = post.with_secret_path(Arc::new(accounts::ResetLinks));
    let questions = questions::QuestionWatch { clocks: house.clocks.clone() };
    let reminders = desk::ReminderWatch {
        calendar: house.calendar.clone(),
        files: Arc::clone(&house.program_files),
        coverage: house.coverage.clone(),
    };
    post.start(vec![Arc::new(questions), Arc::new(reminders)]);
}

/// Gives to Network Security, within a minute, what waits with champions who
/// are there no more, and confirms what nobody objected to.
fn start_turns(house: &House) {
    let (db, clock, clocks) = (house.db.clone(), house.clock.clone(), house.clocks.clone());
    actix_web::rt::spawn(async move {
        let mut each_minute = tokio::time::interval(Duration::from_secs(60));
        loop {
            each_minute.tick().await;
            let (now, clocks) = (clock.now(), clocks.clone());
            if let Err(error) = db.write(move |tx| questions::settle_confirmations(tx, now)).await {
                tracing::warn!(%error, "answers that nobody objected to were not confirmed; it is tried again");
            }
            if let Err(error) = db.write(move |tx| questions::settle_turns(tx, &clocks, now)).await {
                tracing::warn!(%error, "questions whose champion is away were not passed on; it is tried again");
            }
        }
    });
}
