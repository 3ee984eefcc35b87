use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::TestApp;

#[actix_web::test]
async fn the_faq_is_listed_by_shelf_and_narrowed_by_link() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/faq").await.assert_ok().assert_text("Ports and firewalls").assert_text("each with the answer first");
    let shelf = reader.get("/faq?category=dns").await;
    shelf.assert_ok().assert_text("articles").assert_element("a[href='/faq/dns-change-ttl']");
    reader.get("/faq?tag=no-such-tag").await.assert_ok().assert_text("No article here");
    reader.get("/faq?category=cooking").await.assert_status(StatusCode::NOT_FOUND);
    reader.get("/faq?page=99999999999999&category=dns").await.assert_ok();
    reader.get("/faq?page=-1").await.assert_status(StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn everybody_who_is_signed_in_may_read() {
    let app = TestApp::with().articles().start().await;

    for grant in [Grant::NetSec, Grant::Manager] {
        app.sign_in(grant).await.get("/faq").await.assert_ok();
    }
}
