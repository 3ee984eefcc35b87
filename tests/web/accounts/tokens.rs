//! API tokens: made and shown once, taken on the API alone, and dead when they
//! have ended, are revoked, or their person's account is off.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, web::Data};
use diesel::prelude::*;
use drawbridge::accounts::Person;
use drawbridge::clock::Timestamp;
use drawbridge::db::schema::{api_tokens, audit_entries, submissions};
use drawbridge::error::AppError;
use drawbridge::web::{Form, Grant, Member, Policy, Route, Site, TokenScope};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::harness::{Answer, Client, TestApp, person};

const OWN: &str = "/me/tokens";
const SEARCH: &str = "/api/v1/search?q=port";

/// Routes of the API for every kind of door.
fn doors() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/test/me", TokenScope::Read, Policy::SignedIn, me),
        Route::api_post("/api/v1/test/time", TokenScope::TimeWrite, Policy::SignedIn, echo),
        Route::api_post("/api/v1/test/import", TokenScope::ProgramImport, Policy::Granted(&[Grant::Lead]), echo),
        Route::get("/api/v1/test/forgotten", Policy::SignedIn, me),
    ]
}

async fn me(member: Member) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().body(member.handle))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Echo {
    words: String,
}

async fn echo(member: Member, site: Data<Site>, form: Form<Echo>) -> Result<HttpResponse, AppError> {
    assert!(!site.demo);
    Ok(HttpResponse::Ok().body(format!("{}: {}", member.handle, form.words)))
}

async fn start() -> TestApp {
    TestApp::with().more_routes(doors).start().await
}

/// Makes a token in the browser of this person and reads it off the page.
async fn make(client: &Client, scopes: &[&str], days: &str) -> String {
    let mut fields = vec![("name", "Pipeline"), ("days", days)];
    fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
    let page = client.post(OWN, &fields).await;
    page.assert_ok().assert_text("Copy this token now.");
    page.select("code[data-copy]").remove(0)
}

async fn use_token(client: &Client, token: &str, path: &str) -> Answer {
    client.get_with(path, &[("Authorization", &format!("Bearer {token}"))]).await
}

async fn post_with(client: &Client, token: &str, path: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    client.send(Method::POST, path, &headers, body.as_bytes().to_vec()).await
}

fn assert_problem(answer: &Answer, status: StatusCode, words: &str, authenticate: &str) {
    answer.assert_status(status).assert_header("content-type", "application/problem+json");
    assert_eq!(answer.json()["status"], status.as_u16());
    assert!(answer.json()["detail"].as_str().is_some_and(|detail| detail.contains(words)), "{answer}");
    answer.assert_header("www-authenticate", authenticate);
}

const UNKNOWN: (&str, &str) = ("unknown, has ended or was revoked", "Bearer error=\"invalid_token\"");

fn assert_unknown(answer: &Answer) {
    assert_problem(answer, StatusCode::UNAUTHORIZED, UNKNOWN.0, UNKNOWN.1);
}

async fn ana(app: &TestApp) -> (Person, Client) {
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let browser = app.sign_in_as(&ana).await;
    (ana, browser)
}

#[actix_web::test]
async fn a_script_acts_as_the_person_within_the_scopes_of_its_token() {
    let app = start().await;
    let (ana, browser) = ana(&app).await;
    let token = make(&browser, &["time:write", "read"], "30").await;
    let script = app.anonymous();

    let me = use_token(&script, &token, "/api/v1/test/me").await;
    let time = post_with(&script, &token, "/api/v1/test/time", "words=45m").await;
    let import = post_with(&script, &token, "/api/v1/test/import", "").await;

    assert_eq!(me.assert_ok().html(), ana.handle);
    assert_eq!(time.assert_ok().html(), format!("{}: 45m", ana.handle));
    let lacks = "Bearer error=\"insufficient_scope\", scope=\"program:import\"";
    assert_problem(&import, StatusCode::FORBIDDEN, "lacks the scope program:import", lacks);
    use_token(&script, &token, SEARCH).await.assert_ok();
}

