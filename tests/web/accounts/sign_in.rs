//! Signing in and out.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{PASSWORD, TestApp, person};

#[actix_web::test]
async fn the_right_password_signs_in() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    let answer =
        visitor.submit("/sign-in", "/sign-in", &[("email", "ANA.ruiz@example.com"), ("password", PASSWORD)]).await;

    answer.assert_redirect_to("/");
    visitor.get("/").await.assert_ok().assert_text(&ana.name);
}

#[actix_web::test]
async fn an_admin_sees_the_accounts_and_others_do_not() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    admin.get("/accounts").await.assert_ok().assert_text("Person");
    analyst.get("/accounts").await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get("/accounts").await.assert_redirect_to("/sign-in?return=/accounts");
}

#[actix_web::test]
async fn an_admin_adds_somebody_through_the_form() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;

    let added = admin.submit("/accounts/new", "/accounts", &[("name", "Bo Li"), ("email", "bo@example.com")]).await;

    added.assert_redirect_to("/accounts/bo");
    admin.follow(&added).await.assert_ok().assert_text("Bo Li");
}
