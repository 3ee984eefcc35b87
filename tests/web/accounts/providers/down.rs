//! A provider that is down takes nothing with it (R21).

use std::time::{Duration, Instant};

use actix_web::http::StatusCode;

use super::{come, is_in, site, way_back};
use crate::harness::{FakeProvider, Known, Mood, PASSWORD, person};

#[actix_web::test]
async fn r21_a_provider_that_hangs_or_is_closed_keeps_nobody_out() {
    for (mood, limit) in [(Mood::Down, 5), (Mood::Refuses, 5), (Mood::Hangs, 12)] {
        let provider = FakeProvider::start();
        let app = site(&provider).await;
        app.insert(person().named("Bo Local").with_password()).await;
        let known = app.anonymous();
        come(&known, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
        let under_way = app.anonymous();
        let path = way_back(&under_way, &app, &provider, &Known::named("Ana Ruiz")).await;
        app.advance(jiff::SignedDuration::from_mins(5)).await;
        provider.set(mood);

        let started = Instant::now();
        let pressed = async { (under_way.get(&path).await, started.elapsed()) };
        let meanwhile = async {
            let visitor = app.anonymous();
            visitor.get("/sign-in").await.assert_ok().assert_text("Sign in with Example Corp");
            let fields = [("email", "bo.local@example.com"), ("password", PASSWORD)];
            visitor.submit("/sign-in", "/sign-in", &fields).await.assert_redirect_to("/");
            assert!(is_in(&visitor).await && is_in(&known).await);
            started.elapsed()
        };
        let ((answer, waited), quick) = futures_util::future::join(pressed, meanwhile).await;

        answer.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_text("Example Corp does not answer");
        assert!(waited < Duration::from_secs(limit), "{mood:?}: {waited:?}");
        assert!(quick < Duration::from_secs(5), "{mood:?}: {quick:?}");
    }
}

#[actix_web::test]
async fn r21_a_button_that_leads_nowhere_says_so() {
    let provider = FakeProvider::start();
    provider.set(Mood::Down);
    let app = site(&provider).await;

    let answer = app.anonymous().get("/sign-in/with/company").await;

    answer.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_text("Example Corp does not answer");
    answer.assert_element("a[href='/sign-in/with/company']").assert_element("a[href='/sign-in']");
    provider.set(Mood::Takes);
    app.anonymous().get("/sign-in/with/company").await.assert_status(StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn n05_a_provider_that_nobody_listed_is_never_connected_to() {
    let provider = FakeProvider::start();
    let settings = drawbridge::accounts::providers::SignInSettings {
        providers: vec![super::company(&provider)],
        ..Default::default()
    };
    let app = crate::harness::TestApp::with().sign_in_by(settings).start().await;

    let answer = app.anonymous().get("/sign-in/with/company").await;

    answer.assert_status(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 0);
}
