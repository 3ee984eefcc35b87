use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::clock::Day;
use drawbridge::db::schema::{search_clicks, searches};
use drawbridge::knowledge::insight::{Period, forget_searches, list_unanswered};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{Client, TestApp, membership, person, team};

const INSIGHT: &str = "/articles/insight";

async fn type_letters(client: &Client, wordings: &[&str]) {
    for words in wordings {
        let path = format!("/search?q={}", words.replace(' ', "+"));
        client.get_with(&path, &[("HX-Request", "true")]).await.assert_ok();
    }
}

/// Opens an article as a browser does from the results.
async fn open_from(app: &TestApp, client: &Client, words: &str, path: &str) {
    let referrer = format!("{}/search?q={}", app.base_url, words.replace(' ', "+"));
    client.get_with(path, &[("Referer", &referrer)]).await.assert_ok();
}

async fn kept(app: &TestApp) -> Vec<(String, i64, i64, i64, i64)> {
    app.read(|connection| {
        searches::table
            .order(searches::words)
            .select((searches::words, searches::times, searches::answered, searches::clicks, searches::asks))
            .load(connection)
    })
    .await
}

#[actix_web::test]
async fn of_what_is_typed_the_last_wording_is_kept_with_what_was_opened_and_without_who() {
    let app = TestApp::with().articles().start().await;
    let (reader, netsec) = (app.anonymous(), app.sign_in(Grant::NetSec).await);

    type_letters(&reader, &["connec", "connection", "connection ref", "connection refused"]).await;
    reader.get("/search?q=connection+refused").await.assert_ok();
    open_from(&app, &reader, "connection refused", "/faq/connection-refused").await;
    type_letters(&reader, &["zebra label printer ana.ruiz@example.com"]).await;
    app.advance(SignedDuration::from_secs(11)).await;
    let page = netsec.get(INSIGHT).await;

    page.assert_ok().assert_text("2 searches in twelve weeks, 50 % answered");
    page.assert_no_text("ana.ruiz");
    let expected = [("connection refused".to_owned(), 1, 1, 1, 0), ("zebra label printer".to_owned(), 1, 0, 0, 0)];
    assert_eq!(kept(&app).await, expected);
    let clicks: Vec<(String, String, i64)> = app
        .read(|connection| {
            search_clicks::table
                .select((search_clicks::words, search_clicks::slug, search_clicks::clicks))
                .load(connection)
        })
        .await;
    assert_eq!(clicks, [("connection refused".to_owned(), "connection-refused".to_owned(), 1)]);
    assert!(page.select("#unanswered tbody th").contains(&"zebra label printer".to_owned()));
    page.assert_element(
        "#unanswered a[href='/questions/new?title=zebra%20label%20printer&searched=zebra%20label%20printer']",
    );
    page.assert_element("#top a[href='/faq/connection-refused']");
}

#[actix_web::test]
async fn a_search_with_a_filter_is_kept_like_any_other() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/search?q=connection+refused&category=dns").await.assert_ok();
    reader.get("/search?q=zebra+label+printer&tag=aws").await.assert_ok();
    app.advance(SignedDuration::from_secs(11)).await;
    let page = app.sign_in(Grant::NetSec).await.get(INSIGHT).await;

    // What only the filter hides is answered.
    let expected = [("connection refused".to_owned(), 1, 1, 0, 0), ("zebra label printer".to_owned(), 1, 0, 0, 0)];
    assert_eq!(kept(&app).await, expected);
    assert_eq!(page.select("#unanswered tbody th"), ["zebra label printer"]);
}

