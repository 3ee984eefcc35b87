//! Days away, and who stands in.

use actix_web::http::StatusCode;
use drawbridge::accounts::Person;
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;

use crate::harness::{Client, TestApp, membership, person, team, term};

/// Checkout with its champion Ana, and Dev beside her.
async fn checkout(app: &TestApp) -> (Person, Person) {
    let checkout = app.insert(team("Checkout")).await;
    let (ana, dev) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Dev Patel")).await);
    app.insert(membership(ana.id, checkout.id)).await;
    app.insert(membership(dev.id, checkout.id)).await;
    app.insert(term(ana.id, checkout.id)).await;
    (ana, dev)
}

async fn enter(client: &Client, first: &str, last: &str) -> crate::harness::Answer {
    let path = "/people/ana-ruiz/leave";
    client.submit(path, path, &[("first_on", first), ("last_on", last)]).await
}

/// Asks Dev to stand in, and returns the path of the request on his desk.
async fn ask(app: &TestApp, champion: &Client, dev: &Person) -> String {
    let page = champion.get("/people/ana-ruiz/leave").await;
    let action = page.attributes("form[action$='/stand-ins']", "action").remove(0);
    champion.submit_on(&page, &action, &[("person", "dev-patel")]).await.assert_redirect();
    let desk = app.sign_in_as(dev).await.get("/me").await;
    desk.attributes("a[href^='/stand-ins/']", "href").remove(0)
}

