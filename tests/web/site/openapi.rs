//! The description of the API: every route, and what each takes.

use std::collections::BTreeSet;

use actix_web::http::{Method, StatusCode};
use drawbridge::app;
use drawbridge::web::Grant;
use serde_json::Value;

use crate::harness::{Company, TestApp, person};

/// The names in a refusal that lists what would have been right.
fn names(detail: &str) -> BTreeSet<String> {
    let list = detail.split_once("the fields are ").or(detail.split_once("expected one of "));
    let list = list.or(detail.split_once("expected ")).map_or("", |(_, list)| list);
    let list = list.split(" at line").next().unwrap_or_default();
    list.split(", ").map(|name| name.trim_matches('`').to_owned()).collect()
}

#[actix_web::test]
async fn every_route_of_the_api_is_described_with_what_it_takes() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    app.sign_in_as(&company.asker).await.submit("/questions/new", "/questions", &[("title", "May we peer?")]).await;
    let everything = person().granted(Grant::NetSec).granted(Grant::Lead).granted(Grant::Admin);
    let browser = app.sign_in_as(&app.insert(everything).await).await;
    let mut made = vec![("name", "All"), ("days", "30")];
    made.extend(["read", "questions:write", "time:write"].map(|scope| ("scope", scope)));
    let token = browser.post("/me/tokens", &made).await.select("code[data-copy]").remove(0);
    let (script, bearer) = (app.anonymous(), format!("Bearer {token}"));

    let description = script.get("/api/v1/openapi.json").await;
    let description = description.assert_ok().assert_header("content-type", "application/json").json();

    assert_eq!(description["openapi"], "3.1.0");
    assert_eq!(description["servers"][0]["url"], app.base_url);
    let mut checked = 0;
    for route in app::routes().into_iter().filter(|route| route.scope.is_some()) {
        let operation = &description["paths"][route.path][route.method.as_str().to_ascii_lowercase()];
        assert!(operation.is_object(), "{} {} is not described", route.method, route.path);
        let body = &operation["requestBody"]["content"]["application/json"]["schema"]["properties"];
        let Value::Object(members) = body else { continue };
        let described: BTreeSet<String> = members.keys().cloned().collect();
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        let path = route.path.replace("{number}", "1");
        let refused = script.send(Method::POST, &path, &headers, b"{\"nonsense\": 1}".to_vec()).await;
        refused.assert_status(StatusCode::BAD_REQUEST);
        assert_eq!(names(refused.json()["detail"].as_str().unwrap_or_default()), described, "{path}: {refused}");
        checked += 1;
    }
    assert!(checked > 12, "{checked} bodies were held against what is described");
}

/// What takes a file says so, and takes it as it says.
#[actix_web::test]
async fn an_import_is_sent_as_it_is_described() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;
    let fields = [("name", "Lists"), ("days", "30"), ("scope", "program:import")];
    let token = lead.post("/me/tokens", &fields).await.select("code[data-copy]").remove(0);
    let paths = app.anonymous().get("/api/v1/openapi.json").await.json()["paths"].clone();

    for (path, beside, list) in [
        ("/api/v1/import/teams", "let_leave", "team,department\nCheckout,Payments\n"),
        ("/api/v1/import/training", "completed_on", "person,course,completed_on\n"),
    ] {
        let schema = &paths[path]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"];
        for name in ["file", "dry_run", beside] {
            assert!(schema["properties"][name].is_object(), "{path}: {name} in {schema}");
        }
        assert_eq!(schema["required"], serde_json::json!(["file"]));
        let headers = [("Authorization", &*format!("Bearer {token}"))];
        let sent = [("dry_run".to_owned(), "yes".to_owned())];
        let script = app.anonymous();
        let tried = script.post_file_with(path, &headers, &sent, ("file", "list.csv", list.as_bytes())).await;
        assert!(!tried.status.is_server_error() && tried.status != StatusCode::BAD_REQUEST, "{path}: {tried}");
    }
}

#[actix_web::test]
async fn it_is_for_those_who_may_read() {
    let app = TestApp::with().public_reading(false).start().await;

    app.anonymous().get("/api/v1/openapi.json").await.assert_status(StatusCode::UNAUTHORIZED);
}
