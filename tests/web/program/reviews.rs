//! Recording reviews.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, person, team, term};

#[actix_web::test]
async fn a_review_is_on_the_teams_page_and_its_minutes_in_the_week() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let champion = app.sign_in_as(&ana).await;

    let fields = [
        ("kind", "design"),
        ("title", "ADR-14: one cluster"),
        ("link", "https://wiki.example.com/ADR-14"),
        ("outcome", "needs-preflight"),
        ("length", "1h30"),
    ];
    let recorded = champion.submit("/reviews/new", "/reviews", &fields).await;
    assert!(recorded.location().starts_with("/reviews/"), "what needs a pre-flight has a next step");

    let desk = champion.get("/me").await;
    desk.assert_text("1 h 30 of 4 h").assert_text("ADR-14: one cluster");
    let page = app.sign_in_developer().await.get(&format!("/teams/{}", checkout.slug)).await;
    page.assert_text("ADR-14: one cluster").assert_text("Needs a pre-flight");
    let edit = desk.attributes("main a[href^='/reviews/'][href$='/edit']", "href").remove(0);
    let own = edit.trim_end_matches("/edit").to_owned();
    let drawn = champion.get(&edit).await;
    champion.submit_on(&drawn, &own, &[("outcome", "approved")]).await.assert_redirect_to("/me");
    champion.submit_on(&drawn, &own, &[("title", "Mine")]).await.assert_status(StatusCode::CONFLICT);
    app.sign_in_developer().await.get(&edit).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_review_without_kind_or_outcome_is_shown_again() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let champion = app.sign_in_as(&ana).await;

    let refused = champion.post("/reviews", &[("title", "ADR-14"), ("link", "file:///etc/passwd")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["kind", "outcome", "link"] {
        refused.assert_element(&format!("#{field}-problem"));
    }
    refused.assert_element("input[name=title][value='ADR-14']");
}

/// Checkout with Ana, who serves it.
async fn champion_of_checkout(app: &TestApp) -> Client {
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    app.sign_in_as(&ana).await
}

#[actix_web::test]
async fn a_review_that_needs_a_preflight_carries_its_words_into_a_question() {
    let app = TestApp::start().await;
    let champion = champion_of_checkout(&app).await;

    let fields = [
        ("kind", "pull-request"),
        ("title", "checkout-api#812"),
        ("link", "https://git.example.com/checkout-api/pull/812"),
        ("outcome", "needs-preflight"),
        ("preflight_why", "A second listener"),
        ("preflight_flows", "checkout -> prod-db 5433/tcp"),
    ];
    let recorded = champion.submit("/reviews/new", "/reviews", &fields).await;
    let page = champion.follow(&recorded).await;
    page.assert_text("A second listener").assert_element(".flow-list .flow");
    let ask = page.attributes("main a[href^='/questions/new?']", "href").remove(0);
    let form = champion.get(&ask).await;

    form.assert_element("input[name=title][value='Pre-flight: checkout-api#812']");
    let body = form.select("textarea[name=body]").remove(0);
    for part in ["A second listener", "checkout -- 5433/tcp --> prod-db", "/pull/812", &recorded.location()] {
        assert!(body.contains(part), "{part} is missing: {body}");
    }
    app.sign_in_developer().await.get(&recorded.location()).await.assert_ok();
    app.anonymous().get(&recorded.location()).await.assert_redirect();
}

#[actix_web::test]
async fn a_line_that_is_no_flow_is_named_and_the_words_stay() {
    let app = TestApp::start().await;
    let champion = champion_of_checkout(&app).await;

    let flows = "checkout -- 5433/tcp --> prod-db\nbogus flow line";
    let fields = [("kind", "design"), ("title", "ADR-3"), ("outcome", "needs-preflight"), ("preflight_flows", flows)];
    let refused = champion.submit("/reviews/new", "/reviews", &fields).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#preflight_flows-problem");
    refused.assert_text("line 2, “bogus flow line”");
    assert!(refused.select("textarea[name=preflight_flows]").concat().contains("bogus flow line"));
}

#[actix_web::test]
async fn a_review_in_progress_is_finished_with_an_outcome() {
    let app = TestApp::start().await;
    let champion = champion_of_checkout(&app).await;

    let fields =
        [("kind", "scanner-triage"), ("title", "Weekly scan"), ("state", "in-progress"), ("day", "2026-11-10")];
    champion.submit("/reviews/new", "/reviews", &fields).await.assert_redirect_to("/me");
    let desk = champion.get("/me").await;
    desk.assert_text("The review of Weekly scan is not finished");
    let edit = desk.attributes("main a[href^='/reviews/'][href$='/edit']", "href").remove(0);
    let own = edit.trim_end_matches("/edit").to_owned();
    let early = champion.submit(&edit, &own, &[("state", "done")]).await;
    early.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#outcome-problem");
    let done =
        [("state", "done"), ("outcome", "changes-asked"), ("critical", "1"), ("low", "3"), ("findings", "Old TLS")];
    champion.submit(&edit, &own, &done).await.assert_redirect_to("/me");

    champion.get(&own).await.assert_text("1 critical, 3 low").assert_text("Old TLS");
    champion.get("/me").await.assert_no_text("is not finished");
    champion.submit(&edit, &own, &[("low", "-1")]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn the_list_shows_each_the_reviews_of_their_own_teams_without_names() {
    let app = TestApp::start().await;
    let champion = champion_of_checkout(&app).await;
    let billing = app.insert(team("Billing")).await;
    let bo = app.insert(person().named("Bo Lund")).await;
    app.insert(term(bo.id, billing.id)).await;
    let other = app.sign_in_as(&bo).await;
    for (client, title, day) in
        [(&champion, "Mine", "2026-10-30"), (&champion, "=Mine too", "2026-11-02"), (&other, "Theirs", "2026-11-02")]
    {
        let fields = [("kind", "design"), ("title", title), ("outcome", "approved"), ("day", day), ("log", "")];
        client.submit("/reviews/new", "/reviews", &fields).await.assert_redirect();
    }

    champion.get("/reviews").await.assert_text("Mine").assert_no_text("Theirs");
    let lead = app.sign_in(Grant::Lead).await;
    lead.get("/reviews").await.assert_text("Theirs").assert_no_text("Bo Lund");
    lead.get("/reviews?month=2026-10").await.assert_text("Mine").assert_no_text("Theirs");
    lead.get("/reviews?team=bill").await.assert_text("Theirs").assert_no_text("Mine");
    lead.get("/reviews?month=soon").await.assert_text("is not a month");
    let csv = lead.get("/reviews.csv?month=2026-11").await;
    csv.assert_ok().assert_header("content-disposition", "attachment; filename=\"reviews-2026-11-18.csv\"");
    assert_eq!(csv.html().lines().count(), 3, "{}", csv.html());
    assert!(csv.html().contains("'=Mine too") && !csv.html().contains("Bo Lund"), "{}", csv.html());
    for path in ["/reviews", "/reviews.csv"] {
        app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
}
