//! The list, its filters, and the queue.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::TestApp;

#[actix_web::test]
async fn the_list_is_narrowed_by_words_team_state_and_whose() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let stranger = app.sign_in_developer().await;
    ask(&asker, "Does PostgreSQL need Ärger?").await;
    ask(&stranger, "100% packet loss").await;
    app.indexed().await;

    for (query, found) in [
        ("", vec!["100% packet loss", "Does PostgreSQL need Ärger?"]),
        ("?q=postgresql+%C3%A4rger", vec!["Does PostgreSQL need Ärger?"]),
        ("?q=100%25", vec!["100% packet loss"]),
        ("?q=_", vec![]),
        ("?team=check", vec!["Does PostgreSQL need Ärger?"]),
        ("?state=with_netsec", vec!["100% packet loss"]),
        ("?state=open&sort=due", vec!["Does PostgreSQL need Ärger?", "100% packet loss"]),
        ("?state=published", vec![]),
        ("?view=mine", vec!["Does PostgreSQL need Ärger?"]),
        ("?view=team", vec!["Does PostgreSQL need Ärger?"]),
    ] {
        let page = asker.get(&format!("/questions{query}")).await;
        page.assert_ok();
        assert_eq!(page.select("tbody th a"), found, "{query}");
    }
    for query in ["?view=yours", "?state=lost", "?sort=mood", "?after=x", "?before=1.", "?after=1.1&before=1.1"] {
        asker.get(&format!("/questions{query}")).await.assert_status(StatusCode::BAD_REQUEST);
    }
}

#[actix_web::test]
async fn a_long_list_has_pages_that_keep_the_filter() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    for number in 0..112 {
        asker.post("/questions", &[("title", &format!("Port {number}?"))]).await.assert_redirect();
    }
    app.indexed().await;
    let port = |numbers: std::ops::Range<i32>| -> Vec<String> {
        numbers.rev().map(|number| format!("Port {number}?")).collect()
    };

    for (query, oldest_first) in [("?q=port", false), ("?q=port&state=open", false), ("?q=port&sort=due", true)] {
        let first = asker.get(&format!("/questions{query}")).await;
        let mut shown = first.select("tbody th a");
        let second = asker.get(&first.attributes("a[rel=next]", "href")[0]).await;
        shown.extend(second.select("tbody th a"));
        let third = asker.get(&second.attributes("a[rel=next]", "href")[0]).await;
        shown.extend(third.select("tbody th a"));
        first.assert_no_element("a[rel=prev]");
        third.assert_no_element("a[rel=next]");

        let mut expected = port(0..112);
        if oldest_first {
            expected.reverse();
        }
        assert_eq!(shown, expected, "{query}");
        let back = asker.get(&third.attributes("a[rel=prev]", "href")[0]).await;
        assert_eq!(back.select("tbody th a"), second.select("tbody th a"), "{query}");
        let start = asker.get(&back.attributes("a[rel=prev]", "href")[0]).await;
        assert_eq!(start.select("tbody th a"), first.select("tbody th a"), "{query}");
        start.assert_no_element("a[rel=prev]");
    }
}

#[actix_web::test]
async fn a_place_in_a_list_outlives_what_happens_meanwhile() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let analyst = app.sign_in(Grant::NetSec).await;
    for number in 0..52 {
        asker.post("/questions", &[("title", &format!("Port {number}?"))]).await.assert_redirect();
    }
    let next = analyst.get("/queue").await.attributes("a[rel=next]", "href");

    // The last of the page is answered, and so are all that were behind it.
    for number in 50..53 {
        let fields = [("answer", "Yes."), ("version", "1")];
        analyst.post(&format!("/questions/{number}/answer"), &fields).await.assert_redirect();
    }

    analyst.get(&next[0]).await.assert_redirect_to("/queue");
    asker.get("/questions?q=nothing&after=1.1").await.assert_redirect_to("/questions?q=nothing");
}

#[actix_web::test]
async fn what_was_asked_back_is_a_quiet_group_of_the_queue() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let analyst = app.sign_in(Grant::NetSec).await;
    ask(&asker, "Vague").await;
    ask(&asker, "Clear").await;
    analyst.submit("/questions/1", "/questions/1/inquiry", &[("inquiry", "Which?")]).await.assert_redirect();
    analyst.post("/questions/2/claim", &[]).await.assert_redirect();

    let queue = analyst.get("/queue").await;

    assert_eq!(queue.select("tbody th a"), ["Clear"]);
    assert_eq!(queue.select("section[aria-labelledby=back] li a"), ["Vague"]);
    for (view, found) in [("back", vec!["Vague"]), ("mine", vec!["Clear"]), ("free", vec![])] {
        let page = analyst.get(&format!("/queue?view={view}")).await;
        assert_eq!(page.select("tbody th a"), found, "{view}");
    }
    analyst.get("/queue?view=theirs").await.assert_status(StatusCode::BAD_REQUEST);
    analyst.get("/queue?after=x").await.assert_status(StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn times_are_those_of_the_company_and_name_its_zone() {
    let app = TestApp::start().await;
    let zone = drawbridge::calendar::Zone::parse("Europe/Berlin").expect("a zone");
    app.calendar.set(drawbridge::calendar::WorkCalendar { zone, ..Default::default() });
    ask(&app.sign_in_developer().await, "May we peer?").await;
    let analyst = app.sign_in(Grant::NetSec).await;

    // Asked at eleven there, due two working days later.
    for path in ["/queue", "/questions", "/questions/1"] {
        let page = analyst.get(path).await;
        page.assert_text("Fri 20 Nov, 11:00 Europe/Berlin");
        assert!(page.attributes("time", "title").iter().all(|title| !title.contains("UTC")), "{path}");
    }
}

#[actix_web::test]
async fn the_queue_shows_the_most_urgent_first() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.get("/queue").await.assert_text("Nothing waits for Network Security.");
    ask(&asker, "Calm").await;
    app.advance(SignedDuration::from_hours(24)).await;
    asker.post("/questions", &[("title", "Stuck"), ("urgency", "blocked")]).await;
    ask(&asker, "Calm, too").await;

    let queue = analyst.get("/queue").await;

    assert_eq!(queue.select("tbody th a"), ["Stuck", "Calm", "Calm, too"]);
    queue.assert_text("3 questions wait for Network Security.").assert_text("Nobody has taken 3 of them.");
    app.advance(SignedDuration::from_hours(5)).await;
    analyst.submit("/queue", "/questions/2/claim", &[]).await;
    analyst
        .get("/queue")
        .await
        .assert_text("1 overdue")
        .assert_text("Nobody has taken 2 of them; 1 is yours.")
        .assert_no_element("form[action='/questions/2/claim']");
}
