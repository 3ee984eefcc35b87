//! Every route holds its policy, for everybody: a table made from the routes themselves.

use actix_web::http::{Method, StatusCode};
use drawbridge::app;
use drawbridge::web::{Grant, Policy, Route};

use crate::harness::{Answer, Client, TestApp, membership, person, team, term};

/// Who comes to the doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visitor {
    Anonymous,
    Developer,
    Champion,
    Granted(Grant),
}

const VISITORS: &[Visitor] = &[
    Visitor::Anonymous,
    Visitor::Developer,
    Visitor::Champion,
    Visitor::Granted(Grant::Manager),
    Visitor::Granted(Grant::Lead),
    Visitor::Granted(Grant::NetSec),
    Visitor::Granted(Grant::Admin),
];

/// The table as a person would write it, not as `Policy` computes it.
fn passes(policy: Policy, visitor: Visitor, public_reading: bool) -> bool {
    match (policy, visitor) {
        (Policy::Open, _) => true,
        (Policy::Reading, Visitor::Anonymous) => public_reading,
        (_, Visitor::Anonymous) => false,
        (Policy::Reading | Policy::SignedIn, _) => true,
        (Policy::Champion, visitor) => visitor == Visitor::Champion,
        (Policy::Granted(grants), Visitor::Granted(grant)) => grants.contains(&grant),
        (Policy::ChampionOr(_), Visitor::Champion) => true,
        (Policy::ChampionOr(grants), Visitor::Granted(grant)) => grants.contains(&grant),
        (Policy::Granted(_) | Policy::ChampionOr(_), _) => false,
    }
}

async fn client(app: &TestApp, visitor: Visitor) -> Client {
    match visitor {
        Visitor::Anonymous => app.anonymous(),
        Visitor::Developer => app.sign_in_developer().await,
        Visitor::Granted(grant) => app.sign_in(grant).await,
        Visitor::Champion => {
            let champion = app.insert(person()).await;
            let team = app.insert(team("Champions only")).await;
            app.insert(membership(champion.id, team.id)).await;
            app.insert(term(champion.id, team.id)).await;
            app.sign_in_as(&champion).await
        }
    }
}

/// A path with something that fits nothing in each of its places.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{number}" | "{n}" => "999999",
        part if part.starts_with('{') => "nothing-of-this-name",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn check(answer: &Answer, route: &Route, visitor: Visitor, passed: bool) {
    let (method, path) = (&route.method, route.path);
    let case = format!("{method} {path} as {visitor:?}: {}", answer.status);
    assert!(!answer.status.is_server_error(), "{case}\n{answer}");
    let is_api = path.starts_with("/api/");
    let to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/sign-in");
    let at_door = to_sign_in
        || answer.status == StatusCode::UNAUTHORIZED
        || (answer.status == StatusCode::FORBIDDEN && answer.text().contains("You may not do this"));
    if passed {
        assert!(!at_door, "{case}: should pass");
        let is_page = *method == Method::GET && !path.contains('{') && path != "/sign-in";
        assert!(!is_page || answer.status != StatusCode::NOT_FOUND, "{case}: should be there");
        return;
    }
    match visitor {
        Visitor::Anonymous if is_api => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{case}"),
        Visitor::Anonymous => assert!(to_sign_in, "{case}"),
        _ if *method == Method::GET => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{case}"),
        _ => assert_eq!(answer.status, StatusCode::FORBIDDEN, "{case}"),
    }
}

async fn walk(public_reading: bool) {
    let app = TestApp::with().public_reading(public_reading).start().await;
    for visitor in VISITORS {
        let client = client(&app, *visitor).await;
        for route in app::routes() {
            // It ends the very session that the walk needs; its own test is with the accounts.
            if route.path == "/sign-out" {
                continue;
            }
            let path = filled(route.path);
            let answer = match route.method {
                Method::GET => client.get(&path).await,
                Method::DELETE => {
                    let token = client.csrf().await;
                    client.send(Method::DELETE, &path, &[("X-CSRF-Token", &token)], Vec::new()).await
                }
                _ => client.post(&path, &[]).await,
            };
            check(&answer, &route, *visitor, passes(route.policy, *visitor, public_reading));
        }
    }
}

#[actix_web::test]
async fn a02_every_route_holds_its_policy_for_everybody() {
    walk(true).await;
}

#[actix_web::test]
async fn a02_and_so_it_does_where_reading_needs_sign_in() {
    walk(false).await;
}

#[actix_web::test]
async fn the_table_of_permissions_lists_every_route() {
    let app = TestApp::start().await;

    let page = app.sign_in_developer().await.get("/permissions").await;

    page.assert_ok();
    assert_eq!(page.select("tbody.door-rows tr").len(), app::routes().len());
}

#[actix_web::test]
async fn what_nobody_may_know_of_looks_like_what_is_not_there() {
    let app = TestApp::start().await;
    let developer = app.sign_in_developer().await;

    let hidden = developer.get("/accounts").await;
    let missing = developer.get("/no-such-page").await;

    let words = |answer: &Answer| (answer.status, answer.select("h1"));
    assert_eq!(words(&hidden), words(&missing));
}

#[actix_web::test]
async fn a_wrong_method_is_named_as_such() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;

    for (method, path) in [(Method::PUT, "/accounts"), (Method::DELETE, "/accounts"), (Method::PATCH, "/")] {
        let answer = admin.send(method.clone(), path, &[("X-CSRF-Token", &admin.csrf().await)], Vec::new()).await;
        answer.assert_status(StatusCode::METHOD_NOT_ALLOWED).assert_text("This address");
        assert!(!answer.header("allow").is_empty(), "{method} {path} names no method that is allowed");
    }
}
