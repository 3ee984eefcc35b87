//! Whoever asked confirms the answer, says what is missing, or says nothing.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::questions;
use drawbridge::questions::settle_confirmations;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{Client, TestApp, person};

/// A question that its champion answered at once, and whoever asked it.
async fn answered(app: &TestApp, company: &Company) -> (Client, Client, String) {
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "Yes, through the hub.")]).await;
    (asker, champion, question)
}

#[actix_web::test]
async fn whoever_asked_confirms_and_nobody_else() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion, question) = answered(&app, &company).await;
    let (confirmation, missing) = (format!("{question}/confirmation"), format!("{question}/missing"));

    for other in [&champion, &app.sign_in(Grant::NetSec).await, &app.sign_in_developer().await] {
        other.get(&question).await.assert_no_element(&format!("form[action$='{confirmation}']"));
        other.post(&confirmation, &[]).await.assert_status(StatusCode::FORBIDDEN);
        other.post(&missing, &[("missing", "Which hub?")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    let page = asker.get(&question).await;
    // Five working days after Wednesday, 18 November, 10:00.
    page.assert_text("Is this your answer?").assert_text("counts as confirmed from Wed 25 Nov 2026, 10:00");
    asker.submit_on(&page, &confirmation, &[]).await.assert_redirect_to(&question);

    let page = asker.get(&question).await;
    page.assert_text("confirmed the answer").assert_text("Confirmed by whoever asked.");
    page.assert_no_element(&format!("form[action$='{confirmation}']"));
    asker.post(&confirmation, &[]).await.assert_status(StatusCode::CONFLICT).assert_text("confirmed already");
    asker.post(&missing, &[("missing", "More.")]).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn what_is_missing_goes_back_to_whoever_answered_with_the_time_that_was_left() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let action = format!("{question}/answer");
    // Two hours of the champion's working day are over.
    app.advance(SignedDuration::from_hours(2)).await;
    champion.submit(&question, &action, &[("answer", "Yes, through the hub.")]).await.assert_redirect();
    app.advance(SignedDuration::from_hours(24)).await;

    let missing = format!("{question}/missing");
    let empty = asker.submit(&question, &missing, &[("missing", "  ")]).await;
    let sent = asker.submit(&question, &missing, &[("missing", "Which hub do you **mean**?")]).await;

    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say what is missing");
    sent.assert_redirect_to(&question);
    let page = champion.get(&question).await;
    page.assert_text("said what is missing")
        .assert_element(".timeline strong")
        .assert_text("It is the turn of Ana Ruiz, who serves Checkout")
        // Six of eight working hours are left from Thursday noon on: until Friday, 10:00.
        .assert_text("in 22 hours")
        .assert_no_text("Not confirmed yet");
    champion.submit_on(&page, &action, &[("answer", "The hub in Frankfurt.")]).await.assert_redirect();
    asker.get(&question).await.assert_text("Is this your answer?").assert_text("The hub in Frankfurt.");
    let (first, answered) = app
        .read(|connection| {
            questions::table
                .select((questions::first_response_at, questions::answered_at))
                .first::<(Option<drawbridge::clock::Timestamp>, Option<drawbridge::clock::Timestamp>)>(connection)
        })
        .await;
    let (first, answered) = (first.expect("a response"), answered.expect("an answer"));
    assert_eq!(answered.since(first), SignedDuration::from_hours(24), "the final answer is the one that was enough");
}

#[actix_web::test]
async fn what_network_security_answered_goes_back_to_the_engineer() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let question = ask(&asker, "May we peer?").await;
    let kim = app.insert(person().named("Kim Osei").granted(Grant::NetSec)).await;
    app.sign_in_as(&kim).await.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await;

    asker.submit(&question, &format!("{question}/missing"), &[("missing", "How?")]).await.assert_redirect();

    asker.get(&question).await.assert_text("Kim Osei of Network Security has taken it");
    app.sign_in(Grant::NetSec).await.get("/queue").await.assert_text("May we peer?").assert_text("Kim Osei");
}

#[actix_web::test]
async fn silence_confirms_after_some_working_days_and_says_so() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (_, _, question) = answered(&app, &company).await;
    let settle = async || {
        let now = app.clock.now();
        app.write(move |tx| Ok(settle_confirmations(tx, now)?)).await
    };

    // A weekend lies between.
    app.advance(SignedDuration::from_hours(6 * 24)).await;
    assert_eq!(settle().await, 0);
    app.advance(SignedDuration::from_hours(24)).await;
    assert_eq!((settle().await, settle().await), (1, 0));

    app.sign_in_as(&company.asker)
        .await
        .get(&question)
        .await
        .assert_text("Drawbridge took it as confirmed: nobody said that something is missing")
        .assert_no_element("form[action$='/confirmation']");
}

#[actix_web::test]
async fn before_it_is_confirmed_there_is_one_way_back_for_whoever_asked() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion, question) = answered(&app, &company).await;
    let (missing, reopening) = (format!("{question}/missing"), format!("{question}/reopening"));
    asker
        .get(&question)
        .await
        .assert_element(&format!("form[action$='{missing}']"))
        .assert_no_element(&format!("form[action$='{reopening}']"));

    asker.post(&reopening, &[("reason", "Which hub?")]).await.assert_redirect_to(&question);

    asker.get(&question).await.assert_text("said what is missing").assert_no_text("opened it again");
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "Frankfurt.")]).await.assert_redirect();
    asker.submit(&question, &format!("{question}/confirmation"), &[]).await.assert_redirect();
    asker.submit(&question, &reopening, &[("reason", "It is closed.")]).await.assert_redirect_to(&question);
    asker.get(&question).await.assert_text("opened it again").assert_text("It is closed.");
}
