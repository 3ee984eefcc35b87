//! Second factors: set up, asked for, lost and taken away (L03).

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::SecondFactor;
use drawbridge::accounts::providers::SignInSettings;
use drawbridge::db::schema::{half_sign_ins, recovery_codes, second_factors};
use drawbridge::web::Grant;
use futures_util::future::join_all;
use jiff::SignedDuration;
use ring::hmac;

use crate::harness::{Answer, Client, PASSWORD, TestApp, person};

const ANA: &str = "ana.ruiz@example.com";
const STEP: &str = "/sign-in/second-factor";

/// A telephone: makes codes of the key that a page shows, as the standard says
/// (RFC 6238), and knows nothing of how the site does.
struct Telephone(Vec<u8>);

impl Telephone {
    fn reading(page: &Answer) -> Self {
        let typed = page.select("details code[data-copy]").remove(0);
        let letters = typed.chars().filter(|letter| !letter.is_whitespace());
        let mut bits = String::new();
        for letter in letters {
            let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("a letter of Base32");
            bits.push_str(&format!("{value:05b}"));
        }
        let bytes = bits.as_bytes().chunks_exact(8);
        Telephone(bytes.map(|eight| u8::from_str_radix(std::str::from_utf8(eight).unwrap(), 2).unwrap()).collect())
    }

