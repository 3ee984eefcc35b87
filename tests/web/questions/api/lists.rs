//! What scripts read, page by page and whole.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use serde_json::{Value, json};

use super::{Company, ask};
use crate::harness::TestApp;

#[actix_web::test]
async fn what_a_filter_shows_is_listed_page_by_page() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    for title in ["=Port 1?", "Port 2?", "Zone?"] {
        ask(&asker, title).await;
    }
    let champion = app.sign_in_as(&company.champion).await;
    champion.post("/questions/3/escalation", &[("why", "It crosses zones.")]).await.assert_redirect();
    app.indexed().await;

    let first = asker.get("/api/v1/questions?q=port&limit=1").await.json();
    let after = format!("/api/v1/questions?q=port&limit=1&after={}", first["next"].as_str().expect("a place"));
    let second = asker.get(&after).await.json();
    let queue = app.sign_in(Grant::NetSec).await.get("/api/v1/queue?view=free&limit=200").await.json();

    assert_eq!(first["questions"][0]["title"], "Port 2?");
    assert_eq!((&second["questions"][0]["title"], &second["next"]), (&json!("=Port 1?"), &Value::Null));
    assert_eq!((&queue["questions"][0]["number"], &queue["next"]), (&json!(3), &Value::Null));
    assert_eq!(queue["questions"][0]["why"], "It crosses zones.");
    assert!(first["questions"][0].get("why").is_none());
    for query in ["limit=0", "limit=201", "limit=x", "limit=-1"] {
        let refused = asker.get(&format!("/api/v1/questions?{query}")).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0]["field"], "limit", "{query}");
    }
    for query in ["state=lost", "after=x", "sort=mood", "after=1.1&before=1.1"] {
        asker.get(&format!("/api/v1/questions?{query}")).await.assert_status(StatusCode::BAD_REQUEST);
    }
    asker.get("/api/v1/queue").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn all_that_a_filter_shows_is_taken_out_however_much_that_is() {
    const MANY: usize = 620;
    let app = TestApp::start().await;
    let analyst = app.sign_in(Grant::NetSec).await;
    let asker = app.sign_in_developer().await;
    ask(&asker, "=1+1, and \"quoted\"?").await;
    for number in 1..MANY {
        asker.post("/questions", &[("title", &format!("Port {number}?"))]).await.assert_redirect();
    }
    app.indexed().await;

    for (list, query, rows) in [("questions", "", MANY), ("questions", "?q=port", MANY - 1), ("queue", "", MANY)] {
        let page = analyst.get(&format!("/{list}{query}")).await;
        let links = page.attributes("a[href*='.csv'], a[href*='.json']", "href");
        assert_eq!(links, [format!("/{list}.csv{query}"), format!("/{list}.json{query}")]);
        let csv = analyst.get(&links[0]).await;
        let json = analyst.get(&links[1]).await;
        csv.assert_ok().assert_header("content-type", "text/csv; charset=utf-8; header=present");
        csv.assert_header("content-disposition", &format!("attachment; filename=\"{list}-2026-11-18.csv\""));
        assert_eq!(csv.html().lines().count(), rows + 1, "{list}{query}");
        let all = json.assert_ok().json();
        let numbers: Vec<i64> =
            all["questions"].as_array().unwrap().iter().filter_map(|one| one["number"].as_i64()).collect();
        assert_eq!(numbers.len(), rows, "{list}{query}");
        let mut once = numbers.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), rows, "{list}{query}: one is there twice");
    }
    let text = analyst.get("/questions.csv").await.html();
    assert!(text.ends_with("\r\n") && text.contains("\r\n1,\"'=1+1, and \"\"quoted\"\"?\","), "{text}");
    let none = analyst.get("/questions.json?q=nothing-of-this").await;
    assert_eq!(none.json(), json!({ "questions": [] }));
    assert_eq!(analyst.get("/questions.csv?q=nothing-of-this").await.html().lines().count(), 1);
    analyst.get("/questions.csv?state=lost").await.assert_status(StatusCode::BAD_REQUEST);
    asker.get("/queue.csv").await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get("/questions.csv").await.assert_redirect();
}
