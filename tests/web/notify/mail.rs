//! Mail as a server gets it.

use std::sync::Arc;

use diesel::prelude::*;
use drawbridge::app::NAV;
use drawbridge::db::schema::deliveries;
use drawbridge::notify::{Post, SubjectList};
use drawbridge::web::{Grant, Site};
use jiff::SignedDuration;
use url::Url;

use super::{Company, ask, mail_to};
use crate::harness::{Mood, TestApp, mail_sink, person};

/// As long as a round of the post takes several times over.
const A_WHILE: std::time::Duration = std::time::Duration::from_millis(1_500);

/// How often messages were tried to the end.
async fn tries(app: &TestApp) -> i64 {
    let tried: Vec<i32> = app
        .read(|connection| {
            deliveries::table.filter(deliveries::leased_until.is_null()).select(deliveries::tries).load(connection)
        })
        .await;
    tried.into_iter().map(i64::from).sum()
}

#[actix_web::test]
async fn a_question_comes_as_text_and_html_in_one_thread_with_a_way_to_end_it() {
    let sink = mail_sink();
    let app = TestApp::with().notify(mail_to(&sink)).base_url("https://bridge.example/drawbridge").start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    let path = ask(&asker, &[("title", "Port 8443?"), ("body", "For <b>the</b> vendor.")]).await;
    let path = path.trim_start_matches("/drawbridge").to_owned();

    let mails = sink.wait_for(1).await;
    champion.submit(&path, &format!("{path}/inquiry"), &[("inquiry", "Which host?")]).await.assert_redirect();
    let mails = [mails, sink.wait_for(2).await[1..].to_vec()].concat();

    let (first, second) = (&mails[0], &mails[1]);
    assert_eq!(
        (first.to.as_slice(), second.to.as_slice()),
        (&["ana.ruiz@example.com".to_owned()][..], &["bo.lind@example.com".to_owned()][..])
    );
    assert_eq!(first.header("subject"), "Question 1: Port 8443?");
    assert_eq!(first.header("subject"), second.header("subject"));
    assert_eq!(first.header("in-reply-to"), "<question-1@bridge.example>");
    assert_eq!(first.header("references"), second.header("references"));
    assert_ne!(first.header("message-id"), second.header("message-id"));
    assert_eq!(first.header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    let link = first.header("list-unsubscribe");
    assert!(link.starts_with("<https://bridge.example/drawbridge/notifications/unsubscribe/"), "{link}");
    let body = first.body();
    assert!(
        body.contains("Bo Lind asks: Port 8443?") && body.contains("https://bridge.example/drawbridge/questions/1")
    );
    assert!(body.contains("text/plain") && body.contains("text/html"), "{body}");
    assert!(body.contains("For <b>the</b> vendor.") && body.contains("For &#60;b&#62;the"), "{body}");
    assert!(second.body().contains("Which host?"), "{}", second.body());
}

#[actix_web::test]
async fn what_is_not_for_everyone_is_not_said_in_mail() {
    let sink = mail_sink();
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    let fields =
        [("title", "Our incident"), ("body", "It began at night"), ("visibility", "team"), ("urgency", "blocked")];
    ask(&asker, &fields).await;
    let mails = sink.wait_for(1).await;

    assert_eq!(mails[0].header("subject"), "Question 1");
    for word in ["incident", "night"] {
        assert!(!mails[0].text.contains(word), "{}", mails[0].text);
    }
    assert!(mails[0].body().contains("/questions/1"));
}

#[actix_web::test]
async fn r16_a_server_that_is_down_for_a_day_gets_all_of_it_in_order() {
    let sink = mail_sink();
    sink.set(Mood::Down);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    for hour in 0..24 {
        if hour % 4 == 0 {
            let title = format!("Question of hour {hour}?");
            let started = std::time::Instant::now();
            ask(&asker, &[("title", &title)]).await;
            assert!(started.elapsed() < std::time::Duration::from_secs(20), "no page waits for the server");
        }
        let before = tries(&app).await;
        app.advance(SignedDuration::from_hours(1)).await;
        while tries(&app).await == before {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    assert!(sink.got().is_empty());
    sink.set(Mood::Takes);
    // The longest pause is over, whatever it was.
    app.advance(SignedDuration::from_hours(2)).await;

    // The newest three are overdue by now as well, or will be; what was asked comes in its order.
    let mails = sink.wait_for(6).await;
    let asked: Vec<String> =
        mails.iter().filter(|mail| mail.body().contains("asks:")).map(|mail| mail.header("subject")).collect();
    let expected: Vec<String> =
        (0..6).map(|index| format!("Question {}: Question of hour {}?", index + 1, index * 4)).collect();
    assert_eq!(asked, expected);
    let mut ids: Vec<String> = mails.iter().map(|mail| mail.header("message-id")).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), mails.len(), "nothing came twice");
}

#[actix_web::test]
async fn r17_what_is_sent_again_after_a_lost_reply_is_the_same_message() {
    let sink = mail_sink();
    sink.set(Mood::ForgetsToAnswer);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, &[("title", "Port 8443?")]).await;
    sink.wait_for(1).await;

    sink.set(Mood::Takes);
    actix_web::rt::time::sleep(A_WHILE).await;
    app.advance(SignedDuration::from_mins(2)).await;
    let mails = sink.wait_for(2).await;
    app.advance(SignedDuration::from_hours(2)).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0], mails[1], "byte by byte, its Message-ID too");
    assert_eq!(sink.got().len(), 2, "and not a third time");
}

