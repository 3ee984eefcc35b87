//! Going on, and being followed by another.

use actix_web::http::StatusCode;
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;

use crate::harness::{TestApp, membership, person, team, term};

#[actix_web::test]
async fn a_renewal_is_proposed_approved_accepted_and_begins_when_the_term_ends() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    let id = app.insert(term(ana.id, checkout.id).ends_in(5)).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let (champion, manager) = (app.sign_in_as(&ana).await, app.sign_in_as(&boss).await);
    let path = format!("/terms/{id}");

    champion.get(&path).await.assert_element(&format!("a[href='{path}/renewal']"));
    let fields = [("ends_on", "2027-11-23"), ("percent", "15")];
    let renewal = champion.submit(&format!("{path}/renewal"), &format!("{path}/renewal"), &fields).await.location();
    champion.post(&format!("{renewal}/acceptance"), &[]).await.assert_status(StatusCode::CONFLICT);
    manager.get(&renewal).await.assert_text("Ana Ruiz would like to go on, and you decide");
    manager.get("/me").await.assert_text("Ana Ruiz is to go on as champion of Checkout");
    manager.submit(&renewal, &format!("{renewal}/approval"), &[]).await.assert_redirect();
    champion.submit(&renewal, &format!("{renewal}/acceptance"), &[]).await.assert_redirect();

    champion.get(&path).await.assert_text("Renewal: Ana Ruiz").assert_text("24 Nov 2026 to 23 Nov 2027");
    champion.get(&renewal).await.assert_text("Continues").assert_text("15 %").assert_text("begins soon");
    champion.get("/me").await.assert_no_text("ends in 5 days");
    manager.get("/teams/checkout").await.assert_text("begins soon");
    app.advance(SignedDuration::from_hours(24 * 6)).await;
    let now = app.now();
    app.write(move |tx| Ok(drawbridge::app::settle(tx, &drawbridge::questions::Clocks::default(), now)?)).await;
    let lead = app.sign_in(Grant::Lead).await;
    lead.get(&path).await.assert_text("ended");
    lead.get(&renewal).await.assert_text("active");
    lead.get("/handovers").await.assert_text("Nothing waits to be handed over");
    lead.get("/coverage").await.assert_text("The one team is covered");
}

