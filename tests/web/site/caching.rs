//! What a browser may keep, and how it asks whether it still holds.

use actix_web::http::StatusCode;

use crate::harness::{TestApp, raw};

const ARTICLE: &str = "/faq/security-group-as-source";

#[actix_web::test]
async fn an_article_that_did_not_change_is_not_sent_again() {
    let app = TestApp::with().articles().start().await;
    let visitor = app.anonymous();
    let tag = visitor.get(ARTICLE).await.assert_ok().header("etag");

    let again = visitor.get_with(ARTICLE, &[("If-None-Match", &tag)]).await;
    let other = visitor.get_with(ARTICLE, &[("If-None-Match", "\"another\"")]).await;
    let signed_in = app.sign_in_developer().await.get_with(ARTICLE, &[("If-None-Match", &tag)]).await;

    again.assert_status(StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    other.assert_ok();
    signed_in.assert_ok().assert_header("cache-control", "no-store");
}

#[actix_web::test]
async fn the_answer_after_one_that_was_not_sent_again_is_whole() {
    let app = TestApp::with().articles().start().await;
    let tag = app.anonymous().get(ARTICLE).await.header("etag");

    for accept in ["identity", "br, gzip"] {
        let requests = format!(
            "GET {ARTICLE} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {tag}\r\nAccept-Encoding: {accept}\r\n\r\n\
             GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        );
        let address = app.address;
        let (status, answers) =
            actix_web::rt::task::spawn_blocking(move || raw(address, requests.as_bytes())).await.unwrap();

        assert_eq!(status, 304, "{answers}");
        let (_, second) = answers.split_once("\r\n\r\n").unwrap();
        assert!(second.starts_with("HTTP/1.1 200 OK"), "{accept}: {second}");
    }
}
