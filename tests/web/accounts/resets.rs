//! A new password by mail (L05, L09, L10).

use std::time::{Duration, Instant};

use actix_web::http::{Method, StatusCode};
use diesel::prelude::*;
use drawbridge::accounts::providers::SignInSettings;
use drawbridge::db::schema::{invitations, notices};
use drawbridge::web::Grant;
use jiff::SignedDuration;
use url::form_urlencoded::Serializer;

use super::assert_as_quick;
use crate::harness::{Mail, Mood, PASSWORD, Sink, TestApp, mail_sink, person};
use crate::notify::mail_to;

const ANA: &str = "ana.ruiz@example.com";
const NEW: &str = "marble trumpet orchid";
const BASE: &str = "https://bridge.example/drawbridge";

/// As long as a round of the post takes several times over.
const A_WHILE: Duration = Duration::from_millis(1_500);

async fn with_ana(sink: &Sink<Mail>) -> TestApp {
    let app = TestApp::with().notify(mail_to(sink)).base_url(BASE).start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    app
}

/// The path of the link in a mail, which is in text and in HTML.
fn link_in(mail: &Mail) -> String {
    let body = mail.body();
    let links: Vec<_> = body.split(&format!("{BASE}/invitation/")).skip(1).collect();
    assert_eq!(links.len(), 2, "{body}");
    let token: String = links[0].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    format!("/invitation/{token}")
}

#[actix_web::test]
async fn l09_l10_a_mail_leads_to_a_new_password_once() {
    let sink = mail_sink();
    let app = with_ana(&sink).await;
    let old = app.anonymous();
    old.submit("/sign-in", "/sign-in", &[("email", ANA), ("password", PASSWORD)]).await.assert_redirect();
    // Who asks says another host; the mail says what the settings do.
    let body = Serializer::new(String::new()).append_pair("email", "Ana.RUIZ@example.com").finish();
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Host", "evil.example")];
    let visitor = app.anonymous();
    visitor.send(Method::POST, "/sign-in/reset", &headers, body.into_bytes()).await.assert_redirect();

    let mails = sink.wait_for(1).await;

    assert_eq!(mails[0].to, [ANA]);
    assert!(!mails[0].text.contains("evil.example") && !mails[0].text.contains("unsubscribe"), "{}", mails[0].text);
    let link = link_in(&mails[0]);
    let browser = app.anonymous();
    let page = browser.get(&link).await;
    page.assert_ok().assert_text("Ana Ruiz");
    browser.submit_on(&page, &link, &[("password", NEW)]).await.assert_redirect();
    old.get("/permissions").await.assert_redirect();
    app.anonymous().get(&link).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().post(&link, &[("password", NEW)]).await.assert_status(StatusCode::NOT_FOUND);
    browser.get("/notifications").await.assert_text("A link to choose a new password was asked for");
}

