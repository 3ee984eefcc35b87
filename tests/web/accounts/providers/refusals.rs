//! Sign-ins that are begun too often, and what the record says of refusals.

use std::time::Duration;

use actix_web::http::StatusCode;
use drawbridge::accounts::providers::ProviderSettings;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{come, company, site, site_with};
use crate::harness::{FakeProvider, Known};

#[actix_web::test]
async fn l04_a_sign_in_can_not_be_begun_without_end() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    for _ in 0..60 {
        visitor.get("/sign-in/with/company").await.assert_status(StatusCode::SEE_OTHER);
    }

    let refused = visitor.get("/sign-in/with/company").await;

    refused.assert_status(StatusCode::TOO_MANY_REQUESTS).assert_text("Too many sign-ins were begun");
    app.advance(SignedDuration::from_mins(1)).await;
    come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect();
}

#[actix_web::test]
async fn whoever_a_provider_does_not_let_in_is_in_the_record_with_why() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { require_groups: vec!["employees".into()], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_status(StatusCode::FORBIDDEN);
    visitor.get("/sign-in/with/company/callback?state=made-up&code=x").await.assert_status(StatusCode::BAD_REQUEST);
    let netsec = app.sign_in(Grant::NetSec).await;

    let mut page = netsec.get("/audit?action=session.refused").await;
    for _ in 0..100 {
        if page.text().contains("in no group that is let in") && page.text().contains("state unknown") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        page = netsec.get("/audit?action=session.refused").await;
    }

    page.assert_text("provider company").assert_text("in no group that is let in").assert_text("state unknown");
    page.assert_no_text("made-up");
    let doors = netsec.get("/audit?action=door.refused").await;
    doors.assert_text("GET /sign-in/with/company/callback").assert_no_text("state=");
}
