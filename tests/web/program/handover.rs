//! Handing over in one action, and champions who left.

use actix_web::http::StatusCode;
use drawbridge::accounts::Person;
use drawbridge::db::keys::{TeamId, TermId};
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;

use crate::harness::{Client, Named, TestApp, membership, person, team, term};

struct Company {
    team: Named<TeamId>,
    ana: Person,
    dev: Person,
    cat: Person,
    term: TermId,
    manager: Client,
}

/// Checkout with its champion Ana, Dev and Cat beside her, a manager, and two open questions of Dev's.
async fn company(app: &TestApp) -> Company {
    let checkout = app.insert(team("Checkout")).await;
    let mut people = Vec::new();
    for name in ["Ana Ruiz", "Dev Patel", "Cat Moss"] {
        let somebody = app.insert(person().named(name)).await;
        app.insert(membership(somebody.id, checkout.id)).await;
        people.push(somebody);
    }
    let [ana, dev, cat] = <[Person; 3]>::try_from(people).unwrap_or_else(|_| panic!("three people"));
    let term = app.insert(term(ana.id, checkout.id)).await;
    let boss = app.insert(person().named("Helena Brandt").granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let asker = app.sign_in_as(&dev).await;
    for title in ["May we peer?", "Is port 5432 open?"] {
        asker.submit("/questions/new", "/questions", &[("title", title)]).await.assert_redirect();
    }
    Company { manager: app.sign_in_as(&boss).await, team: checkout, ana, dev, cat, term }
}

#[actix_web::test]
async fn ending_a_term_with_something_open_asks_who_takes_it_and_does_both() {
    let app = TestApp::start().await;
    let company = company(&app).await;
    let (path, champion) = (format!("/terms/{}", company.term), app.sign_in_as(&company.ana).await);

    let asked = champion
        .submit(&format!("{path}/end"), &format!("{path}/end"), &[("reason", "New team"), ("on", "2026-11-18")])
        .await;
    asked.assert_ok().assert_text("2 things are open").assert_text("Question 1: May we peer?");
    asked.assert_text("What nobody takes goes to Network Security");
    champion.get(&path).await.assert_text("active");
    let unchosen = champion.submit_on(&asked, &format!("{path}/handover"), &[]).await;
    unchosen.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose who takes it over");
    unchosen.assert_element("textarea[name=reason]").assert_text("New team");
    let done = champion.submit_on(&unchosen, &format!("{path}/handover"), &[("to", "cat-moss")]).await;

    let term = champion.follow(&done).await;
    term.assert_text("2 things were handed over to Cat Moss. The term of Ana Ruiz has ended.");
    term.assert_text("2 things to Cat Moss").assert_text("New team");
    let taker = app.sign_in_as(&company.cat).await;
    taker.get("/me").await.assert_text("May we peer?").assert_text("Is port 5432 open?");
    let question = taker.get("/questions/1").await;
    question.assert_text("It is the turn of Cat Moss, who took it over");
    question.assert_text("Ana Ruiz handed it over to Cat Moss.");
    taker.submit("/questions/1", "/questions/1/answer", &[("answer", "Yes.")]).await.assert_redirect();
    champion
        .post("/questions/2/answer", &[("answer", "No."), ("version", "2")])
        .await
        .assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn what_nobody_takes_goes_to_the_deputy_or_to_network_security() {
    let app = TestApp::start().await;
    let company = company(&app).await;
    let path = format!("/terms/{}/handover", company.term);
    let fields = [("to", "nobody"), ("end", "yes")];

    company.manager.get(&path).await.assert_text("What nobody takes goes to Network Security");
    let deputy = app.insert(term(company.cat.id, company.team.id).deputy()).await;
    company.manager.get(&path).await.assert_text("What nobody takes stays with whoever serves Checkout: Cat Moss.");
    company.manager.submit(&path, &path, &fields).await.assert_redirect();
    let question = app.sign_in_as(&company.dev).await.get("/questions/1").await;
    question.assert_text("It is the turn of Cat Moss, who serves Checkout");

    let path = format!("/terms/{deputy}/handover");
    company.manager.submit(&path, &path, &fields).await.assert_redirect();

    let queue = app.sign_in(Grant::NetSec).await.get("/queue").await;
    queue.assert_text("May we peer?").assert_text("nobody else serves Checkout, so it went to Network Security");
}

#[actix_web::test]
async fn nothing_is_handed_to_somebody_who_is_away() {
    let app = TestApp::start().await;
    let company = company(&app).await;
    let lead = app.insert(person().named("Ines Marchetti").granted(Grant::Lead)).await;
    app.insert(term(company.cat.id, company.team.id).deputy()).await;
    let champion = app.sign_in_as(&company.ana).await;
    let review = [("kind", "design"), ("title", "ADR-14"), ("state", "in-progress")];
    champion.submit("/reviews/new", "/reviews", &review).await.assert_redirect();
    let leave = "/people/cat-moss/leave";
    let days = [("first_on", "2026-11-17"), ("last_on", "2026-11-20")];
    app.sign_in_as(&company.cat).await.submit(leave, leave, &days).await.assert_redirect();
    let path = format!("/terms/{}/handover", company.term);

    let form = company.manager.get(&path).await;
    form.assert_text("Nobody else is there today who serves Checkout").assert_no_element("[value=cat-moss]");
    let refused = company.manager.post(&path, &[("to", "cat-moss"), ("end", "yes")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Cat Moss is away until 20 Nov 2026");
    company.manager.submit_on(&form, &path, &[("to", "nobody"), ("end", "yes")]).await.assert_redirect();

    app.sign_in(Grant::NetSec).await.get("/queue").await.assert_text("May we peer?");
    app.sign_in_as(&lead).await.get("/me").await.assert_text("ADR-14");
    app.sign_in_as(&company.cat).await.get("/me").await.assert_no_text("ADR-14");
}

#[actix_web::test]
async fn a_handover_is_for_those_whom_it_concerns_and_to_those_of_the_team() {
    let app = TestApp::start().await;
    let company = company(&app).await;
    app.insert(person().named("Eve Stranger")).await;
    let path = format!("/terms/{}/handover", company.term);

    for client in [app.sign_in_developer().await, app.sign_in(Grant::NetSec).await, app.sign_in_as(&company.dev).await]
    {
        client.get(&path).await.assert_status(StatusCode::FORBIDDEN);
        client.post(&path, &[("to", "nobody")]).await.assert_status(StatusCode::FORBIDDEN);
        client.get("/handovers").await.assert_status(StatusCode::NOT_FOUND);
    }
    for (to, words) in [
        ("eve-stranger", "Eve Stranger does not belong to the team"),
        ("ana-ruiz", "Ana Ruiz has it already"),
        ("nobody-here", "nobody here is called"),
    ] {
        let refused = company.manager.post(&path, &[("to", to)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words).assert_element("#to-problem");
    }
    let early = company.manager.post(&path, &[("to", "nobody"), ("end", "yes"), ("on", "2026-01-01")]).await;
    early.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#on-problem");
    app.sign_in_as(&company.ana).await.get("/me").await.assert_text("May we peer?");
}

#[actix_web::test]
async fn a_champion_who_leaves_is_a_handover_for_manager_and_lead_until_it_is_made() {
    let app = TestApp::start().await;
    let company = company(&app).await;
    let (admin, lead) = (app.sign_in(Grant::Admin).await, app.sign_in(Grant::Lead).await);
    let words = "Ana Ruiz has left and was champion of Checkout";

    admin.post("/accounts/ana-ruiz/state", &[("state", "disabled")]).await.assert_redirect();
    for client in [&company.manager, &lead] {
        client.get("/me").await.assert_text(words);
        client.get("/handovers").await.assert_text("Ana Ruiz").assert_text("has left");
    }
    app.sign_in_as(&company.dev).await.get("/me").await.assert_no_text(words);
    admin.post("/accounts/ana-ruiz/state", &[("state", "active")]).await.assert_redirect();
    lead.get("/handovers").await.assert_text("Nothing waits to be handed over");

    admin.post("/accounts/ana-ruiz/state", &[("state", "disabled")]).await.assert_redirect();
    let path = format!("/terms/{}/handover", company.term);
    let form = company.manager.get(&path).await;
    form.assert_element("input[name=end][checked]").assert_text("Ana Ruiz has left.");
    let thanks = [("to", "cat-moss"), ("thanks", "You made it easy.")];
    company.manager.submit_on(&form, &path, &thanks).await.assert_redirect();

    lead.get("/handovers").await.assert_text("Nothing waits to be handed over");
    lead.get("/people/ana-ruiz").await.assert_text("You made it easy.").assert_text("Thanks for serving Checkout");
    app.sign_in_as(&company.cat).await.get("/me").await.assert_text("May we peer?");
}

#[actix_web::test]
async fn a_term_that_runs_out_with_something_open_is_handed_over_too() {
    let app = TestApp::start().await;
    let company = company(&app).await;
    let search = app.insert(team("Search")).await;
    app.insert(term(company.cat.id, search.id).ends_in(1)).await;
    let path = format!("/terms/{}", company.term);
    company.manager.submit(&format!("{path}/end"), &format!("{path}/end"), &[("on", "2026-11-20")]).await;

    app.advance(SignedDuration::from_hours(24 * 3)).await;
    let now = app.now();
    app.write(move |tx| Ok(drawbridge::app::settle(tx, &drawbridge::questions::Clocks::default(), now)?)).await;

    let lead = app.sign_in(Grant::Lead).await;
    let list = lead.get("/handovers").await;
    list.assert_text("Ana Ruiz").assert_text("came to the end of their term").assert_no_text("Cat Moss");
    app.sign_in_as(&company.dev).await.get("/teams/checkout").await.assert_text("has no champion at the moment");
    lead.submit(&format!("{path}/handover"), &format!("{path}/handover"), &[("to", "nobody")]).await.assert_redirect();
    app.sign_in(Grant::NetSec).await.get("/queue").await.assert_text("May we peer?");
}
