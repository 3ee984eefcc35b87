//! The second step of signing in (L03).

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::SecondFactor;
use drawbridge::accounts::providers::SignInSettings;
use drawbridge::db::schema::{half_sign_ins, recovery_codes, second_factors};
use drawbridge::web::Grant;
use futures_util::future::join_all;
use jiff::SignedDuration;

use super::{ANA, STEP, Telephone, ana_with_factor, password};
use crate::harness::{PASSWORD, TestApp, person};

async fn with_rule(second_factor: SecondFactor) -> TestApp {
    TestApp::with().sign_in_by(SignInSettings { second_factor, ..SignInSettings::default() }).start().await
}

#[actix_web::test]
async fn l03_a_password_alone_is_not_enough_and_each_code_works_once() {
    let app = TestApp::start().await;
    let (_, telephone, _) = ana_with_factor(&app).await;
    let browser = app.anonymous();

    let half = password(&browser).await;
    half.assert_redirect_to(STEP);
    assert_eq!(browser.cookie("drawbridge"), None);
    browser.get("/permissions").await.assert_redirect();
    let page = browser.follow(&half).await;
    page.assert_ok().assert_text("Your code");
    // A reload keeps it.
    browser.get(STEP).await.assert_ok().assert_text("Your code");
    let code = telephone.code(&app);
    browser.submit_on(&page, STEP, &[("code", &code)]).await.assert_redirect_to("/permissions");
    browser.get("/permissions").await.assert_ok();

    let other = app.anonymous();
    password(&other).await;
    let again = other.submit(STEP, STEP, &[("code", &code)]).await;
    again.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("was used already");
    app.advance(SignedDuration::from_secs(30)).await;
    other.submit(STEP, STEP, &[("code", &telephone.code(&app))]).await.assert_redirect_to("/permissions");
}

#[actix_web::test]
async fn l03_of_many_at_once_on_two_nodes_one_uses_a_code() {
    let app = TestApp::start().await;
    let (_, telephone, _) = ana_with_factor(&app).await;
    let node = app.second_node();
    let code = telephone.code(&app);
    let mut browsers = Vec::new();
    for number in 0..6 {
        let browser = app.anonymous();
        password(&browser).await.assert_redirect_to(STEP);
        if number % 2 == 0 {
            browsers.push(browser);
            continue;
        }
        let there = node.anonymous();
        there.set_cookie("drawbridge_step", &browser.cookie("drawbridge_step").unwrap());
        browsers.push(there);
    }

    let fields = [("code", code.as_str())];
    let answers = join_all(browsers.iter().map(|browser| browser.post(STEP, &fields))).await;

    let won =
        answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER && answer.location() == "/permissions");
    assert_eq!(won.count(), 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
}

#[actix_web::test]
async fn l03_what_is_half_done_is_worth_nothing_else() {
    let app = TestApp::start().await;
    let (ana, telephone, _) = ana_with_factor(&app).await;
    let browser = app.anonymous();
    password(&browser).await;
    let step = browser.cookie("drawbridge_step").unwrap();

    // As a session, in another browser without it, and after ten minutes.
    let thief = app.anonymous();
    thief.set_cookie("drawbridge", &step);
    thief.get("/permissions").await.assert_redirect();
    app.anonymous().get(STEP).await.assert_ok().assert_text("This sign-in is over").assert_no_element("main form");
    app.anonymous().post(STEP, &[("code", &telephone.code(&app))]).await.assert_status(StatusCode::CONFLICT);
    browser.get("/me/second-factor").await.assert_redirect();
    app.advance(SignedDuration::from_mins(11)).await;
    browser.get(STEP).await.assert_text("This sign-in is over");
    browser.post(STEP, &[("code", &telephone.code(&app))]).await.assert_status(StatusCode::CONFLICT);

    // It ends with a new password, as sessions do.
    let other = app.anonymous();
    password(&other).await.assert_redirect_to(STEP);
    let fields = [("current", PASSWORD), ("password", "marble trumpet orchid")];
    ana.submit("/me/password", "/me/password", &fields).await.assert_redirect();
    other.post(STEP, &[("code", &telephone.code(&app))]).await.assert_status(StatusCode::CONFLICT);
    let rows: i64 = app.read(|connection| half_sign_ins::table.count().get_result(connection)).await;
    assert!(rows <= 1, "{rows}");
}

