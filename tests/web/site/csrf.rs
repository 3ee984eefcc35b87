//! W05: forms that other sites send in a visitor's name.

use actix_web::http::{Method, StatusCode};
use drawbridge::accounts;
use drawbridge::web::Grant;

use crate::harness::{Answer, Client, PASSWORD, TestApp, person};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

async fn add_bo(admin: &Client, token: &str, headers: &[(&str, &str)]) -> Answer {
    let body = format!("csrf={token}&name=Bo+Li&email=bo%40example.com");
    let mut all = vec![FORM];
    all.extend_from_slice(headers);
    admin.send(Method::POST, "/accounts", &all, body.into_bytes()).await
}

async fn count(app: &TestApp) -> usize {
    app.read(|connection| Ok(accounts::find_people(connection, "bo li", 0, 10).unwrap().len())).await
}

#[actix_web::test]
async fn w05_what_comes_from_elsewhere_is_refused() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let token = admin.csrf().await;

    for headers in [
        vec![("Origin", "https://evil.example")],
        vec![("Origin", "null")],
        vec![("Origin", "http://127.0.0.1:1")],
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")],
    ] {
        let answer = add_bo(&admin, &token, &headers).await;
        answer.assert_status(StatusCode::FORBIDDEN).assert_text("sent from another site");
    }

    assert_eq!(count(&app).await, 0);
    let origin = app.base_url.clone();
    add_bo(&admin, &token, &[("Origin", &origin)]).await.assert_redirect();
    assert_eq!(count(&app).await, 1);
}

#[actix_web::test]
async fn w05_a_form_needs_the_token_of_its_own_session() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let foreign = app.sign_in(Grant::Admin).await.csrf().await;
    let own = admin.csrf().await;
    let origin = app.base_url.clone();

    for token in ["", "x", foreign.as_str(), &own[1..], &own.to_uppercase()] {
        let answer = add_bo(&admin, token, &[("Origin", &origin)]).await;
        answer.assert_status(StatusCode::FORBIDDEN).assert_text("reload the page");
    }

    assert_eq!(count(&app).await, 0);
}

#[actix_web::test]
async fn w05_nobody_is_signed_in_by_another_site() {
    let app = TestApp::start().await;
    app.insert(person().named("Eve Evil").with_password()).await;
    let visitor = app.anonymous();

    let body = format!("email=eve.evil%40example.com&password={}", PASSWORD.replace(' ', "+")).into_bytes();
    let answer = visitor.send(Method::POST, "/sign-in", &[FORM, ("Origin", "https://evil.example")], body).await;

    answer.assert_status(StatusCode::FORBIDDEN);
    assert_eq!(visitor.cookie("drawbridge"), None);
}

#[actix_web::test]
async fn w05_htmx_sends_its_token_in_a_header() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let (origin, token) = (app.base_url.clone(), admin.csrf().await);

    let headers = [("Origin", origin.as_str()), ("X-CSRF-Token", token.as_str())];
    add_bo(&admin, "", &headers).await.assert_redirect();
}

#[actix_web::test]
async fn w05_opening_every_page_changes_no_row_of_business() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let before = rows(&app).await;

    for route in drawbridge::app::routes().into_iter().filter(|route| route.method == Method::GET) {
        admin.get(&route.path.replace(['{', '}'], "")).await;
    }

    assert_eq!(rows(&app).await, before);
}

/// Rows of each table that a page's opening must leave alone.
async fn rows(app: &TestApp) -> Vec<i64> {
    use diesel::prelude::*;
    use drawbridge::db::schema::{articles, audit_entries, feedback, grants, people, questions, teams, terms};
    app.read(|connection| {
        Ok(vec![
            people::table.count().get_result(connection)?,
            grants::table.count().get_result(connection)?,
            audit_entries::table.count().get_result(connection)?,
            teams::table.count().get_result(connection)?,
            terms::table.count().get_result(connection)?,
            questions::table.count().get_result(connection)?,
            articles::table.count().get_result(connection)?,
            feedback::table.count().get_result(connection)?,
        ])
    })
    .await
}
