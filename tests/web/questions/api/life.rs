//! What scripts do with questions.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use serde_json::json;

use super::{Company, kinds, post, post_once, show};
use crate::harness::{TestApp, membership, person, team};

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
async fn somebody_of_several_teams_says_for_which() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let second = app.insert(team("Payments")).await;
    app.insert(membership(company.asker.id, second.id)).await;
    let asker = app.sign_in_as(&company.asker).await;

    let unsaid = post(&asker, "", &json!({ "title": "May we peer?" })).await;
    let said = post(&asker, "", &json!({ "title": "May we peer?", "team": "payments" })).await;

    assert_eq!(unsaid.json()["errors"][0]["field"], "team");
    assert_eq!(said.assert_status(StatusCode::CREATED).json()["team"], "payments");
}
