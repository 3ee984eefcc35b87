//! Coverage as managers see it, and its CSV.

use drawbridge::web::{Grant, Scope};

use crate::harness::{TestApp, department, membership, person, team, term};

#[actix_web::test]
async fn coverage_opens_with_a_sentence_and_the_holes() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;

    let page = app.sign_in(Grant::NetSec).await.get("/coverage").await;

    assert_eq!(page.select("h1"), ["1 of 2 teams is covered; no term ends this month."]);
    assert_eq!(
        page.attributes("main section:first-of-type ul a:first-child", "href")[0],
        format!("/teams/{}", search.slug)
    );
    page.assert_element("svg.chart[role=img][aria-label]").assert_text("Show the numbers").assert_text("hardly");
}

#[actix_web::test]
async fn nominating_is_offered_to_whoever_may() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let link = format!("/teams/{}/nominations/new", checkout.slug);
    let link = format!("a[href='{link}']");

    app.sign_in(Grant::Lead).await.get("/coverage").await.assert_element(&link);
    app.sign_in(Grant::NetSec).await.get("/coverage").await.assert_text("Checkout").assert_no_element(&link);
    let analyst = app.insert(person().granted(Grant::NetSec)).await;
    app.insert(membership(analyst.id, checkout.id)).await;
    app.sign_in_as(&analyst).await.get("/coverage").await.assert_element(&link);
}

#[actix_web::test]
async fn a_deputy_alone_is_no_coverage() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id).deputy()).await;

    let lead = app.sign_in(Grant::Lead).await;

    lead.get("/coverage").await.assert_text("The one team is not covered");
    lead.get("/teams").await.assert_text("deputy only");
}

#[actix_web::test]
async fn a_manager_sees_the_teams_that_they_look_after_and_no_others() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    app.insert(team("Checkout").within(payments.id)).await;
    app.insert(team("Search")).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(payments.id))).await;
    let manager = app.sign_in_as(&boss).await;

    manager.get("/coverage").await.assert_text("Checkout").assert_no_text("Search");
    let csv = manager.get("/coverage.csv").await.html();

    assert!(csv.contains("Checkout") && !csv.contains("Search"), "{csv}");
}

#[actix_web::test]
async fn the_csv_is_the_filtered_table_and_runs_nowhere() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(team("=HYPERLINK(\"x\")")).await;
    app.insert(team("Search, and more")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;

    let answer = lead.get("/coverage.csv?state=uncovered&sort=-team").await;

    answer.assert_ok().assert_header("content-type", "text/csv; charset=utf-8; header=present");
    let lines: Vec<_> = answer.html().split("\r\n").map(str::to_owned).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[0].starts_with("team,slug,department,champion,deputy,"), "{lines:?}");
    assert!(lines[1].starts_with("\"Search, and more\","), "{lines:?}");
    assert!(lines[2].starts_with("\"'=HYPERLINK(\"\"x\"\")\","), "{lines:?}");
    let href = lead.get("/coverage?state=uncovered&sort=-team").await.attributes("a[href^='/coverage.csv']", "href");
    assert_eq!(lead.get(&href[0]).await.html(), answer.html());
}

#[actix_web::test]
async fn the_desk_of_whoever_looks_after_teams_counts_the_holes() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    app.insert(team("Checkout").within(payments.id)).await;
    app.insert(team("Search")).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(payments.id))).await;

    let manager = app.sign_in_as(&boss).await;
    let desk = manager.get("/me").await;
    desk.assert_text("1 team that you look after has no champion").assert_element("main a[href='/coverage']");
    desk.assert_no_text("You belong to no team yet").assert_no_text("Get the site going");
    app.sign_in(Grant::Lead).await.get("/me").await.assert_text("2 teams that you look after have no champion");
    app.sign_in_developer().await.get("/me").await.assert_text("You belong to no team yet");
}

#[actix_web::test]
async fn sorting_and_filtering_stay_at_the_table_and_a_new_term_is_too_early_to_judge() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(person().named("Ana Ruiz")).await;
    let lead = app.sign_in(Grant::Lead).await;
    let ana = app.read(|c| Ok(drawbridge::accounts::find_by_handle(c, "ana-ruiz").unwrap())).await;
    let action = format!("/teams/{}/nominations", checkout.slug);
    let path = lead.submit(&format!("{action}/new"), &action, &[("person", "Ana Ruiz")]).await.location();
    let nominee = app.sign_in_as(&ana).await;
    nominee.get("/").await.assert_text("Waiting for you").assert_text("You are asked to serve Checkout");
    nominee.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();

    let page = lead.get("/coverage").await;

    page.assert_text("too early").assert_text("No course is required yet");
    assert_eq!(page.select("#teams tbody td")[2], "too early");
    let hrefs = page.attributes("thead a", "href");
    assert!(hrefs.iter().all(|href| href.ends_with("#teams")), "{hrefs:?}");
    page.assert_element("section#teams").assert_element("form[action$='/coverage#teams']");
}
