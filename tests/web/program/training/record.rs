//! Recording a completed course.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{add, course};
use crate::harness::{TestApp, person, team, term};

#[actix_web::test]
async fn a_required_course_is_due_until_it_is_completed() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let (lead, champion) = (app.sign_in(Grant::Lead).await, app.sign_in_as(&ana).await);

    let fields = [("title", "Firewall basics"), ("minutes", "90"), ("for:champions", "yes"), ("valid_months", "12")];
    lead.submit("/training/new", "/training", &fields).await.assert_redirect_to("/training/firewall-basics");
    champion.get("/me").await.assert_text("Firewall basics");
    let today = app.today().to_string();
    let fields = [("course", "firewall-basics"), ("completed_on", today.as_str()), ("evidence", "badge 12")];
    champion.submit("/training", "/completions", &fields).await.assert_redirect_to("/training");

    champion.get("/me").await.assert_text("All that is required is in date");
    champion.get("/training").await.assert_text("in date").assert_text("not verified yet");
    lead.get("/people/ana-ruiz").await.assert_text("Firewall basics");
}

#[actix_web::test]
async fn completions_of_others_are_recorded_by_the_lead_alone_and_are_verified_then() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    add(&app, course("Basics")).await;
    let (lead, developer) = (app.sign_in(Grant::Lead).await, app.sign_in_developer().await);

    let fields = [("course", "basics"), ("person", "ana-ruiz")];
    developer.post("/completions", &fields).await.assert_status(StatusCode::FORBIDDEN);
    lead.submit("/training", "/completions", &fields).await.assert_redirect();

    let own = app.sign_in_as(&ana).await;
    own.get("/training").await.assert_text("verified").assert_no_text("not verified yet");
}

#[actix_web::test]
async fn what_can_not_be_is_said_beside_its_field_and_the_words_stay() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let developer = app.sign_in_developer().await;
    let (today, tomorrow) = (app.today().to_string(), app.today().plus_days(1).to_string());

    for (fields, field, words) in [
        (vec![("course", "basics"), ("completed_on", tomorrow.as_str())], "completed_on", "lies ahead"),
        (vec![("course", "basics"), ("completed_on", "yesterday")], "completed_on", "is not a date like"),
        (vec![("course", ""), ("completed_on", today.as_str())], "course", "choose the course"),
        (vec![("course", "basics"), ("result", "101")], "result", "is not a number from 0 to 100"),
        (vec![("course", "basics"), ("result", "-1")], "result", "is not a number from 0 to 100"),
    ] {
        let all = [fields, vec![("evidence", "badge 12")]].concat();
        let refused = developer.post("/completions", &all).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("#{field}-problem")).assert_element("input[name=evidence][value='badge 12']");
    }
}

#[actix_web::test]
async fn the_same_completion_twice_is_said_and_new_evidence_replaces_the_old() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let developer = app.sign_in_developer().await;
    let send = |evidence: &'static str| {
        let developer = &developer;
        async move { developer.submit("/training", "/completions", &[("course", "basics"), ("evidence", evidence)]).await }
    };
    send("badge 1").await.assert_redirect();

    let twice = send("badge 1").await;
    let again = send("badge 2").await;

    twice.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#completed_on-problem");
    twice.assert_text("is recorded for 18 Nov 2026 already");
    developer.follow(&again).await.assert_text("evidence and result are the new ones now");
    let id = super::latest(&app).await;
    developer.get(&format!("/completions/{id}")).await.assert_text("badge 2").assert_no_text("badge 1");
}

#[actix_web::test]
async fn a_result_below_the_mark_is_kept_and_does_not_count() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    add(&app, drawbridge::program::NewCourse { pass_mark: Some(80), ..course("Exam") }).await;
    let champion = app.sign_in_as(&ana).await;

    let failed = champion.submit("/training", "/completions", &[("course", "exam"), ("result", "79")]).await;

    champion.follow(&failed).await.assert_text("Recorded as not passed: 79 % of the 80 %").assert_text("not passed");
    champion.get("/me").await.assert_text("Training due").assert_text("Exam");
    let id = super::latest(&app).await;
    champion.get(&format!("/completions/{id}")).await.assert_text("79 % (passed from 80 %)");
    champion.get(&format!("/completions/{id}/certificate")).await.assert_status(StatusCode::NOT_FOUND);
    let yesterday = app.today().plus_days(-1).to_string();
    let fields = [("course", "exam"), ("result", "80"), ("completed_on", yesterday.as_str())];
    champion.submit("/training", "/completions", &fields).await.assert_redirect();
    champion.get("/me").await.assert_text("All that is required is in date");
}
