//! What is not for everyone is nowhere for who may not read it.

use actix_web::http::StatusCode;
use drawbridge::accounts::Person;
use drawbridge::web::Grant;

use super::Company;
use crate::harness::{Client, TestApp, membership, person};

const TITLE: &str = "Which quokka bastion was broken into?";

/// Asks so that only some may read it, for a launch.
async fn ask_restricted(app: &TestApp, company: &Company, visibility: &str) -> Client {
    let asker = app.sign_in_as(&company.asker).await;
    let fields = [("name", "Night"), ("day", "2026-11-20"), ("time", "02:00")];
    asker.submit("/launches/new", "/launches", &fields).await.assert_redirect();
    let fields = [("title", TITLE), ("body", "10.1.2.3"), ("visibility", visibility), ("launch", "night")];
    asker.submit("/questions/new", "/questions", &fields).await.assert_redirect_to("/questions/1");
    app.indexed().await;
    asker
}

async fn colleague(app: &TestApp, company: &Company) -> Person {
    let colleague = app.insert(person()).await;
    app.insert(membership(colleague.id, company.team.id)).await;
    colleague
}

/// Every door to questions, as somebody finds them open.
async fn sees(client: &Client) -> Vec<&'static str> {
    let mut open = Vec::new();
    for door in [
        "/questions",
        "/questions?q=quokka",
        "/questions?team=checkout",
        "/questions?state=open&sort=due",
        "/questions?view=team",
        "/questions/similar?title=quokka+bastion+broken",
        "/questions/new?title=quokka+bastion+broken",
        "/search?q=quokka+bastion+broken",
        "/teams/checkout",
        "/launches/night",
        "/queue",
        "/queue.csv",
        "/queue.json",
        "/questions.csv",
        "/questions.json?q=quokka",
        "/api/v1/questions",
        "/api/v1/questions/1",
        "/api/v1/queue",
        "/me",
        "/",
    ] {
        let page = client.get(door).await;
        // What somebody typed themselves stands in the page, too.
        if page.text().contains(TITLE) {
            open.push(door);
        }
    }
    open
}

#[actix_web::test]
async fn a04_who_may_not_read_a_question_finds_no_door_to_it() {
    for visibility in ["team", "netsec"] {
        let app = TestApp::start().await;
        let company = Company::found(&app).await;
        ask_restricted(&app, &company, visibility).await;

        for grant in [Grant::Lead, Grant::Admin, Grant::Manager] {
            let client = app.sign_in(grant).await;
            assert_eq!(sees(&client).await, Vec::<&str>::new(), "{visibility} {grant:?}");
        }
        let stranger = app.sign_in_developer().await;
        assert_eq!(sees(&stranger).await, Vec::<&str>::new(), "{visibility}");
        stranger.get("/questions/1").await.assert_status(StatusCode::NOT_FOUND);
        for (act, fields) in [
            ("comments", vec![("comment", "Hi.")]),
            ("escalation", vec![("why", "Because.")]),
            ("inquiry", vec![("inquiry", "Which?")]),
            ("answer", vec![("answer", "Yes."), ("version", "1")]),
            ("watch", vec![]),
            ("launch", vec![("launch", "night")]),
        ] {
            let refused = stranger.post(&format!("/questions/1/{act}"), &fields).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{act}");
        }
        stranger.get("/launches").await.assert_text("no open question");
        stranger.get("/launches/night").await.assert_text("Ready: nothing is open of what you may read.");
        stranger.get("/questions").await.assert_text("Nobody has asked yet");
    }
}

#[actix_web::test]
async fn a_team_reads_its_own_and_nobody_but_network_security_the_others() {
    for (visibility, team_reads) in [("team", true), ("netsec", false)] {
        let app = TestApp::start().await;
        let company = Company::found(&app).await;
        let asker = ask_restricted(&app, &company, visibility).await;
        let colleague = colleague(&app, &company).await;
        let champion = app.sign_in_as(&company.champion).await;
        let analyst = app.sign_in(Grant::NetSec).await;

        asker.get("/questions/1").await.assert_text("and whoever asked may read this.");
        for client in [&app.sign_in_as(&colleague).await, &champion] {
            assert_eq!(client.get("/questions/1").await.status == StatusCode::OK, team_reads, "{visibility}");
            assert_eq!(sees(client).await.contains(&"/questions?q=quokka"), team_reads, "{visibility}");
        }
        let page = analyst.get("/questions/1").await;
        page.assert_ok().assert_text("10.1.2.3");
        if !team_reads {
            page.assert_text("Only Network Security may read it, so this went straight to them.");
            analyst.get("/queue").await.assert_text(TITLE);
        }
        analyst.get("/launches/night").await.assert_text("Not ready: 1 question is open.");
    }
}

#[actix_web::test]
async fn figures_and_records_say_nothing_of_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    ask_restricted(&app, &company, "netsec").await;
    let fields = [("title", "Is our gate open?"), ("visibility", "team")];
    let colleague = app.sign_in_as(&colleague(&app, &company).await).await;
    colleague.submit("/questions/new", "/questions", &fields).await.assert_redirect_to("/questions/2");
    let champion = app.sign_in_as(&company.champion).await;
    let why = [("why", "The quokka bastion again.")];
    champion.submit("/questions/2", "/questions/2/escalation", &why).await.assert_redirect();

    let coverage = app.sign_in(Grant::Lead).await.get("/coverage.csv").await;
    let audit: Vec<String> = app
        .read(|connection| {
            use diesel::prelude::*;
            drawbridge::db::schema::audit_entries::table
                .select(drawbridge::db::schema::audit_entries::detail)
                .load(connection)
        })
        .await;

    assert!(!coverage.html().contains("quokka"));
    assert!(audit.iter().all(|detail| !detail.contains("quokka")), "{audit:?}");
}
