//! What a token opens: the addresses of its scope, and nothing else.

use actix_web::http::{Method, StatusCode};
use drawbridge::accounts::tokens::{self, NewToken};
use drawbridge::app;
use drawbridge::web::{Grant, TokenScope};

use crate::harness::{Answer, Client, TestApp, membership, person, team, term};

/// Which scope each address of the API asks for.
const SCOPES: &str = "
GET    /api/v1/openapi.json                        read
GET    /api/v1/search                              read
GET    /api/v1/champion                            read
GET    /api/v1/audit                               read
GET    /api/v1/time                                read
POST   /api/v1/time                                time:write
DELETE /api/v1/time/{id}                           time:write
GET    /api/v1/questions                           read
GET    /api/v1/questions/{number}                  read
GET    /api/v1/queue                               read
POST   /api/v1/questions                           questions:write
POST   /api/v1/questions/{number}/comments         questions:write
POST   /api/v1/questions/{number}/answer           questions:write
POST   /api/v1/questions/{number}/inquiry          questions:write
POST   /api/v1/questions/{number}/confirmation     questions:write
POST   /api/v1/questions/{number}/missing          questions:write
POST   /api/v1/questions/{number}/reopening        questions:write
POST   /api/v1/questions/{number}/escalation       questions:write
POST   /api/v1/questions/{number}/handing          questions:write
POST   /api/v1/questions/{number}/claim            questions:write
POST   /api/v1/questions/{number}/release          questions:write
POST   /api/v1/questions/{number}/article          questions:write
POST   /api/v1/questions/{number}/notes            questions:write
POST   /api/v1/questions/{number}/links            questions:write
POST   /api/v1/questions/{number}/links/removal    questions:write
POST   /api/v1/questions/{number}/launch           questions:write
POST   /api/v1/questions/{number}/merger           questions:write
POST   /api/v1/questions/{number}/split            questions:write
POST   /api/v1/questions/{number}/watch            questions:write
POST   /api/v1/questions/{number}/unwatch          questions:write
POST   /api/v1/import/teams                        program:import
POST   /api/v1/import/repositories                 program:import
POST   /api/v1/import/services                     program:import
POST   /api/v1/import/people                       program:import
POST   /api/v1/import/catalogue                    program:import
POST   /api/v1/import/training                     program:import
";

fn scope_of(method: &Method, path: &str) -> &'static str {
    let line = SCOPES.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let found = line.filter(|words| words.len() == 3).find(|words| words[0] == method.as_str() && words[1] == path);
    found.unwrap_or_else(|| panic!("say above which scope {method} {path} asks for"))[2]
}

/// Somebody who may do everything, with a token of each scope.
async fn tokens_of_all_scopes(app: &TestApp) -> Vec<(TokenScope, String)> {
    let all = person().granted(Grant::Manager).granted(Grant::Lead).granted(Grant::NetSec).granted(Grant::Admin);
    let owner = app.insert(all).await;
    let team = app.insert(team("Checkout")).await;
    app.insert(membership(owner.id, team.id)).await;
    app.insert(term(owner.id, team.id)).await;
    let now = app.now();
    app.write(move |tx| {
        let make = |scope: &TokenScope| {
            let new = NewToken { name: scope.as_str().into(), scopes: vec![*scope], days: 7 };
            (*scope, new)
        };
        let mut made = Vec::new();
        for (scope, new) in TokenScope::ALL.iter().map(make) {
            made.push((scope, tokens::create(tx, Some(owner.id), now, &owner, &new)?));
        }
        Ok(made)
    })
    .await
}

/// A path with something that fits nothing in each of its places.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "999999" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn send(script: &Client, method: &Method, path: &str, authorization: &str) -> Answer {
    let headers = [("Authorization", authorization), ("Content-Type", "application/json")];
    let body = if *method == Method::GET { Vec::new() } else { b"{}".to_vec() };
    script.send(method.clone(), &filled(path), &headers, body).await
}

#[actix_web::test]
async fn a10_a_token_opens_the_addresses_of_its_scope_alone() {
    let app = TestApp::start().await;
    let (tokens, script) = (tokens_of_all_scopes(&app).await, app.anonymous());
    let mut cells = 0;

    for route in app::routes().iter().filter(|route| route.path.starts_with("/api/")) {
        let needed = scope_of(&route.method, route.path);
        for (scope, token) in &tokens {
            let answer = send(&script, &route.method, route.path, &format!("Bearer {token}")).await;
            let case = format!("{} {} with {scope:?}: {}", route.method, route.path, answer.status);
            let is_refused = answer.status == StatusCode::FORBIDDEN && answer.text().contains(needed);
            assert_eq!(is_refused, scope.as_str() != needed, "{case}");
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{case}");
            cells += 1;
        }
    }
    println!("{cells} cells of addresses and scopes, 0 deviations");
}

/// Beside the API a token is nobody's, and in no other place is it one.
#[actix_web::test]
async fn a10_a_token_opens_nothing_elsewhere_however_it_is_sent() {
    let app = TestApp::start().await;
    let (tokens, script) = (tokens_of_all_scopes(&app).await, app.anonymous());
    let token = tokens[0].1.clone();

    for path in ["/me", "/accounts", "/audit", "/questions.csv", "/coverage.csv", "/time.csv"] {
        let answer = send(&script, &Method::GET, path, &format!("Bearer {token}")).await;
        assert!(answer.location().starts_with("/sign-in"), "{path}: {answer}");
    }
    for (authorization, path) in [
        (format!("Basic {token}"), "/api/v1/questions".to_owned()),
        (token.clone(), "/api/v1/questions".to_owned()),
        (String::new(), format!("/api/v1/questions?access_token={token}")),
        (String::new(), format!("/api/v1/questions?token={token}")),
    ] {
        let answer = send(&script, &Method::GET, &path, &authorization).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} {}", authorization.is_empty());
    }
    let browser = app.anonymous();
    browser.set_cookie("drawbridge", &token);
    browser.get("/api/v1/questions").await.assert_status(StatusCode::UNAUTHORIZED);
    assert!(browser.get("/me").await.location().starts_with("/sign-in"));
}