#[actix_web::test]
async fn a_renewal_that_does_not_fit_keeps_its_words() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id).ends_in(5)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let path = format!("/terms/{id}/renewal");

    for (field, value, problem) in [
        ("percent", "60", "#percent-problem"),
        ("ends_on", "2026-11-20", "#ends_on-problem"),
        ("ends_on", "soon", "#ends_on-problem"),
    ] {
        let refused = lead.submit(&path, &path, &[(field, value)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element(problem);
        refused.assert_element(&format!("input[name={field}][value='{value}']"));
    }
    lead.submit(&path, &path, &[]).await.assert_redirect();
    lead.post(&path, &[("percent", "10")]).await.assert_status(StatusCode::CONFLICT);
    for client in [app.sign_in_developer().await, app.sign_in(Grant::NetSec).await] {
        client.get(&path).await.assert_status(StatusCode::FORBIDDEN);
        client.post(&path, &[("percent", "10")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    let endless = app.insert(person()).await;
    let endless = app.insert(term(endless.id, checkout.id).deputy()).await;
    lead.get(&format!("/terms/{endless}/renewal")).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn a_successor_begins_on_the_day_after_and_not_before() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let dev = app.insert(person().named("Dev Patel")).await;
    let id = app.insert(term(ana.id, checkout.id).ends_in(5)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let (form, action) =
        (format!("/teams/checkout/nominations/new?follows={id}"), "/teams/checkout/nominations".to_owned());

    lead.get(&format!("/terms/{id}")).await.assert_element(&format!("a[href='{form}']"));
    let drawn = lead.get(&form).await;
    drawn.assert_text("Name a successor of Ana Ruiz").assert_element("input[name=starts_on][value='2026-11-24']");
    let early = lead.submit_on(&drawn, &action, &[("person", "Dev Patel"), ("starts_on", "2026-11-23")]).await;
    early.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("a successor begins after that");
    early.assert_text("Name a successor of Ana Ruiz").assert_element("input[name=person][value='Dev Patel']");
    let path = lead.submit_on(&drawn, &action, &[("person", "Dev Patel")]).await.location();
    let successor = app.sign_in_as(&dev).await;
    successor.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();

    lead.get(&format!("/terms/{id}")).await.assert_text("Successor: Dev Patel");
    successor.get(&path).await.assert_text("Follows").assert_text("begins soon");
    // The days are taken now: the term that was followed can't be renewed over them.
    let renewal = format!("/terms/{id}/renewal");
    let refused = lead.submit(&renewal, &renewal, &[]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Dev Patel serves Checkout as champion");
}

#[actix_web::test]
async fn the_last_day_is_set_ahead_and_never_before_the_first() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let (path, form) = (format!("/terms/{id}"), format!("/terms/{id}/end"));

    for (on, words) in
        [("2026-10-01", "lies before the first day"), ("2040-01-01", "too far ahead"), ("soon", "is not a date")]
    {
        let refused = lead.submit(&form, &form, &[("on", on), ("reason", "A new role")]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words).assert_element("#on-problem");
        refused.assert_text("A new role").assert_element(&format!("input[name=on][value='{on}']"));
    }
    let fields = [("on", "2026-12-24"), ("reason", "A new role"), ("thanks", "Thank you for a good year.")];
    let set = lead.submit(&form, &form, &fields).await;
    lead.follow(&set).await.assert_text("The last day of Ana Ruiz is 24 Dec 2026 now.").assert_text("active");
    let champion = app.sign_in_as(&ana).await;
    champion.get(&path).await.assert_text("Thank you for a good year.");
    let past = lead.submit(&form, &form, &[("on", "2026-11-10")]).await;
    lead.follow(&past).await.assert_text("has ended").assert_text("10 Nov 2026");
    champion.get("/me").await.assert_text("thanks you for serving Checkout: “Thank you for a good year.”");
    lead.get("/people/ana-ruiz").await.assert_text("Thank you for a good year.");
    lead.get(&form).await.assert_status(StatusCode::CONFLICT);
    app.sign_in(Grant::NetSec).await.post(&form, &[]).await.assert_status(StatusCode::FORBIDDEN);
    champion.post(&format!("{path}/thanks"), &[("thanks", "Me")]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn two_who_were_asked_for_one_place_do_not_both_get_it() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let (ana, dev) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Dev Patel")).await);
    let lead = app.sign_in(Grant::Lead).await;
    let action = "/teams/checkout/nominations";
    let mut paths = Vec::new();
    for name in ["Ana Ruiz", "Dev Patel"] {
        paths.push(lead.submit(&format!("{action}/new"), action, &[("person", name)]).await.location());
    }

    app.sign_in_as(&ana).await.post(&format!("{}/acceptance", paths[0]), &[]).await.assert_redirect();
    let late = app.sign_in_as(&dev).await.post(&format!("{}/acceptance", paths[1]), &[]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("Ana Ruiz serves Checkout as champion");
    let now = app.now();
    let serving = app.read(move |c| Ok(drawbridge::program::serving(c, checkout.id, now.day()).unwrap())).await;
    assert_eq!(serving.len(), 1);
}

#[actix_web::test]
async fn a_company_may_allow_more_champions() {
    let app = TestApp::with().champions_per_team(2).start().await;
    let checkout = app.insert(team("Checkout")).await;
    for name in ["Ana Ruiz", "Bob Ray", "Cat Moss"] {
        app.insert(person().named(name)).await;
    }
    let ana = app.read(|c| Ok(drawbridge::accounts::find_by_handle(c, "ana-ruiz").unwrap())).await;
    app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let action = "/teams/checkout/nominations";

    let path = lead.submit(&format!("{action}/new"), action, &[("person", "Bob Ray")]).await.location();
    let bob = app.read(|c| Ok(drawbridge::accounts::find_by_handle(c, "bob-ray").unwrap())).await;
    app.sign_in_as(&bob).await.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();

    let third = lead.submit(&format!("{action}/new"), action, &[("person", "Cat Moss")]).await;
    third.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#role-problem");
}
