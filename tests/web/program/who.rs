//! "Who is my champion?", from whatever somebody knows.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::keys::RepositoryId;
use drawbridge::db::schema::{code_owners, repositories};
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, membership, person, team, term};

/// Checkout with its champion Ana, Dev beside her, a repository and a service.
async fn company(app: &TestApp) -> Client {
    let checkout = app.insert(team("Checkout")).await;
    app.insert(team("Search")).await;
    let (ana, dev) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Dev Patel")).await);
    app.insert(membership(dev.id, checkout.id)).await;
    app.insert(term(ana.id, checkout.id)).await;
    app.insert(person().named("Kwame Boateng").granted(Grant::NetSec)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let path = "/teams/checkout/belongings";
    let link = "https://git.example.com/acme/payments-api";
    for fields in [
        vec![("kind", "repository"), ("name", "acme/payments-api"), ("link", link)],
        vec![("kind", "service"), ("name", "payments-db"), ("link", "")],
    ] {
        lead.submit(path, path, &fields).await.assert_redirect();
    }
    app.sign_in_as(&dev).await
}

#[actix_web::test]
async fn every_way_leads_to_the_champion_in_one_step() {
    let app = TestApp::start().await;
    let developer = company(&app).await;

    for (asked, through) in [
        ("checkout", ""),
        ("Checkout", ""),
        ("check", ""),
        ("Dev Patel", "Dev Patel belongs to"),
        ("@dev-patel", "Dev Patel belongs to"),
        ("acme/Payments-API", "acme/payments-api (repository) belongs to"),
        ("https://git.example.com/acme/payments-api/pull/812#note", "acme/payments-api (repository) belongs to"),
        ("git@git.example.com:acme/payments-api.git", "acme/payments-api (repository) belongs to"),
        ("https://other.example.org/acme/payments-api", "acme/payments-api (repository) belongs to"),
        ("payments-db", "payments-db (service) belongs to"),
    ] {
        let page = developer
            .get(&format!("/champions?q={}", asked.replace('#', "%23").replace('@', "%40").replace(' ', "%20")))
            .await;
        page.assert_ok().assert_text(through);
        assert_eq!(page.select("main section.panel h2"), ["Checkout"], "{asked}");
        page.assert_text("Ask Ana Ruiz").assert_element("main section.panel a[href='mailto:ana.ruiz@example.com']");
        page.assert_text("When nobody is there, Network Security answers: Kwame Boateng");
    }
    developer.get("/champions?q=nowhere").await.assert_text("Nobody fits").assert_text("Kwame Boateng");
    developer.get("/me").await.assert_text("Champion: Ana Ruiz");
}

#[actix_web::test]
async fn the_pages_of_people_and_teams_lead_to_the_champion_and_to_network_security() {
    let app = TestApp::start().await;
    let developer = company(&app).await;

    let dev = developer.get("/people/dev-patel").await;
    dev.assert_text("Champion: Ana Ruiz").assert_element("dd a[href='/people/ana-ruiz']");
    let covered = developer.get("/teams/checkout").await;
    covered.assert_element("main .panel a[href='mailto:ana.ruiz@example.com']");
    covered.assert_text("When nobody is there, Network Security answers: Kwame Boateng");
    let uncovered = developer.get("/teams/search").await;
    uncovered.assert_text("Questions go to Network Security instead: Kwame Boateng");
    uncovered.assert_element("a[href='/people/kwame-boateng']");
    uncovered.assert_element("a[href='mailto:kwame.boateng@example.com']");
    let asked = developer.get("/champions?q=Search").await;
    asked.assert_element("a[href='mailto:kwame.boateng@example.com']").assert_no_text("When nobody is there");
    let contact = developer.get("/api/v1/champion?team=Search").await.json();
    assert_eq!(contact["network_security"]["people"][0]["email"], "kwame.boateng@example.com", "{contact}");
    developer.get("/search?q=who+is+my+champion").await.assert_text("Champion: Ana Ruiz");
}

#[actix_web::test]
async fn names_and_months_keep_their_capitals_beside_who_stands_in() {
    let app = TestApp::start().await;
    let developer = company(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let leave = "/people/ana-ruiz/leave";
    lead.submit(leave, leave, &[("first_on", "2026-11-17"), ("last_on", "2026-11-20")]).await.assert_redirect();

    developer.get("/champions").await.assert_text("champion, away until 20 Nov 2026");
}

#[actix_web::test]
async fn where_nobody_is_there_network_security_is_named() {
    let app = TestApp::with().netsec_contact("#netsec").start().await;
    let developer = company(&app).await;

    let page = developer.get("/champions?q=Search").await;
    page.assert_text("Nobody serves this team at the moment, so Network Security answers: #netsec");
    let lead = app.sign_in(Grant::Lead).await;
    let leave = "/people/ana-ruiz/leave";
    lead.submit(leave, leave, &[("first_on", "2026-11-17"), ("last_on", "2026-11-20")]).await.assert_redirect();

    let page = developer.get("/champions?q=payments-db").await;
    page.assert_text("Nobody who serves this team is there today, so Network Security answers: #netsec");
    page.assert_text("Champion, away until 20 Nov 2026: Ana Ruiz");
    developer.get("/champions?q=Kwame+Boateng").await.assert_text("They belong to no team");
}

#[actix_web::test]
async fn a_script_asks_by_one_thing_and_gets_the_one_to_ask() {
    let app = TestApp::start().await;
    let developer = company(&app).await;

    for query in [
        "team=checkout",
        "team=Checkout",
        "repository=acme/payments-api",
        "repository=https://git.example.com/acme/payments-api/tree/main/src",
        "service=Payments-DB",
        "person=dev.patel@example.com",
    ] {
        let answer = developer.get(&format!("/api/v1/champion?{query}")).await;
        answer.assert_ok();
        let json = answer.json();
        let first = &json["answers"][0];
        assert_eq!(first["team"]["name"], "Checkout", "{query}: {json}");
        assert_eq!(first["champion"]["name"], "Ana Ruiz", "{query}");
        assert_eq!(first["champion"]["email"], "ana.ruiz@example.com", "{query}");
        assert_eq!(json["network_security"]["people"][0]["name"], "Kwame Boateng", "{query}");
    }
    let uncovered = developer.get("/api/v1/champion?team=Search").await.json();
    assert!(uncovered["answers"][0]["champion"].is_null(), "{uncovered}");
    for (query, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("team=", StatusCode::BAD_REQUEST),
        ("team=Checkout&service=payments-db", StatusCode::BAD_REQUEST),
        ("team=check", StatusCode::NOT_FOUND),
        ("service=acme/payments-api", StatusCode::NOT_FOUND),
    ] {
        developer.get(&format!("/api/v1/champion?{query}")).await.assert_status(status);
    }
    app.anonymous().get("/api/v1/champion?team=Checkout").await.assert_status(StatusCode::UNAUTHORIZED);
    app.anonymous().get("/champions?q=Checkout").await.assert_redirect();
}

#[actix_web::test]
async fn the_search_finds_repositories_and_services() {
    let app = TestApp::start().await;
    let developer = company(&app).await;

    for asked in ["payments-api", "who is champion of payments-db", "acme payments"] {
        let page = developer.get(&format!("/search?q={}", asked.replace(' ', "+"))).await;
        page.assert_element("section[aria-labelledby=group-belongings]");
        page.assert_text("of Checkout").assert_text("Champion: Ana Ruiz");
    }
    app.anonymous().get("/search?q=payments-api").await.assert_no_text("Ana Ruiz");
}

/// The repository of Checkout with a CODEOWNERS by which the docs are of Search,
/// but for their drafts, which are nobody's.
async fn with_code_owners(app: &TestApp) -> Client {
    let developer = company(app).await;
    app.write(move |tx| {
        let search = drawbridge::program::find_team(tx, "search")?.id;
        let repository: RepositoryId = repositories::table.select(repositories::id).first(tx)?;
        for (position, (pattern, team)) in
            [("*", None), ("/docs/", Some(search)), ("/docs/drafts/", None)].into_iter().enumerate()
        {
            diesel::insert_into(code_owners::table)
                .values((
                    code_owners::repository_id.eq(repository),
                    code_owners::position.eq(position as i32),
                    code_owners::pattern.eq(pattern),
                    code_owners::team_id.eq(team),
                ))
                .execute(tx)?;
        }
        Ok(())
    })
    .await;
    developer
}

#[actix_web::test]
async fn a_path_of_a_repository_is_whose_the_last_line_says() {
    let app = TestApp::start().await;
    let developer = with_code_owners(&app).await;

    for (query, team, through) in [
        ("q=acme/payments-api/docs/open.md", "Search", "docs/open.md in acme/payments-api (by its CODEOWNERS)"),
        ("q=acme/payments-api&path=/docs/open.md", "Search", "docs/open.md in acme/payments-api"),
        ("q=https://git.example.com/acme/payments-api/blob/main/docs/open.md", "Search", "docs/open.md in"),
        ("q=acme/payments-api/docs/drafts/x.md", "Checkout", "CODEOWNERS names no team for it"),
        ("q=acme/payments-api/src/main.rs", "Checkout", "src/main.rs in acme/payments-api"),
        ("q=acme/payments-api", "Checkout", "acme/payments-api (repository) belongs to"),
    ] {
        let page = developer.get(&format!("/champions?{query}")).await;
        page.assert_ok().assert_text(through);
        assert_eq!(page.select("main section.panel h2"), [team], "{query}");
        page.assert_element("main form input[name=path]").assert_element("input[name=q][value='acme/payments-api']");
    }
    developer.get("/champions?q=payments-db&path=docs").await.assert_no_element("main form input[name=path]");
    developer.get("/champions?q=acme/other/docs").await.assert_text("Nobody fits");
    let long = "x/".repeat(2_000);
    developer.get(&format!("/champions?q={long}")).await.assert_text("Nobody fits");
}

#[actix_web::test]
async fn a_script_asks_by_a_path_of_a_repository() {
    let app = TestApp::start().await;
    let developer = with_code_owners(&app).await;

    for (query, team) in [
        ("repository=acme/payments-api&path=docs/open.md", "Search"),
        ("repository=acme/payments-api/docs/open.md", "Search"),
        ("repository=acme/payments-api&path=docs/drafts/x.md", "Checkout"),
        ("repository=acme/payments-api&path=", "Checkout"),
    ] {
        let json = developer.get(&format!("/api/v1/champion?{query}")).await.json();
        assert_eq!(json["answers"][0]["team"]["name"], team, "{query}: {json}");
    }
    for (query, status) in [
        ("path=docs", StatusCode::BAD_REQUEST),
        ("team=checkout&path=docs", StatusCode::BAD_REQUEST),
        ("repository=acme/nothing&path=docs", StatusCode::NOT_FOUND),
    ] {
        developer.get(&format!("/api/v1/champion?{query}")).await.assert_status(status);
    }
}
