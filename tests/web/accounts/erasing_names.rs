//! Whose words go when somebody is erased: what can mean nobody else, and no more.

use diesel::prelude::*;
use drawbridge::accounts::{self, NewPerson, Person};
use drawbridge::audit::{self, Entry};
use drawbridge::db::schema::{audit_entries, notices};
use drawbridge::web::Grant;
use jiff::SignedDuration;
use serde_json::json;

use super::erasing::{leave, lived};
use crate::harness::{TestApp, person};

/// Details of the entries of this action, the oldest first; empty where they were erased.
async fn details(app: &TestApp, action: &'static str) -> Vec<String> {
    app.read(move |connection| {
        let rows = audit_entries::table.filter(audit_entries::action.eq(action)).order(audit_entries::id);
        rows.select(audit_entries::detail).load(connection)
    })
    .await
}

async fn add(app: &TestApp, name: &str, email: &str) -> Person {
    let (new, now) = (NewPerson { name: name.into(), email: email.into(), chat: String::new() }, app.now());
    app.write(move |tx| Ok(accounts::add_person(tx, None, now, &new)?)).await
}

/// Erases somebody through the form.
async fn erase(app: &TestApp, gone: &Person) {
    leave(app, gone).await;
    let admin = app.sign_in(Grant::Admin).await;
    let path = format!("/accounts/{}/erasure", gone.handle);
    admin.submit(&path, &path, &[("name", &gone.name)]).await.assert_redirect_to("/accounts");
}

#[actix_web::test]
async fn a_name_of_one_word_and_a_handle_change_nothing_of_others() {
    let app = TestApp::start().await;
    let gone = add(&app, "NetSec", "next-gen@example.com").await;
    assert_eq!(gone.handle, "next-gen");
    app.insert(person().named("Robin Adler").granted(Grant::NetSec)).await;
    let bo = app.sign_in_developer().await;
    let question =
        [("title", "May NetSec open the next-gen firewall?"), ("body", "Says @next-gen, next-gen@example.com.")];
    bo.post("/questions", &question).await.assert_redirect_to("/questions/1");
    let before = details(&app, "grant.given").await;
    let asked = details(&app, "question.asked").await;
    assert!(before.iter().any(|detail| detail.contains("\"netsec\"")), "{before:?}");

    erase(&app, &gone).await;

    let after = details(&app, "grant.given").await;
    assert_eq!(after[..before.len()], before);
    assert_eq!(details(&app, "question.asked").await, asked);
    bo.get("/questions/1")
        .await
        .assert_text("May NetSec open the next-gen firewall?")
        .assert_text("Says a former member, a former member.");
    assert_eq!(app.read(audit::verify).await.fault, None);
}

#[actix_web::test]
async fn what_was_recorded_before_their_account_was_made_is_left() {
    let app = TestApp::start().await;
    let write = || {
        let now = app.now();
        app.write(move |tx| {
            let named = json!({ "name": "Zoe Quillfeather" });
            let handed = json!({ "person": "zoe-quillfeather" });
            for (action, detail) in [("thing.named", named), ("thing.joined", handed)] {
                audit::record(tx, now, Entry { actor: None, action, subject: ("thing", "7"), detail })?;
            }
            Ok(())
        })
    };
    write().await;
    app.advance(SignedDuration::from_hours(1)).await;
    let zoe = app.insert(person().named("Zoe Quillfeather")).await;
    write().await;

    assert_eq!(zoe.handle, "zoe-quillfeather");
    erase(&app, &zoe).await;

    assert_eq!(details(&app, "thing.named").await, [r#"{"name":"Zoe Quillfeather"}"#, ""]);
    assert_eq!(details(&app, "thing.joined").await, [r#"{"person":"zoe-quillfeather"}"#, ""]);
    assert_eq!(app.read(audit::verify).await.fault, None);
}

#[actix_web::test]
async fn entries_that_lose_their_words_beside_an_erasing_are_missed() {
    let app = TestApp::start().await;
    app.insert(person().named("Robin Adler").granted(Grant::NetSec)).await;
    let zoe = app.insert(person().named("Zoe Quillfeather")).await;
    erase(&app, &zoe).await;
    assert_eq!(app.read(audit::verify).await.fault, None);

    app.write(|tx| {
        let nothing = (
            audit_entries::subject_key.eq(""),
            audit_entries::detail.eq(""),
            audit_entries::salt.eq(""),
            audit_entries::origin.eq(""),
        );
        let robin = audit_entries::table.filter(audit_entries::subject_key.eq("robin-adler"));
        Ok(diesel::update(robin).set(nothing).execute(tx)?)
    })
    .await;

    let fault = app.read(audit::verify).await.fault.expect("it is missed");
    assert_eq!(fault.number, 1);
    assert!(fault.words.contains("no entry says that somebody was erased"), "{fault}");
}

#[actix_web::test]
async fn a_former_member_gets_no_new_notices() {
    let app = TestApp::start().await;
    let (leaver, bo) = lived(&app).await;
    let id = leaver.id;
    let count = || {
        app.read(move |connection| {
            notices::table.filter(notices::person_id.eq(id)).count().get_result::<i64>(connection)
        })
    };
    bo.post("/questions/1/comments", &[("comment", "Before.")]).await.assert_redirect();
    assert!(count().await > 0);
    erase(&app, &leaver).await;

    bo.post("/questions/1/comments", &[("comment", "Behind.")]).await.assert_redirect();

    assert_eq!(count().await, 0);
}
