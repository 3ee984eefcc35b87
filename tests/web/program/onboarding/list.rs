//! The list of a term: what is on it, who ticks it, and where it goes on.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{audit_entries, terms};
use drawbridge::program::TermState;
use drawbridge::web::Grant;

use super::{begin, begun, mark, thing};
use crate::harness::binary::Folder;
use crate::harness::{TestApp, membership, person, team, term};

#[actix_web::test]
async fn accepting_a_nomination_copies_the_list_and_whoever_owns_a_thing_ticks_it() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    let term = app.insert(term(ana.id, checkout.id).state("approved")).await;
    let (champion, netsec) = (app.sign_in_as(&ana).await, app.sign_in(Grant::NetSec).await);
    champion.get(&format!("/terms/{term}/onboarding")).await.assert_status(StatusCode::NOT_FOUND);

    let page = format!("/terms/{term}");
    champion.submit(&page, &format!("{page}/acceptance"), &[]).await.assert_redirect();

    let list = format!("/terms/{term}/onboarding");
    let shown = champion.get(&list).await;
    shown.assert_ok().assert_text("7 of 7 still missing").assert_text("Added to Network Security's chat channel");
    champion
        .get("/me")
        .await
        .assert_text("things are still missing for your start")
        .assert_element(&format!("a[href='{list}']"));
    netsec.get("/me").await.assert_text("3 things for champions");
    assert_eq!(mark(&app, &champion, term, "chat-channel", &[("act", "done")]).await, StatusCode::FORBIDDEN);
    assert_eq!(mark(&app, &netsec, term, "introduced", &[("act", "done")]).await, StatusCode::FORBIDDEN);
    assert_eq!(mark(&app, &netsec, term, "chat-channel", &[("act", "asked")]).await, StatusCode::SEE_OTHER);
    champion.get(&list).await.assert_text("asked for on 18 Nov 2026");
    let fields = [("act", "done"), ("on", "2026-11-18"), ("evidence", "TICKET-17")];
    assert_eq!(mark(&app, &netsec, term, "chat-channel", &fields).await, StatusCode::SEE_OTHER);
    assert_eq!(mark(&app, &champion, term, "introduced", &[("act", "done")]).await, StatusCode::SEE_OTHER);

    let shown = champion.get(&list).await;
    shown.assert_text("5 of 7 still missing").assert_text("done on 18 Nov 2026").assert_text("TICKET-17");
    netsec.get("/me").await.assert_text("2 things for champions");
    let actions: Vec<String> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::action.like("onboarding.%"))
                .order(audit_entries::id)
                .select(audit_entries::action)
                .load(connection)
        })
        .await;
    let marked = "onboarding.marked";
    assert_eq!(actions, ["onboarding.begun", marked, marked, marked]);
}

#[actix_web::test]
async fn what_does_not_fit_is_refused_with_the_words_kept() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let (path, version) = thing(&app, begun.term, "sast-licence").await;

    for (fields, words) in [
        ([("act", "done"), ("on", "2026-12-01"), ("evidence", "SAST-9")], "lies ahead"),
        ([("act", "done"), ("on", "soon"), ("evidence", "SAST-9")], "is not a date"),
        ([("act", "revoked"), ("on", ""), ("evidence", "SAST-9")], "once the term is over"),
        ([("act", "lost"), ("on", ""), ("evidence", "SAST-9")], "choose what is to be said"),
    ] {
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        let refused = lead.post(&path, &all).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        assert!(refused.html().contains("value=\"SAST-9\""), "{words}");
    }
    let late = lead.post(&path, &[("act", "done"), ("version", "9")]).await;
    late.assert_status(StatusCode::CONFLICT).assert_text("changed by somebody else");
    assert_eq!(mark(&app, &lead, begun.term, "sast-licence", &[("act", "done")]).await, StatusCode::SEE_OTHER);
    assert_eq!(mark(&app, &lead, begun.term, "sast-licence", &[("act", "undone")]).await, StatusCode::SEE_OTHER);
    lead.get(&begun.list).await.assert_text("7 of 7 still missing");
    lead.post("/onboarding/things/nothing", &[("act", "done")]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_renewed_term_takes_its_list_along() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    assert_eq!(mark(&app, &lead, begun.term, "chat-channel", &[("act", "done")]).await, StatusCode::SEE_OTHER);
    let (before, person, now) = (begun.term, begun.ana.id, app.now());
    let team = app.read(move |connection| terms::table.find(before).select(terms::team_id).first(connection)).await;
    app.write(move |tx| {
        let ended = (terms::state.eq(TermState::Ended), terms::ended_at.eq(now));
        diesel::update(terms::table.find(before)).set(ended).execute(tx)?;
        Ok(())
    })
    .await;
    let next = app.insert(term(person, team)).await;
    app.write(move |tx| {
        diesel::update(terms::table.find(next)).set(terms::renews_id.eq(before)).execute(tx)?;
        Ok(())
    })
    .await;

    begin(&app, next).await;

    lead.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);
    lead.get(&format!("/terms/{next}/onboarding")).await.assert_text("6 of 7 still missing");
    lead.get("/onboarding").await.assert_text("6 things").assert_no_text("to be revoked");
}

#[actix_web::test]
async fn the_company_edits_the_list_and_a_broken_one_changes_nothing() {
    let folder = Folder::new();
    let item = "[[item]]\nname = \"badge\"\ntitle = \"A badge for the lab\"\nwho = \"lead\"\naccess = true\n";
    folder.write("program/onboarding.toml", &format!("questions = [\"How is it?\"]\n{item}"));
    let app = TestApp::with().content(&folder.0).start().await;
    let begun = begun(&app).await;
    let review = format!("{}/reviews/30", begun.list);

    begun.champion.get(&review).await.assert_text("How is it?").assert_no_text("What went well?");
    folder.write("program/onboarding.toml", "questions = [\"Broken?\"\n");
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_100)).await;
    begun.champion.get(&review).await.assert_text("How is it?");
    folder.write("program/onboarding.toml", &format!("questions = [\"And now?\"]\n{item}"));
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_100)).await;
    begun.champion.get(&review).await.assert_text("And now?");
}