#[actix_web::test]
async fn a_scope_gives_no_right_that_the_person_lacks() {
    let app = start().await;
    let (developer, lead) = (app.sign_in_developer().await, app.sign_in(Grant::Lead).await);
    let script = app.anonymous();

    let without = make(&developer, &["program:import"], "30").await;
    let with = make(&lead, &["program:import"], "30").await;
    let refused = post_with(&script, &without, "/api/v1/test/import", "").await;

    assert_problem(&refused, StatusCode::FORBIDDEN, "you may not do this", "");
    post_with(&script, &with, "/api/v1/test/import", "").await.assert_ok();
    let unread = use_token(&script, &with, SEARCH).await;
    let lacks = "Bearer error=\"insufficient_scope\", scope=\"read\"";
    assert_problem(&unread, StatusCode::FORBIDDEN, "lacks the scope read", lacks);
}

#[actix_web::test]
async fn what_is_no_token_is_refused_also_where_none_is_needed() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let token = make(&browser, &["read"], "30").await;
    let script = app.anonymous();

    for wrong in ["", "demo", &token[1..], &token.to_uppercase(), &format!("{token}x"), "\u{e9}"] {
        for path in [SEARCH, "/api/v1/test/me", "/api/v1/nothing"] {
            assert_unknown(&use_token(&script, wrong, path).await);
        }
        assert_unknown(&post_with(&script, wrong, "/api/v1/test/time", "words=x").await);
    }
    let nobody = script.get("/api/v1/test/me").await;
    assert_problem(&nobody, StatusCode::UNAUTHORIZED, "sign in first", "Bearer");
    let basic = script.get_with("/api/v1/test/me", &[("Authorization", "Basic YTpi")]).await;
    assert_problem(&basic, StatusCode::UNAUTHORIZED, "sign in first", "Bearer");
    // It counts for the request that carries it, whatever cookie comes along.
    assert_unknown(&use_token(&browser, "wrong", "/api/v1/test/me").await);
    browser.get("/api/v1/test/me").await.assert_ok();
}

#[actix_web::test]
async fn a_token_opens_the_api_and_no_page() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let token = make(&browser, &["read", "time:write"], "30").await;
    let script = app.anonymous();

    for path in ["/me", OWN, "/permissions", "/me/tokens?x=/api/v1/"] {
        let sent = use_token(&script, &token, path).await;
        assert!(sent.location().starts_with("/sign-in"), "{path}");
    }
    let made = post_with(&script, &token, OWN, "name=More&scope=read&days=7").await;
    assert!(made.location().starts_with("/sign-in"));
    use_token(&script, &token, "/faq").await.assert_ok().assert_text("Sign in");
    // An address of the API that does not say what it is for is closed to tokens.
    use_token(&script, &token, "/api/v1/test/forgotten").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn below_a_base_path_it_opens_the_api_there() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").more_routes(doors).start().await;
    let (ana, browser) = ana(&app).await;
    let token = make(&browser, &["read"], "30").await;

    let me = use_token(&app.anonymous(), &token, "/api/v1/test/me").await;

    assert_eq!(me.assert_ok().html(), ana.handle);
    browser.get(OWN).await.assert_text("https://bridge.example/drawbridge/api/v1/search");
}

#[actix_web::test]
async fn a_form_from_elsewhere_needs_the_token_and_a_cookie_does_not_help() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let token = make(&browser, &["time:write"], "30").await;
    let elsewhere = [("Origin", "https://evil.example"), ("Content-Type", "application/x-www-form-urlencoded")];

    let cookie = browser.send(Method::POST, "/api/v1/test/time", &elsewhere, b"words=x".to_vec()).await;
    let bearer = format!("Bearer {token}");
    let mut headers = elsewhere.to_vec();
    headers.push(("Authorization", &bearer));
    let with_token = app.anonymous().send(Method::POST, "/api/v1/test/time", &headers, b"words=x".to_vec()).await;

    cookie.assert_status(StatusCode::FORBIDDEN);
    with_token.assert_ok();
}

