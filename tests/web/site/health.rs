//! Whether the site lives, and whether it is ready.

use actix_web::http::StatusCode;
use diesel::RunQueryDsl;

use crate::harness::TestApp;

#[actix_web::test]
async fn health_answers_without_a_cookie() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    for (path, words) in [("/healthz", "alive"), ("/readyz", "ready")] {
        let answer = visitor.get(path).await;
        answer.assert_ok().assert_text(words);
        assert!(answer.headers_named("set-cookie").is_empty());
    }
}

#[actix_web::test]
async fn readiness_names_a_schema_that_is_not_this_releases() {
    let app = TestApp::start().await;
    app.write(|tx| {
        diesel::sql_query("DELETE FROM __diesel_schema_migrations").execute(tx)?;
        Ok(())
    })
    .await;

    let answer = app.anonymous().get("/readyz").await;

    answer.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_header("content-type", "text/plain; charset=utf-8");
    answer.assert_text("database: the schema is not the one of this release");
    app.anonymous().get("/healthz").await.assert_ok();
}

#[actix_web::test]
async fn a_head_request_gets_no_body() {
    let app = TestApp::start().await;

    let answer = app.anonymous().send(actix_web::http::Method::HEAD, "/", &[], Vec::new()).await;

    answer.assert_ok();
    assert!(answer.body.is_empty());
}
