//! What an article said before, and bringing it back.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::articles;
use drawbridge::web::Grant;

use super::{analyst, published};
use crate::harness::TestApp;
use crate::harness::binary::Folder;

const BUILT_IN: &str = "/articles/dns-change-ttl";

#[actix_web::test]
async fn every_version_stays_and_can_be_compared_and_brought_back() {
    let app = TestApp::with().second_reader(false).start().await;
    let article = published(&app, "It listens on 5672/tcp.\n\nAsk the queue team.").await;
    let own = article.replace("/faq/", "/articles/");
    let writer = analyst(&app, "Kwame Boateng").await;
    for body in ["It listens on 5671/tcp.\n\nAsk the queue team.", "It listens on 5671/tcp.\n\nAsk nobody."] {
        let fields = [("body", body), ("act", "publish")];
        let page = writer.get(&format!("{own}/edit")).await;
        writer.submit_on(&page, "/articles", &fields).await.assert_redirect();
    }

    let developer = app.sign_in_developer().await;
    let history = developer.get(&format!("{own}/history")).await;
    assert_eq!(history.select(".timeline li a[href*='/history/']"), ["Version 3", "Version 2", "Version 1"]);
    history.assert_text("Kwame Boateng wrote it and published it").assert_text("Nia Sec wrote it and published it");
    let second = developer.get(&format!("{own}/history/2")).await;
    assert_eq!(second.select(".differences del"), ["5672/tcp."]);
    assert_eq!(second.select(".differences ins"), ["5671/tcp."]);
    let far = developer.get(&format!("{own}/history/3?against=1")).await;
    assert_eq!(far.select(".differences .gone").len(), 2);
    let first = developer.get(&format!("{own}/history/1")).await;
    first.assert_ok().assert_no_element(".differences").assert_text("Ask the queue team.");
    first.assert_no_element("form[action$='/draft']");
    for missing in ["history/4", "history/0", "history/3?against=9"] {
        developer.get(&format!("{own}/{missing}")).await.assert_status(StatusCode::NOT_FOUND);
    }
    let bring = format!("{own}/history/1/draft");
    developer.post(&bring, &[]).await.assert_status(StatusCode::FORBIDDEN);
    let page = writer.get(&format!("{own}/history/1")).await;
    let draft = writer.submit_on(&page, &bring, &[]).await.location();
    assert_eq!(writer.submit_on(&page, &bring, &[]).await.location(), draft);
    let form = writer.get(&draft).await;
    assert_eq!(form.attributes("#field-note", "value"), ["Brings version 1 back"]);
    writer.submit_on(&form, &draft, &[("act", "publish")]).await.assert_redirect_to(&article);
    app.anonymous().get(&article).await.assert_text("5672/tcp").assert_text("Ask the queue team.");
    writer.get(&format!("{own}/history")).await.assert_text("Version 4");
}

#[actix_web::test]
async fn an_article_that_came_with_the_program_is_changed_in_the_database() {
    let app = TestApp::with().articles().second_reader(false).start().await;
    let writer = analyst(&app, "Kwame Boateng").await;
    let history = format!("{BUILT_IN}/history");
    writer.get(&history).await.assert_text("comes with the program").assert_no_element(".timeline");

    let fields = [("body", "Wait for the TTL. Then wait again."), ("act", "publish")];
    writer.submit(&format!("{BUILT_IN}/edit"), "/articles", &fields).await.assert_redirect_to("/faq/dns-change-ttl");

    let page = app.anonymous().get("/faq/dns-change-ttl").await;
    page.assert_text("Then wait again.").assert_text("Network Security").assert_no_text("Kwame");
    let kept: (String, String) =
        app.read(|connection| articles::table.select((articles::slug, articles::owner)).first(connection)).await;
    assert_eq!(kept, ("dns-change-ttl".to_owned(), "Network Security".to_owned()));
    writer.get(&history).await.assert_text("As it came with the program").assert_text("Version 2");
    writer.get(&format!("{history}/2")).await.assert_element(".differences .gone");
}

#[actix_web::test]
async fn an_article_that_is_a_file_of_the_folder_is_changed_there() {
    let folder = Folder::new();
    let file = "---\ntitle: Which port has the emu?\ncategory: dns\ntags: []\nphrasings: []\nowner: NetSec\n\
                reviewed_on: 2026-11-01\nreview_after: 2027-05-01\n---\nIt has 53.\n";
    folder.write("birds/emu.md", file);
    let app = TestApp::with().content(&folder.0).second_reader(false).start().await;
    let writer = analyst(&app, "Kwame Boateng").await;

    writer.get("/faq/emu").await.assert_ok().assert_no_element("a[href='/articles/emu/edit']");
    let refused = writer.get("/articles/emu/edit").await;
    refused.assert_status(StatusCode::CONFLICT).assert_text("the file birds/emu.md of the content folder");
    let fields = [("title", "T"), ("slug", "emu"), ("base", "0"), ("act", "publish")];
    writer.post("/articles", &fields).await.assert_status(StatusCode::CONFLICT);
    writer.get("/articles/emu/history").await.assert_ok().assert_text("the file birds/emu.md of the content folder");
}

#[actix_web::test]
async fn what_is_no_article_has_neither_form_nor_history() {
    let app = TestApp::start().await;
    let writer = app.sign_in(Grant::NetSec).await;

    for path in ["/articles/nowhere/edit", "/articles/nowhere/history", "/articles/nowhere/history/1", "/drafts/9"] {
        writer.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
    let fields = [("title", "T"), ("slug", "nowhere"), ("base", "0")];
    writer.post("/articles", &fields).await.assert_status(StatusCode::NOT_FOUND);
    writer.get("/drafts/x").await.assert_status(StatusCode::NOT_FOUND);
}
