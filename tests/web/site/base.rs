//! A site below a path: every link, redirect, cookie and asset stays under it.

use actix_web::http::StatusCode;
use drawbridge::app;
use drawbridge::web::Grant;

use crate::harness::{PASSWORD, TestApp, person, raw};

#[actix_web::test]
async fn every_address_on_every_page_lies_below_the_base() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    let clients = [app.anonymous(), app.sign_in(Grant::Admin).await];

    for route in app::routes().into_iter().filter(|route| route.method == actix_web::http::Method::GET) {
        for client in &clients {
            let path = route.path.replace(['{', '}'], "");
            let page = client.get(&path).await;
            if page.status == StatusCode::SEE_OTHER {
                assert!(page.header("location").starts_with("/drawbridge/"), "{path}: {}", page.header("location"));
            }
            if !page.header("content-type").starts_with("text/html") {
                continue;
            }
            for (selector, name) in [
                ("[href]", "href"),
                ("[src]", "src"),
                ("form", "action"),
                ("[hx-get]", "hx-get"),
                ("[hx-post]", "hx-post"),
            ] {
                for address in page.attributes(selector, name) {
                    let outside = address.starts_with('/') && !address.starts_with("/drawbridge/");
                    assert!(!outside, "{path}: {name}={address:?}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn cookies_stay_below_the_base_and_what_lies_beside_it_is_not_there() {
    let app = TestApp::with().base_url("http://bridge.example/drawbridge/").start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let answer = visitor.submit("/sign-in?return=/permissions", "/sign-in", &fields).await;

    answer.assert_redirect_to("/drawbridge/permissions");
    let cookie = answer.headers_named("set-cookie").join("\n");
    assert!(cookie.contains("Path=/drawbridge;"), "{cookie}");
    let (status, _) = raw(app.address, b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(status, 404);
}