#[actix_web::test]
async fn l03_codes_can_not_be_guessed_and_the_owner_is_not_kept_out() {
    let app = TestApp::start().await;
    let (ana, telephone, _) = ana_with_factor(&app).await;
    ana.post("/sign-out", &[]).await;
    let thief = app.anonymous();
    password(&thief).await.assert_redirect_to(STEP);

    let mut looked_at = 0;
    for number in 0..30 {
        let answer = thief.post(STEP, &[("code", &format!("{number:06}"))]).await;
        looked_at += i32::from(answer.status == StatusCode::UNPROCESSABLE_ENTITY);
    }

    assert_eq!(looked_at, 5);
    thief.post(STEP, &[("code", "000000")]).await.assert_status(StatusCode::TOO_MANY_REQUESTS);
    password(&ana).await.assert_redirect_to(STEP);
    ana.submit(STEP, STEP, &[("code", &telephone.code(&app))]).await.assert_redirect_to("/permissions");
}

#[actix_web::test]
async fn l03_a_recovery_code_works_once_and_its_owner_is_told() {
    let app = TestApp::start().await;
    let (ana, telephone, codes) = ana_with_factor(&app).await;
    assert_eq!(codes.len(), 10);
    let browser = app.anonymous();
    password(&browser).await;

    let typed = codes[3].to_uppercase().replace('-', " ");
    browser.submit(STEP, STEP, &[("code", &typed)]).await.assert_redirect_to("/permissions");

    ana.get("/me/second-factor").await.assert_text("9 of 10 recovery codes are left");
    ana.get("/notifications").await.assert_text("A recovery code was used");
    let other = app.anonymous();
    password(&other).await;
    other.submit(STEP, STEP, &[("code", &codes[3])]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    // Made anew, those before are gone.
    let fields = [("current", PASSWORD), ("code", &telephone.code(&app)), ("act", "codes")];
    let renewed = ana.post("/me/second-factor", &fields).await.assert_ok().select(".recovery-codes li");
    other.submit(STEP, STEP, &[("code", &codes[4])]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    other.submit(STEP, STEP, &[("code", &renewed[4])]).await.assert_redirect_to("/permissions");
}

#[actix_web::test]
async fn l03_the_database_holds_no_secret_that_can_be_read() {
    let app = TestApp::start().await;
    let (_, telephone, codes) = ana_with_factor(&app).await;

    let (secret, hashes): (Vec<u8>, Vec<String>) = app
        .read(|connection| {
            let secret = second_factors::table.select(second_factors::secret).first(connection)?;
            Ok((secret, recovery_codes::table.select(recovery_codes::code_hash).load(connection)?))
        })
        .await;

    assert!(!secret.windows(8).any(|part| telephone.0.windows(8).any(|own| own == part)));
    for code in &codes {
        assert!(hashes.iter().all(|hash| !hash.contains(code.as_str()) && !hash.contains(&code.replace('-', ""))));
    }
}

#[actix_web::test]
async fn l03_the_settings_can_ask_everybody_for_one() {
    for (rule, grant, asked) in [
        (SecondFactor::Optional, Some(Grant::Admin), false),
        (SecondFactor::Granted, Some(Grant::Lead), true),
        (SecondFactor::Granted, None, false),
        (SecondFactor::Required, None, true),
    ] {
        let app = with_rule(rule).await;
        let ana = person().named("Ana Ruiz").with_password();
        app.insert(grant.into_iter().fold(ana, |ana, grant| ana.granted(grant))).await;
        let browser = app.anonymous();

        let entered = password(&browser).await;

        if !asked {
            entered.assert_redirect_to("/permissions");
            continue;
        }
        let page = browser.follow(&entered).await;
        page.assert_ok().assert_text("Set up a second factor").assert_element("svg.qr");
        browser.get("/permissions").await.assert_redirect();
        let telephone = Telephone::reading(&page);
        let done = browser.submit_on(&page, STEP, &[("code", &telephone.code(&app))]).await;
        done.assert_ok().assert_text("Your recovery codes").assert_element("a.button[href='/permissions']");
        browser.get("/permissions").await.assert_ok();
        browser.get("/me/second-factor").await.assert_text("this site asks you for one");
        app.advance(SignedDuration::from_secs(30)).await;
        let fields = [("current", PASSWORD), ("code", &telephone.code(&app)[..]), ("act", "remove")];
        browser.post("/me/second-factor", &fields).await.assert_status(StatusCode::FORBIDDEN);
    }
}

#[actix_web::test]
async fn a_reset_link_does_not_come_past_the_second_factor() {
    let app = TestApp::start().await;
    let (_, telephone, _) = ana_with_factor(&app).await;
    let now = app.now();
    let link = app
        .write(move |tx| {
            let ana = drawbridge::accounts::find_by_email(tx, ANA)?;
            Ok(drawbridge::accounts::invite(tx, None, now, &ana)?)
        })
        .await;
    let browser = app.anonymous();

    let half = browser.submit(&link, &link, &[("password", "marble trumpet orchid")]).await;

    half.assert_redirect_to(STEP);
    browser.get("/permissions").await.assert_redirect();
    browser.submit(STEP, STEP, &[("code", &telephone.code(&app))]).await.assert_redirect_to("/");
}
