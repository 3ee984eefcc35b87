//! N01: how large a request may be.

use actix_web::http::{Method, StatusCode};

use crate::harness::{TestApp, raw};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const BODY: usize = 1024 * 1024;

fn form_of(size: usize) -> Vec<u8> {
    let mut body = b"email=ana%40example.com&password=".to_vec();
    body.resize(size, b'x');
    body
}

#[actix_web::test]
async fn n01_a_form_may_have_a_mebibyte() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    let fits = visitor.send(Method::POST, "/sign-in", &[FORM], form_of(BODY)).await;
    let over = visitor.send(Method::POST, "/sign-in", &[FORM], form_of(BODY + 1)).await;

    fits.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    over.assert_status(StatusCode::PAYLOAD_TOO_LARGE).assert_text("1024 KiB at the most");
}

#[actix_web::test]
async fn n01_and_no_more_where_its_length_is_not_announced() {
    let app = TestApp::start().await;
    let mut request =
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..40 {
        request.extend_from_slice(b"10000\r\n");
        request.resize(request.len() + 0x10000, b'x');
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");

    let (status, answer) = raw(app.address, &request);

    assert_eq!(status, 413, "{answer}");
}

#[actix_web::test]
async fn n01_addresses_have_a_limit() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    let fits = format!("/?{}", "q".repeat(8 * 1024 - 2));
    let over = format!("{fits}q");

    visitor.get(&fits).await.assert_ok();
    visitor.get(&over).await.assert_status(StatusCode::URI_TOO_LONG).assert_text("8192 are allowed");
}

#[actix_web::test]
async fn n01_heads_have_a_limit() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    visitor.get_with("/", &[("X-Long", &"x".repeat(15_000))]).await.assert_ok();
    let over = visitor.get_with("/", &[("X-Long", &"x".repeat(17_000))]).await;

    over.assert_status(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE).assert_text("16384 are allowed");
}

#[actix_web::test]
async fn n01_forms_have_at_most_five_hundred_fields() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let body = |fields: usize| (0..fields).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&").into_bytes();

    let fits = visitor.send(Method::POST, "/sign-in", &[FORM], body(500)).await;
    let over = visitor.send(Method::POST, "/sign-in", &[FORM], body(501)).await;

    fits.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    over.assert_status(StatusCode::BAD_REQUEST).assert_text("501 fields");
}

#[actix_web::test]
async fn n01_bodies_come_as_they_are() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();

    for coding in ["gzip", "br", "deflate", "zstd", "x"] {
        let answer = visitor.send(Method::POST, "/sign-in", &[FORM, ("Content-Encoding", coding)], form_of(100)).await;
        answer.assert_status(StatusCode::UNSUPPORTED_MEDIA_TYPE).assert_text("without Content-Encoding");
    }
}
