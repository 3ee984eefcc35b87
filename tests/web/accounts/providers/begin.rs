//! The two halves of a sign-in: what is sent along, and what is bound to what.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts;
use drawbridge::db::schema::sign_in_attempts;
use jiff::SignedDuration;
use url::Url;

use super::{come, company, is_in, site, site_with, way_back};
use crate::harness::{FakeProvider, Known, TestApp, person};

#[actix_web::test]
async fn somebody_whom_the_provider_knows_is_signed_in_and_goes_on() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();

    let page = visitor.get("/sign-in?return=/permissions").await;
    let button = page.attributes("main a.button", "href");
    assert_eq!(page.select("main a.button"), ["Sign in with Example Corp"]);
    let sent = visitor.get(&button[0]).await;
    let back = provider.say_yes(&sent.header("location"), &Known::named("Ana Ruiz"));
    let came = visitor.get(back.strip_prefix(&app.base_url).unwrap()).await;

    came.assert_redirect_to("/permissions");
    visitor.get("/permissions").await.assert_ok().assert_text("Ana Ruiz");
    let person = app.read(|connection| Ok(accounts::find_by_email(connection, "ana.ruiz@example.com").unwrap())).await;
    assert_eq!((person.name.as_str(), person.password_hash), ("Ana Ruiz", None));
}

#[actix_web::test]
async fn l06_the_provider_gets_a_challenge_a_state_a_nonce_and_the_exact_address() {
    let provider = FakeProvider::start();
    let app = site_with(vec![company(&provider)]).base_url("https://bridge.example/drawbridge").start().await;

    let first = app.anonymous().get_with("/sign-in/with/company", &[("Host", "evil.example")]).await;
    let second = app.anonymous().get("/sign-in/with/company").await;

    let query = |location: &str| -> HashMap<String, String> {
        Url::parse(location).unwrap().query_pairs().into_owned().collect()
    };
    let (one, two) = (query(&first.header("location")), query(&second.header("location")));
    assert_eq!(one["redirect_uri"], "https://bridge.example/drawbridge/sign-in/with/company/callback");
    assert_eq!((one["code_challenge_method"].as_str(), one["response_type"].as_str()), ("S256", "code"));
    assert_eq!(one["scope"], "openid profile email");
    for name in ["state", "nonce", "code_challenge"] {
        assert!(one[name].len() >= 43 && one[name] != two[name], "{name}: {one:?}");
    }
    let cookie = first.headers_named("set-cookie").join("\n");
    for part in ["__Host-drawbridge_browser=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/;"] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
}

#[actix_web::test]
async fn l06_the_database_keeps_nothing_that_lets_anybody_in() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();

    let sent = visitor.get("/sign-in/with/company").await;
    let location = Url::parse(&sent.header("location")).unwrap();
    let kept: Vec<(String, String, String)> = app
        .read(|connection| {
            let columns = (sign_in_attempts::state_hash, sign_in_attempts::browser_hash, sign_in_attempts::target);
            sign_in_attempts::table.select(columns).load(connection)
        })
        .await;

    let browser = visitor.cookie("drawbridge_browser").unwrap();
    assert_eq!(kept.len(), 1);
    for (name, value) in location.query_pairs().chain([("cookie".into(), browser.as_str().into())]) {
        if ["state", "nonce", "code_challenge", "cookie"].contains(&name.as_ref()) {
            assert!(!format!("{kept:?}").contains(&*value), "{name}");
        }
    }
}

#[actix_web::test]
async fn l06_a_state_is_good_once_in_its_own_browser_and_for_a_quarter_of_an_hour() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = Known::named("Ana Ruiz");
    let (visitor, stranger) = (app.anonymous(), app.anonymous());

    let used = way_back(&visitor, &app, &provider, &ana).await;
    visitor.get(&used).await.assert_redirect_to("/");
    visitor.get(&used).await.assert_status(StatusCode::BAD_REQUEST).assert_text("This sign-in is over");

    let stolen = way_back(&visitor, &app, &provider, &ana).await;
    stranger.get("/sign-in/with/company").await;
    for thief in [&stranger, &app.anonymous()] {
        let refused = thief.get(&stolen).await;
        refused.assert_status(StatusCode::BAD_REQUEST);
        assert!(!is_in(thief).await, "{refused}");
    }

    let late = way_back(&visitor, &app, &provider, &ana).await;
    app.advance(SignedDuration::from_mins(16)).await;
    visitor.get(&late).await.assert_status(StatusCode::BAD_REQUEST).assert_text("This sign-in is over");
    for made_up in ["?code=x", "?code=x&state=made-up", "?state=", ""] {
        let refused = visitor.get(&format!("/sign-in/with/company/callback{made_up}")).await;
        refused.assert_status(StatusCode::BAD_REQUEST);
    }
}

#[actix_web::test]
async fn l06_a_state_that_another_browser_sent_is_burnt() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let (visitor, stranger) = (app.anonymous(), app.anonymous());
    let path = way_back(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await;

    stranger.get(&path).await.assert_text("This sign-in began elsewhere");

    visitor.get(&path).await.assert_text("This sign-in is over");
    assert!(!is_in(&visitor).await);
}

