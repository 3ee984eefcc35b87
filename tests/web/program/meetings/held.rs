//! Meetings that were held and that nobody had called, and who was there.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::find_by_handle;
use drawbridge::db::schema::audit_entries;
use drawbridge::program::find_team;
use drawbridge::program::meetings::list_attended;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{call, checkout};
use crate::harness::{Answer, Client, TestApp, membership, person, team, term};

const FORM: &str = "/meetings/held";
/// Yesterday at nine, for half an hour.
const HELD: &[(&str, &str)] = &[
    ("kind", "design-review"),
    ("title", "The callback at the coffee machine"),
    ("day", "2026-11-17"),
    ("start", "09:00"),
    ("length", "30m"),
    ("there", "bo-lund"),
    ("notes", "**Decided:** no callback."),
];

async fn note(client: &Client, instead: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<_> = HELD.to_vec();
    fields.retain(|(name, _)| !instead.iter().any(|(other, _)| other == name));
    fields.extend(instead);
    client.submit(FORM, FORM, &fields).await
}

#[actix_web::test]
async fn what_was_held_is_entered_with_who_was_there_and_invites_nobody() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    let cara = app.insert(person().named("Cara Dunn")).await;
    app.insert(person().named("Dora Elsewhere")).await;
    ana.get("/meetings").await.assert_element("a[href='/meetings/held']");
    ana.get("/meetings/new").await.assert_element("a[href='/meetings/held']");

    note(&ana, &[("people", "cara dunn")]).await.assert_redirect_to("/meetings/1");

    let page = ana.get("/meetings/1").await;
    page.assert_text("Tue 17 Nov 2026, 09:00 to 09:30").assert_text("Ana Ruiz noted it afterwards");
    page.assert_text("3 were there.").assert_element(".prose strong").assert_no_text("Add it to your calendar");
    page.assert_no_text("Do you come?");
    for client in [&bo, &app.sign_in_as(&cara).await] {
        let page = client.get("/meetings/1").await;
        page.assert_text("You were there.").assert_text("Edit the notes");
        client.get("/meetings?show=past").await.assert_text("The callback at the coffee machine");
        client.get("/me").await.assert_no_text("The callback at the coffee machine");
        client.get("/meetings/1/invitation.ics").await.assert_status(StatusCode::NOT_FOUND);
        client.get("/meetings/1/dates/2026-11-17/invitation.ics").await.assert_status(StatusCode::NOT_FOUND);
    }
    app.sign_in_developer().await.get("/meetings/1").await.assert_status(StatusCode::NOT_FOUND);
    let address = ana.submit("/calendar", "/calendar", &[]).await.select("#calendar-address").remove(0);
    let path = address.split_once("/calendar/").map(|(_, secret)| format!("/calendar/{secret}")).unwrap();
    app.anonymous().get(&path).await.assert_ok().assert_no_text("coffee machine");
    let recorded: Vec<String> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::action.like("meeting.%"))
                .order(audit_entries::id)
                .select(audit_entries::action)
                .load(connection)
        })
        .await;
    assert_eq!(recorded, ["meeting.noted", "meeting.attendance_saved", "meeting.notes_saved"]);
}

#[actix_web::test]
async fn what_does_not_fit_is_named_and_the_words_are_kept() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;

    for (instead, field, words) in [
        (&[("day", "2026-11-18"), ("start", "09:45")][..], "day", "this is not over yet"),
        (&[("day", "2026-11-19")], "day", "this is not over yet"),
        (&[("day", "2025-11-01")], "day", "more than a year ago"),
        (&[("title", "")], "title", "fill this in"),
        (&[("start", "")], "start", "is not an hour"),
        (&[("length", "-5")], "length", "is not a length"),
        (&[("people", "Nobody Here")], "people", "nobody here is called"),
        (&[("me", ""), ("there", "")], "people", "say who was there"),
    ] {
        let refused = note(&ana, instead).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("#{field}-problem"));
        assert!(refused.html().contains("**Decided:** no callback.</textarea>"), "{words}");
    }
    note(&ana, &[("people", "x")]).await.assert_element("input[name=there][value=bo-lund][checked]");
    ana.get("/meetings?show=past").await.assert_text("Nothing is past yet");
    bo.get(FORM).await.assert_status(StatusCode::NOT_FOUND);
    bo.post(FORM, HELD).await.assert_status(StatusCode::FORBIDDEN);
    assert!(app.anonymous().get(FORM).await.location().starts_with("/sign-in"));
    app.sign_in(Grant::Lead).await.get(FORM).await.assert_ok();
}

