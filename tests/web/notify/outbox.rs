//! What goes out, for those who look after it.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::audit_entries;
use drawbridge::notify::ChatPlace;
use drawbridge::notify::NotifySettings;
use drawbridge::notify::settings::ChatKind;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask, chat_to, mail_to};
use crate::harness::{Client, Mood, TestApp, chat_sink, mail_sink, team};

const PATH: &str = "/notifications/outbox";
const RETRY: &str = "/notifications/outbox/retry";

/// Waits until the page says so.
async fn wait_for_words(client: &Client, words: &str) {
    for _ in 0..150 {
        if client.get(PATH).await.text().contains(words) {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    client.get(PATH).await.assert_text(words);
}

#[actix_web::test]
async fn with_nothing_set_it_says_what_is_missing_and_all_works_here() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    ask(&asker, &[("title", "Port 8443?")]).await;

    let page = app.sign_in(Grant::Admin).await.get(PATH).await;
    page.assert_ok().assert_text("Set mail.host and mail.from").assert_text("Set chat.file");
    champion.get("/notifications").await.assert_text("Port 8443?");
    champion.get("/notifications/settings").await.assert_text("This site sends no mail yet");
}

#[actix_web::test]
async fn a_message_that_is_refused_stands_there_and_goes_when_somebody_says_so() {
    let sink = mail_sink();
    sink.set(Mood::Refuses);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (lead, asker) = (app.sign_in(Grant::Lead).await, app.sign_in_as(&company.asker).await);
    for title in ["Our secret title?", "Another?"] {
        ask(&asker, &[("title", title)]).await;
    }
    wait_for_words(&lead, "2 messages did not get through").await;

    let page = lead.get(PATH).await;
    page.assert_text("Ana Ruiz").assert_text("no such mailbox here").assert_text("Questions that wait for you");
    page.assert_no_text("Our secret title");
    sink.set(Mood::Takes);
    page.assert_element("button[name=message][value=all]");
    let messages = page.attributes("button[name=message]:not([value=all])", "value");
    lead.post(RETRY, &[("message", &messages[0])]).await.assert_redirect_to(PATH);
    assert_eq!(sink.wait_for(1).await.len(), 1);
    lead.post(RETRY, &[("message", "all")]).await.assert_redirect_to(PATH);

    assert_eq!(sink.wait_for(2).await.len(), 2);
    wait_for_words(&lead, "Everything has gone out").await;
    let retried: Vec<(Option<String>, String, String)> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::action.eq("message.retried"))
                .order(audit_entries::id)
                .select((audit_entries::actor_id, audit_entries::subject_key, audit_entries::detail))
                .load(connection)
        })
        .await;
    let keys: Vec<&str> = retried.iter().map(|(_, key, _)| key.as_str()).collect();
    assert_eq!(keys, [messages[0].as_str(), "all"]);
    assert!(retried.iter().all(|(who, _, detail)| who.is_some() && detail == r#"{"count":1}"#), "{retried:?}");
    lead.post(RETRY, &[("message", "nothing")]).await.assert_status(StatusCode::NOT_FOUND);
    lead.post(RETRY, &[]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn n10_the_address_of_a_chat_is_on_no_page() {
    let sink = chat_sink();
    sink.set(Mood::Refuses);
    let settings = chat_to(&sink, &[(ChatPlace::Team("checkout".into()), ChatKind::Slack)]);
    assert!(!format!("{settings:?}").contains("canary"), "nor in a log that shows the settings");
    let app = TestApp::with().notify(settings).start().await;
    let company = Company::found(&app).await;
    let (admin, asker) = (app.sign_in(Grant::Admin).await, app.sign_in_as(&company.asker).await);
    ask(&asker, &[("title", "Port 8443?")]).await;
    wait_for_words(&admin, "1 message did not get through").await;

    let page = admin.get(PATH).await;
    page.assert_text("the chat of team checkout").assert_text("410");
    assert!(!page.html().contains("canary") && !page.html().contains(&sink.address.to_string()));
}

#[actix_web::test]
async fn what_nobody_takes_for_three_days_is_given_up_and_kept() {
    let sink = mail_sink();
    sink.set(Mood::Down);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, &[("title", "Port 8443?"), ("urgency", "low")]).await;
    sink.wait_for_connections(1).await;

    app.advance(SignedDuration::from_hours(73)).await;
    let admin = app.sign_in(Grant::Admin).await;
    admin.get(PATH).await.assert_text("1 message is on its way").assert_no_text("given up");
    // That alone is no reason: it was tried once or twice by then.
    for _ in 0..60 {
        app.advance(SignedDuration::from_hours(1)).await;
        actix_web::rt::time::sleep(std::time::Duration::from_millis(500)).await;
        if admin.get(PATH).await.text().contains("given up") {
            break;
        }
    }

    admin.get(PATH).await.assert_text("given up after 8 tries");
}

#[actix_web::test]
async fn after_a_long_stop_what_waits_is_not_given_up_at_its_first_try() {
    let sink = mail_sink();
    sink.set(Mood::Later);
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    // They are quiet until tomorrow, and nobody runs the site for a week.
    let quiet = [("quiet", "yes"), ("quiet_from", "09:00"), ("quiet_until", "08:00")];
    champion.submit("/notifications/settings", "/notifications/settings", &quiet).await.assert_redirect();
    ask(&asker, &[("title", "Port 8443?")]).await;
    wait_for_words(&app.sign_in(Grant::Admin).await, "1 message is on its way").await;

    app.advance(SignedDuration::from_hours(7 * 24)).await;
    sink.wait_for_connections(1).await;
    let admin = app.sign_in(Grant::Admin).await;
    wait_for_words(&admin, "Tried, and tried again").await;
    admin.get(PATH).await.assert_no_text("given up");
    sink.set(Mood::Takes);
    app.advance(SignedDuration::from_mins(2)).await;

    assert_eq!(sink.wait_for(1).await.len(), 1);
}

#[actix_web::test]
async fn a_chat_of_no_team_is_pointed_out() {
    let sink = chat_sink();
    let places = ["checkout", "chekout", "old-team"].map(|slug| (ChatPlace::Team(slug.into()), ChatKind::Slack));
    let app = TestApp::with().notify(chat_to(&sink, &places)).start().await;
    Company::found(&app).await;

    let page = app.sign_in(Grant::Admin).await.get(PATH).await;

    page.assert_text("In chat.file, chekout, old-team are no teams of this site: nothing is said there.");
    app.insert(team("Old team")).await;
    app.sign_in(Grant::Lead).await.get(PATH).await.assert_text("In chat.file, chekout is no team of this site");
}

#[actix_web::test]
async fn others_see_nothing_of_what_goes_out() {
    let app = TestApp::start().await;
    for client in [app.sign_in_developer().await, app.sign_in(Grant::NetSec).await, app.sign_in(Grant::Manager).await] {
        client.get(PATH).await.assert_status(StatusCode::NOT_FOUND);
        client.post(RETRY, &[("message", "all")]).await.assert_status(StatusCode::FORBIDDEN);
        client.get("/notifications").await.assert_no_element(&format!("a[href='{PATH}']"));
    }
    app.anonymous().get(PATH).await.assert_redirect();
}

#[actix_web::test]
async fn a_site_that_sends_nothing_says_so() {
    let app = TestApp::with().notify(NotifySettings::held()).start().await;
    app.sign_in(Grant::Lead).await.get(PATH).await.assert_text("Nothing leaves this machine");
}
