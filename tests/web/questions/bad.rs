//! What goes wrong around a question, each with the answer that it has.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::calendar::{Holidays, WorkCalendar, Zone};
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::TeamId;
use drawbridge::db::schema::questions;
use drawbridge::questions::settle_confirmations;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{TestApp, person};

async fn count(app: &TestApp) -> i64 {
    app.read(|connection| questions::table.count().get_result(connection)).await
}

#[actix_web::test]
async fn a_title_of_nothing_or_of_a_mebibyte_is_refused_beside_its_field() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let (long, endless) = ("x".repeat(1_000_000), "x".repeat(1_100_000));

    for (title, words) in [("", "fill this in"), ("   ", "fill this in"), (long.as_str(), "160 are allowed")] {
        let refused = asker.post("/questions", &[("title", title), ("body", "From checkout.")]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#field-title[aria-invalid=true]");
        refused.assert_text("From checkout.");
        let said = refused.select("#title-problem").join(" ");
        assert!(said.contains(words), "{said}");
    }
    asker.post("/questions", &[("title", &endless)]).await.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(count(&app).await, 0);
}

#[actix_web::test]
async fn a_team_that_is_gone_is_asked_for_again_with_all_words() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let form = asker.get("/questions/new?title=May+we+peer%3F").await;
    // They leave the team while the form is open; and of another nobody ever heard.
    let lead = app.sign_in(Grant::Lead).await;
    let fields = [("person", company.asker.handle.as_str()), ("confirmed", "yes")];
    lead.post("/teams/checkout/members/remove", &fields).await.assert_redirect();

    let left = asker.submit_on(&form, "/questions", &[("body", "With the vendor.")]).await;
    let never = TeamId::generate().to_string();
    let unknown = asker.post("/questions", &[("title", "May we peer?"), ("team", &never)]).await;

    left.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("With the vendor.");
    for refused in [left, unknown] {
        refused.assert_text("choose one of your own teams").assert_element("input[name=title][value='May we peer?']");
    }
    assert_eq!(count(&app).await, 0);
}

#[actix_web::test]
async fn the_question_of_somebody_who_left_is_answered_all_the_same_and_settles_by_itself() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let admin = app.sign_in(Grant::Admin).await;
    let account = format!("/accounts/{}/state", company.asker.handle);
    admin.post(&account, &[("state", "disabled"), ("confirmed", "yes")]).await.assert_redirect();
    let champion = app.sign_in_as(&company.champion).await;

    champion.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    champion.get(&question).await.assert_text("Bo Lind").assert_text("Not confirmed yet");
    app.advance(SignedDuration::from_hours(8 * 24)).await;
    let now = app.now();
    let settled = app.write(move |tx| Ok(settle_confirmations(tx, now)?)).await;

    assert_eq!(settled, 1);
    let champion = app.sign_in_as(&company.champion).await;
    champion.get(&question).await.assert_text("Nobody said that something is missing.");
    let other = app.insert(person().named("Cy Moss")).await;
    let behalf = [("title", "And now?"), ("on_behalf", "Bo Lind")];
    let refused = app.sign_in_as(&other).await.post("/questions", &behalf).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#on_behalf-problem");
}

#[actix_web::test]
async fn a_reply_that_comes_after_the_answer_or_a_merge_is_not_lost_and_moves_nothing() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let (one, two) = (ask(&asker, "May we peer?").await, ask(&asker, "May we peer with them?").await);
    for question in [&one, &two] {
        let inquiry = [("inquiry", "With whom?")];
        champion.submit(question, &format!("{question}/inquiry"), &inquiry).await.assert_redirect();
    }
    let pages = [asker.get(&one).await, asker.get(&two).await];
    champion.submit(&one, &format!("{one}/answer"), &[("answer", "Yes, with all.")]).await.assert_redirect();
    champion.post(&format!("{two}/merger"), &[("into", "1")]).await.assert_redirect();

    let late = asker.submit_on(&pages[0], &format!("{one}/comments"), &[("comment", "With the vendor.")]).await;
    let merged = asker.submit_on(&pages[1], &format!("{two}/comments"), &[("comment", "With the vendor.")]).await;

    late.assert_redirect_to(&one);
    asker.get(&one).await.assert_text("With the vendor.").assert_text("Ana Ruiz answered").assert_text("Is this your");
    merged.assert_status(StatusCode::CONFLICT).assert_text("question 2 was merged into question 1; say it there");
}

#[actix_web::test]
async fn of_two_who_take_a_question_at_once_one_has_it_and_the_other_hears_who() {
    let app = TestApp::start().await;
    ask(&app.sign_in_developer().await, "May we peer?").await;
    let names = ["Kim Oh", "Lee Ray"];
    let people = [
        app.insert(person().named(names[0]).granted(Grant::NetSec)).await,
        app.insert(person().named(names[1]).granted(Grant::NetSec)).await,
    ];
    let clients = [app.sign_in_as(&people[0]).await, app.sign_in_as(&people[1]).await];
    // Both hold their tokens before the race begins.
    clients[0].csrf().await;
    clients[1].csrf().await;

    let (one, other) =
        futures_util::join!(clients[0].post("/questions/1/claim", &[]), clients[1].post("/questions/1/claim", &[]),);

    let (had, late) = if one.status == StatusCode::SEE_OTHER { (0, other) } else { (1, one) };
    late.assert_status(StatusCode::CONFLICT);
    let page = clients[0].get("/questions/1").await;
    page.assert_text(&format!("{} of Network Security has taken it", names[had]));
    page.assert_no_text(&format!("{} took it", names[1 - had]));
}

#[actix_web::test]
async fn clocks_leave_out_holidays_and_are_right_where_the_hour_changes() {
    for (now, zone, holidays, due) in [
        // Wednesday; Thursday is no working day, so the next one ends on Friday.
        (
            "2026-11-18T10:00:00Z",
            "UTC",
            "[[holiday]]\nname = \"Day off\"\non = \"2026-11-19\"\n",
            "2026-11-20T10:00:00Z",
        ),
        // Friday noon in Berlin; on Sunday clocks go back, and noon on Monday is an hour later in UTC.
        ("2027-10-29T10:00:00Z", "Europe/Berlin", "", "2027-11-01T11:00:00Z"),
        // And forward in spring.
        ("2027-03-26T11:00:00Z", "Europe/Berlin", "", "2027-03-29T10:00:00Z"),
        // In spring with a holiday right behind it.
        (
            "2027-03-26T11:00:00Z",
            "Europe/Berlin",
            "[[holiday]]\nname = \"Easter Monday\"\non = \"2027-03-29\"\n",
            "2027-03-30T10:00:00Z",
        ),
    ] {
        let app = TestApp::start().await;
        let at = |text: &str| Timestamp::parse(text).expect("a time");
        app.advance(at(now).since(app.now())).await;
        let company = Company::found(&app).await;
        app.calendar.set(WorkCalendar {
            zone: Zone::parse(zone).expect("a zone"),
            holidays: std::sync::Arc::new(Holidays::parse(holidays).expect("a file")),
            ..WorkCalendar::default()
        });

        ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;

        let is_due: Timestamp =
            app.read(|connection| questions::table.select(questions::due_at).first(connection)).await;
        assert_eq!(is_due, at(due), "{now} in {zone}, {holidays}");
    }
}
