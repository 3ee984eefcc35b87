use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::feedback;
use drawbridge::web::Grant;

use crate::harness::TestApp;

const PAGE: &str = "/faq/postgres-5432-5433";
const FEEDBACK: &str = "/faq/postgres-5432-5433/feedback";

#[actix_web::test]
async fn who_says_no_is_asked_why_and_those_who_look_after_it_see_it() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.submit(PAGE, FEEDBACK, &[("helpful", "no")]).await.assert_redirect();
    let why = [("reason", "outdated"), ("words", "5433 was the old cluster")];
    reader.submit(PAGE, FEEDBACK, &why).await.assert_redirect();
    app.anonymous().submit(PAGE, FEEDBACK, &[("helpful", "yes")]).await.assert_redirect();

    reader.get(PAGE).await.assert_text("Your words are kept with it.").assert_no_text("For those who look after this");
    app.sign_in_developer().await.get(PAGE).await.assert_no_text("5433 was the old cluster");
    for grant in [Grant::NetSec, Grant::Lead, Grant::Admin] {
        let page = app.sign_in(grant).await.get(PAGE).await;
        page.assert_text("1 of 2 readers found their answer here (50 %).");
        page.assert_text("It is out of date or wrong: 1").assert_text("5433 was the old cluster");
    }
}

#[actix_web::test]
async fn a_reason_that_is_none_is_refused_and_one_with_yes_is_not_kept() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let refused = reader.post(FEEDBACK, &[("helpful", "no"), ("reason", "boring")]).await;
    reader.post(FEEDBACK, &[("helpful", "yes"), ("reason", "unclear")]).await.assert_redirect();

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose one of the list");
    let kept: Vec<(bool, String)> =
        app.read(|connection| feedback::table.select((feedback::helpful, feedback::reason)).load(connection)).await;
    assert_eq!(kept, [(true, String::new())]);
}

#[actix_web::test]
async fn a_program_fills_no_table() {
    let app = TestApp::with().articles().start().await;
    let program = app.anonymous();

    let mut sent = Vec::new();
    for _ in 0..32 {
        sent.push(program.post(FEEDBACK, &[("helpful", "no")]).await.status);
    }
    let refused = program.post(FEEDBACK, &[("helpful", "no")]).await;

    assert_eq!(sent.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 30);
    refused.assert_status(StatusCode::TOO_MANY_REQUESTS).assert_text("A lot was sent from here within the last hour");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() <= 3_600);
    let kept: i64 = app.read(|connection| feedback::table.count().get_result(connection)).await;
    assert_eq!(kept, 30);
    let other = program.post("/faq/connection-refused/feedback", &[("helpful", "yes")]).await;
    other.assert_redirect();
    app.sign_in_developer().await.post(FEEDBACK, &[("helpful", "yes")]).await.assert_redirect();
    app.advance(jiff::SignedDuration::from_mins(61)).await;
    program.post(FEEDBACK, &[("helpful", "yes")]).await.assert_redirect();
}

#[actix_web::test]
async fn a_key_of_another_article_is_no_fault() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();
    let key = "0193a5c8-7e1f-7a3b-9c4d-5e6f7a8b9c0d";

    reader.post(FEEDBACK, &[("helpful", "no"), ("key", key)]).await.assert_redirect();
    let other = reader.post("/faq/connection-refused/feedback", &[("helpful", "yes"), ("key", key)]).await;

    other.assert_redirect();
    let kept: i64 = app.read(|connection| feedback::table.count().get_result(connection)).await;
    assert_eq!(kept, 2);
}
