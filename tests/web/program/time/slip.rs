//! Closing a month while somebody logs time: no entry slips in. On PostgreSQL
//! the two are transactions at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::http::StatusCode;
use drawbridge::calendar::WorkCalendar;
use drawbridge::clock::Day;
use drawbridge::program::time::closing::close_months;
use drawbridge::program::time::{Activity, NewEntry, log_time};
use drawbridge::program::{Actor, ProgramError};
use drawbridge::web::{Grant, Member};
use futures_util::future::join;

use super::{champion, serving, team_of};
use crate::harness::{TestApp, person};

/// How long the first of two transactions stays open after it has written.
const OPEN: Duration = Duration::from_millis(600);

async fn until_set(flag: &AtomicBool) {
    while !flag.load(Ordering::SeqCst) {
        actix_web::rt::time::sleep(Duration::from_millis(5)).await;
    }
}

#[actix_web::test]
async fn an_entry_waits_for_a_closing_that_is_under_way() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let lead = app.insert(person().granted(Grant::Lead)).await;
    let (now, month) = (app.now(), Day::new(2026, 10, 1).expect("a day"));
    let closed = Arc::new(AtomicBool::new(false));
    let said = Arc::clone(&closed);

    let closing = app.db.write(move |tx| {
        close_months(tx, Actor::Trusted(Some(lead.id)), now, month)?;
        said.store(true, Ordering::SeqCst);
        std::thread::sleep(OPEN);
        Ok::<_, ProgramError>(())
    });
    let logging = async {
        until_set(&closed).await;
        ana.submit("/me", "/time", &[("line", "45m training 30 oct")]).await
    };
    let (closing, refused) = join(closing, logging).await;

    closing.expect("the month is over");
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("October 2026 is closed");
}

#[actix_web::test]
async fn a_closing_waits_for_an_entry_that_is_being_written() {
    let app = TestApp::start().await;
    let (who, ana) = serving(&app, "Ana Ruiz").await;
    let team = team_of(&app, "team-of-ana-ruiz").await;
    // With the rights of somebody who is signed in, so that the month is looked at.
    let member = Member {
        id: who.id,
        name: who.name.clone(),
        handle: who.handle.clone(),
        grants: Vec::new(),
        manages: Vec::new(),
        teams: vec![team.id],
        champion_of: vec![team.id],
        calendar: WorkCalendar::default(),
        unread: 0,
    };
    let lead = app.sign_in(Grant::Lead).await;
    let months = lead.get("/time/months").await;
    let (now, day) = (app.now(), Day::new(2026, 10, 30).expect("a day"));
    let logged = Arc::new(AtomicBool::new(false));
    let (said, done) = (Arc::clone(&logged), Arc::new(AtomicBool::new(false)));
    let ended = Arc::clone(&done);

    let logging = app.db.write(move |tx| {
        let note = String::new();
        let entry = NewEntry { team: team.id, day, minutes: 45, activity: Activity::Training, note };
        log_time(tx, Actor::Member(&member), now, &entry)?;
        said.store(true, Ordering::SeqCst);
        std::thread::sleep(OPEN);
        ended.store(true, Ordering::SeqCst);
        Ok::<_, ProgramError>(())
    });
    let closing = async {
        until_set(&logged).await;
        let closed = lead.submit_on(&months, "/time/months/close", &[("month", "2026-10")]).await;
        (closed, done.load(Ordering::SeqCst))
    };
    let (logging, (closed, was_done)) = join(logging, closing).await;

    logging.expect("October was open");
    closed.assert_redirect_to("/time/months");
    assert!(was_done, "the month was closed while an entry was being written into it");
    ana.get("/time").await.assert_text("45 min");
}
