//! Drafts: who may write them, what they keep, and what is refused.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{article_drafts, articles, audit_entries};
use drawbridge::web::Grant;

use super::{WHOLE, analyst, asked, champion, send};
use crate::harness::TestApp;

#[actix_web::test]
async fn champions_and_those_who_publish_write_and_nobody_else() {
    let app = TestApp::start().await;

    for (writer, writes) in [
        (champion(&app).await, true),
        (app.sign_in(Grant::NetSec).await, true),
        (app.sign_in(Grant::Lead).await, true),
        (app.sign_in(Grant::Admin).await, true),
        (app.sign_in(Grant::Manager).await, false),
        (app.sign_in_developer().await, false),
    ] {
        let status = if writes { StatusCode::OK } else { StatusCode::NOT_FOUND };
        for path in ["/articles", "/articles/new"] {
            writer.get(path).await.assert_status(status);
        }
        let sent = writer.post("/articles", WHOLE).await;
        sent.assert_status(if writes { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN });
    }
    let sent = app.anonymous().get("/articles/new").await;
    assert!(sent.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_draft_is_kept_as_it_was_typed_and_seen_by_its_author_alone() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;

    let path = send(&writer, "/articles/new", "/articles", "save", &[("category", ""), ("body", "")]).await.location();

    assert_eq!(path, "/drafts/1");
    let page = writer.get(&path).await;
    page.assert_ok().assert_text("The draft is saved. Nobody but you sees it.");
    assert_eq!(page.attributes("#field-title", "value"), ["Which port has the quokka pool?"]);
    assert_eq!(page.attributes("#field-tags", "value"), ["quokka, 6432"]);
    assert!(page.html().contains(">\nquokka pool refused\nquokka 6432</textarea>"));
    writer.get("/articles").await.assert_text("being written");
    for other in [analyst(&app, "Kwame Boateng").await, app.sign_in(Grant::Admin).await] {
        other.get(&path).await.assert_status(StatusCode::NOT_FOUND);
        other.get("/articles").await.assert_no_text("quokka");
        let fields = [("title", "Mine now"), ("version", "1")];
        other.post(&path, &fields).await.assert_status(StatusCode::NOT_FOUND);
        let fields = [("version", "1"), ("confirmed", "yes")];
        other.post(&format!("{path}/deletion"), &fields).await.assert_status(StatusCode::NOT_FOUND);
    }
    app.sign_in_developer().await.get(&path).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get("/faq").await.assert_no_text("quokka");
}

#[actix_web::test]
async fn a_repeated_send_makes_one_draft() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let form = writer.get("/articles/new").await;

    let first = writer.submit_on(&form, "/articles", WHOLE).await.location();
    let second = writer.submit_on(&form, "/articles", WHOLE).await.location();

    assert_eq!(first, second);
    let count: i64 = app.read(|connection| article_drafts::table.count().get_result(connection)).await;
    assert_eq!(count, 1);
}

#[actix_web::test]
async fn what_does_not_fit_is_refused_and_not_a_word_is_lost() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;

    let untitled = send(&writer, "/articles/new", "/articles", "save", &[("title", " ")]).await;
    untitled.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("give it a title");
    assert!(untitled.html().contains("Because 5432 was taken.</textarea>"));
    assert!(untitled.select("title")[0].starts_with("Error:"));
    let fields = [("category", ""), ("related", "nowhere")];
    let unfinished = send(&writer, "/articles/new", "/articles", "ask", &fields).await;
    unfinished.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose one of the list");
    let nowhere = send(&writer, "/articles/new", "/articles", "ask", &[("related", "nowhere")]).await;
    nowhere.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("there is no other article “nowhere”");
    assert_eq!(nowhere.attributes("#field-related", "value"), ["nowhere"]);
    let long = "x".repeat(60_000);
    let long = send(&writer, "/articles/new", "/articles", "save", &[("body", &long)]).await;
    long.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("51200 are allowed");

    let count: i64 = app.read(|connection| article_drafts::table.count().get_result(connection)).await;
    assert_eq!(count, 0);
}

