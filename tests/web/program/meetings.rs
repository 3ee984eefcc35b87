//! Meetings: calling, answering, moving, calling off, notes and attendance.

mod calendars;
mod held;

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{Answer, Client, TestApp, membership, person, team, term};

/// A meeting tomorrow at noon UTC, of an hour.
const MEETING: &[(&str, &str)] = &[
    ("kind", "design-review"),
    ("title", "ADR-21"),
    ("day", "2026-11-19"),
    ("start", "12:00"),
    ("length", "1h"),
    ("zone", "UTC"),
    ("place", "https://meet.example.com/adr-21"),
    ("agenda", "**Who** calls us?"),
    ("teams", "Checkout"),
];

/// The meeting with some fields instead.
fn meeting<'a>(instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> =
        MEETING.iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name)).copied().collect();
    fields.extend(instead);
    fields
}

/// Checkout with Ana, who serves it, and Bo, who belongs to it.
async fn checkout(app: &TestApp) -> (Client, Client) {
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let bo = app.insert(person().named("Bo Lund")).await;
    app.insert(term(ana.id, checkout.id)).await;
    app.insert(membership(bo.id, checkout.id)).await;
    (app.sign_in_as(&ana).await, app.sign_in_as(&bo).await)
}

async fn call(client: &Client, instead: &[(&str, &str)]) -> Answer {
    client.submit("/meetings/new", "/meetings", &meeting(instead)).await
}

