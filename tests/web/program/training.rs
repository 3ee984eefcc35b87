//! Courses and completions.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{TestApp, person, team, term};

#[actix_web::test]
async fn a_required_course_is_due_until_it_is_completed() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let (lead, champion) = (app.sign_in(Grant::Lead).await, app.sign_in_as(&ana).await);

    let fields = [("title", "Firewall basics"), ("minutes", "90"), ("required", "yes"), ("valid_months", "12")];
    lead.submit("/training/new", "/training", &fields).await.assert_redirect_to("/training");
    champion.get("/me").await.assert_text("Firewall basics");
    let today = app.today().to_string();
    let fields = [("course", "firewall-basics"), ("completed_on", today.as_str()), ("evidence", "badge 12")];
    champion.submit("/training", "/completions", &fields).await.assert_redirect_to("/training");

    champion.get("/me").await.assert_text("All that is required is in date");
    champion.get("/training").await.assert_text("in date").assert_text("badge 12");
    lead.get("/people/ana-ruiz").await.assert_text("Firewall basics");
}

#[actix_web::test]
async fn completions_of_others_are_recorded_by_the_lead_alone() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz")).await;
    let (lead, developer) = (app.sign_in(Grant::Lead).await, app.sign_in_developer().await);
    lead.submit("/training/new", "/training", &[("title", "Basics"), ("minutes", "30")]).await.assert_redirect();

    let fields = [("course", "basics"), ("person", "ana-ruiz")];
    developer.post("/completions", &fields).await.assert_status(StatusCode::FORBIDDEN);
    lead.submit("/training", "/completions", &fields).await.assert_redirect();

    let tomorrow = app.today().plus_days(1).to_string();
    let ahead = developer.post("/completions", &[("course", "basics"), ("completed_on", &tomorrow)]).await;
    ahead.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lies ahead");
}

#[actix_web::test]
async fn a_link_that_would_run_is_refused() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;

    let fields = [("title", "Basics"), ("minutes", "30"), ("link", "javascript:alert(1)")];
    let refused = lead.submit("/training/new", "/training", &fields).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#link-problem");
}

#[actix_web::test]
async fn a_second_send_for_a_day_replaces_the_evidence_and_says_so() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;
    lead.submit("/training/new", "/training", &[("title", "Basics"), ("minutes", "30")]).await.assert_redirect();
    lead.submit("/training", "/completions", &[("course", "basics"), ("evidence", "badge 1")]).await.assert_redirect();

    let again = lead.submit("/training", "/completions", &[("course", "basics"), ("evidence", "badge 2")]).await;

    let page = lead.follow(&again).await;
    page.assert_text("its evidence is the new one now").assert_text("badge 2").assert_no_text("badge 1");
}
