//! Repositories and services of teams.

use actix_web::http::StatusCode;
use drawbridge::program::{Actor, BelongingKind, NewBelonging, Put, find_team, put_belonging};
use drawbridge::web::{Grant, Scope};

use crate::harness::{TestApp, person, team};

const PATH: &str = "/teams/checkout/belongings";

#[actix_web::test]
async fn a_manager_puts_down_what_the_team_looks_after() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let manager = app.sign_in_as(&boss).await;

    let link = "https://git.example.com/acme/payments-api";
    let fields = [("kind", "repository"), ("name", "acme/payments-api"), ("link", link)];
    manager.submit(PATH, PATH, &fields).await.assert_redirect_to(PATH);
    manager.submit(PATH, PATH, &[("kind", "service"), ("name", "payments-db")]).await.assert_redirect();

    let page = app.sign_in_developer().await.get("/teams/checkout").await;
    page.assert_text("acme/payments-api").assert_text("payments-db").assert_element(&format!("a[href='{link}']"));
    page.assert_no_element(&format!("a[href='{PATH}']"));
    let shown = manager.get(PATH).await;
    let asked = manager.post(&format!("{PATH}/remove"), &[("kind", "service"), ("name", "payments-db")]).await;
    asked.assert_ok().assert_text("Take payments-db away from this team?");
    shown.assert_text("payments-db");
    manager.submit_on(&asked, &format!("{PATH}/remove"), &[]).await.assert_redirect_to(PATH);
    manager.get("/teams/checkout").await.assert_no_text("payments-db");
}

#[actix_web::test]
async fn what_does_not_fit_is_said_and_what_is_anothers_is_not_taken() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    app.insert(team("Search")).await;
    let lead = app.sign_in(Grant::Lead).await;
    lead.submit("/teams/search/belongings", "/teams/search/belongings", &[("name", "Gateway")]).await.assert_redirect();

    for (name, link, field, words) in [
        ("", "", "name", "fill this in"),
        ("x", "javascript:alert(1)", "link", "is not a link"),
        ("GATEWAY", "", "name", "is Search's; take it away there first"),
    ] {
        let refused = lead.submit(PATH, PATH, &[("name", name), ("link", link)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused
            .assert_element(&format!("#{field}-problem"))
            .assert_element(&format!("input[name=link][value='{link}']"));
    }
    for client in [app.sign_in_developer().await, app.sign_in(Grant::NetSec).await] {
        client.get(PATH).await.assert_status(StatusCode::FORBIDDEN);
        client.post(PATH, &[("kind", "service"), ("name", "x")]).await.assert_status(StatusCode::FORBIDDEN);
        let fields = [("kind", "repository"), ("name", "x"), ("confirmed", "yes")];
        client.post(&format!("{PATH}/remove"), &fields).await.assert_status(StatusCode::FORBIDDEN);
    }
}

#[actix_web::test]
async fn an_import_moves_a_repository_to_its_new_team() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    app.insert(team("Search")).await;
    let now = app.now();

    let put = |team: &'static str, name: &'static str| {
        app.write(move |tx| {
            let team = find_team(tx, team)?;
            let new = NewBelonging { kind: BelongingKind::Repository, name: name.into(), link: String::new() };
            Ok(put_belonging(tx, Actor::Trusted(None), now, &team, &new)?)
        })
    };

    assert_eq!(put("checkout", "acme/api").await, Put::Added);
    assert_eq!(put("checkout", "acme/api").await, Put::Unchanged);
    assert_eq!(put("search", "acme/API").await, Put::Changed { was: "Checkout".into() });
    let page = app.sign_in_developer().await;
    page.get("/teams/checkout").await.assert_no_text("acme/");
    page.get("/teams/search").await.assert_text("acme/API");
}
