//! Where passwords let nobody in, and the link from the shell that always does.

use actix_web::http::StatusCode;
use drawbridge::accounts::providers::SignInSettings;
use drawbridge::accounts::{invite, make_sign_in_link};
use drawbridge::notify::NotifySettings;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{company, is_in};
use crate::harness::{FakeProvider, PASSWORD, TestApp, person};

async fn without_passwords(provider: &FakeProvider) -> TestApp {
    let sign_in = SignInSettings { providers: vec![company(provider)], local: false, ..SignInSettings::default() };
    let mut notify = NotifySettings::default();
    notify.reach.allow(&url::Url::parse(&provider.issuer).unwrap());
    notify.reach.allow_inside("127.0.0.1".parse::<std::net::IpAddr>().unwrap().into());
    TestApp::with().notify(notify).sign_in_by(sign_in).start().await
}

#[actix_web::test]
async fn passwords_can_be_switched_off_with_every_door_that_they_have() {
    let provider = FakeProvider::start();
    let app = without_passwords(&provider).await;
    let ana = app.insert(person().named("Ana Ruiz").with_password().granted(Grant::Admin)).await;
    let visitor = app.anonymous();
    let page = visitor.get("/sign-in").await;
    page.assert_ok().assert_no_element("input[name=password]").assert_text("Sign in with Example Corp");

    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    visitor.post("/sign-in", &fields).await.assert_status(StatusCode::FORBIDDEN).assert_text("switched off here");
    let (person, now) = (ana.clone(), app.now());
    let invitation = app.write(move |tx| Ok(invite(tx, None, now, &person)?)).await;
    visitor.get(&invitation).await.assert_status(StatusCode::FORBIDDEN);
    let chosen = [("password", "walrus umbrella quartz seven")];
    visitor.post(&invitation, &chosen).await.assert_status(StatusCode::FORBIDDEN);
    assert!(!is_in(&visitor).await);

    let admin = app.sign_in_as(&ana).await;
    admin.get("/accounts/ana-ruiz").await.assert_ok().assert_no_text("Make a link to choose a password");
    admin.post("/accounts/ana-ruiz/link", &[]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_link_from_the_shell_signs_in_once_and_for_half_an_hour() {
    let provider = FakeProvider::start();
    let app = without_passwords(&provider).await;
    let ana = app.insert(person().named("Ana Ruiz").invited().granted(Grant::Admin)).await;
    let make = || {
        let (person, now) = (ana.clone(), app.now());
        app.write(move |tx| Ok(make_sign_in_link(tx, now, &person)?))
    };
    let visitor = app.anonymous();

    let first = make().await;
    let path = make().await;
    visitor.get(&first).await.assert_status(StatusCode::NOT_FOUND);
    visitor.submit(&path, &path, &[]).await.assert_redirect_to("/me");
    visitor.get("/accounts").await.assert_ok();
    let again = app.anonymous();
    again.post(&path, &[]).await.assert_status(StatusCode::NOT_FOUND);
    assert!(!is_in(&again).await);

    let late = make().await;
    app.advance(SignedDuration::from_mins(31)).await;
    app.anonymous().get(&late).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn links_are_good_for_what_they_were_made_for() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let (person, now) = (ana.clone(), app.now());
    let sign_in = app.write(move |tx| Ok(make_sign_in_link(tx, now, &person)?)).await;
    let (person, now) = (ana.clone(), app.now());
    let reset = app.write(move |tx| Ok(invite(tx, None, now, &person)?)).await;
    let visitor = app.anonymous();

    let as_reset = sign_in.replace("/sign-in-link/", "/invitation/");
    let as_sign_in = reset.replace("/invitation/", "/sign-in-link/");
    let chosen = [("password", "walrus umbrella quartz seven")];
    visitor.get(&as_reset).await.assert_status(StatusCode::NOT_FOUND);
    visitor.post(&as_reset, &chosen).await.assert_status(StatusCode::NOT_FOUND);
    visitor.get(&as_sign_in).await.assert_status(StatusCode::NOT_FOUND);
    visitor.post(&as_sign_in, &[]).await.assert_status(StatusCode::NOT_FOUND);

    assert!(!is_in(&visitor).await);
    visitor.submit(&sign_in, &sign_in, &[]).await.assert_redirect_to("/me");
}
