//! One's own account: what lets anybody in, and a new password.

use actix_web::http::StatusCode;

use crate::harness::{Client, PASSWORD, TestApp, person};

const NEW: &str = "marble trumpet orchid";

async fn ana(app: &TestApp) -> Client {
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let client = app.anonymous();
    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    client.submit("/sign-in", "/sign-in", &fields).await.assert_redirect();
    client
}

#[actix_web::test]
async fn the_account_says_what_lets_anybody_in() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;

    let page = ana.get("/me/account").await;

    page.assert_ok().assert_text("ana.ruiz@example.com").assert_text("This browser alone").assert_text("Change it");
    ana.get("/me").await.assert_element("a[href='/me/account']");
    app.anonymous().get("/me/account").await.assert_redirect_to("/sign-in?return=/me/account");
    app.anonymous().get("/me/password").await.assert_redirect_to("/sign-in?return=/me/password");
}

#[actix_web::test]
async fn a07_a_new_password_ends_every_other_session_and_the_tokens() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    let other = app.anonymous();
    other.post("/sign-in", &[("email", "ana.ruiz@example.com"), ("password", PASSWORD)]).await.assert_redirect();
    let made = ana.post("/me/tokens", &[("name", "Pipeline"), ("days", "30"), ("scope", "read")]).await;
    let token = format!("Bearer {}", made.select("code[data-copy]").remove(0));
    app.anonymous().get_with("/api/v1/search?q=port", &[("Authorization", &token)]).await.assert_ok();

    let fields = [("current", PASSWORD), ("password", NEW)];
    let changed = ana.submit("/me/password", "/me/password", &fields).await;

    changed.assert_redirect_to("/me/account");
    ana.follow(&changed).await.assert_ok().assert_text("Your password is changed");
    other.get("/permissions").await.assert_redirect();
    let refused = app.anonymous().get_with("/api/v1/search?q=port", &[("Authorization", &token)]).await;
    refused.assert_status(StatusCode::UNAUTHORIZED);
    let fields = [("email", "ana.ruiz@example.com"), ("password", NEW)];
    app.anonymous().submit("/sign-in", "/sign-in", &fields).await.assert_redirect_to("/");
}

#[actix_web::test]
async fn whoever_does_not_know_the_old_password_sets_no_new_one() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    for (current, password, field, words) in [
        ("not this one", NEW, "current", "this is not your password"),
        ("", NEW, "current", "this is not your password"),
        (PASSWORD, "password", "password", "too easy to guess"),
        (PASSWORD, "ana.ruiz1", "password", "too easy to guess"),
    ] {
        let fields = [("current", current), ("password", password)];
        let refused = ana.submit("/me/password", "/me/password", &fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("#field-{field}[aria-invalid=true]"));
        assert!(!refused.html().contains(NEW) && !refused.html().contains(PASSWORD));
    }
    // A browser that somebody left open gives no more tries than the door.
    for _ in 0..10 {
        ana.post("/me/password", &[("current", "guessed"), ("password", NEW)]).await;
    }
    let waits = ana.post("/me/password", &[("current", PASSWORD), ("password", NEW)]).await;
    waits.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("too many tries were wrong");
}

#[actix_web::test]
async fn whoever_has_no_password_is_told_how_to_get_one() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().named("Ivo Kern").invited()).await;
    let now = app.now();
    let link = app.write(move |tx| Ok(drawbridge::accounts::make_sign_in_link(tx, now, &ivo)?)).await;
    let visitor = app.anonymous();
    visitor.submit(&link, &link, &[]).await.assert_redirect_to("/me");

    visitor.get("/me/account").await.assert_ok().assert_text("An admin can make you a link");
    visitor.get("/me/password").await.assert_ok().assert_text("You have no password here");
    let refused = visitor.post("/me/password", &[("current", ""), ("password", NEW)]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("You have no password here");
}
