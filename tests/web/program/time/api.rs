//! One's own time through the API.

use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{champion, log_line};
use crate::harness::{Answer, Client, TestApp};

async fn post(client: &Client, body: &Value, more: &[(&str, &str)]) -> Answer {
    let token = client.csrf().await;
    let mut headers = vec![("Content-Type", "application/json"), ("X-CSRF-Token", token.as_str())];
    headers.extend(more);
    client.send(Method::POST, "/api/v1/time", &headers, body.to_string().into_bytes()).await
}

async fn delete(client: &Client, id: &str) -> Answer {
    let token = client.csrf().await;
    client.send(Method::DELETE, &format!("/api/v1/time/{id}"), &[("X-CSRF-Token", &token)], Vec::new()).await
}

#[actix_web::test]
async fn time_is_logged_listed_and_taken_away() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;

    let line = post(&ana, &json!({ "line": "1h30 design review ADR-14, 50%fe, mon" }), &[]).await;
    line.assert_status(StatusCode::CREATED);
    let fields = json!({ "day": "2026-11-18", "minutes": 45, "activity": "training", "note": "course" });
    let made = post(&ana, &fields, &[]).await;
    made.assert_status(StatusCode::CREATED);

    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1/time/{id}"));
    let all = ana.get("/api/v1/time").await.json();
    assert_eq!(all["entries"].as_array().unwrap().len(), 2);
    assert_eq!(all["entries"][0]["team"], "team-of-ana-ruiz");
    assert_eq!((&all["entries"][1]["minutes"], &all["entries"][1]["day"]), (&json!(90), &json!("2026-11-16")));
    assert_eq!(all["entries"][1]["note"], "ADR-14, 50%fe,");
    delete(&ana, &id).await.assert_status(StatusCode::NO_CONTENT);
    delete(&ana, &id).await.assert_status(StatusCode::NOT_FOUND);
    let some = ana.get("/api/v1/time?from=2026-11-16&to=2026-11-16").await.json();
    assert_eq!((some["entries"].as_array().unwrap().len(), &some["next_offset"]), (1, &Value::Null));
    ana.get("/api/v1/time?limit=1&offset=1").await.assert_ok().assert_text("\"entries\":[]");
}

#[actix_web::test]
async fn what_is_wrong_is_named_by_its_field() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let entry = |change: Value| {
        let mut body = json!({ "day": "2026-11-18", "minutes": 45, "activity": "training" });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body
    };

    for (body, field, words) in [
        (entry(json!({ "minutes": -5 })), "length", "“-5” is not a length"),
        (entry(json!({ "minutes": 1_500 })), "length", "between a minute and a day"),
        (entry(json!({ "minutes": 4.5 })), "length", "is not a length"),
        (entry(json!({ "day": "2026-11-19" })), "day", "lies ahead"),
        (entry(json!({ "day": "2026-02-30" })), "day", "is not a date"),
        (entry(json!({ "activity": "dancing" })), "activity", "choose"),
        (entry(json!({ "team": "payments" })), "team", "you don't serve a team “payments”"),
        (json!({ "line": "45m training 19/11" }), "line", "is not clear"),
    ] {
        let refused = post(&ana, &body, &[]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_header("content-type", "application/problem+json");
        let problem = refused.json();
        assert_eq!((&problem["status"], &problem["errors"][0]["field"]), (&json!(422), &json!(field)), "{body}");
        assert!(problem["errors"][0]["message"].as_str().unwrap().contains(words), "{body}: {problem}");
    }
    post(&ana, &entry(json!({ "minutes": 1_400 })), &[]).await.assert_status(StatusCode::CREATED);
    let full = post(&ana, &entry(json!({})), &[]).await;
    assert_eq!(full.json()["errors"][0]["field"], "day");
    let unknown = post(&ana, &entry(json!({ "colour": "red" })), &[]).await;
    unknown.assert_status(StatusCode::BAD_REQUEST).assert_text("unknown field `colour`");
    ana.get("/api/v1/time?limit=0&from=x").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("limit");
}

#[actix_web::test]
async fn a_key_that_is_sent_twice_logs_once() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let body = json!({ "line": "45m training" });

    let first = post(&ana, &body, &[("Idempotency-Key", "build-17")]).await;
    let second = post(&ana, &body, &[("Idempotency-Key", "build-17")]).await;

    assert_eq!(first.json()["id"], second.json()["id"]);
    assert_eq!(ana.get("/api/v1/time").await.json()["entries"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn nobody_reads_or_takes_anothers_time() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    log_line(&ana, "45m secret-project").await;
    let id = ana.get("/api/v1/time").await.json()["entries"][0]["id"].as_str().unwrap().to_owned();

    assert_eq!(bob.get("/api/v1/time").await.json()["entries"], json!([]));
    delete(&bob, &id).await.assert_status(StatusCode::NOT_FOUND);
    let visitor = app.anonymous();
    visitor.get("/api/v1/time").await.assert_status(StatusCode::UNAUTHORIZED);
    let refused = visitor.send(Method::POST, "/api/v1/time", &[("Content-Type", "application/json")], b"{}".to_vec());
    refused.await.assert_status(StatusCode::UNAUTHORIZED);
    let form = ana.post("/api/v1/time", &[("line", "45m training")]).await;
    form.assert_status(StatusCode::BAD_REQUEST).assert_text("send the body as JSON");
    let unsigned = ana.send(Method::POST, "/api/v1/time", &[("Content-Type", "application/json")], b"{}".to_vec());
    unsigned.await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_token_logs_time_where_it_was_made_for_that() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let make = async |scope: &str| {
        let page = ana.post("/me/tokens", &[("name", "Hook"), ("days", "30"), ("scope", scope)]).await;
        format!("Bearer {}", page.assert_ok().select("code[data-copy]").remove(0))
    };
    let (writes, reads) = (make("time:write").await, make("read").await);
    let script = app.anonymous();
    let log = async |bearer: &str| {
        let headers = [("Authorization", bearer), ("Content-Type", "application/json")];
        script.send(Method::POST, "/api/v1/time", &headers, br#"{"line":"45m training"}"#.to_vec()).await
    };

    let made = log(&writes).await;
    made.assert_status(StatusCode::CREATED);
    log(&reads).await.assert_status(StatusCode::FORBIDDEN);

    let seen = script.get_with("/api/v1/time", &[("Authorization", &reads)]).await.json();
    assert_eq!(seen["entries"][0]["id"], made.json()["id"]);
    let own = format!("/api/v1/time/{}", made.json()["id"].as_str().unwrap());
    let gone = script.send(Method::DELETE, &own, &[("Authorization", &writes)], Vec::new()).await;
    gone.assert_status(StatusCode::NO_CONTENT);
}
