//! Questions are found by their words, by who may read them, and again after
//! the index was damaged.

use std::path::Path;

use drawbridge::questions::{QuestionIndex, Reader};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::binary::Folder;
use crate::harness::{Client, TestApp, membership, person};

/// Questions that a list names, by their titles.
async fn listed(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/questions?{query}")).await;
    page.assert_ok();
    page.select("tbody th a")
}

/// Everything that the log says of somebody's words.
async fn says(client: &Client, words: &str, title: &str) -> Vec<bool> {
    let mut said = Vec::new();
    for door in ["/questions?q=", "/search?q=", "/questions/similar?title="] {
        said.push(client.get(&format!("{door}{words}")).await.text().contains(title));
    }
    said
}

#[actix_web::test]
async fn a_question_is_found_within_a_moment_of_being_asked_answered_and_put_in_other_words() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let champion = app.sign_in_as(&company.champion).await;
    let question = ask(&asker, "Which port has the quokka pool?").await;

    for (words, act) in [("quokka+pool", None), ("wombat+gateway", Some("answer"))] {
        if act.is_some() {
            assert_eq!(listed(&asker, &format!("q={words}")).await, [""; 0]);
            let answer = [("answer", "Ask the wombat gateway.")];
            champion.submit(&question, &format!("{question}/answer"), &answer).await.assert_redirect();
        }
        let mut found = Vec::new();
        for _ in 0..100 {
            found = listed(&asker, &format!("q={words}")).await;
            if !found.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(found, ["Which port has the quokka pool?"], "{words}");
        asker.get(&format!("/search?q={words}")).await.assert_text("Which port has the quokka pool?");
    }
    // What is only said in an answer is not asked in like words.
    assert_eq!(says(&asker, "wombat+gateway", "quokka").await, [true, true, false]);
}

#[actix_web::test]
async fn words_filters_and_pages_of_the_list_go_together() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let stranger = app.sign_in_developer().await;
    for number in 1..=4 {
        ask(&asker, &format!("Wombat pool {number}?")).await;
        ask(&stranger, &format!("Wombat lake {number}?")).await;
    }
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit("/questions/2", "/questions/2/answer", &[("answer", "Yes.")]).await.assert_redirect();
    app.indexed().await;

    for (query, found) in [
        ("q=wombats", 8),
        ("q=wombat+po", 4),
        ("q=wombat&team=check", 4),
        ("q=wombat&team=nobody", 0),
        ("q=wombat&view=mine", 4),
        ("q=wombat&state=open", 7),
        ("q=wombat&state=answered", 1),
        ("q=wombat&sort=due", 7),
        ("q=wombat+which", 8),
        ("q=which", 0),
        ("q=wombat+quokka", 0),
        ("q=%237", 1),
    ] {
        assert_eq!(listed(&asker, query).await.len(), found, "{query}");
    }
}

#[actix_web::test]
async fn a04_words_of_a_question_lead_only_those_to_it_who_may_read_it() {
    for (visibility, team_reads) in [("team", true), ("netsec", false)] {
        let app = TestApp::start().await;
        let company = Company::found(&app).await;
        let asker = app.sign_in_as(&company.asker).await;
        let title = "Which quokka bastion was broken into?";
        let fields = [("title", title), ("body", "By a numbat."), ("visibility", visibility)];
        asker.submit("/questions/new", "/questions", &fields).await.assert_redirect_to("/questions/1");
        let colleague = app.insert(person()).await;
        app.insert(membership(colleague.id, company.team.id)).await;
        let analyst = app.sign_in(Grant::NetSec).await;
        app.indexed().await;

        let all = [true, true, true];
        assert_eq!(says(&asker, "quokka+bastion", title).await, all, "{visibility}");
        assert_eq!(says(&analyst, "quokka+bastion", title).await, all, "{visibility}");
        for team in [&app.sign_in_as(&colleague).await, &app.sign_in_as(&company.champion).await] {
            assert_eq!(says(team, "quokka+bastion", title).await, [team_reads; 3], "{visibility}");
        }
        for other in [app.sign_in_developer().await, app.sign_in(Grant::Lead).await, app.sign_in(Grant::Admin).await] {
            for words in ["quokka+bastion", "quok", "numbat", "1", "%231"] {
                assert_eq!(says(&other, words, title).await, [false; 3], "{visibility} {words}");
            }
            let page = other.get("/search?q=quokka").await;
            page.assert_no_text("answered question").assert_no_text("Somebody asked");
        }
    }
}

