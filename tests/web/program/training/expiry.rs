//! What ends: reminders, the list of it, and what others see.

use actix_web::http::StatusCode;
use drawbridge::web::{Grant, Scope};

use super::{add, completed, course};
use crate::harness::{TestApp, membership, person, team, term};

/// A day from which a year's course ends in so many days.
fn ends_in(app: &TestApp, days: i32) -> drawbridge::clock::Day {
    app.today().plus_days(days + 1).plus_months(-12)
}

#[actix_web::test]
async fn what_ends_stands_on_three_desks_and_on_the_list() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let (ana, bo) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Bo Berg")).await);
    for (who, whose) in [(&ana, &checkout), (&bo, &search)] {
        app.insert(membership(who.id, whose.id)).await;
        app.insert(term(who.id, whose.id)).await;
    }
    add(&app, course("Basics")).await;
    completed(&app, ana.id, "basics", ends_in(&app, 20)).await;
    completed(&app, bo.id, "basics", ends_in(&app, -3)).await;
    let manager = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let (manager, lead) = (app.sign_in_as(&manager).await, app.sign_in(Grant::Lead).await);

    app.sign_in_as(&ana).await.get("/me").await.assert_text("Basics ends in 20 days");
    app.sign_in_as(&bo).await.get("/me").await.assert_text("Basics ended 3 days ago");
    manager.get("/me").await.assert_text("1 course of your people ends within 30 days").assert_no_text("has ended");
    lead.get("/me").await.assert_text("ends within 30 days").assert_text("1 course of your people has ended");

    lead.get("/training/expiring").await.assert_text("Ana Ruiz").assert_text("Bo Berg").assert_text("8 Dec 2026");
    manager.get("/training/expiring").await.assert_text("Ana Ruiz").assert_no_text("Bo Berg");
    lead.get("/training/expiring?within=7").await.assert_no_text("Ana Ruiz");
    lead.get("/training/expiring?within=over").await.assert_text("Bo Berg").assert_no_text("Ana Ruiz");
    let document = lead.get("/training/expiring.csv?within=30").await.html();
    assert_eq!(
        document,
        "name,handle,team,course,last_day,days_left,required,new_version\r\n\
         Ana Ruiz,ana-ruiz,Checkout,Basics,2026-12-08,20,yes,\r\n"
    );
    assert!(!manager.get("/training/expiring.csv").await.html().contains("Bo Berg"));
    for path in ["/training/expiring", "/training/expiring.csv"] {
        app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
        app.sign_in(Grant::Admin).await.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn what_is_far_ahead_reminds_nobody() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    add(&app, course("Basics")).await;
    completed(&app, ana.id, "basics", ends_in(&app, 61)).await;
    let (own, lead) = (app.sign_in_as(&ana).await, app.sign_in(Grant::Lead).await);

    own.get("/me").await.assert_no_text("Basics ends");
    lead.get("/training/expiring").await.assert_text("Nobody's training ends soon");
    app.advance(jiff::SignedDuration::from_hours(24)).await;

    own.get("/me").await.assert_text("Basics ends in 60 days");
    lead.get("/training/expiring").await.assert_text("Ana Ruiz");
}

#[actix_web::test]
async fn others_see_what_is_in_date_and_nothing_more() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    add(&app, course("Basics")).await;
    add(&app, course("Old course")).await;
    completed(&app, ana.id, "basics", app.today().plus_days(-5)).await;
    completed(&app, ana.id, "old-course", app.today().plus_months(-20)).await;

    let stranger = app.sign_in_developer().await.get("/people/ana-ruiz").await;
    let own = app.sign_in_as(&ana).await.get("/people/ana-ruiz").await;

    stranger.assert_text("In date").assert_text("Basics").assert_no_text("13 Nov 2026").assert_no_text("Old course");
    own.assert_text("13 Nov 2026").assert_text("Old course");
}
