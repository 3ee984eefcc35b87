//! What desks remind of, and whom.

use drawbridge::web::{Grant, Scope};

use crate::harness::{TestApp, membership, person, team, term};

#[actix_web::test]
async fn a_term_that_ends_soon_is_on_three_desks_and_no_other() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let (ana, bob) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Bob Ray")).await);
    app.insert(term(ana.id, checkout.id).ends_in(7)).await;
    app.insert(term(bob.id, search.id).ends_in(31)).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let other = app.insert(person().granted_for(Grant::Manager, Scope::Team(search.id))).await;

    let words = "term as champion of Checkout ends in 7 days";
    app.sign_in_as(&ana).await.get("/me").await.assert_text(&format!("Your {words}"));
    for client in [app.sign_in_as(&boss).await, app.sign_in(Grant::Lead).await] {
        client.get("/me").await.assert_text(&format!("Ana Ruiz's {words}")).assert_no_text("Bob Ray's term");
    }
    for client in [app.sign_in_as(&bob).await, app.sign_in_as(&other).await, app.sign_in(Grant::NetSec).await] {
        client.get("/me").await.assert_no_text("Not to forget");
    }
}

#[actix_web::test]
async fn a_week_before_its_end_a_term_is_reminded_of_again_apart_from_the_others() {
    let app = TestApp::start().await;
    let (checkout, ana) = (app.insert(team("Checkout")).await, app.insert(person().named("Ana Ruiz")).await);
    app.insert(term(ana.id, checkout.id).ends_in(8)).await;
    for number in 1..=6 {
        let (team, person) = (app.insert(team(&format!("Team {number}"))).await, app.insert(person()).await);
        app.insert(term(person.id, team.id).ends_in(20)).await;
    }
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let lead = app.sign_in(Grant::Lead).await;
    let (ana, boss) = (app.sign_in_as(&ana).await, app.sign_in_as(&boss).await);
    let again = "this is the last week to renew it, or to name a successor";

    ana.get("/me").await.assert_text("ends in 8 days: renew it").assert_no_text(again);
    lead.get("/me").await.assert_text("7 terms end in 8 to 30 days").assert_no_text(again);
    app.advance(jiff::SignedDuration::from_hours(24)).await;

    ana.get("/me").await.assert_text("Your term as champion of Checkout ends in 7 days").assert_text(again);
    boss.get("/me").await.assert_text("Ana Ruiz's term as champion of Checkout ends in 7 days").assert_text(again);
    let desk = lead.get("/me").await;
    desk.assert_text("Ana Ruiz's term as champion of Checkout ends in 7 days").assert_text(again);
    desk.assert_text("6 terms end in 8 to 30 days");
    let list = lead.get("/terms?show=ending-now").await;
    assert_eq!(list.select("tbody tr").len(), 1);
    app.sign_in_developer().await.get("/me").await.assert_no_text(again);
}

#[actix_web::test]
async fn a_nomination_is_a_reminder_once_it_has_waited_more_than_three_days() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let (ana, bob) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Bob Ray")).await);
    app.insert(membership(ana.id, checkout.id)).await;
    let waiting = app.insert(term(ana.id, checkout.id).state("nominated").asked_days_ago(4)).await;
    let asked = app.insert(term(bob.id, search.id).state("approved").asked_days_ago(3)).await;
    let lead = app.sign_in(Grant::Lead).await;

    let desk = lead.get("/me").await;
    desk.assert_text("Ana Ruiz is put forward as champion of Checkout").assert_text("since 14 Nov 2026");
    assert_eq!(desk.select(&format!("main a[href='/terms/{waiting}']")).len(), 1, "it stands there once");
    desk.assert_no_text("Bob Ray was asked");
    app.advance(jiff::SignedDuration::from_hours(24)).await;

    lead.get("/me").await.assert_text("Bob Ray was asked to serve Search 4 days ago and has not answered");
    let own = app.sign_in_as(&bob).await.get("/me").await;
    own.assert_text("You are asked to serve Search as champion").assert_text("since 15 Nov 2026");
    assert_eq!(own.select(&format!("main a[href='/terms/{asked}']")).len(), 1, "it stands there once");
}

#[actix_web::test]
async fn many_reminders_of_a_kind_are_one_line_that_leads_to_their_list() {
    let app = TestApp::start().await;
    for number in 1..=6 {
        let (team, person) = (app.insert(team(&format!("Team {number}"))).await, app.insert(person()).await);
        app.insert(term(person.id, team.id).ends_in(10 + number)).await;
    }
    let lead = app.sign_in(Grant::Lead).await;

    lead.get("/me").await.assert_text("6 terms end in 8 to 30 days").assert_element("a[href='/terms?show=ending']");
    let list = lead.get("/terms?show=ending").await;

    assert_eq!(list.select("tbody tr").len(), 6);
    lead.get("/terms?show=approved").await.assert_text("None at the moment");
    app.insert(person().named("Helena Brandt").granted_for(Grant::Manager, Scope::All)).await;
    let elsewhere = app.insert(team("Elsewhere")).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(elsewhere.id))).await;
    app.sign_in_as(&boss).await.get("/terms?show=ending").await.assert_text("None at the moment");
}

#[actix_web::test]
async fn many_nominations_are_a_few_lines_and_a_link_to_all() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    for number in 0..7 {
        let (team, person) = (app.insert(team(&format!("Team {number}"))).await, app.insert(person()).await);
        app.insert(term(person.id, team.id).state("nominated").asked_days_ago(number)).await;
    }
    let lead = app.sign_in(Grant::Lead).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;

    for path in ["/me", "/"] {
        let desk = lead.get(path).await;
        desk.assert_text("is put forward as champion of Team 6").assert_no_text("put forward as champion of Team 1");
        desk.assert_text("And 2 more wait for approval").assert_element("a[href='/terms?show=nominated']");
        app.sign_in_as(&boss).await.get(path).await.assert_no_text("put forward");
    }
    let list = lead.get("/terms?show=nominated").await.select("tbody td:nth-child(2)");
    assert_eq!(list, ["Team 6", "Team 5", "Team 4", "Team 3", "Team 2", "Team 1", "Team 0"]);
}
