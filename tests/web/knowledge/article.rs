use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{article_reads, feedback};

use crate::harness::TestApp;

const PAGE: &str = "/faq/postgres-5432-5433";
const FEEDBACK: &str = "/faq/postgres-5432-5433/feedback";

#[actix_web::test]
async fn an_article_gives_the_answer_first_and_says_who_stands_behind_it() {
    let app = TestApp::with().articles().start().await;

    let page = app.anonymous().get(PAGE).await;

    page.assert_ok().assert_text("Reviewed 21 Nov 2026").assert_text("Network Security");
    page.assert_element(".prose > p:first-child").assert_element(".prose h2[id] a.anchor");
    page.assert_element(".prose .flow").assert_element(".prose pre[tabindex='0'] code span[class^='hl-']");
    page.assert_element(".toc a[href='#why']").assert_element("a[href='/faq/connection-refused']");
    assert!(page.attributes("[style]", "style").is_empty());
}

#[actix_web::test]
async fn an_unchanged_article_is_not_sent_again() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let first = reader.get(PAGE).await;
    let again = reader.get_with(PAGE, &[("If-None-Match", &first.header("etag"))]).await;
    let dark = reader.get_with(PAGE, &[("If-None-Match", "W/\"0\"")]).await;

    again.assert_status(StatusCode::NOT_MODIFIED);
    dark.assert_ok();
    assert_eq!(dark.header("etag"), first.header("etag"));
}

#[actix_web::test]
async fn what_is_no_article_is_not_found() {
    let app = TestApp::with().articles().start().await;

    for path in ["/faq/nothing-like-this", "/faq/..%2F..%2FCargo", "/faq/POSTGRES"] {
        app.anonymous().get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
    app.anonymous()
        .post("/faq/nothing-like-this/feedback", &[("helpful", "yes")])
        .await
        .assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_reader_says_that_it_helped_and_a_repeated_send_counts_once() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();
    let page = reader.get(PAGE).await;

    let said = reader.submit_on(&page, FEEDBACK, &[("helpful", "yes")]).await;
    said.assert_redirect_to("/faq/postgres-5432-5433#feedback");
    let thanks = reader.follow(&said).await;
    assert!(thanks.select("#feedback [role=status]").join(" ").contains("Good to know that this helped."));
    thanks.assert_no_text("Was this your answer?");
    reader.submit_on(&page, FEEDBACK, &[("helpful", "no")]).await.assert_redirect();
    reader.submit(PAGE, FEEDBACK, &[("words", "wrong port")]).await.assert_redirect();
    reader.get(PAGE).await.assert_text("Your words are kept with it.").assert_no_element("#field-words");

    let kept: Vec<(String, bool, String)> = app
        .read(|connection| {
            feedback::table.select((feedback::slug, feedback::helpful, feedback::words)).load(connection)
        })
        .await;
    assert_eq!(kept, [("postgres-5432-5433".to_owned(), false, "wrong port".to_owned())]);
}

#[actix_web::test]
async fn a_text_stands_beside_no_button_that_would_choose_by_enter() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader
        .get(PAGE)
        .await
        .assert_element("#feedback button[value=yes]")
        .assert_no_element("#feedback input[type=text]");
    reader.submit(PAGE, FEEDBACK, &[("helpful", "no")]).await.assert_redirect();

    let asked = reader.get(PAGE).await;
    asked.assert_element("form:has(#field-words) input[type=hidden][name=helpful][value=no]");
    asked.assert_no_element("form:has(#field-words) button[name=helpful]");
}

#[actix_web::test]
async fn too_many_words_are_refused_and_kept() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();
    let long = "word ".repeat(200);

    reader.submit(PAGE, FEEDBACK, &[("helpful", "no")]).await.assert_redirect();
    let refused = reader.submit(PAGE, FEEDBACK, &[("words", &long)]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("500 are allowed");
    assert_eq!(refused.attributes("#field-words", "value"), [long]);
    app.anonymous().submit(PAGE, FEEDBACK, &[]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn reading_is_counted_by_day_without_anybodys_name() {
    let app = TestApp::with().articles().start().await;
    let today = app.today();

    app.anonymous().get(PAGE).await.assert_ok();
    app.anonymous().get(PAGE).await.assert_ok();

    for _ in 0..400 {
        let counts: Vec<(String, i64)> = app
            .read(move |connection| {
                article_reads::table
                    .filter(article_reads::day.eq(today))
                    .select((article_reads::slug, article_reads::reads))
                    .load(connection)
            })
            .await;
        // On a busy machine the first of the two may be written before the second is read.
        if counts == [("postgres-5432-5433".to_owned(), 2)] {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the reads were not written within forty seconds");
}

#[actix_web::test]
async fn without_public_reading_the_faq_asks_to_sign_in() {
    let app = TestApp::with().articles().public_reading(false).start().await;

    for path in ["/faq", PAGE, "/search?q=port"] {
        let sent = app.anonymous().get(path).await;
        assert!(sent.location().starts_with("/sign-in?return="), "{path}");
    }
    app.sign_in_developer().await.get(PAGE).await.assert_ok();
}
