//! What those who answer say among themselves, and what helps with a question.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{TestApp, membership, person, term};
use crate::questions::{Company, ask};

const NOTE: &str = "The wombat runs an old kernel.";

#[actix_web::test]
async fn a_note_is_read_by_those_who_answer_and_by_nobody_else_on_any_door() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let analyst = app.sign_in(Grant::NetSec).await;
    let action = format!("{question}/notes");

    let empty = champion.submit(&question, &action, &[("note", " ")]).await;
    champion.submit(&question, &action, &[("note", NOTE)]).await.assert_redirect_to(&question);

    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("write the note first");
    for reader in [&champion, &analyst] {
        reader.get(&question).await.assert_text(NOTE).assert_text("not seen by whoever asked");
    }
    let colleague = app.insert(person()).await;
    app.insert(membership(colleague.id, company.team.id)).await;
    app.indexed().await;
    let others = [
        app.sign_in_as(&colleague).await,
        app.sign_in(Grant::Lead).await,
        app.sign_in(Grant::Admin).await,
        app.sign_in(Grant::Manager).await,
        asker,
    ];
    for other in &others {
        for door in [
            question.as_str(),
            "/questions",
            "/questions?q=wombat",
            "/search?q=wombat+old+kernel",
            "/questions/similar?title=wombat+old+kernel",
            "/teams/checkout",
            "/me",
            "/",
        ] {
            other.get(door).await.assert_no_text("runs an old kernel");
        }
        other.get(&question).await.assert_no_element("form[action$='/notes']");
        other.post(&action, &[("note", "Mine.")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    app.anonymous().post(&action, &[("note", "Mine.")]).await.assert_redirect_to("/sign-in");
    let said = app
        .read(|connection| {
            use diesel::prelude::*;
            use drawbridge::db::schema::{audit_entries, question_events};
            let mut said: Vec<String> = question_events::table.select(question_events::words).load(connection)?;
            said.extend(audit_entries::table.select(audit_entries::detail).load::<String>(connection)?);
            Ok(said)
        })
        .await;
    assert!(said.iter().all(|words| !words.contains("wombat")), "{said:?}");
}

#[actix_web::test]
async fn who_asked_reads_no_note_even_where_they_answer_others() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let kim = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    app.insert(membership(kim.id, company.team.id)).await;
    app.insert(term(kim.id, company.team.id).deputy()).await;
    let asker = app.sign_in_as(&kim).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/notes"), &[("note", NOTE)]).await.assert_redirect();

    asker.get(&question).await.assert_no_text("runs an old kernel").assert_no_element("form[action$='/notes']");
    asker.post(&format!("{question}/notes"), &[("note", "Hi.")]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_note_is_no_response_and_stops_no_clock() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/notes"), &[("note", NOTE)]).await.assert_redirect();

    let responded: Option<drawbridge::clock::Timestamp> = app
        .read(|connection| {
            use diesel::prelude::*;
            use drawbridge::db::schema::questions;
            questions::table.select(questions::first_response_at).first(connection)
        })
        .await;

    assert_eq!(responded, None);
}

#[actix_web::test]
async fn an_article_that_helps_is_linked_by_its_address_and_taken_away_again() {
    let app = TestApp::with().articles().start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "Which ports are used for replies?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let action = format!("{question}/links");

    let link = [("article", "https://bridge.example/faq/ephemeral-port-range#why")];
    champion.submit(&question, &action, &link).await.assert_redirect_to(&question);
    let again = champion.submit(&question, &action, &link).await;
    let unknown = champion.submit(&question, &action, &[("article", "/faq/wombats")]).await;

    again.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("it is linked already");
    unknown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("there is no such article");
    unknown.assert_element("input[name=article][value='/faq/wombats']");
    let page = asker.get(&question).await;
    page.assert_element("section[aria-labelledby=helps] a[href='/faq/ephemeral-port-range']")
        .assert_text("linked the article")
        .assert_no_element("form[action$='/links']");
    for (client, status) in [(&asker, StatusCode::FORBIDDEN), (&app.sign_in_developer().await, StatusCode::FORBIDDEN)] {
        client.post(&action, &link).await.assert_status(status);
        client.post(&format!("{action}/removal"), &[("article", "ephemeral-port-range")]).await.assert_status(status);
    }
    let page = champion.get(&question).await;
    let removal = format!("{action}/removal");
    champion.submit_on(&page, &removal, &[("article", "ephemeral-port-range")]).await.assert_redirect_to(&question);
    asker.get(&question).await.assert_no_element("section[aria-labelledby=helps]");
}