#[actix_web::test]
async fn a_meeting_is_seen_by_those_who_are_invited_and_by_nobody_else() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;

    call(&ana, &[]).await.assert_redirect_to("/meetings/1");

    let page = bo.get("/meetings/1").await;
    page.assert_text("ADR-21").assert_text("Thu 19 Nov 2026, 12:00 to 13:00").assert_text("Do you come?");
    page.assert_element(".prose strong").assert_element("a[href='https://meet.example.com/adr-21']");
    bo.get("/meetings").await.assert_text("ADR-21").assert_text("no answer yet");
    bo.get("/me").await.assert_text("ADR-21, tomorrow at 12:00 (UTC); say whether you come");
    let stranger = app.sign_in_developer().await;
    stranger.get("/meetings").await.assert_no_text("ADR-21");
    for path in [
        "/meetings/1",
        "/meetings/1/invitation.ics",
        "/meetings/1/dates/2026-11-19",
        "/meetings/1/edit",
        "/meetings/x",
        "/meetings/1/dates/2026-11-20",
    ] {
        stranger.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
    stranger
        .post("/meetings/1/dates/2026-11-19/answer", &[("answer", "accepted")])
        .await
        .assert_status(StatusCode::NOT_FOUND);
    bo.get("/meetings/1/edit").await.assert_status(StatusCode::FORBIDDEN);
    bo.get("/meetings/1/dates/2026-11-19/attendance").await.assert_status(StatusCode::FORBIDDEN);
    bo.post("/meetings/1/cancellation", &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
    app.sign_in(Grant::Lead).await.get("/meetings/1").await.assert_ok();
}

#[actix_web::test]
async fn who_serves_nobody_calls_no_meeting() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    app.insert(team("Billing")).await;

    bo.get("/meetings/new").await.assert_status(StatusCode::NOT_FOUND);
    bo.post("/meetings", MEETING).await.assert_status(StatusCode::FORBIDDEN);
    let refused = call(&ana, &[("teams", "Checkout, Billing")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#teams-problem");
    let refused = ana.post("/meetings", &meeting(&[("groups", "champions")])).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("all champions are invited by");
}

#[actix_web::test]
async fn a_form_that_does_not_fit_names_each_field_and_keeps_the_words() {
    let app = TestApp::start().await;
    let (ana, _) = checkout(&app).await;

    let wrong = [
        ("title", ""),
        ("day", "tomorrow"),
        ("start", "25:00"),
        ("length", "2m"),
        ("zone", "Mars/Olympus"),
        ("repeats", "weekly"),
        ("teams", "Nobody"),
        ("people", "nobody@example.com"),
    ];
    let refused = call(&ana, &wrong).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["title", "day", "start", "length", "zone", "teams", "people"] {
        refused.assert_element(&format!("#{field}-problem"));
    }
    refused.assert_element("input[name=zone][value='Mars/Olympus']");
    let past = call(&ana, &[("day", "2026-11-17")]).await;
    past.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lies in the past");
    let endless = call(&ana, &[("repeats", "weekly"), ("until", "2036-01-01")]).await;
    endless.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#until-problem");
    let nobody = call(&ana, &[("teams", "")]).await;
    nobody.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("invite somebody");
    ana.get("/meetings").await.assert_text("Nothing is planned");
}

#[actix_web::test]
async fn answers_are_counted_and_those_to_a_series_go_for_all_its_dates() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[("repeats", "weekly"), ("until", "2026-12-03")]).await.assert_redirect();
    let date = "/meetings/1/dates/2026-11-19";

    let all = [("answer", "accepted"), ("all", "yes")];
    bo.submit(date, &format!("{date}/answer"), &all).await.assert_redirect_to(date);
    bo.get("/meetings/1/dates/2026-12-03").await.assert_text("1 accepted.");
    ana.submit(date, &format!("{date}/answer"), &[("answer", "declined")]).await.assert_redirect();

    ana.get(date).await.assert_text("1 accepted, 1 declined.").assert_text("every Thursday until 3 Dec 2026");
    bo.get("/meetings").await.assert_text("1 accepted, 1 declined");
    ana.get("/me").await.assert_no_text("ADR-21, tomorrow");
    app.advance(SignedDuration::from_hours(48)).await;
    bo.post(&format!("{date}/answer"), &all[..1]).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn a_second_saver_of_notes_sees_both_texts() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[]).await.assert_redirect();
    let (date, path) = ("/meetings/1/dates/2026-11-19", "/meetings/1/dates/2026-11-19/notes");

    let drawn = bo.get(path).await;
    ana.submit(path, path, &[("notes", "**Decided:** no callback")]).await.assert_redirect_to(date);
    let refused = bo.submit_on(&drawn, path, &[("notes", "We wait")]).await;

    refused.assert_status(StatusCode::CONFLICT).assert_element(".split").assert_text("**Decided:** no callback");
    bo.submit_on(&refused, path, &[("notes", "Decided, and we wait")]).await.assert_redirect_to(date);
    ana.get(date).await.assert_text("Decided, and we wait").assert_text("Saved by Bo Lund");
    let too_long = "x".repeat(50_001);
    bo.submit(path, path, &[("notes", &too_long)]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn being_there_is_one_click_from_the_beginning_on() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[]).await.assert_redirect();
    let (date, path) = ("/meetings/1/dates/2026-11-19", "/meetings/1/dates/2026-11-19/presence");

    bo.get(date).await.assert_no_text("Were you there?");
    bo.post(path, &[("there", "yes")]).await.assert_status(StatusCode::CONFLICT);
    app.advance(SignedDuration::from_hours(27)).await;
    bo.submit(date, path, &[("there", "yes")]).await.assert_redirect_to(date);

    bo.get(date).await.assert_text("You were there.").assert_text("1 were there.");
    bo.get("/meetings?show=past").await.assert_text("you were there");
    bo.submit(date, path, &[("there", "no")]).await.assert_redirect();
    ana.get(date).await.assert_no_text("1 were there");
}

