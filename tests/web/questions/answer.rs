//! Answering, changing an answer, and being second.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{Company, ask};
use crate::harness::TestApp;

#[actix_web::test]
async fn a_champion_answers_their_team() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;

    let action = format!("{question}/answer");
    champion.submit(&question, &action, &[("answer", "Yes, through **the hub**.")]).await.assert_redirect();

    asker
        .get(&question)
        .await
        .assert_text("Ana Ruiz answered")
        .assert_element(".prose strong")
        .assert_no_text("overdue")
        .assert_no_element("textarea[name=answer]");
}

#[actix_web::test]
async fn the_second_of_two_answers_sees_both_texts_and_loses_nothing() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let (first, second) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    let action = format!("{question}/answer");
    let drawn = second.get(&question).await;

    first.submit(&question, &action, &[("answer", "Use the hub.")]).await.assert_redirect();
    let refused = second.submit_on(&drawn, &action, &[("answer", "Use the proxy.")]).await;

    refused.assert_status(StatusCode::CONFLICT).assert_element(".split");
    refused.assert_text("Use the hub.").assert_text("Use the proxy.");
    second.submit_on(&refused, &action, &[("answer", "The hub, then the proxy.")]).await.assert_redirect();
    second
        .get(&question)
        .await
        .assert_text("The hub, then the proxy.")
        .assert_text("changed the answer")
        .assert_text("Use the hub.");
}

#[actix_web::test]
async fn a_claim_meanwhile_does_not_refuse_an_answer() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let (first, second) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    let drawn = second.get(&question).await;

    first.post(&format!("{question}/claim"), &[]).await.assert_redirect();
    let sent = second.submit_on(&drawn, &format!("{question}/answer"), &[("answer", "Yes.")]).await;

    sent.assert_redirect_to(&question);
}

#[actix_web::test]
async fn a_champion_whose_turn_has_passed_keeps_their_words() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let drawn = champion.get(&question).await;
    app.sign_in(Grant::NetSec).await.post(&format!("{question}/escalation"), &[("why", "Ours.")]).await;

    let refused = champion.submit_on(&drawn, &format!("{question}/answer"), &[("answer", "Use the hub.")]).await;

    refused.assert_status(StatusCode::FORBIDDEN).assert_text("Use the hub.");
    let said = champion.submit_on(&refused, &format!("{question}/comments"), &[]).await;
    champion.follow(&said).await.assert_text("Use the hub.");
}

#[actix_web::test]
async fn a_preview_works_without_javascript_and_keeps_the_version() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    let action = format!("{question}/answer");

    let fields = [("answer", "Use `5432`."), ("version", "1"), ("preview", "yes")];
    let shown = analyst.post(&action, &fields).await;
    shown.assert_ok().assert_element("#preview code");
    let sent = analyst.submit_on(&shown, &action, &[]).await;

    sent.assert_redirect_to(&question);
    let empty = analyst.post(&action, &[("answer", " "), ("version", "2")]).await;
    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("write the answer first");
}

#[actix_web::test]
async fn of_two_answers_sent_at_once_one_is_kept() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let (first, second) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    let action = format!("{question}/answer");
    // Both hold their tokens before the race begins.
    first.csrf().await;
    second.csrf().await;

    let (one, other) = futures_util::join!(
        first.post(&action, &[("answer", "Use the hub."), ("version", "1")]),
        second.post(&action, &[("answer", "Use the proxy."), ("version", "1")]),
    );

    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let page = first.get(&question).await;
    assert_eq!(page.text().contains("Use the hub."), one.status == StatusCode::SEE_OTHER);
    assert_eq!(page.text().contains("Use the proxy."), other.status == StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn an_answer_waits_until_its_writer_has_read_what_was_said_meanwhile() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let (action, drawn) = (format!("{question}/answer"), champion.get(&question).await);

    champion.post(&format!("{question}/comments"), &[("comment", "Looking.")]).await;
    asker.post(&format!("{question}/comments"), &[("comment", "It is about staging.")]).await;
    let held = champion.submit_on(&drawn, &action, &[("answer", "Use the hub.")]).await;

    held.assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_text("Bo Lind commented while you wrote: “It is about staging.”")
        .assert_text("Use the hub.");
    champion.submit_on(&held, &action, &[]).await.assert_redirect_to(&question);
    asker.get(&question).await.assert_text("Ana Ruiz answered");
}

#[actix_web::test]
async fn an_answer_that_reads_as_before_is_no_change() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    let action = format!("{question}/answer");
    analyst.submit(&question, &action, &[("answer", "Use the hub.")]).await;

    let again = analyst.submit(&question, &action, &[]).await;

    analyst.follow(&again).await.assert_text("Nothing was changed.").assert_no_text("changed the answer");
}
