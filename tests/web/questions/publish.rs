//! From an answer to an article.

use std::time::Duration;

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp};

const TITLE: &str = "Which port has the quokka pool?";

/// An answered question, and somebody who may publish it.
async fn answered(app: &TestApp) -> Client {
    let asker = app.sign_in_developer().await;
    asker
        .submit("/questions/new?searched=quokka+pool+refused", "/questions", &[("title", TITLE)])
        .await
        .assert_redirect_to("/questions/1");
    let analyst = app.sign_in(Grant::NetSec).await;
    let early = analyst.get("/questions/1/publication/new").await;
    early.assert_status(StatusCode::CONFLICT);
    analyst.submit("/questions/1", "/questions/1/answer", &[("answer", "It listens on 6432.")]).await;
    analyst
}

fn first_category(page: &crate::harness::Answer) -> String {
    page.attributes("select[name=category] option", "value").into_iter().find(|value| !value.is_empty()).unwrap()
}

#[actix_web::test]
async fn question_and_article_lead_to_each_other() {
    let app = TestApp::start().await;
    let analyst = answered(&app).await;

    let form = analyst.get("/questions/1/publication/new").await;
    form.assert_text("It listens on 6432.").assert_text("quokka pool refused");
    let category = first_category(&form);
    let article = analyst.submit_on(&form, "/questions/1/publication", &[("category", &category)]).await.location();

    assert!(article.starts_with("/faq/"), "{article}");
    analyst.get(&article).await.assert_ok().assert_text("It listens on 6432.");
    analyst
        .get("/questions/1")
        .await
        .assert_text("published")
        .assert_element(&format!("a[href='{article}']"))
        .assert_no_element("form[action$='/answer']");
    analyst.get("/questions/1/publication/new").await.assert_redirect_to(&article);
    let again = [("title", "T"), ("category", category.as_str()), ("body", "B"), ("version", "3")];
    analyst.post("/questions/1/publication", &again).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn the_first_words_find_the_article_within_a_second() {
    let app = TestApp::start().await;
    let analyst = answered(&app).await;
    let form = analyst.get("/questions/1/publication/new").await;
    let category = first_category(&form);

    let article = analyst.submit_on(&form, "/questions/1/publication", &[("category", &category)]).await.location();
    tokio::time::sleep(Duration::from_secs(1)).await;

    let visitor = app.anonymous();
    visitor.get("/search?q=quokka+pool+refused").await.assert_element(&format!("a.hit[href^='{article}']"));
    visitor
        .get(&article)
        .await
        .assert_ok()
        .assert_text("It listens on 6432.")
        .assert_text("Network Security")
        .assert_no_element("a[href='/questions/1']");
    analyst.get(&article).await.assert_element("a[href='/questions/1']");
}

#[actix_web::test]
async fn a_draft_that_does_not_fit_keeps_its_words() {
    let app = TestApp::start().await;
    let analyst = answered(&app).await;

    let refused = analyst
        .submit("/questions/1/publication/new", "/questions/1/publication", &[("body", ""), ("tags", "ports, pools")])
        .await;
    let shown =
        analyst.submit("/questions/1/publication/new", "/questions/1/publication", &[("body", "Mine: `6432`")]).await;

    refused
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_text("choose a category")
        .assert_text("write the article first")
        .assert_element("input[name=tags][value='ports, pools']");
    shown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Mine: `6432`");
}

#[actix_web::test]
async fn an_answer_that_changed_meanwhile_is_shown_beside_the_draft() {
    let app = TestApp::start().await;
    let analyst = answered(&app).await;
    let form = analyst.get("/questions/1/publication/new").await;
    let category = first_category(&form);

    analyst.submit("/questions/1", "/questions/1/answer", &[("answer", "It moved to 6433.")]).await.assert_redirect();
    let fields = [("category", category.as_str()), ("body", "My draft.")];
    let refused = analyst.submit_on(&form, "/questions/1/publication", &fields).await;

    refused.assert_status(StatusCode::CONFLICT).assert_element(".split");
    refused.assert_text("It moved to 6433.").assert_text("My draft.");
    analyst.submit_on(&refused, "/questions/1/publication", &[]).await.assert_redirect();
}