    fn code(&self, app: &TestApp) -> String {
        let step = (app.now().0 / 30_000_000) as u64;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let at = usize::from(bytes[19] & 15);
        let number = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

async fn with_rule(second_factor: SecondFactor) -> TestApp {
    TestApp::with().sign_in_by(SignInSettings { second_factor, ..SignInSettings::default() }).start().await
}

async fn password(client: &Client) -> Answer {
    client.submit("/sign-in?return=/permissions", "/sign-in", &[("email", ANA), ("password", PASSWORD)]).await
}

/// Ana, who has set a second factor up: her browser, her telephone, her recovery codes.
async fn ana_with_factor(app: &TestApp) -> (Client, Telephone, Vec<String>) {
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let ana = app.anonymous();
    password(&ana).await.assert_redirect_to("/permissions");
    let begun = ana.submit("/me/second-factor", "/me/second-factor/start", &[]).await;
    let page = ana.follow(&begun).await;
    let telephone = Telephone::reading(&page);
    let code = telephone.code(app);
    let fields = [("code", code.as_str()), ("current", PASSWORD)];
    let done = ana.submit_on(&page, "/me/second-factor/set-up", &fields).await;
    done.assert_ok().assert_text("Your recovery codes");
    let codes = done.select(".recovery-codes li");
    app.advance(SignedDuration::from_secs(30)).await;
    (ana, telephone, codes)
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

    let answers = join_all(browsers.iter().map(|browser| browser.post(STEP, &[("code", &code)]))).await;

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
    app.anonymous().get(STEP).await.assert_redirect_to("/sign-in");
    app.anonymous().post(STEP, &[("code", &telephone.code(&app))]).await.assert_redirect_to("/sign-in");
    browser.get("/me/second-factor").await.assert_redirect();
    app.advance(SignedDuration::from_mins(11)).await;
    browser.get(STEP).await.assert_redirect_to("/sign-in");
    browser.post(STEP, &[("code", &telephone.code(&app))]).await.assert_redirect_to("/sign-in");

    // It ends with a new password, as sessions do.
    let other = app.anonymous();
    password(&other).await.assert_redirect_to(STEP);
    let fields = [("current", PASSWORD), ("password", "marble trumpet orchid")];
    ana.submit("/me/password", "/me/password", &fields).await.assert_redirect();
    other.post(STEP, &[("code", &telephone.code(&app))]).await.assert_redirect_to("/sign-in");
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
async fn setting_up_asks_for_password_and_code_and_says_what_is_wrong() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let ana = app.anonymous();
    password(&ana).await;
    ana.get("/me/second-factor/set-up").await.assert_redirect_to("/me/second-factor");
    let begun = ana.submit("/me/second-factor", "/me/second-factor/start", &[]).await;
    let page = ana.follow(&begun).await;
    page.assert_ok().assert_element("svg.qr path").assert_text("Type the key");
    let telephone = Telephone::reading(&page);

    for (code, current, field) in
        [("000000", PASSWORD, "code"), ("", PASSWORD, "code"), (&telephone.code(&app)[..], "wrong", "current")]
    {
        let refused = ana.submit_on(&page, "/me/second-factor/set-up", &[("code", code), ("current", current)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_element(&format!("#field-{field}[aria-invalid=true]")).assert_element("svg.qr");
    }
    // Until it is confirmed, it is asked of nobody.
    password(&app.anonymous()).await.assert_redirect_to("/permissions");
    let fields = [("code", &telephone.code(&app)[..]), ("current", PASSWORD)];
    ana.submit_on(&page, "/me/second-factor/set-up", &fields).await.assert_ok().assert_text("Your recovery codes");
    // Sent again, the codes are not shown again.
    ana.submit_on(&page, "/me/second-factor/set-up", &fields).await.assert_no_text("Your recovery codes");
    app.anonymous().get("/me/second-factor").await.assert_redirect();
    app.anonymous().get("/me/second-factor/set-up").await.assert_redirect();
}

#[actix_web::test]
async fn switching_it_off_asks_for_password_and_code() {
    let app = TestApp::start().await;
    let (ana, telephone, _) = ana_with_factor(&app).await;
    for (current, code) in [("wrong", &telephone.code(&app)[..]), (PASSWORD, "000000"), (PASSWORD, ""), ("", "")] {
        let refused = ana.post("/me/second-factor", &[("current", current), ("code", code), ("act", "remove")]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    password(&app.anonymous()).await.assert_redirect_to(STEP);

    let code = telephone.code(&app);
    let fields = [("current", PASSWORD), ("code", &code[..]), ("act", "remove")];
    ana.submit("/me/second-factor", "/me/second-factor", &fields).await.assert_redirect_to("/me/second-factor");

    password(&app.anonymous()).await.assert_redirect_to("/permissions");
    ana.get("/notifications").await.assert_text("Your second factor is switched off");
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

#[actix_web::test]
async fn an_admin_takes_a_lost_one_away_and_its_owner_is_told() {
    let app = TestApp::start().await;
    let (ana, ..) = ana_with_factor(&app).await;
    let (admin, netsec) = (app.sign_in(Grant::Admin).await, app.sign_in(Grant::NetSec).await);
    let address = "/accounts/ana-ruiz/second-factor/removal";
    netsec.post(address, &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);

    let asked = admin.submit("/accounts/ana-ruiz", address, &[]).await;
    asked.assert_ok().assert_text("Take the second factor of Ana Ruiz away?");
    admin.submit_on(&asked, address, &[]).await.assert_redirect_to("/accounts/ana-ruiz");

    ana.get("/notifications").await.assert_text("An admin took your second factor away");
    admin.get("/audit?action=second_factor.reset").await.assert_text("person ana-ruiz");
    password(&app.anonymous()).await.assert_redirect_to("/permissions");
    admin.post(address, &[("confirmed", "yes")]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn an_admin_does_not_take_their_own_away_without_showing_it() {
    let app = TestApp::start().await;
    let (ana, ..) = ana_with_factor(&app).await;
    let now = app.now();
    app.write(move |tx| {
        let person = drawbridge::accounts::find_by_email(tx, ANA)?;
        let scope = drawbridge::web::Scope::All;
        Ok(drawbridge::accounts::grant(tx, None, now, &person, Grant::Admin, scope)?)
    })
    .await;

    let refused = ana.post("/accounts/ana-ruiz/second-factor/removal", &[("confirmed", "yes")]).await;

    refused.assert_status(StatusCode::FORBIDDEN);
    password(&app.anonymous()).await.assert_redirect_to(STEP);
}
