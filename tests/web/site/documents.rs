//! What the site says of itself.

use crate::harness::TestApp;

#[actix_web::test]
async fn third_party_software_is_listed_with_the_texts_of_its_licences() {
    let app = TestApp::start().await;
    let reader = app.sign_in_developer().await;

    let page = reader.get("/third-party").await;
    let texts = reader.get("/third-party.txt").await;

    page.assert_ok().assert_text("actix-web").assert_text("htmx").assert_element("a[href='/third-party.txt']");
    let packages = page.select("tbody tr").len();
    assert!(packages > 300, "{packages}");
    texts.assert_ok().assert_header("content-type", "text/plain; charset=utf-8");
    for words in ["Apache License", "Permission is hereby granted", "PostgreSQL Global Development Group"] {
        assert!(texts.html().contains(words), "{words}");
    }
    reader.get("/me").await.assert_element("footer a[href='/third-party']");
    app.anonymous().get("/").await.assert_no_element("footer a[href='/third-party']");
    app.anonymous().get("/third-party").await.assert_redirect();
}

#[actix_web::test]
async fn the_threat_model_is_shown_with_its_boundaries_drawn() {
    let app = TestApp::start().await;

    let page = app.sign_in_developer().await.get("/threat-model").await;

    page.assert_ok().assert_text("What is worth protecting").assert_text("drawbridge");
    assert_eq!(page.select("h1").len(), 1);
    assert!(page.select(".flow").len() >= 6, "{page}");
    app.anonymous().get("/threat-model").await.assert_redirect();
}
