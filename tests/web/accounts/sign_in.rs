//! Signing in and out.

use actix_web::http::{Method, StatusCode};
use drawbridge::accounts::{self, PersonState};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{PASSWORD, TestApp, person};

#[actix_web::test]
async fn the_right_password_signs_in() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    let fields = [("email", "ANA.ruiz@example.com"), ("password", PASSWORD)];
    let answer = visitor.submit("/sign-in", "/sign-in", &fields).await;

    answer.assert_redirect_to("/");
    visitor.get("/").await.assert_ok().assert_text(&ana.name);
    visitor.get("/permissions").await.assert_ok();
}

#[actix_web::test]
async fn l05_a_wrong_password_and_an_unknown_address_look_alike() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    app.insert(person().named("Ivo Invited").invited()).await;
    let visitor = app.anonymous();

    let mut texts = Vec::new();
    for email in ["ana.ruiz@example.com", "nobody@example.com", "ivo.invited@example.com"] {
        let fields = [("email", email), ("password", "not the password")];
        let answer = visitor.submit("/sign-in", "/sign-in", &fields).await;
        answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("don't belong together");
        answer.assert_element(&format!("input[name=email][value='{email}']"));
        texts.push(answer.text().replace(email, "…"));
    }

    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
    assert_eq!(visitor.cookie("drawbridge"), None);
}

#[actix_web::test]
async fn a_password_is_never_shown_again() {
    let app = TestApp::start().await;

    let fields = [("email", "ana@example.com"), ("password", "canary-3141")];
    let answer = app.anonymous().submit("/sign-in", "/sign-in", &fields).await;

    assert!(!answer.html().contains("canary-3141"));
}

#[actix_web::test]
async fn signing_in_leads_on_to_the_page_that_was_asked_for() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    let refused = visitor.get("/permissions?from=mail").await;
    let form = visitor.follow(&refused).await;
    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let answer = visitor.submit_on(&form, "/sign-in", &fields).await;

    answer.assert_redirect_to("/permissions?from=mail");
}

#[actix_web::test]
async fn l08_return_targets_elsewhere_lead_home() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;

    for target in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        " /x",
        "",
    ] {
        let visitor = app.anonymous();
        let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD), ("return", target)];
        let answer = visitor.post("/sign-in", &fields).await;
        assert_eq!(answer.location(), "/", "{target:?}");

        let escaped = drawbridge::web::shell::query_value(target);
        let signed_in = visitor.get(&format!("/sign-in?return={escaped}")).await;
        assert_eq!(signed_in.location(), "/", "{target:?}");
    }
}

#[actix_web::test]
async fn l07_signing_in_makes_a_new_session() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();
    visitor.set_cookie("drawbridge", "planted-by-somebody-else");

    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let answer = visitor.submit("/sign-in", "/sign-in", &fields).await;

    let cookie = answer.headers_named("set-cookie").into_iter().find(|line| line.starts_with("drawbridge=")).unwrap();
    assert!(!cookie.contains("planted"), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie} lacks {attribute}");
    }
    let stranger = app.anonymous();
    stranger.set_cookie("drawbridge", "planted-by-somebody-else");
    stranger.get("/permissions").await.assert_redirect();
}

#[actix_web::test]
async fn l07_under_https_the_cookie_is_bound_to_the_host() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let answer = visitor.submit("/sign-in", "/sign-in", &fields).await;

    answer.assert_redirect_to("/drawbridge/");
    let cookie = answer.headers_named("set-cookie").join("\n");
    for part in ["__Host-drawbridge=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/;"] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    visitor.get("/").await.assert_ok().assert_text("Ana Ruiz");
}

#[actix_web::test]
async fn l07_a_session_ends_after_three_idle_days_and_after_two_weeks() {
    let app = TestApp::start().await;
    let idle = app.sign_in_developer().await;
    let busy = app.sign_in_developer().await;

    for _ in 0..6 {
        app.advance(SignedDuration::from_hours(60)).await;
        let answer = busy.get("/permissions").await;
        if app.now().day().days_since(drawbridge::clock::Day::new(2026, 11, 18).unwrap()) < 14 {
            answer.assert_ok();
        } else {
            answer.assert_redirect();
        }
    }
    idle.get("/permissions").await.assert_redirect_to("/sign-in?return=/permissions");
}

#[actix_web::test]
async fn signing_out_ends_the_session_for_good() {
    let app = TestApp::start().await;
    let ana = app.sign_in_developer().await;
    let cookie = ana.cookie("drawbridge").unwrap();

    let answer = ana.post("/sign-out", &[]).await;

    answer.assert_redirect_to("/").assert_header("clear-site-data", "\"cache\", \"storage\"");
    assert_eq!(ana.cookie("drawbridge"), None);
    let thief = app.anonymous();
    thief.set_cookie("drawbridge", &cookie);
    thief.get("/permissions").await.assert_redirect();
}

#[actix_web::test]
async fn a07_a_disabled_account_is_signed_out_at_once() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let browser = app.sign_in_as(&ana).await;
    let admin = app.sign_in(Grant::Admin).await;
    browser.get("/permissions").await.assert_ok();

    admin.submit("/accounts/ana-ruiz", "/accounts/ana-ruiz/state", &[("state", "disabled")]).await;

    browser.get("/permissions").await.assert_redirect();
    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let refused = app.anonymous().submit("/sign-in", "/sign-in", &fields).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("don't belong together");
    let state = app.read(move |connection| Ok(accounts::find_person(connection, ana.id).unwrap().state)).await;
    assert_eq!(state, PersonState::Disabled);
}

#[actix_web::test]
async fn a07_a_right_that_is_taken_is_gone_at_once() {
    let app = TestApp::start().await;
    let bo = app.insert(person().named("Bo Li").granted(Grant::Admin)).await;
    let browser = app.sign_in_as(&bo).await;
    let admin = app.sign_in(Grant::Admin).await;
    browser.get("/accounts").await.assert_ok();

    let fields = [("kind", "admin"), ("scope", "all:")];
    admin.submit("/accounts/bo-li", "/accounts/bo-li/grants/remove", &fields).await.assert_redirect();

    browser.get("/accounts").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn appearance_is_kept_and_leads_back() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    let answer = visitor.post("/appearance", &[("theme", "dark"), ("return", "/sign-in")]).await;

    assert!(answer.location().starts_with('/'));
    visitor.get("/").await.assert_ok().assert_element("html[data-theme=dark]");
    // What a form was answered with has no address that could be opened.
    let nothing = [("email", "")];
    visitor.post("/sign-in/reset", &nothing).await.assert_element("input[name=return][value='/']");
    let (form, body) = (format!("{}/sign-in/reset", app.base_url), format!("email=&csrf={}", visitor.csrf().await));
    let headers = [("Referer", form.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let asked = visitor.send(Method::POST, "/sign-in/reset", &headers, body.into_bytes()).await;
    asked.assert_element("input[name=return][value='/sign-in/reset']");
    visitor.post("/appearance", &[("theme", "pink")]).await.assert_status(StatusCode::BAD_REQUEST).assert_text("pink");
}

#[actix_web::test]
async fn a11_outside_of_the_sample_company_nobody_signs_in_with_a_click() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").granted(Grant::Admin)).await;
    let visitor = app.anonymous();

    visitor.get("/sign-in").await.assert_ok().assert_no_element("form[action$='/persona']");
    let answer = visitor.post("/sign-in/persona", &[("handle", "ana-ruiz")]).await;

    answer.assert_status(StatusCode::NOT_FOUND);
    assert_eq!(visitor.cookie("drawbridge"), None);
}
