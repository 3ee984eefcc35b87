//! Departments, teams and their members.

use actix_web::http::StatusCode;
use drawbridge::web::{Grant, Scope};

use crate::harness::{TestApp, department, membership, person, team, term};

#[actix_web::test]
async fn an_admin_adds_a_department_and_a_team_to_it() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    admin.get("/teams").await.assert_text("No teams yet");
    admin.get("/teams/new").await.assert_text("No departments yet");

    admin.submit("/departments", "/departments", &[("name", "Payments")]).await.assert_redirect_to("/departments");
    let fields = [("name", "Checkout & Cards"), ("department", "payments"), ("chat", "#checkout")];
    let added = admin.submit("/teams/new", "/teams", &fields).await;

    added.assert_redirect_to("/teams/checkout-cards");
    let shown = admin.follow(&added).await;
    shown.assert_text("Checkout & Cards").assert_text("#checkout").assert_text("has no champion at the moment");
    admin.get("/teams?q=CHECK").await.assert_text("Checkout & Cards");
    admin.get("/teams?q=nothing").await.assert_text("No team fits");
}

#[actix_web::test]
async fn a_wrong_team_keeps_its_words_and_names_the_problem() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let admin = app.sign_in(Grant::Admin).await;

    let refused = admin.submit("/teams/new", "/teams", &[("name", "x".repeat(81).as_str()), ("chat", "#x")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose a department");
    refused.assert_element("input[name=chat][value='#x']").assert_element("#name-problem");

    let department = app.insert(department("Payments")).await;
    let fields = [("name", " CHECKOUT "), ("department", department.slug.as_str())];
    let refused = admin.submit("/teams/new", "/teams", &fields).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("there is a team called CHECKOUT already");
}

#[actix_web::test]
async fn a_second_saver_sees_both_texts() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let (first, second) = (app.sign_in(Grant::Admin).await, app.sign_in(Grant::Lead).await);
    let (form, action) = (format!("/teams/{}/edit", checkout.slug), format!("/teams/{}", checkout.slug));
    let drawn = second.get(&form).await;

    first.submit(&form, &action, &[("name", "Checkout and Cards")]).await.assert_redirect_to(&action);
    let conflict = second.submit_on(&drawn, &action, &[("name", "Cashier")]).await;

    conflict.assert_status(StatusCode::CONFLICT).assert_element(".split");
    conflict.assert_text("Checkout and Cards").assert_text("Cashier");
    second.submit_on(&conflict, &action, &[]).await.assert_redirect_to(&action);
    first.get(&action).await.assert_text("Cashier");
}

#[actix_web::test]
async fn a_manager_adds_and_takes_out_members_of_their_own_teams_only() {
    let app = TestApp::start().await;
    let (own, other) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(own.id))).await;
    let dev = app.insert(person().named("Dev Patel")).await;
    let manager = app.sign_in_as(&boss).await;
    let (page, members) = (format!("/teams/{}", own.slug), format!("/teams/{}/members", own.slug));

    manager.submit(&page, &members, &[("person", "Dev Patel")]).await.assert_redirect_to(&page);
    manager.get(&page).await.assert_text("Dev Patel");
    let unknown = manager.submit(&page, &members, &[("person", "Nobody")]).await;
    unknown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("nobody here is called “Nobody”");
    let asked = manager.post(&format!("{members}/remove"), &[("person", &dev.handle)]).await;
    asked.assert_ok().assert_text("out of this team?");
    manager.submit_on(&asked, &format!("{members}/remove"), &[]).await.assert_redirect_to(&page);

    let elsewhere = manager.post(&format!("/teams/{}/members", other.slug), &[("person", &dev.handle)]).await;
    elsewhere.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_teams_page_opens_with_its_champion_and_how_to_reach_them() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout").chat("#checkout")).await;
    let (ana, dev) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Dev Patel")).await);
    app.insert(term(ana.id, checkout.id)).await;
    app.insert(term(dev.id, checkout.id).deputy()).await;
    app.insert(membership(dev.id, checkout.id)).await;

    let page = app.sign_in_developer().await.get(&format!("/teams/{}", checkout.slug)).await;

    assert_eq!(page.select("main h3"), ["Ana Ruiz", "Dev Patel"]);
    page.assert_no_element("form[action$='/members']").assert_no_text("Nominate a champion");
}
