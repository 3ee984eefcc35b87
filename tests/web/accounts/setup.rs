//! The link for the first admin.

use actix_web::http::StatusCode;
use drawbridge::accounts::{self, Purpose};
use drawbridge::web::{Grant, Scope};
use futures_util::future::{join, join_all};
use jiff::SignedDuration;

use super::second_link;
use crate::harness::{PASSWORD, TestApp, number_of, person};

async fn setup_link(app: &TestApp) -> String {
    let now = app.now();
    let token = app.write(move |tx| Ok(accounts::create_setup_link(tx, now)?)).await;
    token.expect("there is no admin yet").path(Purpose::Setup)
}

#[actix_web::test]
async fn l01_the_set_up_link_makes_the_first_admin_and_signs_in() {
    let app = TestApp::start().await;
    let link = setup_link(&app).await;
    let visitor = app.anonymous();

    let fields = [("name", "Ana Ruiz"), ("email", "ana@example.com"), ("password", PASSWORD)];
    let answer = visitor.submit(&link, &link, &fields).await;

    answer.assert_redirect_to("/me");
    let desk = visitor.follow(&answer).await;
    desk.assert_ok().assert_text("Ana Ruiz").assert_text("You are the first admin").assert_text("Add a department");
    desk.assert_text("Nobody who can sign in holds it").assert_no_text("You belong to no team yet");
    visitor.get("/accounts").await.assert_ok();
    let second = app.anonymous().get(&link).await;
    second.assert_status(StatusCode::NOT_FOUND).assert_text("was used already or has run out");
}

#[actix_web::test]
async fn l01_of_two_links_that_two_nodes_made_one_makes_an_admin() {
    let app = TestApp::start().await;
    let link = setup_link(&app).await;
    second_link(&app, "of-the-other-node").await;
    let (one, other) = (app.anonymous(), app.anonymous());

    let first = [("name", "Ana Ruiz"), ("email", "ana@example.com"), ("password", PASSWORD)];
    let second = [("name", "Bo Li"), ("email", "bo@example.com"), ("password", PASSWORD)];
    let (first, second) = join(one.post(&link, &first), other.post("/setup/of-the-other-node", &second)).await;

    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]);
    let people = app.read(|connection| Ok(accounts::find_people(connection, "", 0, 100).unwrap())).await;
    assert_eq!(people.len(), 1);
}

#[actix_web::test]
async fn l01_of_many_at_once_exactly_one_becomes_admin() {
    for _ in 0..number_of("DRAWBRIDGE_TEST_ROUNDS", 4) {
        let app = TestApp::start().await;
        let link = setup_link(&app).await;
        let visitors: Vec<_> = (0..8).map(|_| app.anonymous()).collect();

        let answers = join_all(visitors.iter().enumerate().map(|(number, visitor)| {
            let email = format!("visitor-{number}@example.com");
            let link = link.clone();
            async move {
                let fields = [("name", "Visitor"), ("email", email.as_str()), ("password", PASSWORD)];
                visitor.post(&link, &fields).await
            }
        }))
        .await;

        let won = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
        let lost = answers.iter().filter(|answer| answer.status == StatusCode::NOT_FOUND).count();
        assert_eq!((won, lost), (1, 7), "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        let people = app.read(|connection| Ok(accounts::find_people(connection, "", 0, 100).unwrap())).await;
        assert_eq!(people.len(), 1);
        let id = people[0].id;
        let grants = app.read(move |connection| accounts::list_grants(connection, id)).await;
        assert_eq!(grants, [(Grant::Admin, Scope::All)]);
    }
}

#[actix_web::test]
async fn a_refused_form_keeps_the_link_and_the_words() {
    let app = TestApp::start().await;
    let link = setup_link(&app).await;
    let visitor = app.anonymous();

    for (fields, words) in [
        ([("name", ""), ("email", "ana@example.com"), ("password", PASSWORD)], "fill this in"),
        ([("name", "Ana"), ("email", "ana"), ("password", PASSWORD)], "not a mail address"),
        ([("name", "Ana"), ("email", "ana@example.com"), ("password", "short")], "this has 5 characters"),
        ([("name", "Ana"), ("email", "ana@example.com"), ("password", "password")], "too easy to guess"),
    ] {
        let refused = visitor.submit(&link, &link, &fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("input[name=email][value='{}']", fields[1].1));
        assert!(refused.select("title")[0].starts_with("Error:"), "{:?}", refused.select("title"));
    }
    visitor.get(&link).await.assert_ok();
}

#[actix_web::test]
async fn a_set_up_link_lives_for_a_day_and_a_new_one_ends_the_old() {
    let app = TestApp::start().await;
    let first = setup_link(&app).await;
    let second = setup_link(&app).await;

    app.anonymous().get(&first).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get(&second).await.assert_ok();
    app.advance(SignedDuration::from_hours(25)).await;
    app.anonymous().get(&second).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn there_is_no_set_up_link_once_there_is_an_admin() {
    let app = TestApp::start().await;
    let link = setup_link(&app).await;
    app.insert(person().granted(Grant::Admin)).await;
    let now = app.now();

    let another = app.write(move |tx| Ok(accounts::create_setup_link(tx, now)?)).await;

    assert!(another.is_none());
    let fields = [("name", "Eve"), ("email", "eve@example.com"), ("password", PASSWORD)];
    app.anonymous().post(&link, &fields).await.assert_status(StatusCode::NOT_FOUND);
}
