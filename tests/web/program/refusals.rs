//! Every page of the program, as somebody who may not.

use actix_web::http::{Method, StatusCode};
use drawbridge::web::Grant;

use crate::harness::{TestApp, person, team, term};

#[actix_web::test]
async fn the_address_of_a_form_that_came_back_opens_the_form() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let lead = app.sign_in(Grant::Lead).await;

    for (path, to) in [
        ("/teams/checkout/nominations", "/teams/checkout/nominations/new"),
        ("/completions", "/training"),
        ("/time/offers", "/time"),
    ] {
        lead.get(path).await.assert_redirect_to(to);
        app.anonymous().get(path).await.assert_redirect();
    }
}

#[actix_web::test]
async fn visitors_are_sent_to_sign_in() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let visitor = app.anonymous();

    for path in [
        "/teams",
        "/teams/checkout",
        "/departments",
        "/champions",
        "/coverage",
        "/coverage.csv",
        "/me",
        "/time",
        "/training",
        "/reviews/new",
        "/reviews",
        "/reviews.csv",
        "/meetings",
        "/meetings/new",
        "/meetings/1",
        "/calendar",
        "/people/ana-ruiz",
        "/people/ana-ruiz/leave",
        "/handovers",
        "/teams/checkout/belongings",
        "/terms",
    ] {
        let answer = visitor.get(path).await;
        answer.assert_redirect();
        assert!(answer.location().starts_with("/sign-in"), "{path}");
    }
}

#[actix_web::test]
async fn who_was_signed_out_while_typing_comes_back_to_the_page_of_the_form() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    let visitor = app.anonymous();

    for (referrer, to) in [
        ("https://bridge.example/drawbridge/meetings/held?a=b", "/drawbridge/sign-in?return=/meetings/held%3Fa%3Db"),
        ("https://bridge.example/elsewhere", "/drawbridge/sign-in"),
        ("https://evil.example/drawbridge/meetings/held", "/drawbridge/sign-in"),
        ("no address", "/drawbridge/sign-in"),
    ] {
        let headers = [("Referer", referrer), ("Content-Type", "application/x-www-form-urlencoded")];
        let sent = visitor.send(Method::POST, "/meetings/held", &headers, b"title=x".to_vec()).await;
        sent.assert_status(StatusCode::SEE_OTHER);
        assert_eq!(sent.header("location"), to, "{referrer}");
    }
    // What was typed is kept in the tab until then.
    visitor.get("/sign-in").await.assert_element("[data-failed]");
}

#[actix_web::test]
async fn developers_neither_see_nor_shape_what_is_not_theirs() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let developer = app.sign_in_developer().await;

    for path in [
        "/teams/new",
        "/teams/checkout/edit",
        "/coverage",
        "/coverage.csv",
        "/training/new",
        "/reviews/new",
        "/departments/any/edit",
        "/terms",
    ] {
        assert_eq!(developer.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "/teams",
        "/teams/checkout",
        "/departments",
        "/training",
        "/teams/checkout/members",
        "/teams/checkout/nominations",
    ] {
        let answer = developer.post(path, &[("name", "x"), ("person", "nobody")]).await;
        assert!([StatusCode::FORBIDDEN, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status), "{path}");
    }
    developer.get("/teams/checkout/nominations/new").await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_nomination_is_not_there_for_strangers() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id).state("nominated")).await;
    let stranger = app.sign_in(Grant::NetSec).await;

    stranger.get(&format!("/terms/{id}")).await.assert_status(StatusCode::NOT_FOUND);
    stranger.post(&format!("/terms/{id}/approval"), &[]).await.assert_status(StatusCode::NOT_FOUND);
    stranger.get("/terms/none").await.assert_status(StatusCode::NOT_FOUND);
    stranger.get("/teams/checkout").await.assert_no_text("Ana Ruiz");
    app.sign_in(Grant::Lead).await.get("/teams/checkout").await.assert_text("Ana Ruiz");
}
