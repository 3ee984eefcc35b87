//! The catalogue.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{add, course};
use crate::harness::{TestApp, department, membership, person, team};

#[actix_web::test]
async fn a_course_names_all_its_places_and_whom_it_is_for() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    let dev = app.insert(person().named("Dev Patel")).await;
    app.insert(membership(dev.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let everybody = format!("for:department:{}", payments.id);

    let fields = [
        ("title", "Card data"),
        ("minutes", "90"),
        ("provider", "NetSec"),
        ("link", "https://learn.example.com/cards"),
        ("more_offers", "Academy | https://academy.example.com/7\nGuild evening"),
        ("pass_mark", "80"),
        ("for:netsec", "yes"),
        (everybody.as_str(), "yes"),
    ];
    lead.submit("/training/new", "/training", &fields).await.assert_redirect_to("/training/card-data");

    let page = lead.get("/training/card-data").await;
    page.assert_text("everybody in Network Security and everybody in Payments").assert_text("Guild evening");
    page.assert_text("80 %").assert_element("a[href='https://academy.example.com/7']");
    let (member, analyst) = (app.sign_in_as(&dev).await, app.sign_in(Grant::NetSec).await);
    member.get("/me").await.assert_text("Training due").assert_text("Card data");
    analyst.get("/me").await.assert_text("Card data");
    app.sign_in_developer().await.get("/me").await.assert_no_text("Card data");
    let edit = lead.get("/training/card-data/edit").await;
    edit.assert_element(&format!("input[name='{everybody}'][checked]"))
        .assert_no_element("input[name='for:champions'][checked]");
}

#[actix_web::test]
async fn a_link_that_would_run_is_refused() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;

    let fields = [("title", "Basics"), ("minutes", "30"), ("link", "javascript:alert(1)"), ("for:deputies", "yes")];
    let refused = lead.submit("/training/new", "/training", &fields).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#link-problem");
    refused.assert_element("input[name='for:deputies'][checked]");
}

#[actix_web::test]
async fn a_second_saver_sees_both_texts() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let (one, two) = (app.sign_in(Grant::Lead).await, app.sign_in(Grant::Admin).await);
    let stale = two.get("/training/basics/edit").await;

    one.submit("/training/basics/edit", "/training/basics", &[("minutes", "45")]).await.assert_redirect();
    let late = two.submit_on(&stale, "/training/basics", &[("minutes", "50")]).await;

    late.assert_status(StatusCode::CONFLICT)
        .assert_text("Minutes: 45")
        .assert_element("input[name=minutes][value='50']");
    late.assert_element("input[name=version][value='2']");
}

#[actix_web::test]
async fn a_course_called_as_a_page_gets_an_address_of_its_own() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;

    let added = lead.submit("/training/new", "/training", &[("title", "Expiring"), ("minutes", "5")]).await;

    added.assert_redirect_to("/training/expiring-2");
}
