//! What scripts may not, and what they get wrong.

use actix_web::http::{Method, StatusCode};
use drawbridge::app;
use drawbridge::web::{Grant, TokenScope};
use serde_json::json;

use super::{Company, ask, kinds, post, show};
use crate::harness::TestApp;

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
