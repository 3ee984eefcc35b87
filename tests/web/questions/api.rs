//! Questions for scripts.

use actix_web::http::{Method, StatusCode};
use drawbridge::app;
use drawbridge::web::{Grant, TokenScope};
use serde_json::{Value, json};

use super::{Company, ask};
use crate::harness::{Answer, Client, TestApp, membership, person};

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

#[actix_web::test]
async fn a_question_lives_its_whole_life_by_scripts() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let (champion, analyst) = (app.sign_in_as(&company.champion).await, app.sign_in(Grant::NetSec).await);

    let new = json!({ "title": "May we peer?", "body": "Frankfurt.", "urgency": "low", "topics": [] });
    let made = post(&asker, "", &new).await;

    made.assert_status(StatusCode::CREATED).assert_header("location", "/api/v1/questions/1");
    let made = made.json();
    assert_eq!((&made["number"], &made["turn"], &made["team"]), (&json!(1), &json!("champion"), &json!("checkout")));
    assert_eq!((&made["urgency"], &made["asker"]), (&json!("low"), &json!(company.asker.handle)));
    for (client, act, body, turn) in [
        (&champion, "inquiry", json!({ "inquiry": "Which AS?" }), "asker"),
        (&asker, "comments", json!({ "comment": "64500." }), "champion"),
        (&champion, "escalation", json!({ "why": "Zones." }), "netsec"),
        (&analyst, "claim", json!({}), "netsec"),
        (&analyst, "notes", json!({ "note": "An old kernel." }), "netsec"),
        (&analyst, "release", json!({}), "netsec"),
        (&analyst, "handing", json!({ "to": "team", "word": "Yours." }), "champion"),
        (&champion, "answer", json!({ "answer": "Yes.", "version": "now" }), "nobody"),
        (&asker, "missing", json!({ "missing": "How?" }), "champion"),
        (&champion, "answer", json!({ "answer": "Through the hub.", "version": "now" }), "nobody"),
        (&asker, "confirmation", json!({}), "nobody"),
        (&asker, "reopening", json!({ "reason": "The hub is gone." }), "champion"),
        (&analyst, "watch", json!({}), "champion"),
    ] {
        let mut body = body;
        if body["version"] == "now" {
            body["version"] = show(client, 1).await["version"].clone();
        }
        let done = post(client, &format!("/1/{act}"), &body).await;
        assert_eq!(done.status, StatusCode::OK, "{act}: {}", done.html());
        assert_eq!(done.json()["turn"], turn, "{act}");
    }
    let shown = show(&asker, 1).await;
    let expected = [
        "asked",
        "asked_back",
        "replied",
        "escalated",
        "claimed",
        "released",
        "handed_on",
        "answered",
        "missed",
        "answered",
        "confirmed",
        "reopened",
    ];
    assert_eq!(kinds(&shown), expected);
    assert_eq!((&shown["answer"], &shown["body"]), (&json!("Through the hub."), &json!("Frankfurt.")));
    assert_eq!((&shown["watchers"], &shown["version"]), (&json!(1), &shown["version"]));
    assert_eq!(shown["read"], shown["history"][11]["id"]);
    assert_eq!(show(&analyst, 1).await["notes"][0]["words"], "An old kernel.");
    assert!(shown.get("notes").is_none(), "who asked reads no note");
    post(&analyst, "/1/unwatch", &json!({})).await.assert_ok();
    assert_eq!(show(&analyst, 1).await["watchers"], 0);
}

#[actix_web::test]
async fn what_helps_is_linked_and_what_is_the_same_or_two_is_put_right() {
    let app = TestApp::with().articles().start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let article = "security-group-as-source";
    for title in ["May groups name groups?", "Can a group name a group?"] {
        post(&asker, "", &json!({ "title": title })).await.assert_status(StatusCode::CREATED);
    }

    post(&champion, "/1/links", &json!({ "article": format!("/faq/{article}") })).await.assert_ok();
    assert_eq!(show(&asker, 1).await["links"], json!([article]));
    post(&champion, "/1/links/removal", &json!({ "article": article })).await.assert_ok();
    assert_eq!(show(&asker, 1).await["links"], json!([]));
    let parts = json!({ "title": "May groups name groups?", "body": "", "second_title": "And lists?",
        "second_body": "", "version": show(&champion, 1).await["version"] });
    let second = post(&champion, "/1/split", &parts).await;
    let merged = post(&champion, "/2/merger", &json!({ "into": 1 })).await;
    let referral = json!({ "article": article, "words": "As there.", "version": show(&champion, 1).await["version"] });
    let referred = post(&champion, "/1/article", &referral).await;

    second.assert_status(StatusCode::CREATED).assert_header("location", "/api/v1/questions/3");
    assert_eq!((&second.json()["number"], &second.json()["title"]), (&json!(3), &json!("And lists?")));
    assert_eq!(merged.assert_ok().json()["number"], 1);
    assert_eq!(referred.assert_ok().json()["article"], article);
    assert_eq!(show(&asker, 2).await["merged_into"], 1);
    assert!(show(&asker, 1).await["answer"].as_str().expect("words").contains("As there."));
}

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