#[actix_web::test]
async fn the_preview_is_drawn_as_the_article_will_be_and_saves_nothing() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let hostile = "## First\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) [y](/faq/nowhere)\n\n\
                   <svg onload=alert(1)> <p hx-get=/x>\n\n```flow\na to b\n```";

    let page = send(&writer, "/articles/new", "/articles", "preview", &[("body", hostile)]).await;
    let fields = [("body", hostile), ("title", "T")];
    let part = writer.post("/articles/preview", &fields).await;

    for drawn in [&page, &part] {
        drawn.assert_ok().assert_text("Begin with the answer").assert_text("/faq/nowhere leads to no article");
        drawn.assert_text("<script>alert(1)</script>").assert_text("write a flow as");
        for active in ["#preview script", "#preview svg", "#preview [hx-get]", "#preview a[href^=javascript]"] {
            drawn.assert_no_element(active);
        }
    }
    part.assert_no_element("nav").assert_element("h2#first");
    assert_eq!(page.attributes("#field-note", "value"), ["Asked three times"]);
    let count: i64 = app.read(|connection| article_drafts::table.count().get_result(connection)).await;
    assert_eq!(count, 0);
}

#[actix_web::test]
async fn a_draft_that_is_thrown_away_is_gone_once_its_author_said_so() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let path = asked(&writer).await;
    let deletion = format!("{path}/deletion");

    writer.submit(&path, &deletion, &[]).await.assert_ok().assert_text("Throw the draft “Which port has the quokka");
    let sure = writer.submit(&path, &deletion, &[]).await;
    writer.submit_on(&sure, &deletion, &[]).await.assert_redirect_to("/articles");

    writer.get(&path).await.assert_status(StatusCode::NOT_FOUND);
    let actions: Vec<String> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::subject_kind.eq("draft"))
                .order(audit_entries::id)
                .select(audit_entries::action)
                .load(connection)
        })
        .await;
    assert_eq!(actions, ["draft.begun", "draft.asked", "draft.discarded"]);
}

#[actix_web::test]
async fn without_a_second_reader_publishers_publish_alone_and_champions_still_do_not() {
    let app = TestApp::with().second_reader(false).start().await;
    let writer = analyst(&app, "Kwame Boateng").await;

    let article = send(&writer, "/articles/new", "/articles", "publish", &[]).await.location();

    assert_eq!(article, "/faq/which-port-has-the-quokka-pool");
    writer.get(&article).await.assert_ok().assert_text("The article is published.").assert_text("Kwame Boateng");
    let found = app.anonymous().get("/search?q=quokka+pool+refused").await.attributes("#results a.hit", "href");
    assert_eq!(found.first(), Some(&article));
    let champion = champion(&app).await;
    champion.get("/articles/new").await.assert_no_element("button[value=publish]");
    let mut fields = WHOLE.to_vec();
    fields.push(("act", "publish"));
    champion.post("/articles", &fields).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a06_where_a_second_reader_is_needed_nobody_publishes_alone() {
    let app = TestApp::start().await;
    let writer = analyst(&app, "Kwame Boateng").await;
    writer.get("/articles/new").await.assert_no_element("button[value=publish]");

    let mut fields = WHOLE.to_vec();
    fields.push(("act", "publish"));
    writer.post("/articles", &fields).await.assert_status(StatusCode::FORBIDDEN).assert_text("ask for a second reader");

    let path = asked(&writer).await;
    let own = writer.post(&format!("{path}/publication"), &[("version", "2")]).await;
    own.assert_status(StatusCode::FORBIDDEN);
    let count: i64 = app.read(|connection| articles::table.count().get_result(connection)).await;
    assert_eq!(count, 0);
}