#[actix_web::test]
async fn l10_the_link_lives_for_half_an_hour_and_is_stored_hashed() {
    let sink = mail_sink();
    let app = with_ana(&sink).await;
    app.anonymous().submit("/sign-in/reset", "/sign-in/reset", &[("email", ANA)]).await.assert_redirect();
    let link = link_in(&sink.wait_for(1).await[0]);
    let token = link.rsplit('/').next().unwrap().to_owned();

    let (hashes, said): (Vec<String>, Vec<(String, String, String)>) = app
        .read(|connection| {
            let hashes = invitations::table.select(invitations::token_hash).load(connection)?;
            let said = notices::table.select((notices::title, notices::words, notices::path)).load(connection)?;
            Ok((hashes, said))
        })
        .await;
    assert!(!hashes.contains(&token) && !format!("{said:?}").contains(&token));

    app.advance(SignedDuration::from_mins(29)).await;
    app.anonymous().get(&link).await.assert_ok();
    app.advance(SignedDuration::from_mins(2)).await;
    app.anonymous().get(&link).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn l05_whoever_asks_hears_the_same_whoever_they_ask_for() {
    let sink = mail_sink();
    let app = with_ana(&sink).await;
    app.insert(person().named("Ivo Kern").invited()).await;
    let off = app.insert(person().named("Olga Off").with_password()).await;
    let admin = app.sign_in(Grant::Admin).await;
    let address = format!("/accounts/{}/state", off.handle);
    admin.post(&address, &[("state", "disabled")]).await.assert_redirect();

    let mut texts = Vec::new();
    for email in [ANA, "nobody@example.com", "ivo.kern@example.com", "olga.off@example.com"] {
        let visitor = app.anonymous();
        let asked = visitor.submit("/sign-in/reset", "/sign-in/reset", &[("email", email)]).await;
        texts.push((asked.status, asked.location(), visitor.follow(&asked).await.text()));
    }

    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:#?}");
    assert!(texts[0].2.contains("If an account here has that mail address"));
    sink.wait_for(1).await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(sink.got().len(), 1);
}

#[actix_web::test]
async fn l05_asking_for_somebody_unknown_takes_as_long() {
    let sink = mail_sink();
    sink.set(Mood::Down);
    let app = with_ana(&sink).await;
    let visitor = app.anonymous();

    assert_as_quick(&app, SignedDuration::from_hours(6), async |email| {
        let begun = Instant::now();
        visitor.post("/sign-in/reset", &[("email", email)]).await.assert_redirect();
        begun.elapsed()
    })
    .await;
}

#[actix_web::test]
async fn l04_nobody_is_flooded_with_mails() {
    let sink = mail_sink();
    let app = with_ana(&sink).await;
    let visitor = app.anonymous();

    let mut answers = Vec::new();
    for _ in 0..6 {
        answers.push(visitor.post("/sign-in/reset", &[("email", ANA)]).await.status);
    }

    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 3);
    let waits = visitor.post("/sign-in/reset", &[("email", ANA)]).await;
    waits.assert_status(StatusCode::TOO_MANY_REQUESTS).assert_text("wait");
    let waits = visitor.post("/sign-in/reset", &[("email", "nobody@example.com")]).await;
    waits.assert_redirect();
}

#[actix_web::test]
async fn a_mail_that_would_come_too_late_is_not_sent() {
    let sink = mail_sink();
    sink.set(Mood::Down);
    let app = with_ana(&sink).await;
    app.anonymous().post("/sign-in/reset", &[("email", ANA)]).await.assert_redirect();
    tokio::time::sleep(A_WHILE).await;

    app.advance(SignedDuration::from_hours(3)).await;
    sink.set(Mood::Takes);
    tokio::time::sleep(A_WHILE).await;

    assert_eq!(sink.got().len(), 0);
    let links: i64 = app.read(|connection| invitations::table.count().get_result(connection)).await;
    assert!(links <= 1, "{links}");
}

#[actix_web::test]
async fn where_no_mail_goes_out_an_admin_is_asked() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    visitor.get("/sign-in").await.assert_element("a[href='/sign-in/reset']");
    let page = visitor.get("/sign-in/reset").await;
    page.assert_ok().assert_text("Ask an admin").assert_no_element("main form");
    visitor.post("/sign-in/reset", &[("email", ANA)]).await.assert_status(StatusCode::CONFLICT);

    let admin = app.sign_in(Grant::Admin).await;
    let made = admin.submit("/accounts/ana-ruiz", "/accounts/ana-ruiz/link", &[]).await;
    let link = made.assert_ok().select("code[data-copy]").remove(0);
    let path = link.strip_prefix(&app.base_url).expect("the site's own address").to_owned();
    let browser = app.anonymous();
    browser.submit(&path, &path, &[("password", NEW)]).await.assert_redirect_to("/");
}

#[actix_web::test]
async fn without_passwords_there_is_nothing_to_reset() {
    let sink = mail_sink();
    let sign_in = SignInSettings { local: false, ..SignInSettings::default() };
    let app = TestApp::with().notify(mail_to(&sink)).sign_in_by(sign_in).start().await;

    app.anonymous().get("/sign-in/reset").await.assert_status(StatusCode::FORBIDDEN);
    app.anonymous().post("/sign-in/reset", &[("email", ANA)]).await.assert_status(StatusCode::FORBIDDEN);
}
