//! Leading a duplicate to the question that was asked before.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, person};
use crate::questions::{Company, ask};

async fn merge(client: &Client, number: i64, into: &str) -> crate::harness::Answer {
    client.post(&format!("/questions/{number}/merger"), &[("into", into)]).await
}

#[actix_web::test]
async fn a_duplicate_leads_to_what_was_asked_before_and_takes_along_who_waits() {
    let app = TestApp::start().await;
    let first = app.sign_in_as(&app.insert(person().named("Al First")).await).await;
    let second = app.sign_in_as(&app.insert(person().named("Bo Second")).await).await;
    let third = app.sign_in_developer().await;
    ask(&first, "May we peer with the vendor?").await;
    ask(&second, "Peering with the vendor?").await;
    third.submit("/questions/2", "/questions/2/watch", &[]).await.assert_redirect();
    first.post("/questions/2/watch", &[]).await.assert_redirect();
    second.submit("/questions/2", "/questions/2/comments", &[("comment", "In Frankfurt.")]).await.assert_redirect();
    let analyst = app.sign_in(Grant::NetSec).await;

    app.indexed().await;
    let form = analyst.get("/questions/2/merger/new").await;
    form.assert_text("May we peer with the vendor?").assert_element("button[name=into][value='1']");
    analyst.submit_on(&form, "/questions/2/merger", &[("into", "#1")]).await.assert_redirect_to("/questions/1");

    second.get("/questions/2").await.assert_redirect_to("/questions/1");
    let kept = second.get("/questions/1").await;
    kept.assert_text("merged into it question 2: Peering with the vendor?").assert_text("2 people more want to know.");
    let own = second.get("/questions/2?own=yes").await;
    own.assert_ok().assert_text("In Frankfurt.").assert_text("the answer is at question 1");
    own.assert_no_element("form[action$='/comments']").assert_no_element("form[action$='/watch']");
    analyst.get("/queue").await.assert_text("1 question waits");
    second.get("/me").await.assert_text("merged with another");
    analyst.submit("/questions/1", "/questions/1/answer", &[("answer", "Yes.")]).await.assert_redirect();
    for waits in [&second, &third] {
        waits.get("/me").await.assert_text("May we peer with the vendor?");
    }
}

#[actix_web::test]
async fn merging_into_itself_in_a_ring_or_into_nothing_is_refused() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    for title in ["One?", "Two?", "Three?"] {
        ask(&asker, title).await;
    }
    let analyst = app.sign_in(Grant::NetSec).await;
    merge(&analyst, 2, "1").await.assert_redirect();

    for (number, into, words) in [
        (1, "1", "merged into itself"),
        (1, "2", "question 2 was merged into this one already"),
        (3, "2", "question 2 was merged into question 1; take that one"),
        (3, "77", "there is no question 77 that you may read"),
        (3, "x", "give the number of the question"),
        (3, "", "give the number of the question"),
    ] {
        let refused = merge(&analyst, number, into).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    merge(&analyst, 2, "3").await.assert_status(StatusCode::CONFLICT);
    // What leads to a duplicate goes along to where that leads.
    merge(&analyst, 1, "3").await.assert_redirect_to("/questions/3");
    asker.get("/questions/2").await.assert_redirect_to("/questions/3");
}

