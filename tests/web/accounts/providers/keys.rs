//! Keys that change, and keys that anybody makes up.

use actix_web::http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

use super::{come, is_in, site};
use crate::harness::{FakeProvider, Known};

#[actix_web::test]
async fn l06_a_new_key_is_found_and_the_old_one_good_no_more() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = Known::named("Ana Ruiz");
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &ana).await.assert_redirect_to("/");
    assert_eq!(provider.asked("/keys"), 1);

    provider.rotate();
    come(&visitor, &app, &provider, &ana).await.assert_redirect_to("/");
    come(&visitor, &app, &provider, &ana).await.assert_redirect_to("/");

    assert_eq!(provider.asked("/keys"), 2);
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 1);
}

#[actix_web::test]
async fn l06_keys_that_are_made_up_make_nobody_ask_more_than_once_a_minute() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = Known::named("Ana Ruiz");
    provider.forge(|token| token.header["kid"] = json!("made-up"));
    for _ in 0..4 {
        let visitor = app.anonymous();
        come(&visitor, &app, &provider, &ana).await.assert_status(StatusCode::FORBIDDEN);
        assert!(!is_in(&visitor).await);
    }
    assert_eq!(provider.asked("/keys"), 2);

    app.advance(SignedDuration::from_secs(61)).await;
    provider.set_now(app.now());
    provider.rotate();
    provider.forge(|_| ());
    come(&app.anonymous(), &app, &provider, &ana).await.assert_redirect_to("/");
    assert_eq!(provider.asked("/keys"), 3);
}

#[actix_web::test]
async fn the_description_is_read_again_after_an_hour_and_believed_on_without_an_answer() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    let described = "/.well-known/openid-configuration";
    visitor.get("/sign-in/with/company").await;
    visitor.get("/sign-in/with/company").await;
    assert_eq!(provider.asked(described), 1);

    app.advance(SignedDuration::from_mins(61)).await;
    provider.set(crate::harness::Mood::Refuses);
    let sent = visitor.get("/sign-in/with/company").await;
    sent.assert_status(StatusCode::SEE_OTHER);
    provider.set(crate::harness::Mood::Takes);
    visitor.get("/sign-in/with/company").await;

    assert_eq!(provider.asked(described), 2);
}
