//! W04, W06: what every answer says to the browser.

use actix_web::http::{Method, StatusCode};
use drawbridge::app;
use drawbridge::web::Grant;

use crate::harness::{Answer, TestApp};

fn check(answer: &Answer, place: &str) {
    let policy = answer.header("content-security-policy");
    for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{place}: the policy {policy:?} lacks {part}");
    }
    assert!(!policy.contains("unsafe"), "{place}: {policy}");
    for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin")] {
        assert_eq!(answer.header(name), value, "{place}: {name}");
    }
    if answer.header("content-type").starts_with("text/html") {
        let inline = answer.select("script:not([src]), style").len()
            + answer.attributes("[style]", "style").len()
            + answer.attributes("[onclick]", "onclick").len();
        assert_eq!(inline, 0, "{place}: has inline script or style");
    }
}

#[actix_web::test]
async fn w04_every_route_and_every_error_carries_the_headers() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let visitor = app.anonymous();

    for route in app::routes().into_iter().filter(|route| route.method == Method::GET) {
        let path = route.path.replace(['{', '}'], "");
        check(&visitor.get(&path).await, &path);
        check(&admin.get(&path).await, &path);
    }
    for (path, status) in [
        ("/no-such-page", StatusCode::NOT_FOUND),
        ("/api/v1/no-such-thing", StatusCode::NOT_FOUND),
        ("/static/no-such-file.css", StatusCode::NOT_FOUND),
        (&format!("/{}", "a".repeat(9_000)), StatusCode::URI_TOO_LONG),
    ] {
        let answer = visitor.get(path).await;
        answer.assert_status(status);
        check(&answer, path);
    }
    let wrong_method = visitor.send(Method::DELETE, "/", &[], Vec::new()).await;
    wrong_method.assert_status(StatusCode::METHOD_NOT_ALLOWED);
    check(&wrong_method, "DELETE /");
    let foreign = visitor.send(Method::POST, "/sign-in", &[("Origin", "https://evil.example")], Vec::new()).await;
    foreign.assert_status(StatusCode::FORBIDDEN);
    check(&foreign, "a foreign form");
}

#[actix_web::test]
async fn w04_transport_security_is_announced_under_https_only() {
    let plain = TestApp::start().await;
    let secure = TestApp::with().base_url("https://bridge.example").start().await;

    assert_eq!(plain.anonymous().get("/").await.header("strict-transport-security"), "");
    secure.anonymous().get("/").await.assert_header("strict-transport-security", "max-age=31536000");
}

#[actix_web::test]
async fn w06_what_a_signed_in_person_sees_is_never_stored() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;

    for route in app::routes().into_iter().filter(|route| route.method == Method::GET) {
        let silent = ["/healthz", "/favicon.ico"].contains(&route.path) || route.path.starts_with("/static/");
        if !silent {
            let path = route.path.replace(['{', '}'], "");
            assert_eq!(admin.get(&path).await.header("cache-control"), "no-store", "{path}");
        }
    }
    admin.get("/no-such-page").await.assert_header("cache-control", "no-store");
}

#[actix_web::test]
async fn w09_an_error_page_tells_no_internals_and_names_an_id() {
    let app = TestApp::start().await;

    let page = app.anonymous().get("/no-such-page").await;

    page.assert_status(StatusCode::NOT_FOUND).assert_element("h1").assert_text("name this number:");
    page.assert_no_text("actix").assert_no_text("src/");
    let id = page.select(".failure code").remove(0);
    assert_eq!(id.len(), 32, "{id}");
}

#[actix_web::test]
async fn an_error_of_the_api_is_a_problem_document() {
    let app = TestApp::start().await;

    let answer = app.anonymous().get("/api/v1/no-such-thing").await;

    answer.assert_status(StatusCode::NOT_FOUND).assert_header("content-type", "application/problem+json");
    assert_eq!(answer.json()["status"], 404);
}

#[actix_web::test]
async fn assets_are_fingerprinted_compressed_and_kept() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let page = visitor.get("/").await;
    let mut assets = page.attributes("link[rel=stylesheet]", "href");
    assets.extend(page.attributes("script[src]", "src"));
    assert!(assets.len() >= 3, "{assets:?}");

    for asset in assets {
        for (accept, coding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", ""), ("br;q=0, gzip", "gzip")] {
            let answer = visitor.get_with(&asset, &[("Accept-Encoding", accept)]).await;
            answer.assert_ok().assert_header("content-encoding", coding);
            answer.assert_header("cache-control", "public, max-age=31536000, immutable");
        }
    }
}