#[actix_web::test]
async fn what_was_noted_in_error_is_taken_back_and_counts_for_nobody() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    note(&ana, &[]).await.assert_redirect();

    let moved = ana.submit("/meetings/1/edit", "/meetings/1", &[("start", "10:00")]).await;
    moved.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("take it back, and note it anew");
    ana.submit("/meetings/1/edit", "/meetings/1", &[("title", "The callback")]).await.assert_redirect();
    let off = "/meetings/1/cancellation";
    bo.post(off, &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
    let asked = ana.submit("/meetings/1/edit", off, &[("reason", "It was on Monday")]).await;
    let done = ana.submit_on(&asked, off, &[]).await;
    ana.follow(&done)
        .await
        .assert_text("counts for nobody")
        .assert_text("This meeting was taken back. It was on Monday");

    let bo = app.db.read(|connection| find_by_handle(connection, "bo-lund")).await.unwrap().id;
    let attended = app.read(move |connection| list_attended(connection, bo)).await;
    assert!(attended.is_empty(), "{attended:?}");
    ana.post(off, &[("confirmed", "yes")]).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn whoever_meant_to_come_stands_first_and_is_noted_at_once() {
    let app = TestApp::start().await;
    let (ana, bo) = checkout(&app).await;
    let checkout = app.db.read(|connection| find_team(connection, "checkout")).await.unwrap().id;
    for number in 0..60 {
        let one = app.insert(person().named(&format!("Person {number:02}"))).await;
        app.insert(membership(one.id, checkout)).await;
    }
    let cards = app.insert(team("Cards")).await;
    let zoe = app.insert(person().named("Zoe Zorn")).await;
    app.insert(term(zoe.id, cards.id)).await;
    app.insert(membership(zoe.id, checkout)).await;
    call(&ana, &[]).await.assert_redirect();
    let date = "/meetings/1/dates/2026-11-19";
    let zoe = app.sign_in_as(&zoe).await;
    for client in [&bo, &zoe] {
        client.post(&format!("{date}/answer"), &[("answer", "accepted")]).await.assert_redirect();
    }
    app.advance(SignedDuration::from_hours(27)).await;

    // Before any name, and each name once.
    let shown = ana.get(date).await;
    shown.assert_element(&format!("section.panel a[href='{date}/attendance']")).assert_text("Note who was there");
    let page = ana.get(&format!("{date}/attendance")).await;
    assert_eq!(page.select("main fieldset legend"), ["Said that they would come", "Said nothing"]);
    let boxes = page.attributes("input[type=checkbox][name=there]", "value");
    assert_eq!((boxes.len(), &boxes[..2]), (63, &["bo-lund".to_owned(), "zoe-zorn".to_owned()][..]));
    page.assert_text("All 2 who said that they would come were there").assert_element(".submit.stays");
    let all = page.attributes("form:not(.form) input[name=there]", "value").remove(0);
    ana.post(&format!("{date}/attendance"), &[("shown", &all), ("there", &all)]).await.assert_redirect();

    let shown = ana.get(date).await;
    shown.assert_text("2 were there").assert_text("Change who was there").assert_no_text("and not noted");
    assert_eq!(shown.select("main a[href='/people/bo-lund']").len(), 1);
    ana.get(&format!("{date}/attendance")).await.assert_no_text("who said that they would come were there");
}