#[actix_web::test]
async fn a_token_ends_on_its_day() {
    let app = start().await;
    let (ana, browser) = ana(&app).await;
    let token = make(&browser, &["read"], "7").await;
    let script = app.anonymous();

    app.advance(SignedDuration::from_hours(24 * 7) - SignedDuration::from_secs(1)).await;
    use_token(&script, &token, SEARCH).await.assert_ok();
    app.advance(SignedDuration::from_secs(1)).await;

    assert_unknown(&use_token(&script, &token, SEARCH).await);
    let page = app.sign_in_as(&ana).await.get(OWN).await;
    page.assert_text("ended").assert_no_element("button[name=token]");
}

#[actix_web::test]
async fn its_owner_revokes_a_token_and_it_is_dead_at_once() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let token = make(&browser, &["read"], "30").await;
    let script = app.anonymous();
    use_token(&script, &token, SEARCH).await.assert_ok();

    let key = browser.get(OWN).await.attributes("button[name=token]", "value").remove(0);
    let revoked = browser.post("/me/tokens/revocation", &[("token", &key)]).await;

    assert_unknown(&use_token(&script, &token, SEARCH).await);
    browser.follow(&revoked).await.assert_text("“Pipeline” is revoked.").assert_no_element("button[name=token]");
    browser.post("/me/tokens/revocation", &[("token", &key)]).await.assert_redirect();
}

#[actix_web::test]
async fn a_token_dies_with_the_account_of_its_person_and_does_not_come_back() {
    let app = start().await;
    let (ana, browser) = ana(&app).await;
    let admin = app.sign_in(Grant::Admin).await;
    let token = make(&browser, &["read"], "365").await;
    let script = app.anonymous();
    use_token(&script, &token, "/api/v1/test/me").await.assert_ok();

    let state = format!("/accounts/{}/state", ana.handle);
    admin.post(&state, &[("state", "disabled")]).await.assert_redirect();
    assert_unknown(&use_token(&script, &token, "/api/v1/test/me").await);
    admin.post(&state, &[("state", "active")]).await.assert_redirect();

    assert_unknown(&use_token(&script, &token, "/api/v1/test/me").await);
    admin.get("/tokens").await.assert_text("revoked");
}

