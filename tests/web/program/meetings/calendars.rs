//! What calendars are given; the peers' own readers check it in `tests/peers`.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::PersonState;
use drawbridge::db::schema::people;

use super::{call, checkout};
use crate::harness::TestApp;

/// The value of the first line with this name, parameters aside.
fn line(text: &str, name: &str) -> String {
    let unfolded = text.replace("\r\n ", "");
    let found =
        unfolded.lines().find(|line| line.starts_with(&format!("{name}:")) || line.starts_with(&format!("{name};")));
    found.and_then(|line| line.rsplit_once(':')).map(|(_, value)| value.to_owned()).unwrap_or_default()
}

#[actix_web::test]
async fn an_invitation_keeps_its_uid_and_its_sequence_rises_with_what_matters() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[("zone", "Europe/Berlin")]).await.assert_redirect();

    let first = bo.get("/meetings/1/invitation.ics").await;
    first.assert_ok().assert_header("content-type", "text/calendar; charset=utf-8; method=REQUEST");
    assert_eq!(line(&first.html(), "SEQUENCE"), "0");
    assert_eq!(line(&first.html(), "DTSTART"), "20261025T030000", "the first is that of the clocks");
    ana.submit("/meetings/1/edit", "/meetings/1", &[("agenda", "More")]).await.assert_redirect();
    assert_eq!(line(&bo.get("/meetings/1/invitation.ics").await.html(), "SEQUENCE"), "0");
    ana.submit("/meetings/1/edit", "/meetings/1", &[("start", "13:00")]).await.assert_redirect();
    let moved = bo.get("/meetings/1/invitation.ics").await.html();
    assert_eq!(line(&moved, "SEQUENCE"), "1");
    assert_eq!(line(&moved, "UID"), line(&first.html(), "UID"));
    assert!(moved.contains("DTSTART;TZID=Europe/Berlin:20261119T130000"), "{moved}");

    let off = [("reason", "Nobody is here"), ("confirmed", "yes")];
    ana.post("/meetings/1/cancellation", &off).await.assert_redirect();
    let gone = bo.get("/meetings/1/invitation.ics").await;
    gone.assert_header("content-type", "text/calendar; charset=utf-8; method=CANCEL");
    assert_eq!((line(&gone.html(), "SEQUENCE"), line(&gone.html(), "STATUS")), ("2".into(), "CANCELLED".into()));
    bo.get("/meetings/1").await.assert_text("This meeting was called off. Nobody is here");
}

#[actix_web::test]
async fn a_feed_opens_by_its_secret_until_that_is_renewed() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[]).await.assert_redirect();
    let visitor = app.anonymous();

    bo.get("/calendar").await.assert_text("You have no address yet");
    let made = bo.submit("/calendar", "/calendar", &[]).await;
    let address = made.select("#calendar-address").remove(0);
    let path = address.split_once("/calendar/").map(|(_, rest)| format!("/calendar/{rest}")).expect("an address");
    let feed = visitor.get(&path).await;
    feed.assert_ok().assert_header("content-type", "text/calendar; charset=utf-8; method=PUBLISH");
    assert!(feed.html().contains("SUMMARY:ADR-21"), "{}", feed.html());
    bo.get("/calendar").await.assert_no_text(&address);
    visitor.get("/calendar/guess/meetings.ics").await.assert_status(StatusCode::NOT_FOUND);

    let ana_feed = ana.submit("/calendar", "/calendar", &[]).await;
    ana_feed.assert_ok();
    visitor.get(&path).await.assert_ok();
    bo.submit("/calendar", "/calendar", &[]).await.assert_ok();
    visitor.get(&path).await.assert_status(StatusCode::NOT_FOUND);
    bo.submit("/calendar", "/calendar/end", &[]).await.assert_redirect_to("/calendar");
    bo.get("/calendar").await.assert_text("You have no address yet");
    app.anonymous().get("/calendar").await.assert_redirect();
}

#[actix_web::test]
async fn the_feed_of_somebody_who_left_is_closed() {
    let app = TestApp::start().await;
    let (_, bo) = checkout(&app).await;
    let made = bo.submit("/calendar", "/calendar", &[]).await;
    let address = made.select("#calendar-address").remove(0);
    let path = address.split_once("/calendar/").map(|(_, rest)| format!("/calendar/{rest}")).expect("an address");

    app.write(|tx| {
        diesel::update(people::table.filter(people::handle.eq("bo-lund")))
            .set(people::state.eq(PersonState::Disabled))
            .execute(tx)?;
        Ok(())
    })
    .await;

    app.anonymous().get(&path).await.assert_status(StatusCode::NOT_FOUND);
}
