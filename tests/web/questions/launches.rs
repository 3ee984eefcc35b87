//! Launches: one address each, what they wait for, and who hears of it in time.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::calendar::{WorkCalendar, Zone};
use drawbridge::clock::Timestamp;
use drawbridge::db::schema::questions;
use drawbridge::questions::{Cause, Clocks, QuestionNumber, Reader, find, who_hears};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{Client, TestApp, person};

/// Puts a launch of the asker's team down through the form.
async fn launch(client: &Client, name: &str, day: &str, time: &str) -> String {
    let fields = [("name", name), ("day", day), ("time", time)];
    client.submit("/launches/new", "/launches", &fields).await.location()
}

async fn due_at(app: &TestApp, number: i64) -> String {
    let due: Timestamp = app
        .read(move |connection| {
            questions::table.filter(questions::number.eq(number)).select(questions::due_at).first(connection)
        })
        .await;
    due.iso()
}

/// Who hears of the first question by now, and why.
async fn heard(app: &TestApp) -> Vec<(String, Cause)> {
    let now = app.now();
    app.read(move |connection| {
        let question = find(connection, &Reader::Site, QuestionNumber(1)).map_err(|_| diesel::NotFound)?;
        let heard = who_hears(connection, &Clocks::default(), &question, now).map_err(|_| diesel::NotFound)?;
        Ok(heard.into_iter().map(|(person, cause, _)| (person.name, cause)).collect())
    })
    .await
}

#[actix_web::test]
async fn a_launch_has_one_address_and_says_whether_it_is_ready() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.get("/launches").await.assert_text("No launch is planned");

    let page = launch(&asker, "Checkout 2.0", "2026-11-20", "02:00").await;
    assert_eq!(page, "/launches/checkout-2-0");
    asker.get(&page).await.assert_text("Ready: nothing is open of what you may read.");
    let question = ask(&asker, "May we peer?").await;
    asker.submit(&question, &format!("{question}/launch"), &[("launch", "checkout-2-0")]).await.assert_redirect();

    let shown = asker.get(&page).await;
    shown
        .assert_text("Not ready: 1 question is open.")
        .assert_text("May we peer?")
        .assert_text("The last working hour before it ends Thu 19 Nov 2026, 17:00 (UTC)")
        .assert_element("time[datetime='2026-11-20T02:00:00Z']");
    asker.get("/launches").await.assert_text("1 open question");
    let planned = app.sign_in(Grant::NetSec).await.get("/audit?action=question.planned").await;
    planned.assert_text("launch: checkout-2-0").assert_text("launch: none").assert_text("due: 2026-11-");
    asker.get("/teams/checkout").await.assert_text("Checkout 2.0");
    asker.get(&question).await.assert_text("Checkout 2.0 waits for it").assert_text("changed the launch");
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.get(&page).await.assert_text("Ready: nothing that it waits for is open.").assert_text("May we peer?");
}

#[actix_web::test]
async fn a_launch_that_is_nearer_than_the_target_becomes_the_due_time_and_moves_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let zone = Zone::parse("Europe/Berlin").expect("a zone");
    app.calendar.set(WorkCalendar { zone, ..WorkCalendar::default() });
    let page = launch(&asker, "Night", "2026-11-19", "02:00").await;
    asker.submit("/questions/new", "/questions", &[("title", "Port?"), ("urgency", "low")]).await;
    assert_eq!(due_at(&app, 1).await, "2026-11-23T10:00:00Z");

    asker.submit("/questions/1", "/questions/1/launch", &[("launch", "night")]).await.assert_redirect();
    assert_eq!(due_at(&app, 1).await, "2026-11-19T01:00:00Z");
    asker.submit(&format!("{page}/edit"), &page, &[("day", "2026-11-20")]).await.assert_redirect_to(&page);
    assert_eq!(due_at(&app, 1).await, "2026-11-20T01:00:00Z");
    asker.get("/questions/1").await.assert_text("“Night” is on Fri 20 Nov 2026, 02:00 (Europe/Berlin) now.");
    asker.submit("/questions/1", "/questions/1/launch", &[("launch", "")]).await.assert_redirect();

    assert_eq!(due_at(&app, 1).await, "2026-11-23T10:00:00Z");
}

#[actix_web::test]
async fn a_question_that_was_marked_low_reaches_somebody_before_two_in_the_night() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let lead = app.insert(person().named("Ines Marchetti").granted(Grant::Lead)).await;
    let analyst = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let (lead, netsec) = (app.sign_in_as(&lead).await, app.sign_in_as(&analyst).await);
    launch(&asker, "Night", "2026-11-23", "02:00").await;
    asker.submit("/questions/new", "/questions", &[("title", "Port 8443?"), ("urgency", "low")]).await;
    asker.submit("/questions/1", "/questions/1/launch", &[("launch", "night")]).await;
    let words = "Night launches on Mon 23 Nov 2026, 02:00 (UTC), and question 1 is open: Port 8443?";

    // Five days before nobody is bothered; on Friday, three days before, they are.
    assert_eq!(heard(&app).await, []);
    for client in [&lead, &netsec] {
        client.get("/me").await.assert_no_text(words);
    }
    app.advance(SignedDuration::from_hours(48)).await;

    assert_eq!(
        heard(&app).await,
        [("Kim Oh".to_owned(), Cause::LaunchNear(3)), ("Ines Marchetti".to_owned(), Cause::LaunchNear(3))]
    );
    for client in [&lead, &netsec] {
        client.get("/me").await.assert_text(words);
    }
    asker.get("/me").await.assert_no_text("Night launches on");
}

