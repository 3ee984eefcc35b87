//! A fault in one request fails that request alone.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use drawbridge::error::AppError;
use drawbridge::web::{Policy, Route};
use futures_util::future::join_all;

use crate::harness::TestApp;

async fn panics() -> HttpResponse {
    panic!("the secret reason")
}

async fn fails() -> Result<HttpResponse, AppError> {
    Err(AppError::Internal("the secret reason".into()))
}

async fn is_away() -> Result<HttpResponse, AppError> {
    Err(AppError::Unavailable("the secret reason".into()))
}

fn broken_routes() -> Vec<Route> {
    vec![
        Route::get("/test/panics", Policy::Open, panics),
        Route::get("/test/fails", Policy::Open, fails),
        Route::get("/test/is-away", Policy::Open, is_away),
        Route::get("/api/v1/test/fails", Policy::Open, fails),
    ]
}

#[actix_web::test]
async fn n03_a_panic_fails_its_own_request_and_no_other() {
    let app = TestApp::with().more_routes(broken_routes).start().await;
    let visitor = app.anonymous();

    let answers = join_all((0..40).map(|number| {
        let visitor = &visitor;
        async move { (number, visitor.get(if number % 2 == 0 { "/test/panics" } else { "/" }).await) }
    }))
    .await;

    for (number, answer) in answers {
        if number % 2 == 0 {
            answer.assert_status(StatusCode::INTERNAL_SERVER_ERROR).assert_text("Something went wrong on our side");
            answer.assert_no_text("secret").assert_text("name this number:");
        } else {
            answer.assert_ok();
        }
    }
}

#[actix_web::test]
async fn w09_failures_are_pages_of_the_house_without_their_reasons() {
    let app = TestApp::with().more_routes(broken_routes).start().await;
    let visitor = app.anonymous();

    let failed = visitor.get("/test/fails").await;
    let away = visitor.get("/test/is-away").await;
    let part = visitor.get_with("/test/fails", &[("HX-Request", "true")]).await;
    let problem = visitor.get("/api/v1/test/fails").await;

    failed.assert_status(StatusCode::INTERNAL_SERVER_ERROR).assert_element("header").assert_no_text("secret");
    away.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_header("retry-after", "5").assert_no_text("secret");
    part.assert_status(StatusCode::INTERNAL_SERVER_ERROR).assert_no_element("header").assert_no_text("secret");
    assert_eq!(problem.json()["title"], "Something went wrong on our side");
    assert!(!problem.html().contains("secret"));
}
