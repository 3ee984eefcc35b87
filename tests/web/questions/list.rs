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
    for query in ["?view=yours", "?state=lost", "?sort=mood", "?page=-1", "?page=x"] {
        asker.get(&format!("/questions{query}")).await.assert_status(StatusCode::BAD_REQUEST);
    }
}

#[actix_web::test]
async fn a_long_list_has_pages_that_keep_the_filter() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    for number in 0..51 {
        asker.post("/questions", &[("title", &format!("Port {number}?"))]).await.assert_redirect();
    }

    let first = asker.get("/questions?q=port").await;
    let next = first.attributes("a[rel=next]", "href");

    first.assert_text("1 to 50 of 51");
    assert_eq!(next, ["/questions?q=port&page=1"]);
    asker.get("/questions?q=port&page=999").await.assert_redirect_to("/questions?q=port&page=1");
    asker.get("/questions?q=nothing&page=9").await.assert_ok();
    asker.get(&next[0]).await.assert_text("51 to 51 of 51").assert_element("a[rel=prev][href='/questions?q=port']");
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
