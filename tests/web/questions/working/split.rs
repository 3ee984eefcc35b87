//! Making two questions of one.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::TestApp;
use crate::questions::Company;

const FIELDS: [(&str, &str); 4] = [
    ("title", "May we peer?"),
    ("body", "With the vendor."),
    ("second_title", "Which MTU?"),
    ("second_body", "1500 or 9000."),
];

#[actix_web::test]
async fn each_part_has_the_words_that_were_chosen_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let words =
        [("title", "May we peer, and which MTU?"), ("body", "With the vendor. 1500 or 9000."), ("visibility", "team")];
    asker.submit("/questions/new", "/questions", &words).await.assert_redirect();
    let champion = app.sign_in_as(&company.champion).await;
    let watcher = app.sign_in(Grant::NetSec).await;
    watcher.post("/questions/1/watch", &[]).await.assert_redirect();

    let form = champion.get("/questions/1/split/new").await;
    let missing = champion.submit_on(&form, "/questions/1/split", &[("second_title", "")]).await;
    champion.submit_on(&form, "/questions/1/split", &FIELDS).await.assert_redirect_to("/questions/2");

    missing.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("put it in one sentence");
    let first = asker.get("/questions/1").await;
    first.assert_text("With the vendor.").assert_text("made a part of it question 2: Which MTU?");
    first.assert_text("May we peer, and which MTU?");
    let second = asker.get("/questions/2").await;
    second
        .assert_text("1500 or 9000.")
        .assert_text("took it out of question 1: May we peer?")
        .assert_text("It is the turn of Ana Ruiz")
        .assert_text("is due in 1 day")
        .assert_text("1 person more wants to know.")
        .assert_text("Only the team and Network Security");
    app.sign_in_developer().await.get("/questions/2").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_saves_second_sees_both_texts() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", "May we peer?"), ("body", "All.")]).await;
    let (champion, analyst) = (app.sign_in_as(&company.champion).await, app.sign_in(Grant::NetSec).await);
    let (one, other) = (champion.get("/questions/1/split/new").await, analyst.get("/questions/1/split/new").await);
    champion.submit_on(&one, "/questions/1/split", &FIELDS).await.assert_redirect();

    let mine = [("title", "Peer?"), ("second_title", "Jumbo?"), ("second_body", "Frames.")];
    let late = analyst.submit_on(&other, "/questions/1/split", &mine).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("Somebody changed question 1 meanwhile");
    late.assert_text("With the vendor.").assert_element("input[name=second_title][value='Jumbo?']");
    analyst.submit_on(&late, "/questions/1/split", &[]).await.assert_redirect_to("/questions/3");
    asker.get("/questions/1").await.assert_text("With the vendor.");
}

#[actix_web::test]
async fn only_whose_turn_it_is_splits() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", "May we peer?")]).await;
    let fields: Vec<_> = FIELDS.into_iter().chain([("version", "1")]).collect();

    for client in [&asker, &app.sign_in_developer().await, &app.sign_in(Grant::Lead).await] {
        client.get("/questions/1").await.assert_no_element("a[href$='/split/new']");
        client.get("/questions/1/split/new").await.assert_status(StatusCode::FORBIDDEN);
        client.post("/questions/1/split", &fields).await.assert_status(StatusCode::FORBIDDEN);
    }
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "Yes.")]).await.assert_redirect();
    champion.post("/questions/1/split", &fields).await.assert_status(StatusCode::CONFLICT);
    app.sign_in(Grant::NetSec).await.get("/questions/1/split/new").await.assert_status(StatusCode::CONFLICT);
    app.anonymous().get("/questions/1/split/new").await.assert_redirect();
}
