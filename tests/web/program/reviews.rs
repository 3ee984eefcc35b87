//! Recording reviews.

use actix_web::http::StatusCode;

use crate::harness::{TestApp, person, team, term};

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
    champion.submit("/reviews/new", "/reviews", &fields).await.assert_redirect_to("/me");

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
