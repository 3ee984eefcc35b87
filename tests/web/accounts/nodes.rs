//! What ends on one node has ended on all of them a second later.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use drawbridge::accounts::tokens::{self, NewToken};
use drawbridge::accounts::{self, Person};
use drawbridge::web::{Grant, Scope, TokenScope};

use crate::harness::{Node, TestApp, person};

/// Longer than a second by what a busy machine takes for a request.
const A_SECOND: Duration = Duration::from_millis(1_300);

async fn later() {
    tokio::time::sleep(A_SECOND).await;
}

async fn token_of(app: &TestApp, person: &Person) -> String {
    let (person, now) = (person.clone(), app.now());
    app.write(move |tx| {
        let new = NewToken { name: "CI".into(), scopes: vec![TokenScope::Read], days: 7 };
        Ok(tokens::create(tx, Some(person.id), now, &person, &new)?)
    })
    .await
}

async fn by_token(node: &Node, token: &str) -> StatusCode {
    let (script, bearer) = (node.anonymous(), format!("Bearer {token}"));
    script.send(Method::GET, "/api/v1/questions", &[("Authorization", &bearer)], Vec::new()).await.status
}

#[actix_web::test]
async fn a07_a_right_that_is_taken_on_one_node_is_gone_on_the_other_within_a_second() {
    let app = TestApp::start().await;
    let node = app.second_node();
    let boss = app.insert(person().granted(Grant::Admin)).await;
    let analyst = app.insert(person().granted(Grant::NetSec)).await;
    let there = node.browser_of(&app.sign_in_as(&analyst).await);
    there.get("/queue").await.assert_ok();

    let admin = app.sign_in_as(&boss).await;
    let path = format!("/accounts/{}", analyst.handle);
    admin.submit(&path, &format!("{path}/grants/remove"), &[("kind", "netsec")]).await.assert_redirect();
    later().await;

    there.get("/queue").await.assert_status(StatusCode::NOT_FOUND);
    there.get("/me").await.assert_ok();
}

#[actix_web::test]
async fn a07_whoever_is_switched_off_on_one_node_is_signed_out_on_the_other() {
    let app = TestApp::start().await;
    let node = app.second_node();
    let left = app.insert(person()).await;
    let token = token_of(&app, &left).await;
    let there = node.browser_of(&app.sign_in_as(&left).await);
    there.get("/me").await.assert_ok();
    assert_eq!(by_token(&node, &token).await, StatusCode::OK);

    let admin = app.sign_in(Grant::Admin).await;
    let path = format!("/accounts/{}", left.handle);
    admin.submit(&path, &format!("{path}/state"), &[("state", "disabled")]).await.assert_redirect();
    later().await;

    assert!(there.get("/me").await.location().starts_with("/sign-in"));
    assert_eq!(by_token(&node, &token).await, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a07_a_new_password_ends_sessions_and_tokens_on_the_other_node() {
    let app = TestApp::start().await;
    let node = app.second_node();
    let owner = app.insert(person()).await;
    let token = token_of(&app, &owner).await;
    let there = node.browser_of(&app.sign_in_as(&owner).await);
    there.get("/me").await.assert_ok();
    assert_eq!(by_token(&node, &token).await, StatusCode::OK);

    let now = app.now();
    app.write(move |tx| Ok(accounts::set_password(tx, now, &owner, "another hash")?)).await;
    later().await;

    assert!(there.get("/me").await.location().starts_with("/sign-in"));
    assert_eq!(by_token(&node, &token).await, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a07_signing_out_on_one_node_signs_out_on_the_other() {
    let app = TestApp::start().await;
    let node = app.second_node();
    let here = app.sign_in_developer().await;
    let there = node.browser_of(&here);
    there.get("/me").await.assert_ok();

    here.post("/sign-out", &[]).await.assert_redirect();
    later().await;

    assert!(there.get("/me").await.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a07_a_right_that_is_given_opens_the_other_node_within_a_second() {
    let app = TestApp::start().await;
    let node = app.second_node();
    let somebody = app.insert(person()).await;
    let there = node.browser_of(&app.sign_in_as(&somebody).await);
    there.get("/queue").await.assert_status(StatusCode::NOT_FOUND);

    let now = app.now();
    app.write(move |tx| Ok(accounts::grant(tx, None, now, &somebody, Grant::NetSec, Scope::All)?)).await;
    later().await;

    there.get("/queue").await.assert_ok();
}