#[actix_web::test]
async fn what_is_overdue_goes_to_whoever_has_it_and_then_to_the_lead() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let lead = app.sign_in(Grant::Lead).await;
    ask(&asker, "May we peer?").await;

    app.advance(SignedDuration::from_hours(25)).await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.get("/me").await.assert_text("Question 1 is overdue: May we peer?");
    lead.get("/me").await.assert_no_text("May we peer?");
    app.advance(SignedDuration::from_hours(24)).await;

    lead.get("/me").await.assert_text("Question 1 is long overdue, with the champion: May we peer?");
}

#[actix_web::test]
async fn launches_that_do_not_fit_are_said_beside_the_field() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    for (name, day, time, words) in [
        ("", "2026-11-20", "02:00", "fill this in"),
        ("Night", "", "02:00", "say the day"),
        ("Night", "2026-11-20", "", "say the time of day"),
        ("Night", "2026-11-18", "09:59", "this lies in the past"),
        ("Night", "2026-11-17", "12:00", "this day is over"),
        ("Night", "2029-01-01", "12:00", "more than two years"),
    ] {
        let refused = asker.submit("/launches/new", "/launches", &[("name", name), ("day", day), ("time", time)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("input[name=day][value='{day}']"));
    }
}

#[actix_web::test]
async fn of_two_who_change_a_launch_the_second_sees_both() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let page = launch(&asker, "Night", "2026-11-20", "02:00").await;
    let drawn = asker.get(&format!("{page}/edit")).await;

    asker.submit(&format!("{page}/edit"), &page, &[("name", "Late night")]).await.assert_redirect();
    let refused = asker.submit_on(&drawn, &page, &[("name", "Early night")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("it is “Late night”");
    refused.assert_element("input[name=name][value='Early night']");
    asker.submit_on(&refused, &page, &[]).await.assert_redirect_to(&page);
    asker.get(&page).await.assert_text("Early night");
}

#[actix_web::test]
async fn network_security_puts_down_the_launch_of_any_team() {
    let app = TestApp::start().await;
    Company::found(&app).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    let fields = [("name", "Night"), ("day", "2026-11-20"), ("time", "02:00")];

    for (team, words) in [("", "say which team launches"), ("Nowhere", "there is no team “Nowhere”")] {
        let refused = netsec.submit("/launches/new", "/launches", &[&fields[..], &[("team", team)]].concat()).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("input[name=team][value='{team}']"));
    }
    let made = netsec.submit("/launches/new", "/launches", &[&fields[..], &[("team", "checkout")]].concat()).await;
    made.assert_redirect_to("/launches/night");

    netsec.get("/launches/night").await.assert_text("Checkout");
}

#[actix_web::test]
async fn others_read_a_launch_and_change_nothing() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let page = launch(&asker, "Night", "2026-11-20", "02:00").await;
    let question = ask(&asker, "May we peer?").await;
    let stranger = app.sign_in_developer().await;

    stranger.get(&page).await.assert_ok().assert_no_element(&format!("a[href='{page}/edit']"));
    stranger.get(&format!("{page}/edit")).await.assert_status(StatusCode::FORBIDDEN);
    let fields = [("name", "Mine"), ("day", "2026-11-21"), ("time", "02:00"), ("version", "1")];
    stranger.post(&page, &fields).await.assert_status(StatusCode::FORBIDDEN);
    stranger.get("/launches").await.assert_ok().assert_no_element("a[href='/launches/new']");
    stranger.get("/launches/new").await.assert_status(StatusCode::FORBIDDEN).assert_text("ask one of its members");
    stranger.post("/launches", &fields).await.assert_status(StatusCode::FORBIDDEN);
    stranger.post(&format!("{question}/launch"), &[("launch", "night")]).await.assert_status(StatusCode::FORBIDDEN);
    stranger.get("/launches/none").await.assert_status(StatusCode::NOT_FOUND);
    let visitor = app.anonymous();
    for path in [page.as_str(), "/launches", "/launches/new"] {
        visitor.get(path).await.assert_redirect();
    }
}

#[actix_web::test]
async fn what_changes_a_launch_is_recorded_with_the_old_time_and_the_new() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let page = launch(&asker, "Checkout 2.0", "2026-11-20", "02:00").await;
    let fields = [("name", "Checkout 3.0"), ("day", "2026-11-23"), ("time", "04:00")];
    asker.submit(&format!("{page}/edit"), &page, &fields).await.assert_redirect();
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.post(&format!("{question}/watch"), &[]).await.assert_redirect();
    for _ in 0..2 {
        champion.post(&format!("{question}/unwatch"), &[]).await.assert_redirect();
    }
    let netsec = app.sign_in(Grant::NetSec).await;

    netsec.get("/audit?action=launch.added").await.assert_text("at: 2026-11-20T02:00:00").assert_text("Checkout 2.0");
    let changed = netsec.get("/audit?action=launch.changed").await;
    changed.assert_text("at: 2026-11-20T02:00:00").assert_text("at: 2026-11-23T04:00:00").assert_text("Checkout 3.0");
    assert_eq!(netsec.get("/audit?action=question.unwatched").await.select("tbody tr").len(), 1);
}