#[actix_web::test]
async fn what_is_said_to_a_duplicate_goes_on_where_it_leads() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    for title in ["One?", "Two?"] {
        ask(&asker, title).await;
    }
    let drawn = asker.get("/questions/2").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    merge(&analyst, 2, "1").await.assert_redirect();

    let late = asker.submit_on(&drawn, "/questions/2/comments", &[("comment", "It is urgent.")]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("question 2 was merged into question 1; say it there");
    assert_eq!(late.select("textarea[name=comment]"), ["It is urgent."]);
    asker.submit_on(&late, "/questions/1/comments", &[]).await.assert_redirect_to("/questions/1");
    for (act, fields) in [
        ("answer", vec![("answer", "Yes."), ("version", "2")]),
        ("notes", vec![("note", "Hm.")]),
        ("claim", vec![]),
        ("split", vec![("title", "A"), ("second_title", "B"), ("version", "2")]),
    ] {
        let refused = analyst.post(&format!("/questions/2/{act}"), &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{act}");
    }
}

#[actix_web::test]
async fn a_restricted_question_leaves_no_trace_at_an_open_one() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let fields = [("title", "Which quokka bastion?"), ("body", "10.1.2.3"), ("visibility", "netsec")];
    asker.submit("/questions/new", "/questions", &fields).await.assert_redirect_to("/questions/1");
    let stranger = app.sign_in_developer().await;
    ask(&stranger, "How do bastions work?").await;
    let analyst = app.sign_in(Grant::NetSec).await;

    merge(&analyst, 1, "2").await.assert_redirect_to("/questions/2");

    let kept = stranger.get("/questions/2").await;
    kept.assert_no_text("quokka").assert_no_text("10.1.2.3").assert_no_text("merged").assert_no_text("Bo Lind");
    kept.assert_no_element("a[href^='/questions/1']");
    for path in ["/questions/1", "/questions/1?own=yes", "/questions/1/merger/new"] {
        stranger.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
    stranger.get("/questions").await.assert_no_text("quokka");
    asker.get("/questions/1").await.assert_redirect_to("/questions/2");
    asker.get("/questions/2").await.assert_text("merged into it question 1: Which quokka bastion?");
    analyst.get("/questions/2").await.assert_text("Which quokka bastion?");
}

#[actix_web::test]
async fn nobody_loses_sight_of_their_question() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    for visibility in ["netsec", "team", "everyone"] {
        let fields = [("title", visibility), ("visibility", visibility)];
        asker.submit("/questions/new", "/questions", &fields).await.assert_redirect();
    }
    let analyst = app.sign_in(Grant::NetSec).await;

    for (number, into) in [(3, "1"), (3, "2"), (2, "1")] {
        let refused = merge(&analyst, number, into).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("they would lose sight of it");
    }
    merge(&analyst, 1, "2").await.assert_redirect();
    merge(&analyst, 2, "3").await.assert_redirect();
    asker.get("/questions/1").await.assert_redirect_to("/questions/3");
}

#[actix_web::test]
async fn the_more_urgent_of_two_and_the_earlier_launch_hold() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", "Calm"), ("urgency", "low")]).await.assert_redirect();
    let fields = [("name", "Night"), ("day", "2026-11-19"), ("time", "02:00")];
    asker.submit("/launches/new", "/launches", &fields).await.assert_redirect();
    let fields = [("title", "Calm, too"), ("launch", "night")];
    asker.submit("/questions/new", "/questions", &fields).await.assert_redirect();
    let champion = app.sign_in_as(&company.champion).await;

    merge(&champion, 2, "1").await.assert_redirect_to("/questions/1");

    let kept = asker.get("/questions/1").await;
    kept.assert_text("Night waits for it").assert_text("is due in 16 hours").assert_no_text("marked low");
    asker.get("/launches/night").await.assert_text("Not ready: 1 question is open.");
}

#[actix_web::test]
async fn only_who_answers_both_merges() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let stranger = app.sign_in_developer().await;
    ask(&asker, "One?").await;
    ask(&stranger, "Two?").await;
    let champion = app.sign_in_as(&company.champion).await;

    for client in [&asker, &stranger, &app.sign_in(Grant::Lead).await] {
        client.get("/questions/1/merger/new").await.assert_status(StatusCode::FORBIDDEN);
        merge(client, 1, "2").await.assert_status(StatusCode::FORBIDDEN);
    }
    merge(&champion, 1, "2").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("another team’s");
    app.anonymous().get("/questions/1/merger/new").await.assert_redirect();
}