#[actix_web::test]
async fn a_stand_in_who_said_yes_is_the_one_to_ask_until_the_champion_is_back() {
    let app = TestApp::start().await;
    let (ana, dev) = checkout(&app).await;
    let (champion, other) = (app.sign_in_as(&ana).await, app.sign_in_as(&dev).await);
    enter(&champion, "2026-11-19", "2026-11-20").await.assert_redirect();
    let request = ask(&app, &champion, &dev).await;

    other.get("/reviews/new").await.assert_status(StatusCode::NOT_FOUND);
    other.submit(&request, &format!("{request}/answer"), &[("answer", "yes")]).await.assert_redirect();
    let page = other.get("/teams/checkout").await;
    assert_eq!(page.select("main h3"), ["Ana Ruiz"]);
    app.advance(SignedDuration::from_hours(24)).await;

    let page = other.get("/teams/checkout").await;
    assert_eq!(page.select("main h3"), ["Dev Patel", "Ana Ruiz"]);
    page.assert_text("Stands in for Ana Ruiz").assert_text("Champion, away until 20 Nov 2026");
    let asker = app.insert(person().named("Bo Lind")).await;
    let team = app.read(|c| Ok(drawbridge::program::find_team(c, "checkout").unwrap())).await;
    app.insert(membership(asker.id, team.id)).await;
    let asking = app.sign_in_as(&asker).await;
    asking.get("/questions/new").await.assert_text("Dev Patel answers first");
    let question = asking.submit("/questions/new", "/questions", &[("title", "May we peer?")]).await.location();
    other.get("/me").await.assert_text("May we peer?");
    other.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    app.sign_in(Grant::Lead).await.get("/coverage").await.assert_text("The one team is covered");
    app.advance(SignedDuration::from_hours(48)).await;

    let page = other.get("/teams/checkout").await;
    assert_eq!(page.select("main h3"), ["Ana Ruiz"]);
    page.assert_no_text("away until");
    other.post(&format!("{question}/escalation"), &[("why", "x")]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn without_a_stand_in_questions_go_to_network_security_meanwhile() {
    let app = TestApp::start().await;
    let (ana, dev) = checkout(&app).await;
    let champion = app.sign_in_as(&ana).await;
    enter(&champion, "2026-11-18", "2026-11-20").await.assert_redirect();
    let request = ask(&app, &champion, &dev).await;
    let other = app.sign_in_as(&dev).await;

    other.submit(&request, &format!("{request}/answer"), &[("answer", "no")]).await.assert_redirect();
    champion.get("/people/ana-ruiz/leave").await.assert_text("declined");
    other.get("/teams/checkout").await.assert_text("Nobody who serves Checkout is there today");
    other.submit("/questions/new", "/questions", &[("title", "May we peer?")]).await.assert_redirect();

    app.sign_in(Grant::NetSec).await.get("/queue").await.assert_text("May we peer?");
    other.post(&format!("{request}/answer"), &[("answer", "yes")]).await.assert_status(StatusCode::CONFLICT);
    champion.post("/people/ana-ruiz/leave", &[]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn being_back_early_ends_the_leave_and_keeps_the_days_that_passed() {
    let app = TestApp::start().await;
    let (ana, _) = checkout(&app).await;
    let champion = app.sign_in_as(&ana).await;
    enter(&champion, "2026-11-16", "2026-11-30").await.assert_redirect();
    champion.get("/teams/checkout").await.assert_text("away until 30 Nov 2026");

    let page = champion.get("/people/ana-ruiz/leave").await;
    let action = page.attributes("form[action$='/remove']", "action").remove(0);
    let asked = champion.submit_on(&page, &action, &[]).await;
    asked.assert_ok().assert_text("Take this leave away?");
    champion.submit_on(&asked, &action, &[]).await.assert_redirect_to("/people/ana-ruiz/leave");

    champion.get("/teams/checkout").await.assert_no_text("away until");
    let kept = app
        .read(move |c| {
            drawbridge::program::absences::list_absences_of(c, ana.id, drawbridge::clock::Day::new(2026, 1, 1).unwrap())
        })
        .await;
    let days: Vec<_> = kept.iter().map(|one| (one.first_on.to_string(), one.last_on.to_string())).collect();
    assert_eq!(days, [("2026-11-16".to_owned(), "2026-11-17".to_owned())]);
}

#[actix_web::test]
async fn days_that_do_not_fit_are_said_beside_their_field() {
    let app = TestApp::start().await;
    let (ana, _) = checkout(&app).await;
    let champion = app.sign_in_as(&ana).await;
    enter(&champion, "2026-12-01", "2026-12-05").await.assert_redirect();

    for (first, last, field) in [
        ("2026-12-10", "2026-12-09", "last_on"),
        ("2026-12-05", "2026-12-09", "first_on"),
        ("tomorrow", "2026-12-09", "first_on"),
        ("2026-12-10", "2028-12-09", "last_on"),
    ] {
        let refused = enter(&champion, first, last).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element(&format!("#{field}-problem"));
        refused.assert_element(&format!("input[name=first_on][value='{first}']"));
    }
}

#[actix_web::test]
async fn leave_is_for_the_person_their_manager_and_the_lead() {
    let app = TestApp::start().await;
    let (ana, dev) = checkout(&app).await;
    let team = app.read(|c| Ok(drawbridge::program::find_team(c, "checkout").unwrap())).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(team.id))).await;
    let path = "/people/ana-ruiz/leave";

    for client in [app.sign_in_as(&ana).await, app.sign_in_as(&boss).await, app.sign_in(Grant::Lead).await] {
        client.get(path).await.assert_ok();
    }
    let champion = app.sign_in_as(&ana).await;
    enter(&champion, "2026-11-19", "2026-11-20").await.assert_redirect();
    let request = ask(&app, &champion, &dev).await;
    let leave = champion.get(path).await.attributes("form[action$='/stand-ins']", "action").remove(0);
    let id = leave.split('/').nth(2).unwrap_or_default().to_owned();
    for client in [app.sign_in_developer().await, app.sign_in(Grant::NetSec).await, app.sign_in(Grant::Admin).await] {
        client.get(path).await.assert_status(StatusCode::NOT_FOUND);
        client.get(&request).await.assert_status(StatusCode::NOT_FOUND);
        let days = [("first_on", "2026-12-01"), ("last_on", "2026-12-02")];
        client.post(path, &days).await.assert_status(StatusCode::FORBIDDEN);
        client.post(&format!("/leave/{id}"), &days).await.assert_status(StatusCode::FORBIDDEN);
        client.post(&format!("/leave/{id}/remove"), &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
        client.post(&format!("{request}/answer"), &[("answer", "yes")]).await.assert_status(StatusCode::NOT_FOUND);
    }
    champion.post(&format!("{request}/answer"), &[("answer", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
    app.anonymous().get(path).await.assert_redirect();
}

#[actix_web::test]
async fn a04_the_record_says_that_somebody_entered_leave_and_not_when_it_is() {
    let app = TestApp::start().await;
    let (ana, _) = checkout(&app).await;
    enter(&app.sign_in_as(&ana).await, "2026-12-21", "2026-12-30").await.assert_redirect();

    for grant in [Grant::NetSec, Grant::Admin] {
        let reader = app.sign_in(grant).await;
        for path in ["/audit?action=absence.added", "/audit.csv?action=absence.added"] {
            let record = reader.get(path).await.html();
            assert!(record.contains("absence.added") && !record.contains("2026-12-30"), "{path}: {record}");
        }
    }
}
