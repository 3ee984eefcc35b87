//! The second reader: publishes what somebody else wrote, or sends it back.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{analyst, asked, champion, published, send};
use crate::harness::TestApp;

#[actix_web::test]
async fn what_a_champion_wrote_is_published_by_somebody_else_and_found() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let reader = analyst(&app, "Kwame Boateng").await;
    let draft = asked(&writer).await;
    writer
        .get("/articles")
        .await
        .assert_text("waits for a second reader")
        .assert_no_text("Waiting for a second reader");

    let list = reader.get("/articles").await;
    list.assert_text("new by Ana Ruiz").assert_element(&format!("a[href='{draft}']"));
    let page = reader.get(&draft).await;
    page.assert_text("Asked three times").assert_text("It listens on 6432/tcp.").assert_element(".preview h2");
    let publication = format!("{draft}/publication");
    let article = reader.submit_on(&page, &publication, &[]).await.location();
    let again = reader.submit_on(&page, &publication, &[]).await.location();

    assert_eq!(article, "/faq/which-port-has-the-quokka-pool");
    assert_eq!(article, again);
    reader.get(&article).await.assert_ok().assert_text("The article is published.").assert_text("Ana Ruiz");
    let found = app.anonymous().get("/search?q=quokka+6432").await.attributes("#results a.hit", "href");
    assert_eq!(found.first(), Some(&article));
    writer.get(&draft).await.assert_status(StatusCode::NOT_FOUND);
    writer.get("/articles").await.assert_no_text("quokka");
    let history = writer.get("/articles/which-port-has-the-quokka-pool/history").await;
    history.assert_text("Ana Ruiz wrote it, Kwame Boateng read and published it").assert_text("Asked three times");
}

#[actix_web::test]
async fn a_draft_that_is_sent_back_says_why_and_may_be_asked_for_again() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let reader = analyst(&app, "Kwame Boateng").await;
    let draft = asked(&writer).await;
    let back = format!("{draft}/return");

    let silent = reader.submit(&draft, &back, &[("why", " ")]).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say in a line what to mend");
    reader.submit(&draft, &back, &[("why", "Name the environment.")]).await.assert_redirect_to("/articles");

    reader.get(&draft).await.assert_status(StatusCode::NOT_FOUND);
    writer.get("/articles").await.assert_text("sent back").assert_text("Name the environment.");
    writer.get(&draft).await.assert_text("Kwame Boateng sent it back: “Name the environment.”");
    send(&writer, &draft, &draft, "ask", &[("body", "In production it is 6432.")]).await.assert_redirect_to(&draft);
    reader.get(&draft).await.assert_ok().assert_text("In production it is 6432.");
}

#[actix_web::test]
async fn a06_only_what_was_read_is_published() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let reader = analyst(&app, "Kwame Boateng").await;
    let draft = asked(&writer).await;
    let read = reader.get(&draft).await;

    send(&writer, &draft, &draft, "save", &[("body", "It listens everywhere.")]).await.assert_redirect();
    let late = reader.submit_on(&read, &format!("{draft}/publication"), &[]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("The draft was saved while you read.");
    late.assert_text("It listens everywhere.");
    let kept = [("why", "Not everywhere.")];
    let late = reader.submit_on(&read, &format!("{draft}/return"), &kept).await;
    late.assert_status(StatusCode::CONFLICT);
    assert_eq!(late.attributes("#field-why", "value"), ["Not everywhere."]);
    reader.submit_on(&late, &format!("{draft}/publication"), &[]).await.assert_redirect();
}

#[actix_web::test]
async fn who_does_not_publish_can_not_do_so_for_others() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let draft = asked(&writer).await;

    for act in ["publication", "return"] {
        let fields = [("version", "2"), ("why", "x")];
        let path = format!("{draft}/{act}");
        writer.post(&path, &fields).await.assert_status(StatusCode::FORBIDDEN);
        app.sign_in(Grant::Manager).await.post(&path, &fields).await.assert_status(StatusCode::FORBIDDEN);
        app.sign_in_developer().await.post(&path, &fields).await.assert_status(StatusCode::FORBIDDEN);
    }
    app.sign_in(Grant::Manager).await.get(&draft).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_second_reader_sees_what_changes() {
    let app = TestApp::start().await;
    let article = published(&app, "It listens on 5672/tcp.").await;
    let slug = article.rsplit('/').next().unwrap();
    let writer = champion(&app).await;
    let reader = app.sign_in(Grant::Lead).await;
    writer.get(&article).await.assert_element(&format!("a[href='/articles/{slug}/edit']"));
    app.sign_in_developer().await.get(&article).await.assert_no_element("a[href$='/edit']");
    app.anonymous().get(&article).await.assert_no_element("a[href^='/articles']");

    let form = format!("/articles/{slug}/edit");
    let fields = [("body", "It listens on 5671/tcp."), ("note", "TLS only since May"), ("act", "ask")];
    let draft = writer.submit(&form, "/articles", &fields).await.location();

    writer.get(&form).await.assert_redirect_to(&draft);
    let page = reader.get(&draft).await;
    page.assert_text("A change to Which port has the wombat queue?").assert_text("TLS only since May");
    assert_eq!(page.select(".differences .gone del"), ["5672/tcp."]);
    assert_eq!(page.select(".differences .new ins"), ["5671/tcp."]);
    assert!(page.select(".differences .new")[0].contains("Added: "));
    reader.submit_on(&page, &format!("{draft}/publication"), &[]).await.assert_redirect_to(&article);
    app.anonymous().get(&article).await.assert_text("5671/tcp").assert_no_text("5672/tcp");
}