#[actix_web::test]
async fn whoever_is_given_a_question_finds_it_from_then_on() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let title = "Which quokka bastion was broken into?";
    asker.submit("/questions/new", "/questions", &[("title", title), ("visibility", "netsec")]).await;
    let other = app.insert(person().named("Cy Moss").granted(Grant::NetSec)).await;
    let analyst = app.sign_in(Grant::NetSec).await;
    let moss = app.sign_in_as(&other).await;
    moss.submit("/questions/1", "/questions/1/claim", &[]).await.assert_redirect();
    app.write(move |tx| {
        use diesel::prelude::*;
        use drawbridge::db::schema::grants;
        diesel::delete(grants::table.filter(grants::person_id.eq(other.id))).execute(tx)?;
        Ok(())
    })
    .await;
    app.indexed().await;

    assert_eq!(listed(&moss, "q=quokka").await, [title]);
    analyst.submit("/questions/1", "/questions/1/release", &[]).await.assert_redirect();
    app.indexed().await;
    assert_eq!(listed(&moss, "q=quokka").await, [""; 0]);
}

#[actix_web::test]
async fn while_the_index_is_built_pages_serve_and_say_so() {
    const BEING_BUILT: &str = "The search index of the questions is being built";
    let app = TestApp::with().articles().unread().start().await;
    let asker = app.sign_in_developer().await;
    ask(&asker, "Which port has the quokka pool?").await;

    asker.get("/questions?q=quokka").await.assert_ok().assert_text(BEING_BUILT);
    asker.get("/search?q=quokka").await.assert_ok().assert_text(BEING_BUILT);
    asker.get("/questions").await.assert_ok().assert_no_text(BEING_BUILT).assert_text("quokka");
    asker.get("/questions/similar?title=quokka").await.assert_ok();
    app.anonymous().get("/search?q=quokka").await.assert_ok().assert_no_text(BEING_BUILT);
}

/// Follows an index of its own until it has everything, as a node does at its start.
async fn follow(app: &TestApp, data: &Path) -> QuestionIndex {
    let index = QuestionIndex::in_folder(data);
    while index.catch_up(&app.db).await.unwrap_or_else(|error| panic!("{error}")) {}
    index
}

#[actix_web::test]
async fn r05_a_damaged_index_is_built_anew_while_pages_serve() {
    let damages: [fn(&Path) -> std::io::Result<()>; 4] = [
        |index| std::fs::write(index.join("meta.json"), "{\"segments\":"),
        |index| std::fs::write(index.join(".managed.json"), "[\"lost\"]"),
        |index| {
            for file in std::fs::read_dir(index)?.flatten().filter(|file| file.path().extension().is_some()) {
                std::fs::write(file.path(), "not what it was")?;
            }
            Ok(())
        },
        |index| {
            std::fs::remove_dir_all(index)?;
            std::fs::write(index, "a file of that name")
        },
    ];
    for (at, damage) in damages.iter().enumerate() {
        let folder = Folder::new();
        let app = TestApp::with().index_in(&folder.0).start().await;
        let asker = app.sign_in_developer().await;
        ask(&asker, "Which port has the quokka pool?").await;
        app.indexed().await;
        assert_eq!(listed(&asker, "q=quokka").await, ["Which port has the quokka pool?"], "damage {at}");
        let data = folder.0.join("second-node");
        drop(follow(&app, &data).await);

        damage(&data.join("question-index")).unwrap_or_else(|error| panic!("{at}: {error}"));

        let index = follow(&app, &data).await;
        assert_eq!(index.like(&Reader::Site, "quokka pool", 9), [1], "damage {at}");
        ask(&asker, "Which port has the wombat pool?").await;
        while index.catch_up(&app.db).await.unwrap_or_else(|error| panic!("{at}: {error}")) {}
        assert_eq!(index.like(&Reader::Site, "wombat pool", 9), [2, 1], "damage {at}");
    }
}

#[actix_web::test]
async fn the_index_of_another_database_is_not_used() {
    let folder = Folder::new();
    let before = TestApp::start().await;
    ask(&before.sign_in_developer().await, "Which port has the quokka pool?").await;
    drop(follow(&before, &folder.0).await);

    let app = TestApp::with().index_in(&folder.0).start().await;
    app.clock.advance(SignedDuration::from_hours(1));
    let asker = app.sign_in_developer().await;
    ask(&asker, "Which port has the wombat pool?").await;
    app.indexed().await;

    assert_eq!(listed(&asker, "q=port").await, ["Which port has the wombat pool?"]);
    asker.get("/questions?q=quokka").await.assert_no_text("pool");
}
