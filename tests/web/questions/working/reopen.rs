//! Asking for another answer.

use actix_web::http::StatusCode;
use drawbridge::questions::{QuestionNumber, Reader, find};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::TestApp;
use crate::questions::{Company, ask};

#[actix_web::test]
async fn who_asked_opens_it_again_with_a_reason_and_whoever_answered_has_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let action = format!("{question}/reopening");
    asker.get(&question).await.assert_no_element("form[action$='/reopening']");
    asker.post(&action, &[("reason", "Now.")]).await.assert_status(StatusCode::CONFLICT);
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    asker.submit(&question, &format!("{question}/confirmation"), &[]).await.assert_redirect();
    app.advance(SignedDuration::from_hours(24)).await;

    let silent = asker.submit(&question, &action, &[("reason", " ")]).await;
    asker.submit(&question, &action, &[("reason", "But **how**?")]).await.assert_redirect_to(&question);

    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say what is still missing");
    let page = champion.get(&question).await;
    page.assert_text("It is the turn of Ana Ruiz")
        .assert_text("opened it again")
        .assert_element(".timeline .said strong")
        .assert_text("is due in 1 day");
    champion.get("/me").await.assert_text("May we peer?");
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "With BGP.")]).await.assert_redirect();
    let page = asker.get(&question).await;
    page.assert_text("With BGP.").assert_text("Ana Ruiz answered");
    let answers = page.select(".timeline .said").join(" ");
    assert!(answers.contains("Yes."), "the first answer stays in the history: {answers}");
}

#[actix_web::test]
async fn what_network_security_answered_comes_back_to_them_with_four_hours_at_the_least() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let question = ask(&asker, "May we peer?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit(&question, &format!("{question}/claim"), &[]).await.assert_redirect();
    // It was due on Friday at ten, and is answered a minute before.
    app.advance(SignedDuration::from_mins(48 * 60 - 1)).await;
    analyst.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    asker.submit(&question, &format!("{question}/confirmation"), &[]).await.assert_redirect();
    asker.submit(&question, &format!("{question}/reopening"), &[("reason", "How?")]).await.assert_redirect();

    let row =
        app.read(|connection| find(connection, &Reader::Site, QuestionNumber(1)).map_err(|_| diesel::NotFound)).await;

    assert_eq!(row.due_at.iso(), "2026-11-20T13:59:00Z");
    analyst.get("/queue").await.assert_text("All are taken; 1 is yours.");
    assert_eq!(row.first_response_at, row.answered_at, "the first answer stays the first");
}

#[actix_web::test]
async fn only_who_asked_or_answers_opens_it_again() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    let action = format!("{question}/reopening");

    for client in [&app.sign_in_developer().await, &app.sign_in(Grant::Lead).await, &app.sign_in(Grant::Manager).await]
    {
        client.get(&question).await.assert_no_element("form[action$='/reopening']");
        client.post(&action, &[("reason", "I want more.")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    app.anonymous().post(&action, &[("reason", "More.")]).await.assert_redirect_to("/sign-in");
    app.sign_in(Grant::NetSec).await.submit(&question, &action, &[("reason", "Wrong.")]).await.assert_redirect();
}

#[actix_web::test]
async fn a_comment_on_an_answered_question_stays_a_comment() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let question = ask(&asker, "May we peer?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();

    asker.submit(&question, &format!("{question}/comments"), &[("comment", "Thanks!")]).await.assert_redirect();

    asker.get(&question).await.assert_text("Thanks!").assert_text("answered");
    analyst.get("/queue").await.assert_text("Nothing waits for Network Security.");
}
