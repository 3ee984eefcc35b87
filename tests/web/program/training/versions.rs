//! New versions of a course, and who has to renew.

use actix_web::http::StatusCode;
use drawbridge::program::NewCourse;
use drawbridge::program::training::RenewFor;
use drawbridge::web::{Grant, Scope};

use super::{add, completed, course};
use crate::harness::{TestApp, membership, person, team, term};

#[actix_web::test]
async fn a_new_version_says_who_has_to_renew_and_reminds_them() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let (ana, bo) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Bo Berg")).await);
    for (who, whose) in [(&ana, &checkout), (&bo, &search)] {
        app.insert(membership(who.id, whose.id)).await;
        app.insert(term(who.id, whose.id)).await;
    }
    add(&app, course("Basics")).await;
    completed(&app, ana.id, "basics", app.today().plus_days(-30)).await;
    completed(&app, bo.id, "basics", app.today().plus_days(-30)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let by = app.today().plus_days(25).to_string();

    let fields = [
        ("title", "Basics 2027"),
        ("minutes", "60"),
        ("for:champions", "yes"),
        ("replaces", "basics"),
        ("renew_for", "holders"),
        ("renew_by", by.as_str()),
    ];
    lead.submit("/training/new", "/training", &fields).await.assert_redirect_to("/training/basics-2027");

    let page = lead.get("/training/basics-2027").await;
    page.assert_text("Whoever completed Basics takes this version by 13 Dec 2026").assert_text("Still to renew");
    page.assert_text("Ana Ruiz").assert_text("Bo Berg");
    let manager = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let managed = app.sign_in_as(&manager).await.get("/training/basics-2027").await;
    managed.assert_text("Ana Ruiz").assert_no_text("Bo Berg");
    app.sign_in_developer().await.get("/training/basics-2027").await.assert_no_text("Ana Ruiz");
    let own = app.sign_in_as(&ana).await;
    own.get("/me").await.assert_text("Take Basics 2027, the new version: the old one ends in 25 days");
    own.get("/me").await.assert_text("All that is required is in date");
    lead.get("/training/expiring").await.assert_text("new version");
    app.advance(jiff::SignedDuration::from_hours(26 * 24)).await;
    let (own, lead) = (app.sign_in_as(&ana).await, app.sign_in(Grant::Lead).await);
    own.get("/me").await.assert_text("Training due").assert_text("Basics 2027");
    completed(&app, ana.id, "basics-2027", app.today()).await;
    lead.get("/training/basics-2027").await.assert_no_text("Ana Ruiz").assert_text("Bo Berg").assert_text("over");
    own.get("/training").await.assert_no_element("a[href='/training/basics']");
    own.get("/training/basics").await.assert_text("A new version replaces this course");
}

#[actix_web::test]
async fn versions_that_go_round_in_a_circle_are_refused_beside_the_field() {
    let app = TestApp::start().await;
    let first = add(&app, course("One")).await;
    let second = add(&app, NewCourse { replaces: Some(first.id), ..course("Two") }).await;
    add(&app, NewCourse { replaces: Some(second.id), ..course("Three") }).await;
    let lead = app.sign_in(Grant::Lead).await;
    let send = |slug: &'static str, replaces: &'static str, more: &'static [(&'static str, &'static str)]| {
        let lead = &lead;
        async move {
            let own = [("title", slug), ("minutes", "60"), ("version", "1"), ("replaces", replaces)];
            let fields = [own.as_slice(), more].concat();
            lead.post(&format!("/training/{slug}"), &fields).await
        }
    };

    for (slug, replaces, more, field, words) in [
        ("one", "one", [].as_slice(), "replaces", "can't replace itself"),
        ("one", "two", &[], "replaces", "would go round in a circle"),
        ("one", "three", &[], "replaces", "would go round in a circle"),
        ("three", "one", &[], "replaces", "One is replaced by Two already"),
        ("one", "nowhere", &[], "replaces", "there is no such course"),
        ("two", "one", &[("renew_for", "holders")], "renew_by", "say by when"),
        ("two", "one", &[("renew_by", "2026-12-01")], "renew_by", "say beside it who"),
        ("one", "", &[("renew_for", "holders"), ("renew_by", "2026-12-01")], "renew_by", "only a course that replaces"),
        ("one", "", &[("pass_mark", "101")], "pass_mark", "is not a number from 1 to 100"),
        ("one", "", &[("more_offers", "A | javascript:alert(1)")], "more_offers", "is not a link"),
    ] {
        let refused = send(slug, replaces, more).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("#{field}-problem"));
    }
}

#[actix_web::test]
async fn an_old_version_counts_on_where_nobody_has_to_renew() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let first = add(&app, course("One")).await;
    completed(&app, ana.id, "one", app.today()).await;

    add(&app, NewCourse { replaces: Some(first.id), renew_for: RenewFor::Nobody, ..course("Two") }).await;

    app.sign_in_as(&ana).await.get("/me").await.assert_text("All that is required is in date");
}
