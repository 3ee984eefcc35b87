//! Questions for scripts.

mod doors;
mod life;
mod lists;

use actix_web::http::Method;
use serde_json::Value;

use super::{Company, ask};
use crate::harness::{Answer, Client};

/// Posts as a script that has the session of a browser.
async fn post(client: &Client, path: &str, body: &Value) -> Answer {
    post_once(client, path, body, "").await
}

async fn post_once(client: &Client, path: &str, body: &Value, key: &str) -> Answer {
    let token = client.csrf().await;
    let headers = [("Content-Type", "application/json"), ("X-CSRF-Token", token.as_str()), ("Idempotency-Key", key)];
    client.send(Method::POST, &format!("/api/v1/questions{path}"), &headers, body.to_string().into_bytes()).await
}

async fn show(client: &Client, number: i64) -> Value {
    client.get(&format!("/api/v1/questions/{number}")).await.assert_ok().json()
}

fn kinds(shown: &Value) -> Vec<&str> {
    shown["history"].as_array().expect("a history").iter().filter_map(|event| event["kind"].as_str()).collect()
}
