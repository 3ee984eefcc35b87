//! A07: a request that was begun in time, and ends when its sender may no more.

use std::time::Duration;

use diesel::prelude::*;
use drawbridge::accounts::{self, Person};
use drawbridge::db::schema::{api_tokens, invitations, questions};
use drawbridge::web::Grant;

use crate::harness::{Client, Company, TestApp, person};

/// For longer than who a cookie or a token belongs to is remembered.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

/// A new password, as from another browser: it ends sessions and tokens.
async fn change_password(app: &TestApp, person: &Person) {
    let (person, now) = (person.clone(), app.now());
    app.write(move |tx| Ok(accounts::set_password(tx, now, &person, "another hash")?)).await;
}

/// Takes Bo's right away, as another admin does.
async fn take_right(app: &TestApp) {
    let admin = app.sign_in(Grant::Admin).await;
    let fields = [("kind", "admin"), ("scope", "all:")];
    admin.submit("/accounts/bo-li", "/accounts/bo-li/grants/remove", &fields).await.assert_redirect();
}

async fn bo(app: &TestApp) -> Client {
    let bo = app.insert(person().named("Bo Li").granted(Grant::Admin)).await;
    app.sign_in_as(&bo).await
}

#[actix_web::test]
async fn a07_a_form_held_back_does_nothing_when_its_session_has_ended() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let thief = app.sign_in_as(&company.asker).await;
    let token = thief.hold_back("/me/tokens", &[("name", "Mine"), ("days", "30"), ("scope", "read")]).await;
    let ask = || thief.hold_back("/questions", &[("title", "May we peer?"), ("body", "Frankfurt.")]);
    let (in_time, question) = (ask().await, ask().await);

    let (status, answer) = in_time.send();
    assert!(status == 303 && answer.contains("/questions/1"), "{answer}");
    change_password(&app, &company.asker).await;
    a_while().await;

    for held in [token, question] {
        let (status, answer) = held.send();
        assert!(matches!(status, 303 | 401) && answer.contains("/sign-in"), "{answer}");
    }
    let tokens: i64 = app.read(|connection| api_tokens::table.count().get_result(connection)).await;
    let asked: i64 = app.read(|connection| questions::table.count().get_result(connection)).await;
    assert_eq!((tokens, asked), (0, 1));
}

#[actix_web::test]
async fn a07_a_form_held_back_does_nothing_when_the_right_to_it_is_taken() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let bo = bo(&app).await;
    let fields = [("kind", "netsec"), ("scope", ""), ("confirmed", "yes")];
    let in_time = bo.hold_back("/accounts/ana-ruiz/grants", &fields).await;
    let fields = [("kind", "admin"), ("scope", ""), ("confirmed", "yes")];
    let late = bo.hold_back("/accounts/ana-ruiz/grants", &fields).await;

    a_while().await;
    let (status, answer) = in_time.send();
    assert_eq!(status, 303, "{answer}");
    take_right(&app).await;
    a_while().await;
    let (status, answer) = late.send();

    assert_eq!(status, 403, "{answer}");
    let given = app.read(move |connection| accounts::list_grants(connection, ana.id)).await;
    assert_eq!(given.iter().map(|(grant, _)| *grant).collect::<Vec<_>>(), [Grant::NetSec]);
}

#[actix_web::test]
async fn a07_an_empty_body_can_not_be_held_back_either() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let bo = bo(&app).await;
    let token = bo.csrf().await;
    let headers = [("X-CSRF-Token", token.as_str()), ("Transfer-Encoding", "chunked")];
    let held = bo.hold_back_with("/accounts/ana-ruiz/link", &headers, "0\r\n\r\n");

    take_right(&app).await;
    a_while().await;
    let (status, answer) = held.send();

    assert_eq!(status, 403, "{answer}");
    let links: i64 = app.read(|connection| invitations::table.count().get_result(connection)).await;
    assert_eq!(links, 0);
}

#[actix_web::test]
async fn a07_what_a_script_holds_back_does_nothing_when_its_token_is_revoked() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let browser = app.sign_in_as(&company.asker).await;
    let made = browser.post("/me/tokens", &[("name", "CI"), ("days", "30"), ("scope", "questions:write")]).await;
    let bearer = format!("Bearer {}", made.select("code[data-copy]").remove(0));
    let body = r#"{"title": "May we peer?", "body": "Frankfurt.", "urgency": "low", "topics": []}"#;
    let length = body.len().to_string();
    let headers =
        [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Content-Length", length.as_str())];
    let script = app.anonymous();
    let hold = || script.hold_back_with("/api/v1/questions", &headers, body);
    let (in_time, late) = (hold(), hold());

    let (status, answer) = in_time.send();
    assert_eq!(status, 201, "{answer}");
    change_password(&app, &company.asker).await;
    a_while().await;
    let (status, answer) = late.send();

    assert_eq!(status, 401, "{answer}");
    let asked: i64 = app.read(|connection| questions::table.count().get_result(connection)).await;
    assert_eq!(asked, 1);
}

#[actix_web::test]
async fn a07_a_form_held_back_by_somebody_signed_out_is_refused_as_from_a_stranger() {
    let app = TestApp::start().await;
    let admin = bo(&app).await;
    let held = admin.hold_back("/accounts", &[("name", "Eve"), ("email", "eve@example.com")]).await;

    admin.post("/sign-out", &[]).await.assert_redirect();
    let (status, answer) = held.send();

    assert!(matches!(status, 303 | 401) && answer.contains("/sign-in"), "{answer}");
    let found = app.read(|connection| Ok(accounts::find_by_email(connection, "eve@example.com").is_ok())).await;
    assert!(!found);
}
