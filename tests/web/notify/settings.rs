//! What people want of their mail: choices, the digest, quiet hours, and the end of it.

use actix_web::http::{Method, StatusCode};
use drawbridge::accounts::Person;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask, mail_to};
use crate::harness::{Client, Mail, Sink, TestApp, mail_sink};

const PATH: &str = "/notifications/settings";
const A_WHILE: std::time::Duration = std::time::Duration::from_millis(1_500);

/// A site that sends mail, with a team, its champion and somebody who asks.
async fn site() -> (TestApp, Sink<Mail>, Person, Client, Client) {
    let sink = mail_sink();
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    (app, sink, company.champion, champion, asker)
}

#[actix_web::test]
async fn what_somebody_chose_is_kept_and_shown() {
    let (app, _sink, _, champion, _) = site().await;
    let page = champion.get(PATH).await;
    page.assert_ok().assert_element("input[name=turn][value=now][checked]");
    page.assert_element("input[name=program][value=digest][checked]").assert_text("comes at once all the same");
    page.assert_no_element("input[name=queue]");

    let fields = [
        ("turn", "never"),
        ("digest_at", "06:15"),
        ("quiet", "yes"),
        ("quiet_from", "21:00"),
        ("quiet_until", "07:30"),
    ];
    for _ in 0..2 {
        champion.submit(PATH, PATH, &fields).await.assert_redirect_to(PATH);
    }

    let recorded = app.sign_in(Grant::NetSec).await.get("/audit?action=person.notices_set").await;
    recorded.assert_text("turn (after: never, before: now)").assert_text("digest 06:15, quiet 21:00 to 07:30");
    assert_eq!(recorded.select("tbody tr").len(), 1, "what changes nothing is not recorded");
    let page = champion.get(PATH).await;
    page.assert_element("input[name=turn][value=never][checked]").assert_element("input[name=quiet][checked]");
    page.assert_element("input[name=digest_at][value='06:15']").assert_element("input[name=quiet_from][value='21:00']");
    app.sign_in(Grant::NetSec).await.get(PATH).await.assert_element("input[name=queue][value=digest][checked]");
    app.sign_in_developer().await.get(PATH).await.assert_element("input[name=turn][value=now][checked]");
    app.anonymous().get(PATH).await.assert_redirect();
}

#[actix_web::test]
async fn what_does_not_fit_is_said_beside_the_field_and_kept() {
    let (_app, _sink, _, champion, _) = site().await;

    let fields = [("late", "never"), ("quiet", "yes"), ("quiet_from", "late"), ("digest_at", "25:00")];
    let refused = champion.submit(PATH, PATH, &fields).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend 2 things");
    refused
        .assert_element("input[name=digest_at][value='25:00']")
        .assert_element("input[name=late][value=never][checked]");
}

#[actix_web::test]
async fn never_means_no_mail_and_the_list_all_the_same() {
    let (app, sink, _, champion, asker) = site().await;
    champion.submit(PATH, PATH, &[("turn", "never")]).await.assert_redirect();

    ask(&asker, &[("title", "Port 8443?")]).await;
    actix_web::rt::time::sleep(A_WHILE).await;
    app.advance(SignedDuration::from_hours(2)).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    assert!(sink.got().is_empty());
    champion.get("/notifications").await.assert_text("Port 8443?");
}

#[actix_web::test]
async fn once_a_day_is_one_mail_at_its_hour() {
    let (app, sink, _, champion, asker) = site().await;
    champion.submit(PATH, PATH, &[("turn", "digest"), ("digest_at", "11:00")]).await.assert_redirect();
    for title in ["Port 8443?", "Port 9443?"] {
        ask(&asker, &[("title", title)]).await;
    }
    actix_web::rt::time::sleep(A_WHILE).await;
    assert!(sink.got().is_empty(), "it is ten o'clock");

    app.advance(SignedDuration::from_mins(60)).await;
    let mails = sink.wait_for(1).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    assert_eq!(sink.got().len(), 1);
    assert_eq!(mails[0].header("subject"), "Drawbridge: 2 things since yesterday");
    let body = mails[0].body();
    assert!(body.contains("Port 8443?") && body.contains("Port 9443?") && body.contains("once a day"), "{body}");
    assert!(mails[0].header("list-unsubscribe").contains("/digest/"));
}

#[actix_web::test]
async fn quiet_hours_hold_everything_but_what_blocks() {
    let (app, sink, _, champion, asker) = site().await;
    let quiet = [("quiet", "yes"), ("quiet_from", "09:00"), ("quiet_until", "12:00")];
    champion.submit(PATH, PATH, &quiet).await.assert_redirect();
    ask(&asker, &[("title", "Port 8443?")]).await;
    actix_web::rt::time::sleep(A_WHILE).await;
    assert!(sink.got().is_empty());

    ask(&asker, &[("title", "Port 9443?"), ("urgency", "blocked")]).await;
    assert_eq!(sink.wait_for(1).await[0].header("subject"), "Question 2: Port 9443?");
    app.advance(SignedDuration::from_hours(2)).await;

    assert_eq!(sink.wait_for(2).await[1].header("subject"), "Question 1: Port 8443?");
}

#[actix_web::test]
async fn one_click_ends_mail_of_one_kind_without_signing_in() {
    let (app, sink, _, champion, asker) = site().await;
    ask(&asker, &[("title", "Port 8443?")]).await;
    let link = sink.wait_for(1).await[0].header("list-unsubscribe");
    let path = link.trim_matches(['<', '>']).trim_start_matches(&app.base_url).to_owned();
    let stranger = app.anonymous();

    // Programs open every link of a mail: that alone ends nothing.
    stranger.get(&path).await.assert_ok().assert_text("No more mail about questions that wait for you?");
    champion.get(PATH).await.assert_element("input[name=turn][value=now][checked]");
    // As mail programs do it (RFC 8058, section 3.2).
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let ended = stranger.send(Method::POST, &path, &headers, b"List-Unsubscribe=One-Click".to_vec()).await;
    ended.assert_ok().assert_text("No more of these mails");
    champion.get(PATH).await.assert_element("input[name=turn][value=never][checked]");
    ask(&asker, &[("title", "Port 9443?")]).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    assert_eq!(sink.got().len(), 1);
    // Signed in, the button of the page does the same.
    champion.submit(&path, &path, &[]).await.assert_ok().assert_text("No more of these mails");
}

#[actix_web::test]
async fn a_link_that_was_changed_is_nowhere() {
    let (app, sink, champion, _, asker) = site().await;
    ask(&asker, &[("title", "Port 8443?")]).await;
    let link = sink.wait_for(1).await[0].header("list-unsubscribe");
    let path = link.trim_matches(['<', '>']).trim_start_matches(&app.base_url).to_owned();
    let id = champion.id.to_string();
    let other = app.insert(crate::harness::person()).await.id.to_string();

    for wrong in [
        path.replace(&id, &other),
        path.replace("/turn/", "/late/"),
        format!("{path}x"),
        path.replace("/turn/", "/mood/"),
    ] {
        let visitor = app.anonymous();
        visitor.get(&wrong).await.assert_status(StatusCode::NOT_FOUND);
        visitor.send(Method::POST, &wrong, &[], Vec::new()).await.assert_status(StatusCode::NOT_FOUND);
    }
}