#[actix_web::test]
async fn the_organiser_ticks_who_was_there_or_takes_a_list() {
    let app = TestApp::start().await;
    let (ana, _) = checkout(&app).await;
    call(&ana, &[]).await.assert_redirect();
    let path = "/meetings/1/dates/2026-11-19/attendance";
    app.advance(SignedDuration::from_hours(27)).await;

    ana.submit(path, path, &[("there", "bo-lund")]).await.assert_redirect();
    ana.get(path).await.assert_element("input[name=there][value=bo-lund][checked]");
    let list = "Full Name;Email;Joined\r\nBo Lund;;12:01\r\nSomebody;ana.ruiz@example.com;12:02\r\nGhost;ghost@example.com;12:03\r\n";
    let import = format!("{path}/import");
    let preview = ana.submit(path, &import, &[("list", list)]).await;
    preview.assert_ok().assert_text("2 people found, 1 of them new").assert_text("Line 4: ghost@example.com, Ghost");
    ana.get("/meetings/1").await.assert_text("1 were there.");
    let handles = preview.attributes("section.panel input[name=there]", "value").remove(0);
    ana.post(path, &[("shown", &handles), ("there", &handles)]).await.assert_redirect();

    ana.get("/meetings/1").await.assert_text("2 were there.");
    ana.submit(path, &import, &[("list", " ")]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let unticked: [(&str, &str); 1] = [("shown", "bo-lund")];
    ana.post(path, &unticked).await.assert_redirect();
    ana.get("/meetings/1").await.assert_text("1 were there.");
}

#[actix_web::test]
async fn a_date_that_is_moved_asks_again_and_a_second_mover_sees_both() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[("repeats", "weekly"), ("until", "2026-12-03")]).await.assert_redirect();
    let (date, edit) = ("/meetings/1/dates/2026-11-26", "/meetings/1/dates/2026-11-26/edit");
    bo.post(&format!("{date}/answer"), &[("answer", "accepted")]).await.assert_redirect();

    let drawn = ana.get(edit).await;
    let moved = [("day", "2026-11-27"), ("start", "09:00"), ("length", "30m")];
    ana.submit_on(&drawn, date, &moved).await.assert_redirect_to(date);

    bo.get(date).await.assert_text("Fri 27 Nov 2026, 09:00 to 09:30").assert_text("Do you come?");
    ana.submit_on(&drawn, date, &[("agenda", "Mine")])
        .await
        .assert_status(StatusCode::CONFLICT)
        .assert_element(".split");
    ana.submit(edit, date, &[("day", "2026-11-01")]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    bo.get(edit).await.assert_status(StatusCode::FORBIDDEN);
    let off = format!("{date}/cancellation");
    ana.submit(edit, &off, &[("reason", "Nobody is here")]).await.assert_ok().assert_text("Call off the date of");
    ana.post(&off, &[("reason", "Nobody is here"), ("confirmed", "yes")]).await.assert_redirect_to(date);
    bo.get(date).await.assert_text("This date was called off. Nobody is here");
    ana.post(&off, &[("confirmed", "yes")]).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn a_series_that_has_begun_goes_on_under_a_number_of_its_own() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    call(&ana, &[("repeats", "weekly"), ("until", "2026-12-10")]).await.assert_redirect();
    app.advance(SignedDuration::from_hours(27)).await;

    let longer = ana.submit("/meetings/1/edit", "/meetings/1", &[("until", "2026-12-17")]).await;
    longer.assert_redirect_to("/meetings/1");
    bo.get("/meetings/1/dates/2026-12-17").await.assert_ok();
    let later = ana.submit("/meetings/1/edit", "/meetings/1", &[("start", "15:00")]).await;
    later.assert_redirect_to("/meetings/2");

    bo.get("/meetings/1").await.assert_text("Thu 19 Nov 2026, 12:00 to 13:00").assert_text("until 19 Nov 2026");
    bo.get("/meetings/2").await.assert_text("Thu 26 Nov 2026, 15:00 to 16:00");
    bo.get("/meetings/2/dates/2026-11-19").await.assert_status(StatusCode::NOT_FOUND);
    bo.get("/meetings/1/dates/2026-11-26").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_second_editor_of_a_meeting_sees_both_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let (ana, _) = checkout(&app).await;
    call(&ana, &[]).await.assert_redirect();

    let drawn = ana.get("/meetings/1/edit").await;
    ana.submit_on(&drawn, "/meetings/1", &[("title", "ADR-21, first look")]).await.assert_redirect();
    let refused = ana.submit_on(&drawn, "/meetings/1", &[("title", "ADR-21, second look")]).await;

    refused.assert_status(StatusCode::CONFLICT).assert_element(".split").assert_text("ADR-21, first look");
    refused.assert_element("input[name=title][value='ADR-21, second look']");
    ana.submit_on(&refused, "/meetings/1", &[]).await.assert_redirect_to("/meetings/1");
    ana.get("/meetings/1").await.assert_text("ADR-21, second look");
}