#[actix_web::test]
async fn rights_are_those_of_the_moment() {
    let app = start().await;
    let ines = app.insert(person().granted(Grant::Lead)).await;
    let token = make(&app.sign_in_as(&ines).await, &["program:import"], "30").await;
    let admin = app.sign_in(Grant::Admin).await;
    let script = app.anonymous();
    post_with(&script, &token, "/api/v1/test/import", "").await.assert_ok();

    let taken = format!("/accounts/{}/grants/remove", ines.handle);
    admin.post(&taken, &[("kind", "lead"), ("scope", "all:")]).await.assert_redirect();

    post_with(&script, &token, "/api/v1/test/import", "").await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn admins_see_and_revoke_all_and_nobody_else_anothers() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let token = make(&browser, &["read"], "30").await;
    let key = browser.get(OWN).await.attributes("button[name=token]", "value").remove(0);
    let (other, admin) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::Admin).await);

    other.get("/tokens").await.assert_status(StatusCode::NOT_FOUND);
    other.get(OWN).await.assert_ok().assert_no_text("Pipeline");
    other.post("/tokens/revocation", &[("token", &key)]).await.assert_status(StatusCode::FORBIDDEN);
    other.post("/me/tokens/revocation", &[("token", &key)]).await.assert_status(StatusCode::NOT_FOUND);
    other.post("/me/tokens/revocation", &[("token", "x")]).await.assert_status(StatusCode::NOT_FOUND);
    use_token(&app.anonymous(), &token, SEARCH).await.assert_ok();
    let all = admin.get("/tokens").await;
    all.assert_ok().assert_text("Ana Ruiz").assert_text("Pipeline");
    admin.submit_on(&all, "/tokens/revocation", &[("token", &key)]).await.assert_redirect_to("/tokens");

    assert_unknown(&use_token(&app.anonymous(), &token, SEARCH).await);
    assert!(app.anonymous().get(OWN).await.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_form_that_does_not_fit_is_shown_again_with_its_words() {
    let app = start().await;
    let (_, browser) = ana(&app).await;

    let refused = browser.post(OWN, &[("name", "Pipeline"), ("days", "4000")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend 2 things");
    refused.assert_text("choose what the token may be used for").assert_text("1 to 365 days");
    refused.assert_element("input[name=name][value=Pipeline]").assert_no_element("code[data-copy]");
    let unknown = browser.post(OWN, &[("name", "P"), ("scope", "everything"), ("days", "7")]).await;
    unknown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("there is no scope “everything”");
    let kept: i64 = app.read(|connection| api_tokens::table.count().get_result(connection)).await;
    assert_eq!(kept, 0);
}

#[actix_web::test]
async fn a_form_that_is_sent_twice_makes_one_token() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let form = [("name", "Pipeline"), ("scope", "read"), ("days", "7"), ("once", "the-same")];

    browser.post(OWN, &form).await.assert_ok().assert_element("code[data-copy]");
    let again = browser.post(OWN, &form).await;

    again.assert_ok().assert_text("made already").assert_no_element("code[data-copy]");
    let kept: i64 = app.read(|connection| api_tokens::table.count().get_result(connection)).await;
    assert_eq!(kept, 1);
}

async fn used(app: &TestApp) -> Option<Timestamp> {
    app.read(|connection| api_tokens::table.select(api_tokens::used_at).first(connection)).await
}

#[actix_web::test]
async fn use_is_written_down_once_an_hour() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let token = make(&browser, &["read"], "7").await;
    let script = app.anonymous();
    browser.get(OWN).await.assert_text("never");
    assert_eq!(used(&app).await, None);

    use_token(&script, &token, SEARCH).await.assert_ok();
    let first = used(&app).await;
    app.advance(SignedDuration::from_mins(59)).await;
    use_token(&script, &token, SEARCH).await.assert_ok();
    let second = used(&app).await;
    app.advance(SignedDuration::from_mins(1)).await;
    use_token(&script, &token, SEARCH).await.assert_ok();
    let third = used(&app).await;

    assert!(first.is_some());
    assert_eq!(first, second);
    assert!(third > second, "{third:?}");
}

#[actix_web::test]
async fn n10_the_token_is_shown_once_and_kept_nowhere() {
    let app = start().await;
    let (_, browser) = ana(&app).await;
    let admin = app.sign_in(Grant::Admin).await;
    let token = make(&browser, &["read"], "7").await;
    use_token(&app.anonymous(), &token, SEARCH).await.assert_ok();

    for (client, path) in [(&browser, OWN), (&browser, "/me"), (&admin, "/tokens"), (&admin, "/accounts")] {
        let page = client.get(path).await;
        assert!(!page.assert_ok().html().contains(&token[11..]), "{path}");
    }
    let hash: String = app.read(|connection| api_tokens::table.select(api_tokens::token_hash).first(connection)).await;
    let record: Vec<(String, String)> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::action.like("token.%"))
                .select((audit_entries::action, audit_entries::detail))
                .load(connection)
        })
        .await;
    let targets: Vec<String> =
        app.read(|connection| submissions::table.select(submissions::target).load(connection)).await;
    assert!(token.starts_with("drawbridge_") && !hash.contains(&token[11..]));
    assert_eq!(record.len(), 1);
    assert!(record[0].1.contains("Pipeline") && !format!("{record:?}{targets:?}").contains(&token[11..]));
}

#[actix_web::test]
async fn every_address_of_the_api_says_what_a_token_needs_there_and_no_page_does() {
    for route in drawbridge::app::routes() {
        let is_api = route.path.starts_with("/api/");
        assert_eq!(route.scope.is_some(), is_api, "{} {}", route.method, route.path);
    }
    let app = TestApp::start().await;
    let page = app.sign_in_developer().await.get("/permissions").await;
    page.assert_text("/api/v1/search").assert_element("td code").assert_text("not for tokens");
}