#[actix_web::test]
async fn several_tabs_do_not_disturb_each_other() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    let ana = Known::named("Ana Ruiz");

    let first = way_back(&visitor, &app, &provider, &ana).await;
    let second = way_back(&visitor, &app, &provider, &ana).await;

    visitor.get(&first).await.assert_redirect_to("/");
    visitor.get(&second).await.assert_redirect_to("/");
}

#[actix_web::test]
async fn l06_the_answer_of_another_provider_is_refused() {
    let (provider, other) = (FakeProvider::start(), FakeProvider::start());
    let mut second = company(&other);
    second.key = "other".into();
    let app = site_with(vec![company(&provider), second]).start().await;
    let visitor = app.anonymous();
    let ana = Known::named("Ana Ruiz");

    // The state of one at the address of the other.
    let path = way_back(&visitor, &app, &provider, &ana).await;
    let refused = visitor.get(&path.replace("/company/", "/other/")).await;
    refused.assert_status(StatusCode::BAD_REQUEST).assert_text("not the one that was asked for");

    // Another issuer's name, and none (RFC 9207).
    let own = url::form_urlencoded::byte_serialize(provider.issuer.as_bytes()).collect::<String>();
    for iss in ["&iss=https%3A%2F%2Fevil.example", ""] {
        let path = way_back(&visitor, &app, &provider, &ana).await;
        let changed = path.replace(&format!("&iss={own}"), iss);
        assert_ne!(changed, path);
        visitor
            .get(&changed)
            .await
            .assert_status(StatusCode::BAD_REQUEST)
            .assert_text("not the one that was asked for");
    }
    assert!(!is_in(&visitor).await);
}

#[actix_web::test]
async fn what_the_provider_refuses_is_said_plainly() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    for (word, expected) in
        [("access_denied", "was cancelled at Example Corp"), ("<b>server_error", "“<b>server_error”")]
    {
        let path = way_back(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await;
        let word: String = url::form_urlencoded::byte_serialize(word.as_bytes()).collect();
        let refused = visitor.get(&format!("{path}&error={word}")).await;
        refused
            .assert_status(StatusCode::FORBIDDEN)
            .assert_text(expected)
            .assert_element("a[href='/sign-in/with/company']");
    }
    assert!(!is_in(&visitor).await);
}

#[actix_web::test]
async fn l07_signing_in_makes_a_new_session_and_ends_the_one_before() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let bo = app.insert(person().named("Bo")).await;
    let browser = app.sign_in_as(&bo).await;
    let before = browser.cookie("drawbridge").unwrap();

    come(&browser, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");

    assert_ne!(browser.cookie("drawbridge").unwrap(), before);
    browser.get("/permissions").await.assert_text("Ana Ruiz");
    let old = app.anonymous();
    old.set_cookie("drawbridge", &before);
    assert!(!is_in(&old).await);
}

#[actix_web::test]
async fn l08_return_targets_elsewhere_lead_home() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    for target in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-out"] {
        let visitor = app.anonymous();
        let escaped = drawbridge::web::shell::query_value(target);
        let sent = visitor.get(&format!("/sign-in/with/company?return={escaped}")).await;
        let back = provider.say_yes(&sent.header("location"), &Known::named("Ana Ruiz"));
        let came = visitor.get(back.strip_prefix(&app.base_url).unwrap()).await;
        assert_eq!(came.location(), "/", "{target}");
    }
}

#[actix_web::test]
async fn the_provider_is_asked_again_after_a_day() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");

    app.advance(SignedDuration::from_hours(23)).await;
    assert!(is_in(&visitor).await);
    app.advance(SignedDuration::from_hours(2)).await;
    assert!(!is_in(&visitor).await);
}

#[actix_web::test]
async fn signing_out_offers_to_sign_out_there_too() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");

    let out = visitor.post("/sign-out", &[]).await;
    out.assert_redirect_to("/signed-out?from=company");
    let page = visitor.follow(&out).await;
    page.assert_ok().assert_text("Example Corp may still know you");
    let there = visitor.get(&page.attributes("main a.button", "href")[0]).await;

    let url = Url::parse(&there.header("location")).unwrap();
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!((url.path(), query["client_id"].as_str()), ("/logout", "drawbridge"));
    assert_eq!(query["post_logout_redirect_uri"], format!("{}/signed-out", app.base_url));
    assert!(!is_in(&visitor).await);
    visitor.get("/signed-out").await.assert_ok().assert_text("You are signed out");
}

#[actix_web::test]
async fn where_no_provider_is_set_nothing_is_new() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    visitor.get("/sign-in").await.assert_ok().assert_no_text("Or with a password").assert_no_element("main a.button");
    visitor.get("/sign-in/with/company").await.assert_status(StatusCode::NOT_FOUND);
    visitor.get("/sign-in/with/company/callback?code=x&state=y").await.assert_status(StatusCode::NOT_FOUND);
    let developer = app.sign_in_developer().await;
    developer.get("/me/sign-ins").await.assert_ok().assert_text("No provider is set up");
    developer.post("/sign-out", &[]).await.assert_redirect_to("/");
}
