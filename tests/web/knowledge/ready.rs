//! Pages that are kept ready: whoever reads them gets what is true now, in
//! the looks that they chose, with a form of their own.

use actix_web::http::StatusCode;
use std::time::Duration;

use crate::harness::binary::Folder;
use crate::harness::{Answer, TestApp};

const PAGE: &str = "/faq/resolver";
const REPORTS: &str = "/faq/resolver/reports";

fn article(answer: &str) -> String {
    format!(
        "---\ntitle: Which resolver?\ncategory: dns\ntags: [resolver]\nphrasings: [name lookup fails]\nowner: NetSec\n\
         reviewed_on: 2026-11-01\nreview_after: 2027-05-01\n---\n\n{answer}\n"
    )
}

async fn start() -> (Folder, TestApp) {
    let folder = Folder::new();
    folder.write("resolver.md", &article("Use 10.0.0.53."));
    let app = TestApp::with().content(&folder.0).start().await;
    (folder, app)
}

/// The key of each form of the page.
fn keys(page: &Answer) -> Vec<String> {
    page.attributes("input[name=key]", "value")
}

#[actix_web::test]
async fn a_file_that_changes_is_read_as_it_is_by_those_who_read_it_before() {
    let (folder, app) = start().await;
    let reader = app.anonymous();
    let before = reader.get(PAGE).await;
    before.assert_ok().assert_text("Use 10.0.0.53.");

    folder.write("resolver.md", &article("Use the one of your own zone, and no other."));
    for _ in 0..300 {
        let now = reader.get_with(PAGE, &[("If-None-Match", &before.header("etag"))]).await;
        if now.status == StatusCode::OK {
            now.assert_text("Use the one of your own zone").assert_no_text("10.0.0.53");
            return;
        }
        now.assert_status(StatusCode::NOT_MODIFIED);
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the file was not read again within thirty seconds");
}

#[actix_web::test]
async fn every_reader_gets_their_own_looks_and_nobody_elses() {
    let (_folder, app) = start().await;
    let (light, dark, plain) = (app.anonymous(), app.anonymous(), app.anonymous());
    light.set_cookie("drawbridge_theme", "light");
    dark.set_cookie("drawbridge_theme", "dark");

    for _ in 0..2 {
        light.get(PAGE).await.assert_element("html[data-theme=light]");
        dark.get(PAGE).await.assert_element("html[data-theme=dark]");
        plain.get(PAGE).await.assert_element("html[data-theme=system]");
    }
    let asked = plain.get("/faq/resolver?from=mail").await;
    asked.assert_element("input[name=return][value='/faq/resolver?from=mail']");
    plain.get(PAGE).await.assert_element("input[name=return][value='/faq/resolver']");
}

#[actix_web::test]
async fn what_is_said_once_is_said_to_one_reader() {
    let (_folder, app) = start().await;
    let (reader, other) = (app.anonymous(), app.anonymous());
    other.get(PAGE).await.assert_ok();

    let sent = reader.submit(PAGE, REPORTS, &[("reported", "it moved")]).await;

    reader.follow(&sent).await.assert_text("Thank you.");
    reader.get(PAGE).await.assert_no_text("Thank you.");
    other.get(PAGE).await.assert_no_text("Thank you.");
}

#[actix_web::test]
async fn each_page_has_a_key_of_its_own_for_its_forms() {
    let (_folder, app) = start().await;
    let member = app.sign_in_developer().await;
    let mut seen = Vec::new();

    for _ in 0..2 {
        seen.push(keys(&app.anonymous().get(PAGE).await));
        seen.push(keys(&app.anonymous().get("/faq/resolver?from=mail").await));
        seen.push(keys(&member.get(PAGE).await));
        let refused = app.anonymous().submit(PAGE, REPORTS, &[("reported", &"long ".repeat(300))]).await;
        seen.push(keys(refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY)));
    }

    for keys in &seen {
        assert!(!keys.is_empty() && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        assert!(!keys[0].starts_with("0000"), "{keys:?}");
    }
    let mut first: Vec<&String> = seen.iter().map(|keys| &keys[0]).collect();
    first.sort();
    first.dedup();
    assert_eq!(first.len(), seen.len(), "{seen:?}");
}