#[actix_web::test]
async fn a_repeated_send_asks_once_and_the_same_key_elsewhere_is_another_change() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);

    let first = post_once(&asker, "", &json!({ "title": "May we peer?" }), "a").await;
    let again = post_once(&asker, "", &json!({ "title": "May we peer?" }), "a").await;
    let other = post_once(&asker, "", &json!({ "title": "May we peer twice?" }), "b").await;
    for _ in 0..2 {
        post_once(&champion, "/1/comments", &json!({ "comment": "One moment." }), "a").await.assert_ok();
    }
    post_once(&champion, "/2/comments", &json!({ "comment": "One moment." }), "a").await.assert_ok();

    assert_eq!((&first.json()["number"], &again.json()["number"]), (&json!(1), &json!(1)));
    assert_eq!(other.json()["number"], 2);
    assert_eq!(kinds(&show(&asker, 1).await), ["asked", "responded"]);
    assert_eq!(kinds(&show(&asker, 2).await), ["asked", "responded"]);
    let refused = post_once(&asker, "", &json!({ "title": "T" }), &"k".repeat(201)).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["errors"][0]["field"], "Idempotency-Key");
}

#[actix_web::test]
async fn what_is_not_for_everyone_and_what_is_noted_is_on_no_such_door() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let hidden = json!({ "title": "Which quokka bastion?", "visibility": "netsec" });
    post(&asker, "", &hidden).await.assert_status(StatusCode::CREATED);
    ask(&app.sign_in_developer().await, "How do bastions work?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    post(&analyst, "/1/notes", &json!({ "note": "An old kernel." })).await.assert_ok();
    post(&analyst, "/1/merger", &json!({ "into": 2 })).await.assert_ok();

    for client in
        [&app.sign_in_developer().await, &app.sign_in(Grant::Lead).await, &app.sign_in_as(&company.champion).await]
    {
        for door in [
            "/api/v1/questions",
            "/api/v1/questions/2",
            "/questions.csv",
            "/questions.json",
            "/teams/checkout/questions.atom",
        ] {
            let answer = client.get(door).await;
            answer.assert_ok();
            for word in ["quokka", "kernel", "absorbed", "bo-lind"] {
                assert!(!answer.html().contains(word), "{door} {word}");
            }
        }
        client.get("/api/v1/questions/1").await.assert_status(StatusCode::NOT_FOUND);
        for act in ["comments", "notes", "escalation", "missing", "reopening"] {
            let body = json!({ act.trim_end_matches('s'): "Hi." });
            let answer = post(client, &format!("/1/{act}"), &body).await;
            assert!([StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&answer.status), "{act}");
        }
        post(client, "/1/watch", &json!({})).await.assert_status(StatusCode::NOT_FOUND);
    }
    assert!(!asker.get("/api/v1/questions/1").await.html().contains("kernel"), "who asked reads no note");
    app.anonymous().get("/api/v1/questions").await.assert_status(StatusCode::UNAUTHORIZED);
    app.anonymous().get("/teams/checkout/questions.atom").await.assert_redirect();
}

#[actix_web::test]
async fn who_gives_a_question_away_may_lose_sight_of_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let (helper, another) = (app.insert(person()).await, app.sign_in_as(&company.champion).await);
    app.insert(membership(helper.id, company.team.id)).await;
    post(&asker, "", &json!({ "title": "For the team?", "visibility": "team" }))
        .await
        .assert_status(StatusCode::CREATED);
    // It was handed to somebody who has no part in the team.
    let stranger = app.insert(person()).await;
    let id = stranger.id;
    app.write(move |tx| {
        use diesel::prelude::*;
        use drawbridge::db::schema::questions;
        diesel::update(questions::table).set(questions::claimed_by.eq(Some(id))).execute(tx)?;
        Ok(())
    })
    .await;
    let stranger = app.sign_in_as(&stranger).await;

    show(&stranger, 1).await;
    let given = post(&stranger, "/1/escalation", &json!({ "why": "Not mine." })).await;

    given.assert_status(StatusCode::NO_CONTENT);
    stranger.get("/api/v1/questions/1").await.assert_status(StatusCode::NOT_FOUND);
    assert_eq!(show(&another, 1).await["turn"], "netsec");
}