#[actix_web::test]
async fn two_nodes_send_each_message_once() {
    let sink = mail_sink();
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let url = Url::parse(&app.base_url).expect("an address");
    let site = Arc::new(Site::new(&url, app.clock.clone(), NAV));
    let settings = Arc::new(mail_to(&sink));
    let (calendar, seal) = (app.calendar.clone(), app.seal.clone());
    let other = Post::new(app.db.clone(), app.clock.clone(), site, calendar, settings, SubjectList::default(), seal);
    other.start(Vec::new());
    actix_web::rt::time::sleep(A_WHILE).await;

    let titles: Vec<String> = (0..10).map(|number| format!("Port {}?", 8_000 + number)).collect();
    for title in &titles {
        ask(&asker, &[("title", title)]).await;
    }
    sink.wait_for(10).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    let subjects: Vec<String> = sink.got().iter().map(|mail| mail.header("subject")).collect();
    let expected: Vec<String> =
        titles.iter().enumerate().map(|(index, title)| format!("Question {}: {title}", index + 1)).collect();
    assert_eq!(subjects, expected, "each once, and in order, whoever sends it");
}

#[actix_web::test]
async fn a_receiver_who_is_refused_keeps_nobody_else_waiting() {
    let sink = mail_sink();
    sink.set(Mood::Later);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    let path = ask(&asker, &[("title", "Port 8443?")]).await;
    sink.wait_for_connections(1).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    // Ana's mail waits for its next try; Bo's goes past it.
    sink.set(Mood::Takes);
    champion.submit(&path, &format!("{path}/inquiry"), &[("inquiry", "Which host?")]).await.assert_redirect();

    assert_eq!(sink.wait_for(1).await[0].to, ["bo.lind@example.com"]);
}

#[actix_web::test]
async fn a08_whoever_lost_the_right_to_read_it_gets_no_mail() {
    let sink = mail_sink();
    sink.set(Mood::Down);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (admin, asker) = (app.sign_in(Grant::Admin).await, app.sign_in_as(&company.asker).await);
    let stays = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let moves = app.insert(person().named("Lee Park").granted(Grant::NetSec)).await;
    ask(&asker, &[("title", "Broken into?"), ("urgency", "blocked"), ("visibility", "netsec")]).await;
    sink.wait_for_connections(1).await;
    let taken = format!("/accounts/{}/grants/remove", moves.handle);
    admin.post(&taken, &[("kind", "netsec")]).await.assert_redirect();
    actix_web::rt::time::sleep(A_WHILE).await;

    sink.set(Mood::Takes);
    app.advance(SignedDuration::from_hours(1)).await;
    sink.wait_for(1).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    let to: Vec<String> = sink.got().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to, [stays.email]);
}

#[actix_web::test]
async fn a08_whoever_has_left_gets_no_mail() {
    let sink = mail_sink();
    sink.set(Mood::Down);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (admin, asker) = (app.sign_in(Grant::Admin).await, app.sign_in_as(&company.asker).await);
    let netsec = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    ask(&asker, &[("title", "Port 8443?"), ("urgency", "blocked")]).await;
    sink.wait_for_connections(1).await;
    let account = format!("/accounts/{}", company.champion.handle);
    let off = [("state", "disabled"), ("confirmed", "yes")];
    admin.post(&format!("{account}/state"), &off).await.assert_redirect();
    actix_web::rt::time::sleep(A_WHILE).await;

    sink.set(Mood::Takes);
    app.advance(SignedDuration::from_hours(1)).await;
    sink.wait_for(1).await;
    actix_web::rt::time::sleep(A_WHILE).await;

    let to: Vec<String> = sink.got().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to, [netsec.email]);
}

#[actix_web::test]
async fn a_server_that_hangs_is_let_go_and_keeps_no_page_waiting() {
    let sink = mail_sink();
    sink.set(Mood::Hangs);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (admin, asker) = (app.sign_in(Grant::Admin).await, app.sign_in_as(&company.asker).await);
    let started = std::time::Instant::now();
    ask(&asker, &[("title", "Port 8443?")]).await;
    sink.wait_for_connections(1).await;
    assert!(started.elapsed() < std::time::Duration::from_secs(10), "asking does not wait for mail");

    let hung = "did not answer within 15 seconds";
    while !admin.get("/notifications/outbox").await.text().contains(hung) {
        assert!(started.elapsed() < std::time::Duration::from_secs(60), "it is never let go");
        actix_web::rt::time::sleep(A_WHILE).await;
    }
    sink.set(Mood::Takes);
    app.advance(SignedDuration::from_mins(10)).await;

    assert_eq!(sink.wait_for(1).await.len(), 1);
}
