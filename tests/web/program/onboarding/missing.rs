//! What is missing for whom, and what is to be taken back.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::terms;
use drawbridge::program::TermState;
use drawbridge::web::{Grant, Scope};

use super::{begin, begun, mark, thing};
use crate::harness::{TestApp, department, person, team, term};

#[actix_web::test]
async fn at_the_end_accesses_are_to_be_revoked_until_they_are_ticked() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let (lead, netsec) = (app.sign_in(Grant::Lead).await, app.sign_in(Grant::NetSec).await);
    for name in ["scope", "chat-channel", "sast-licence"] {
        assert_eq!(mark(&app, &lead, begun.term, name, &[("act", "done")]).await, StatusCode::SEE_OTHER);
    }
    let (term, now) = (begun.term, app.now());
    app.write(move |tx| {
        let ended = (terms::state.eq(TermState::Ended), terms::ended_at.eq(now));
        diesel::update(terms::table.find(term)).set(ended).execute(tx)?;
        Ok(())
    })
    .await;

    netsec.get("/me").await.assert_text("2 things for champions, or to be taken back from them");
    let all = lead.get("/onboarding").await;
    all.assert_text("2 things are missing, or are to be taken back").assert_text("to be revoked");
    let left = ["Added to Network Security's chat channel", "Licence for the code scanner (SAST)"];
    assert_eq!(all.assert_text("18 Nov 2026").select("tbody th a"), left);
    lead.get("/teams/checkout").await.assert_text("Onboarding and access").assert_text("2 to be taken back");
    assert_eq!(
        mark(&app, &netsec, begun.term, "dast-licence", &[("act", "done")]).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = netsec.get("/onboarding?who=netsec").await;
    let (path, _) = thing(&app, begun.term, "chat-channel").await;
    let back = netsec.submit_on(&page, &path, &[("act", "revoked")]).await;
    back.assert_redirect_to("/onboarding?item=&department=&who=netsec&page=0");
    netsec.follow(&back).await.assert_text("1 thing is missing, or is to be taken back");
    assert_eq!(mark(&app, &netsec, begun.term, "sast-licence", &[("act", "revoked")]).await, StatusCode::SEE_OTHER);
    lead.get("/onboarding").await.assert_text("Nothing is missing for anybody");
    lead.get(&begun.list).await.assert_text("Nothing is left to be taken back").assert_text("revoked on 18 Nov 2026");
    lead.get("/teams/checkout").await.assert_no_text("Onboarding and access");
}

#[actix_web::test]
async fn an_account_that_is_switched_off_ends_it_as_well() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    assert_eq!(mark(&app, &lead, begun.term, "chat-channel", &[("act", "done")]).await, StatusCode::SEE_OTHER);
    let ana = begun.ana.id;
    app.write(move |tx| {
        use drawbridge::accounts::PersonState;
        use drawbridge::db::schema::people;
        diesel::update(people::table.find(ana)).set(people::state.eq(PersonState::Disabled)).execute(tx)?;
        Ok(())
    })
    .await;

    lead.get("/onboarding")
        .await
        .assert_text("1 thing is missing, or is to be taken back")
        .assert_text("to be revoked");
}

#[actix_web::test]
async fn what_is_missing_is_filtered_and_downloaded_and_managers_see_their_own() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let other = app.insert(team("Catalogue").within(app.insert(department("Storefront")).await.id)).await;
    let bo = app.insert(person().named("Bo Dahl")).await;
    let second = app.insert(term(bo.id, other.id)).await;
    begin(&app, second).await;
    let lead = app.sign_in(Grant::Lead).await;

    lead.get("/onboarding").await.assert_text("14 things").assert_text("Ana Ruiz").assert_text("Bo Dahl");
    let narrowed = lead.get("/onboarding?item=sast-licence").await;
    assert_eq!(narrowed.assert_text("2 things").select("tbody th a"), ["Licence for the code scanner (SAST)"; 2]);
    lead.get("/onboarding?department=storefront").await.assert_text("7 things").assert_no_text("Ana Ruiz");
    lead.get("/onboarding?who=manager&department=payments").await.assert_text("2 things").assert_no_text("Bo Dahl");
    lead.get("/onboarding?who=nobody").await.assert_status(StatusCode::NOT_FOUND);
    lead.get("/onboarding?item=none").await.assert_text("Nothing is missing for anybody");
    begun.manager.get("/onboarding").await.assert_text("7 things").assert_no_text("Bo Dahl");
    begun.manager.get(&format!("/terms/{second}/onboarding")).await.assert_status(StatusCode::NOT_FOUND);
    let csv = begun.manager.get("/onboarding.csv?item=scope").await;
    csv.assert_header("content-type", "text/csv; charset=utf-8; header=present");
    let lines: Vec<String> = csv.html().lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "champion,team,department,thing,owner,state,since,asked_on");
    assert_eq!(lines[1..], ["Ana Ruiz,Checkout,Payments,Scope agreed with the manager,Manager,missing,2026-10-19,"]);
    for who in [begun.champion, app.sign_in_developer().await] {
        for path in ["/onboarding", "/onboarding.csv"] {
            who.get(path).await.assert_status(StatusCode::NOT_FOUND);
        }
    }
    app.sign_in_developer().await.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);
    let stranger = app.sign_in_developer().await;
    assert_eq!(mark(&app, &stranger, begun.term, "scope", &[("act", "done")]).await, StatusCode::NOT_FOUND);
    assert!(app.anonymous().get("/onboarding").await.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn the_list_is_found_from_the_navigation_the_term_and_the_desks() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let (lead, developer) = (app.sign_in(Grant::Lead).await, app.sign_in_developer().await);
    let entry = "nav a[href='/onboarding']";
    let line = "Things are missing, or to be taken back: Ana Ruiz of Checkout (7)";

    for client in [&lead, &begun.manager] {
        let desk = client.get("/me").await;
        desk.assert_element(entry).assert_text(line);
        desk.assert_element("#reminders ~ ul a[href='/onboarding']");
    }
    for client in [&begun.champion, &developer] {
        client.get("/me").await.assert_no_element(entry).assert_no_text(line);
    }
    let elsewhere = app.insert(team("Elsewhere")).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(elsewhere.id))).await;
    app.sign_in_as(&boss).await.get("/me").await.assert_no_text("Ana Ruiz of Checkout");
    let term = format!("/terms/{}", begun.term);
    for client in [&lead, &begun.manager, &begun.champion] {
        let page = client.get(&term).await;
        page.assert_element(&format!("main a[href='{}']", begun.list)).assert_text("7 of 7 missing");
    }
    let colleague = app.insert(person().named("Cat Moss")).await;
    app.sign_in_as(&colleague).await.get(&term).await.assert_no_element(&format!("a[href='{}']", begun.list));
}