#[actix_web::test]
async fn what_is_wrong_is_named_and_who_may_not_is_refused() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;

    for (client, path, body, field) in [
        (&asker, "", json!({ "title": "" }), "title"),
        (&asker, "", json!({ "title": "T", "team": "nowhere" }), "team"),
        (&asker, "", json!({ "title": "T", "urgency": "very" }), "urgency"),
        (&asker, "", json!({ "title": "T", "visibility": "me" }), "visibility"),
        (&asker, "", json!({ "title": "T", "launch": "new" }), "launch_name"),
        (&asker, "", json!({ "title": "T", "on_behalf": "Nobody" }), "on_behalf"),
        (&asker, "", json!({ "title": "Key AKIAIOSFODNN7EXAMPLE?" }), "body"),
        (&asker, "/1/comments", json!({ "comment": " " }), "comment"),
        (&champion, "/1/answer", json!({ "answer": "Yes." }), "version"),
        (&champion, "/1/answer", json!({ "answer": "", "version": 1 }), "answer"),
        (&champion, "/1/handing", json!({ "to": "@nobody", "word": "x" }), "to"),
        (&champion, "/1/merger", json!({ "into": 1 }), "into"),
        (&champion, "/1/links", json!({ "article": "nothing-of-this" }), "article"),
    ] {
        let refused = post(client, path, &body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}: {}", refused.html());
        refused.assert_header("content-type", "application/problem+json");
        assert_eq!(refused.json()["errors"][0]["field"], field, "{path} {body}");
    }
    for (act, body) in [
        ("answer", json!({ "answer": "Yes.", "version": 1 })),
        ("escalation", json!({ "why": "Because." })),
        ("inquiry", json!({ "inquiry": "Which?" })),
        ("notes", json!({ "note": "Hm." })),
        ("handing", json!({ "to": "team", "word": "x" })),
        ("claim", json!({})),
        ("release", json!({})),
        ("merger", json!({ "into": 1 })),
    ] {
        let refused = post(&asker, &format!("/1/{act}"), &body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{act}");
    }
    post(&champion, "/1/answer", &json!({ "answer": "Yes.", "version": 7 })).await.assert_status(StatusCode::CONFLICT);
    post(&asker, "/1/confirmation", &json!({})).await.assert_status(StatusCode::CONFLICT);
    for (body, words) in [
        (r#"{"titel":"T"}"#, "no field “titel”"),
        (r#"{"title":"a\u0000b"}"#, "“title” has to be a text"),
        (r#"{"title":{}}"#, "“title” has to be a text"),
        ("[]", "the body is not what is expected"),
        ("{", "the body is not what is expected"),
    ] {
        let token = asker.csrf().await;
        let headers = [("Content-Type", "application/json"), ("X-CSRF-Token", token.as_str())];
        let refused = asker.send(Method::POST, "/api/v1/questions", &headers, body.into()).await;
        refused.assert_status(StatusCode::BAD_REQUEST);
        assert!(refused.json()["detail"].as_str().expect("words").contains(words), "{body}: {}", refused.html());
    }
}

#[actix_web::test]
async fn somebody_of_several_teams_says_for_which() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let second = app.insert(crate::harness::team("Payments")).await;
    app.insert(membership(company.asker.id, second.id)).await;
    let asker = app.sign_in_as(&company.asker).await;

    let unsaid = post(&asker, "", &json!({ "title": "May we peer?" })).await;
    let said = post(&asker, "", &json!({ "title": "May we peer?", "team": "payments" })).await;

    assert_eq!(unsaid.json()["errors"][0]["field"], "team");
    assert_eq!(said.assert_status(StatusCode::CREATED).json()["team"], "payments");
}

#[actix_web::test]
async fn a10_a_token_that_reads_changes_nothing_on_any_address() {
    let app = TestApp::start().await;
    let analyst = app.sign_in(Grant::NetSec).await;
    ask(&app.sign_in_developer().await, "May we peer?").await;
    let made = analyst.post("/me/tokens", &[("name", "Reads"), ("scope", "read"), ("days", "7")]).await;
    let reads = format!("Bearer {}", made.select("code[data-copy]").remove(0));
    let made = analyst.post("/me/tokens", &[("name", "Writes"), ("scope", "questions:write"), ("days", "7")]).await;
    let writes = format!("Bearer {}", made.select("code[data-copy]").remove(0));
    let script = app.anonymous();

    let (mut refused, mut read) = (0, 0);
    for route in app::routes().iter().filter(|route| route.path.starts_with("/api/")) {
        let path = route.path.replace("{number}", "1").replace("{id}", "1");
        let is_read = route.scope == Some(TokenScope::Read);
        assert_eq!(is_read, route.method == Method::GET, "{}", route.path);
        let wrong = if is_read { &writes } else { &reads };
        let headers = [("Authorization", wrong.as_str()), ("Content-Type", "application/json")];
        let answer = script.send(route.method.clone(), &path, &headers, b"{}".to_vec()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {path}", route.method);
        assert!(answer.header("www-authenticate").contains("insufficient_scope"), "{} {path}", route.method);
        if is_read { read += 1 } else { refused += 1 }
    }
    assert!(refused >= 20 && read >= 6, "{refused} writes, {read} reads");
    assert_eq!(kinds(&show(&analyst, 1).await), ["asked", "routed"]);
    // With the scope it is done.
    let headers = [("Authorization", writes.as_str())];
    script.send(Method::POST, "/api/v1/questions/1/claim", &headers, Vec::new()).await.assert_ok();
    let headers = [("Authorization", reads.as_str())];
    assert!(script.get_with("/api/v1/questions/1", &headers).await.json()["claimed_by"].is_string());
}
