use actix_web::http::StatusCode;

use crate::harness::TestApp;

#[actix_web::test]
async fn scripts_get_articles_best_first() {
    let app = TestApp::with().articles().start().await;

    let answer = app.anonymous().get("/api/v1/search?q=connection+refused&limit=3").await;

    let json = answer.assert_ok().json();
    assert_eq!(json["query"], "connection refused");
    assert_eq!(json["answered"], true);
    let hits = json["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 3);
    assert_eq!(hits[0]["slug"], "connection-refused");
    assert!(hits[0]["url"].as_str().unwrap().ends_with("/faq/connection-refused"));
    assert!(hits[0]["score"].as_f64() >= hits[1]["score"].as_f64());
    for field in ["title", "snippet"] {
        assert!(!hits[0][field].as_str().unwrap().is_empty(), "{field}");
    }
}

#[actix_web::test]
async fn an_empty_question_has_no_hits_and_an_odd_one_no_answer() {
    let app = TestApp::with().articles().start().await;
    let script = app.anonymous();

    for path in ["/api/v1/search", "/api/v1/search?q=", "/api/v1/search?q=%20"] {
        let json = script.get(path).await.assert_ok().json();
        assert_eq!(json["answered"], false, "{path}");
        assert_eq!(json["hits"].as_array().map(Vec::len), Some(0), "{path}");
    }
    let json = script.get("/api/v1/search?q=text+is+not+centred+in+my+button").await.assert_ok().json();
    assert_eq!(json["answered"], false);
}

#[actix_web::test]
async fn a_limit_out_of_bounds_is_refused_by_name() {
    let app = TestApp::with().articles().start().await;

    for limit in ["0", "51", "-1", "x", "1.5", ""] {
        let refused = app.anonymous().get(&format!("/api/v1/search?q=port&limit={limit}")).await;
        refused.assert_status(StatusCode::BAD_REQUEST).assert_header("content-type", "application/problem+json");
        assert!(refused.json()["detail"].as_str().unwrap().contains("limit"), "{limit}");
    }
    app.anonymous().get("/api/v1/search?q=port&limit=50").await.assert_ok();
}

#[actix_web::test]
async fn without_public_reading_scripts_are_told_to_sign_in() {
    let app = TestApp::with().articles().public_reading(false).start().await;

    let refused = app.anonymous().get("/api/v1/search?q=port").await;

    refused.assert_status(StatusCode::UNAUTHORIZED).assert_header("content-type", "application/problem+json");
}