#[actix_web::test]
async fn who_writes_goes_from_a_gap_to_the_form_with_its_words() {
    let app = TestApp::with().articles().start().await;
    let netsec = app.sign_in(Grant::NetSec).await;
    app.anonymous().get("/search?q=zebra+label+printer").await.assert_ok();
    app.advance(SignedDuration::from_secs(11)).await;

    let href = netsec.get(INSIGHT).await.attributes("#unanswered a[aria-label^='Write it']", "href").remove(0);
    let form = netsec.get(&href).await;

    assert_eq!(href, "/articles/new?title=zebra%20label%20printer");
    form.assert_ok().assert_element("input[name=title][value='zebra label printer']");
    assert!(app.sign_in_developer().await.get(&href).await.status == StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_comes_from_elsewhere_clicked_on_nothing_of_ours() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    for referrer in ["https://evil.example/search?q=spam", "https://evil.example/", "/search?q=spam"] {
        reader.get_with("/faq/connection-refused", &[("Referer", referrer)]).await.assert_ok();
    }
    app.advance(SignedDuration::from_secs(11)).await;
    app.sign_in(Grant::Lead).await.get(INSIGHT).await.assert_text("Nothing was searched for yet");

    assert_eq!(kept(&app).await, []);
}

#[actix_web::test]
async fn what_was_asked_instead_is_counted_once_and_the_gap_is_listed() {
    let app = TestApp::with().articles().start().await;
    let (asker, crew) = (app.insert(person()).await, app.insert(team("Labels")).await);
    app.insert(membership(asker.id, crew.id)).await;
    let asker = app.sign_in_as(&asker).await;

    asker.get("/search?q=zebra+label+printer").await.assert_text("Nobody has answered this yet");
    let form = asker.get("/questions/new?title=zebra+label+printer&searched=zebra+label+printer").await;
    for _ in 0..2 {
        asker.submit_on(&form, "/questions", &[("urgency", "normal")]).await.assert_redirect();
    }
    app.advance(SignedDuration::from_secs(11)).await;
    let page = app.sign_in(Grant::Admin).await.get(INSIGHT).await;

    assert_eq!(kept(&app).await, [("zebra label printer".to_owned(), 1, 0, 0, 1)]);
    assert_eq!(page.select("#unanswered tbody td.num"), ["1", "1"]);
    let period = Period { from: app.today().plus_days(-7), until: app.today() };
    let gaps = app.read(move |connection| list_unanswered(connection, period, 10)).await;
    let gaps: Vec<_> = gaps.into_iter().map(|line| (line.words, line.times, line.asks, line.latest)).collect();
    assert_eq!(gaps, [("zebra label printer".to_owned(), 1, 1, app.today())]);
}

#[actix_web::test]
async fn a_week_narrows_the_lists_and_the_csv_holds_the_same_rows() {
    let app = TestApp::with().articles().start().await;
    let (reader, netsec) = (app.anonymous(), app.sign_in(Grant::NetSec).await);
    for words in ["zebra+label+printer", "connection+refused"] {
        reader.get(&format!("/search?q={words}")).await.assert_ok();
        app.advance(SignedDuration::from_hours(24 * 7)).await;
    }
    let netsec_again = app.sign_in(Grant::NetSec).await;

    let first = netsec_again.get("/articles/insight?week=2026-11-16").await;
    let second = netsec_again.get("/articles/insight?week=2026-11-25").await;
    let csv = netsec_again.get("/articles/insight.csv?list=top&week=2026-11-16").await;
    let weeks = netsec_again.get("/articles/insight.csv?list=weeks").await;

    assert_eq!(first.select("#top tbody th"), ["zebra label printer"]);
    assert_eq!(second.select("#top tbody th"), ["connection refused"]);
    csv.assert_ok().assert_header("content-disposition", "attachment; filename=\"top-2026-12-02.csv\"");
    assert_eq!(
        csv.text(),
        "search,searched,answered,opened,asked,latest,article\r\nzebra label printer,1,0,0,0,2026-11-18,\r\n"
    );
    assert!(weeks.text().ends_with("2026-11-16,1,0,0,0\r\n2026-11-23,1,100,0,0\r\n2026-11-30,0,,,0\r\n"), "{weeks}");
    for path in ["/articles/insight?week=2020-01-06", "/articles/insight.csv?list=people"] {
        netsec_again.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
    netsec_again.get("/articles/insight?week=soon").await.assert_status(StatusCode::BAD_REQUEST);
    drop(netsec);
}

#[actix_web::test]
async fn only_those_who_run_the_answers_see_what_people_look_for() {
    let app = TestApp::start().await;

    for path in [INSIGHT, "/articles/insight.csv?list=top"] {
        app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
        app.sign_in(Grant::Manager).await.get(path).await.assert_status(StatusCode::NOT_FOUND);
        assert!(app.anonymous().get(path).await.location().starts_with("/sign-in"));
        app.sign_in(Grant::Lead).await.get(path).await.assert_ok();
    }
    app.sign_in_developer().await.get("/faq").await.assert_no_element("a[href='/articles/insight']");
    app.sign_in(Grant::Lead).await.get("/faq").await.assert_element("a[href='/articles/insight']");
}

#[actix_web::test]
async fn searches_are_forgotten_after_the_days_that_are_set() {
    let app = TestApp::with().articles().start().await;
    app.anonymous().get("/search?q=connection+refused").await.assert_ok();
    app.advance(SignedDuration::from_secs(11)).await;
    app.sign_in(Grant::NetSec).await.get(INSIGHT).await.assert_ok();
    let today: Day = app.today();

    let kept_after = async |days: i32, keep: u32| {
        app.write(move |tx| Ok(forget_searches(tx, today.plus_days(days), keep)?)).await;
        kept(&app).await.len()
    };

    assert_eq!(kept_after(180, 180).await, 1);
    assert_eq!(kept_after(181, 180).await, 0);
    app.anonymous().get("/search?q=connection+refused").await.assert_ok();
    app.advance(SignedDuration::from_secs(11)).await;
    app.sign_in(Grant::NetSec).await.get(INSIGHT).await.assert_ok();
    assert_eq!(kept_after(0, 0).await, 0);
}
