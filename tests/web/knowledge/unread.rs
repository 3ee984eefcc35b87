//! A folder so large that it is still being read.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::TestApp;
use crate::harness::binary::Folder;

const HOW_FAR: &str = "0 of 1 articles of the folder are read";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write(
        "own.md",
        "---\ntitle: Ours?\ncategory: dns\ntags: []\nphrasings: []\nowner: NetSec\nreviewed_on: 2026-11-01\n\
         review_after: 2027-05-01\n---\nYes.\n",
    );
    folder
}

#[actix_web::test]
async fn what_is_not_read_yet_is_not_said_to_be_missing() {
    let folder = folder();
    let app = TestApp::with().articles().content(&folder.0).unread().start().await;
    let reader = app.anonymous();

    let ready = reader.get("/readyz").await;
    ready.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_text(HOW_FAR);
    reader.get("/faq/dns-change-ttl").await.assert_ok();
    let waiting = reader.get("/faq/own").await;
    waiting.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_header("Retry-After", "5").assert_text(HOW_FAR);
    reader.get("/search?q=is+it+ours").await.assert_ok().assert_text(HOW_FAR);
    reader.get("/faq").await.assert_ok().assert_text(HOW_FAR);
}

#[actix_web::test]
async fn what_is_read_needs_no_excuse() {
    let folder = folder();
    let app = TestApp::with().articles().content(&folder.0).start().await;
    let reader = app.anonymous();

    reader.get("/readyz").await.assert_ok();
    reader.get("/faq/own").await.assert_ok();
    reader.get("/faq/nothing").await.assert_status(StatusCode::NOT_FOUND);
    for path in ["/search?q=is+it+ours", "/faq"] {
        reader.get(path).await.assert_ok().assert_no_text("still being read");
    }
}

#[actix_web::test]
async fn without_public_reading_nobody_hears_how_far_it_is() {
    let folder = folder();
    let app = TestApp::with().articles().content(&folder.0).public_reading(false).unread().start().await;

    let sent = app.anonymous().get("/faq/own").await;
    assert!(sent.location().starts_with("/sign-in?return="));
    app.sign_in(Grant::NetSec).await.get("/faq/own").await.assert_text(HOW_FAR);
}
