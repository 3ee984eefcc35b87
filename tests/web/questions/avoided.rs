//! Whoever is about to ask takes what is shown, and nobody has to answer.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{questions, questions_avoided};
use drawbridge::web::Grant;

use super::refer::article;
use super::{Company, ask};
use crate::harness::{Client, TestApp, person};

/// What the page of figures says of questions that were not asked.
async fn figure(client: &Client) -> String {
    let figures = client.get("/questions/figures").await.select(".figures .figure");
    figures.into_iter().find(|one| one.contains("Not asked again")).expect("the figure")
}

#[actix_web::test]
async fn an_article_that_is_shown_is_taken_and_counted_once() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let slug = article(&app, &company, "Why does the wombat relay drop frames?", "They are too long.").await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.get("/search?q=wombat+frames").await.assert_ok();
    let form = asker.get("/questions/new?title=wombat+relay+drops+frames&searched=wombat+frames").await;
    form.assert_element(&format!("#similar a[href='/faq/{slug}']"));

    let taken = [("article", slug.as_str()), ("searched", "wombat frames"), ("once", "one")];
    for _ in 0..2 {
        let led = asker.post("/questions/avoided", &taken).await;
        led.assert_redirect_to(&format!("/faq/{slug}"));
        asker.follow(&led).await.assert_text("nobody has to answer it again");
    }

    assert!(figure(&asker).await.contains("0 said “me too”, 1 took an answer"));
    let asked: i64 = app.read(|connection| questions::table.count().get_result(connection)).await;
    assert_eq!(asked, 0);
    // The search that came before ended in an article.
    let lead = app.sign_in(Grant::Lead).await;
    let top = lead.get("/articles/insight.csv?list=top").await.text();
    let line = top.lines().find(|line| line.contains("wombat frames")).expect("the search");
    let columns: Vec<&str> = line.split(',').collect();
    assert_eq!((columns[1], columns[3]), ("1", "1"), "searched once, opened once: {line}");
}

#[actix_web::test]
async fn the_buttons_beside_the_form_work_without_script_and_only_for_what_has_an_answer() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let question = ask(&asker, "Which port has the quokka pool?").await;
    let other = app.sign_in_as(&app.insert(person().named("Cy Moss")).await).await;
    let similar = "/questions/similar?title=quokka+pool+port&searched=quokka";
    app.indexed().await;

    other.get(similar).await.assert_element("a[href='/questions/1']").assert_no_element("button[name=question]");
    let early = other.post("/questions/avoided", &[("question", "1")]).await;
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "6432.")]).await.assert_redirect();
    let part = other.get(similar).await;
    part.assert_element("form[action='/questions/avoided'] button[name=question][value='1']")
        .assert_element("input[name=searched][value=quokka]");
    let taken = other.post("/questions/avoided", &[("question", "1")]).await;

    early.assert_redirect_to(&question);
    taken.assert_redirect_to(&question);
    assert!(figure(&asker).await.contains("0 said “me too”, 1 took an answer"));
    let visitor = app.anonymous();
    visitor.get("/questions/similar?title=quokka+pool+port").await.assert_no_element("form");
    visitor.post("/questions/avoided", &[("question", "1")]).await.assert_redirect();
    let days: i64 = app.read(|connection| questions_avoided::table.count().get_result(connection)).await;
    assert_eq!(days, 1);
}

#[actix_web::test]
async fn what_somebody_may_not_read_they_cannot_take_and_what_is_restricted_counts_for_network_security() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let fields = [("title", "Which port has the quokka pool?"), ("visibility", "team")];
    asker.submit("/questions/new", "/questions", &fields).await.assert_redirect_to("/questions/1");
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "6432.")]).await.assert_redirect();
    let stranger = app.sign_in_developer().await;

    for (field, value) in [("question", "1"), ("question", "77"), ("question", "x"), ("article", "no-such"), ("", "")] {
        stranger.post("/questions/avoided", &[(field, value)]).await.assert_status(StatusCode::NOT_FOUND);
    }
    champion.post("/questions/avoided", &[("question", "1")]).await.assert_redirect_to("/questions/1");

    assert!(figure(&stranger).await.contains("0 took an answer"));
    assert!(figure(&app.sign_in(Grant::NetSec).await).await.contains("1 took an answer"));
}
