//! Tries are counted, and never so that those who try keep the owner out (L04, L05).

use std::time::{Duration, Instant};

use actix_web::http::{Method, StatusCode};
use diesel::prelude::*;
use drawbridge::db::schema::sign_in_tries;
use drawbridge::web::Grant;
use futures_util::future::join_all;
use jiff::SignedDuration;
use url::form_urlencoded::Serializer;

use super::assert_as_quick;
use crate::harness::{Answer, Client, PASSWORD, TestApp, number_of, person};

/// A site that believes what a proxy on this machine says of who sends.
async fn behind_a_proxy() -> TestApp {
    TestApp::with().proxies(&["127.0.0.1"]).start().await
}

/// Sends the form of signing in, as if from this address.
async fn come(client: &Client, address: &str, email: &str, password: &str) -> Answer {
    let body = Serializer::new(String::new()).append_pair("email", email).append_pair("password", password).finish();
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", address)];
    client.send(Method::POST, "/sign-in", &headers, body.into_bytes()).await
}

const ANA: &str = "ana.ruiz@example.com";
const HOME: &str = "203.0.113.9";
const ELSEWHERE: &str = "198.51.100.7";

#[actix_web::test]
async fn l04_waits_grow_by_account_and_place_the_same_for_somebody_unknown() {
    let app = behind_a_proxy().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;

    let mut texts = Vec::new();
    for email in [ANA, "nobody@example.com"] {
        for _ in 0..5 {
            come(&app.anonymous(), ELSEWHERE, email, "wrong").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let refused = come(&app.anonymous(), ELSEWHERE, email, PASSWORD).await;
        refused.assert_status(StatusCode::TOO_MANY_REQUESTS).assert_header("retry-after", "5");
        refused.assert_text("wait 5 seconds").assert_element(&format!("input[name=email][value='{email}']"));
        texts.push(refused.text().replace(email, "…"));
    }
    assert_eq!(texts[0], texts[1]);
    // Another account from there, and this one from elsewhere, are other counts.
    come(&app.anonymous(), ELSEWHERE, "else@example.com", "wrong")
        .await
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    come(&app.anonymous(), HOME, ANA, "wrong").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);

    app.advance(SignedDuration::from_secs(5)).await;
    come(&app.anonymous(), ELSEWHERE, ANA, "wrong").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    come(&app.anonymous(), ELSEWHERE, ANA, PASSWORD).await.assert_text("wait 10 seconds");
    app.advance(SignedDuration::from_secs(10)).await;
    come(&app.anonymous(), ELSEWHERE, ANA, PASSWORD).await.assert_redirect_to("/");
    // The right password forgets the wrong ones before it.
    for _ in 0..4 {
        come(&app.anonymous(), ELSEWHERE, ANA, "wrong").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[actix_web::test]
async fn l04_thousands_of_tries_are_not_looked_at_and_the_owner_comes_and_goes() {
    let app = behind_a_proxy().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let known = app.anonymous();
    come(&known, HOME, ANA, PASSWORD).await.assert_redirect_to("/");
    let tries = number_of("DRAWBRIDGE_TEST_TRIES", 400);
    let pause = SignedDuration::from_hours(24).as_secs() / i64::from(tries);
    let attacker = app.anonymous();

    let mut looked_at = 0;
    for number in 0..tries {
        // A hundred machines in turn, for a day.
        let answer = come(&attacker, &format!("192.0.2.{}", number % 100), ANA, "guessed").await;
        match answer.status {
            StatusCode::UNPROCESSABLE_ENTITY => looked_at += 1,
            status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
        }
        if number % (tries / 8).max(1) == 0 {
            // A browser that they used before, and a new one where they were before.
            known.post("/sign-out", &[]).await.assert_redirect();
            come(&known, "100.64.3.4", ANA, PASSWORD).await.assert_redirect_to("/");
            come(&app.anonymous(), HOME, ANA, PASSWORD).await.assert_redirect_to("/");
        }
        app.advance(SignedDuration::from_secs(pause)).await;
    }

    assert!((50..=250).contains(&looked_at), "{looked_at} of {tries} were looked at");
    // Neither: from a place where they never were, in a quarter of an hour at the most.
    app.advance(SignedDuration::from_mins(15)).await;
    come(&app.anonymous(), ELSEWHERE, ANA, PASSWORD).await.assert_redirect_to("/");
}

#[actix_web::test]
async fn l04_many_tries_at_once_count_each() {
    let app = behind_a_proxy().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitors: Vec<_> = (0..40).map(|_| app.anonymous()).collect();

    let answers = join_all(visitors.iter().map(|visitor| come(visitor, ELSEWHERE, ANA, "wrong"))).await;

    let looked_at = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY).count();
    let waits = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((looked_at, waits), (5, 35));
}

#[actix_web::test]
async fn l04_many_accounts_from_one_place_are_one_count() {
    let app = behind_a_proxy().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let attacker = app.anonymous();

    let mut looked_at = 0;
    for number in 0..130 {
        let answer = come(&attacker, ELSEWHERE, &format!("person-{number}@example.com"), "Spring2026!").await;
        looked_at += i32::from(answer.status == StatusCode::UNPROCESSABLE_ENTITY);
    }

    assert_eq!(looked_at, 100);
    come(&app.anonymous(), HOME, ANA, PASSWORD).await.assert_redirect_to("/");
}

#[actix_web::test]
async fn l04_a_try_that_is_not_looked_at_leaves_no_row() {
    let app = behind_a_proxy().await;
    let attacker = app.anonymous();
    let count = || app.read(|connection| sign_in_tries::table.count().get_result::<i64>(connection));
    let mut looked_at = 0;
    while come(&attacker, ELSEWHERE, &format!("person-{looked_at}@example.com"), "guessed").await.status
        == StatusCode::UNPROCESSABLE_ENTITY
    {
        looked_at += 1;
    }
    let before = count().await;

    for number in 0..20 {
        let answer = come(&attacker, ELSEWHERE, &format!("other-{number}@example.com"), "guessed").await;
        answer.assert_status(StatusCode::TOO_MANY_REQUESTS);
    }
    let visitors: Vec<_> = (0..20).map(|_| app.anonymous()).collect();
    let many = visitors.iter().enumerate().map(|(number, visitor)| async move {
        come(visitor, ELSEWHERE, &format!("more-{number}@example.com"), "guessed").await
    });
    assert!(join_all(many).await.iter().all(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS));

    assert_eq!(count().await, before);
    // One of the place, two of each account.
    assert_eq!(before, 1 + 2 * looked_at);
}

#[actix_web::test]
async fn l04_what_a_sender_says_of_itself_gives_no_more_tries() {
    let app = TestApp::start().await;
    for number in 0..5 {
        let answer = come(&app.anonymous(), &format!("192.0.2.{number}"), ANA, "wrong").await;
        answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    }

    come(&app.anonymous(), "192.0.2.77", ANA, "wrong").await.assert_status(StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn l04_a_second_node_gives_no_more_tries() {
    let app = TestApp::start().await;
    let other = app.second_node();
    for _ in 0..5 {
        come(&app.anonymous(), "", ANA, "wrong").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    }

    come(&other.anonymous(), "", ANA, "wrong").await.assert_status(StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn l04_refusals_are_recorded_with_why() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    for _ in 0..7 {
        come(&app.anonymous(), "", ANA, "canary-2718").await;
    }
    let netsec = app.sign_in(Grant::NetSec).await;

    let mut page = netsec.get("/audit?action=session.refused").await;
    for _ in 0..100 {
        if page.text().contains("too often") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        page = netsec.get("/audit?action=session.refused").await;
    }

    page.assert_text("person ana-ruiz").assert_text("wrong password").assert_text("too often").assert_no_text("canary");
}

#[actix_web::test]
async fn l05_somebody_unknown_takes_as_long_as_somebody_known() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let visitor = app.anonymous();

    assert_as_quick(&app, SignedDuration::from_hours(2), async |email| {
        let begun = Instant::now();
        come(&visitor, "", email, "wrong").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        begun.elapsed()
    })
    .await;
}
