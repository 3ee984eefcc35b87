//! One's own sessions: told apart, ended one by one, ended everywhere.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use drawbridge::web::Grant;
use jiff::SignedDuration;
use url::form_urlencoded::Serializer;

use crate::harness::{Client, PASSWORD, TestApp, person};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

/// Ana, signed in with a browser that calls itself so.
async fn ana_with(app: &TestApp, agent: &str) -> Client {
    let client = app.anonymous();
    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", agent)];
    client.send(Method::POST, "/sign-in", &headers, body.into_bytes()).await.assert_redirect_to("/");
    client
}

async fn with_ana() -> TestApp {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    app
}

#[actix_web::test]
async fn sessions_say_which_browser_from_where_and_when() {
    let app = with_ana().await;
    let laptop = ana_with(&app, FIREFOX).await;
    app.advance(SignedDuration::from_hours(3)).await;
    let _phone = ana_with(&app, PHONE).await;

    let page = laptop.get("/me/sessions").await;

    page.assert_ok().assert_text("Firefox on Linux").assert_text("Safari on an iPhone").assert_text("127.0.0.1");
    let rows = page.select("tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    let own = rows.iter().find(|row| row.contains("this browser")).expect("the one that looks is marked");
    assert!(own.contains("Firefox") && own.contains("3 hours ago"), "{own}");
    assert_eq!(page.select("form[action$='/me/sessions/end'] button").len(), 1);
}

#[actix_web::test]
async fn one_session_is_ended_and_the_others_live_on() {
    let app = with_ana().await;
    let (laptop, phone) = (ana_with(&app, FIREFOX).await, ana_with(&app, PHONE).await);
    let id = laptop.get("/me/sessions").await.attributes("button[name=id]", "value").remove(0);
    phone.get("/permissions").await.assert_ok();

    let ended = laptop.submit("/me/sessions", "/me/sessions/end", &[("id", &id)]).await;

    ended.assert_redirect_to("/me/sessions");
    laptop.follow(&ended).await.assert_ok().assert_text("Safari on an iPhone is signed out.");
    phone.get("/permissions").await.assert_redirect();
    laptop.post("/me/sessions/end", &[("id", &id)]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn sessions_of_others_can_neither_be_seen_nor_ended() {
    let app = with_ana().await;
    let (laptop, _phone) = (ana_with(&app, FIREFOX).await, ana_with(&app, PHONE).await);
    let id = laptop.get("/me/sessions").await.attributes("button[name=id]", "value").remove(0);
    let admin = app.sign_in(Grant::Admin).await;

    admin.get("/me/sessions").await.assert_ok().assert_no_text("Firefox");
    admin.post("/me/sessions/end", &[("id", &id)]).await.assert_status(StatusCode::NOT_FOUND);
    admin.post("/me/sessions/end", &[("id", "1")]).await.assert_status(StatusCode::NOT_FOUND);

    assert_eq!(laptop.get("/me/sessions").await.select("tbody tr").len(), 2);
    app.anonymous().get("/me/sessions").await.assert_redirect_to("/sign-in?return=/me/sessions");
}

#[actix_web::test]
async fn signing_out_everywhere_asks_once_and_leaves_nobody_in() {
    let app = with_ana().await;
    let (laptop, phone) = (ana_with(&app, FIREFOX).await, ana_with(&app, PHONE).await);

    let asked = laptop.submit("/me/sessions", "/me/sessions/end-all", &[]).await;
    asked.assert_ok().assert_text("Sign out everywhere?");
    phone.get("/permissions").await.assert_ok();
    let done = laptop.submit_on(&asked, "/me/sessions/end-all", &[]).await;

    done.assert_redirect_to("/sign-in");
    phone.get("/permissions").await.assert_redirect();
    assert_eq!(laptop.cookie("drawbridge"), None);
}

#[actix_web::test]
async fn a07_a_session_that_is_ended_is_dead_on_every_node_within_a_second() {
    let app = with_ana().await;
    let other = app.second_node();
    let (laptop, phone) = (ana_with(&app, FIREFOX).await, ana_with(&app, PHONE).await);
    let there = other.browser_of(&phone);
    there.get("/permissions").await.assert_ok();

    laptop.post("/me/sessions/end-all", &[("confirmed", "yes")]).await.assert_redirect();

    tokio::time::sleep(Duration::from_millis(1_050)).await;
    there.get("/permissions").await.assert_redirect();
}

#[actix_web::test]
async fn l07_signing_in_again_ends_the_session_before() {
    let app = with_ana().await;
    let laptop = ana_with(&app, FIREFOX).await;
    let before = laptop.cookie("drawbridge").unwrap();

    laptop.post("/sign-in", &[("email", "ana.ruiz@example.com"), ("password", PASSWORD)]).await.assert_redirect();

    let thief = app.anonymous();
    thief.set_cookie("drawbridge", &before);
    thief.get("/permissions").await.assert_redirect();
    assert_eq!(laptop.get("/me/sessions").await.select("tbody tr").len(), 1);
}
