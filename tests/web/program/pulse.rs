//! The pulse: answered in one click, changed from the same browser, and
//! anonymous by every door.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use drawbridge::accounts::Person;
use drawbridge::db::Connection;
use drawbridge::db::keys::{DepartmentId, PersonId};
use drawbridge::db::schema::{departments, pulse_answers, pulse_participants};
use drawbridge::web::{Grant, Scope};

use crate::harness::{Client, TestApp, department, person, team, term};

const ANSWERS: &str = "/pulse/answers";

/// So many champions of this department, signed in, the first named after it.
async fn champions(app: &TestApp, department: DepartmentId, name: &str, count: usize) -> Vec<(Person, Client)> {
    let mut all = Vec::new();
    for number in 0..count {
        let champion = app.insert(person().named(&format!("{name} Champion {number}"))).await;
        let served = app.insert(team(&format!("{name} {number}")).within(department)).await;
        app.insert(term(champion.id, served.id)).await;
        let client = app.sign_in_as(&champion).await;
        all.push((champion, client));
    }
    all
}

async fn answer(client: &Client, value: &str, words: &str) {
    let fields = [("audience", "champions"), ("question", "time"), ("value", value), ("words", words)];
    client.post(ANSWERS, &fields).await.assert_redirect();
}

/// Lets the quarter end, and signs the lead in.
async fn after_the_quarter(app: &TestApp) -> Client {
    app.advance(jiff::SignedDuration::from_hours(24 * 60)).await;
    app.sign_in(Grant::Lead).await
}

#[actix_web::test]
async fn a_champion_answers_from_the_desk_in_one_click_and_changes_it() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 1).await;
    let ana = &all[0].1;

    let desk = ana.get("/me").await;
    desk.assert_text("Do you get the time that was granted to you?");
    let fields = [("audience", "champions"), ("question", "time"), ("value", "4"), ("return", "/me")];
    ana.post(ANSWERS, &fields).await.assert_redirect_to("/me");
    assert_eq!(ana.get("/me").await.select(".pulse button[aria-pressed=true]"), ["4"]);
    ana.post(ANSWERS, &[("audience", "champions"), ("question", "time"), ("value", "2")]).await.assert_redirect();

    assert_eq!(ana.get("/pulse").await.select(".pulse button[aria-pressed=true]"), ["2"]);
    let values: Vec<i32> = app.read(|c| pulse_answers::table.select(pulse_answers::value).load(c)).await;
    assert_eq!(values, [2], "one answer, changed");
}

#[actix_web::test]
async fn words_are_kept_when_only_the_value_is_changed() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 1).await;
    answer(&all[0].1, "4", "Thursdays are free.").await;

    let fields = [("audience", "champions"), ("question", "time"), ("value", "3")];
    all[0].1.post(ANSWERS, &fields).await.assert_redirect();

    all[0].1.get("/pulse").await.assert_text("Thursdays are free.");
}

#[actix_web::test]
async fn nobody_answers_twice_also_not_from_another_browser() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 1).await;
    answer(&all[0].1, "4", "").await;
    let other = app.sign_in_as(&all[0].0).await;

    other.get("/me").await.assert_text("You answered this from another browser.");
    let fields = [("audience", "champions"), ("question", "time"), ("value", "1")];
    other.post(ANSWERS, &fields).await.assert_status(StatusCode::CONFLICT).assert_text("from another browser");

    let values: Vec<i32> = app.read(|c| pulse_answers::table.select(pulse_answers::value).load(c)).await;
    assert_eq!(values, [4]);
}

#[actix_web::test]
async fn two_people_at_one_browser_have_an_answer_each() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 2).await;
    answer(&all[0].1, "5", "").await;
    let secret = all[0].1.cookie("drawbridge_pulse").expect("the browser keeps a secret");
    all[1].1.set_cookie("drawbridge_pulse", &secret);

    all[1].1.get("/pulse").await.assert_no_element(".pulse button[aria-pressed=true]");
    answer(&all[1].1, "1", "").await;

    let mut values: Vec<i32> = app.read(|c| pulse_answers::table.select(pulse_answers::value).load(c)).await;
    values.sort_unstable();
    assert_eq!(values, [1, 5]);
}

#[actix_web::test]
async fn what_is_no_answer_is_refused_and_the_words_are_kept() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 1).await;
    let ana = &all[0].1;

    for value in ["0", "6", "", "many"] {
        let fields = [("audience", "champions"), ("question", "time"), ("value", value), ("words", "My own words")];
        let refused = ana.post(ANSWERS, &fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose one of the five");
        refused.assert_text("My own words");
    }
    let long = "x".repeat(501);
    let fields = [("audience", "champions"), ("question", "time"), ("value", "3"), ("words", long.as_str())];
    ana.post(ANSWERS, &fields).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("500 are allowed");
    for (audience, question) in [("managers", "use"), ("champions", "salary"), ("everybody", "time")] {
        let fields = [("audience", audience), ("question", question), ("value", "3")];
        ana.post(ANSWERS, &fields).await.assert_status(StatusCode::NOT_FOUND);
    }
    let rows: i64 = app.read(|c| pulse_answers::table.count().get_result(c)).await;
    assert_eq!(rows, 0);
}

#[actix_web::test]
async fn the_pulse_is_for_those_whom_it_concerns() {
    let app = TestApp::start().await;

    for path in ["/pulse", "/pulse.csv"] {
        app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
        app.anonymous().get(path).await.assert_redirect();
    }
    let manager = app.sign_in(Grant::Manager).await;
    manager.get("/me").await.assert_text("Do your teams get something out of the program?");
    let fields = [("audience", "managers"), ("question", "use"), ("value", "5")];
    manager.post(ANSWERS, &fields).await.assert_redirect();
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Keyed {
    #[diesel(sql_type = Text)]
    key: String,
}

/// The keys of answers in the order in which the database holds them.
fn keys_as_held(connection: &mut Connection) -> Vec<String> {
    let order = if matches!(connection, Connection::Postgres(_)) { "ORDER BY ctid" } else { "" };
    let rows: Vec<Keyed> =
        diesel::sql_query(format!("SELECT key FROM pulse_answers {order}")).load(connection).expect("it is a query");
    rows.into_iter().map(|row| row.key).collect()
}

#[actix_web::test]
async fn no_row_of_an_answer_leads_to_a_person() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 8).await;
    for (place, (_, client)) in all.iter().enumerate() {
        answer(client, &(1 + place % 5).to_string(), "").await;
    }
    let people: BTreeSet<PersonId> = all.iter().map(|(person, _)| person.id).collect();

    // Who answered is known, so that nobody is asked twice.
    let asked: Vec<PersonId> =
        app.read(|c| pulse_participants::table.select(pulse_participants::person_id).load(c)).await;
    assert_eq!(asked.into_iter().collect::<BTreeSet<_>>(), people);
    let (held, columns) = app
        .read(|connection| {
            let columns: Vec<(String, String, String, i32, String)> = pulse_answers::table
                .select((
                    pulse_answers::key,
                    pulse_answers::quarter,
                    pulse_answers::question,
                    pulse_answers::value,
                    pulse_answers::words,
                ))
                .load(connection)?;
            Ok((keys_as_held(connection), columns))
        })
        .await;
    for (key, ..) in &columns {
        assert!(key.len() == 64 && key.chars().all(|letter| letter.is_ascii_hexdigit()), "{key} is a hash");
        assert!(people.iter().all(|person| !key.contains(person.as_str())), "{key}");
    }
    // Neither the place nor the transaction of a row says when it came.
    assert!(held.is_sorted(), "rows lie by their hash: {held:?}");
    let transactions = app
        .read(|connection| {
            if !matches!(connection, Connection::Postgres(_)) {
                let rowids = diesel::sql_query("SELECT COUNT(rowid) AS count FROM pulse_answers");
                assert!(rowids.get_result::<Counted>(connection).is_err(), "rows have no number of their own");
                return Ok(1);
            }
            let counted: Counted = diesel::sql_query("SELECT COUNT(DISTINCT xmin::text) AS count FROM pulse_answers")
                .get_result(connection)?;
            Ok(counted.count)
        })
        .await;
    assert_eq!(transactions, 1, "all rows are of the last transaction");
}

#[actix_web::test]
async fn below_five_answers_nothing_is_shown_by_any_door() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    for (_, client) in champions(&app, payments.id, "Payments", 4).await {
        answer(&client, "1", "A secret of four").await;
    }
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(payments.id))).await;

    let lead = after_the_quarter(&app).await;

    for client in [&lead, &app.sign_in_as(&boss).await] {
        client.get("/pulse").await.assert_text("Nothing to show yet").assert_no_text("A secret of four");
        assert_eq!(client.get("/pulse.csv").await.html().lines().count(), 1, "nothing but its head");
    }
}

#[actix_web::test]
async fn five_answers_are_shown_once_the_quarter_is_over() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    for (_, client) in champions(&app, payments.id, "Payments", 5).await {
        answer(&client, "4", "Thursdays are free.").await;
    }
    let early = app.sign_in(Grant::Lead).await;
    early.get("/pulse").await.assert_text("Nothing to show yet").assert_no_text("Thursdays");
    assert_eq!(early.get("/pulse.csv").await.html().lines().count(), 1, "the quarter goes on");

    let lead = after_the_quarter(&app).await;

    let page = lead.get("/pulse").await;
    page.assert_text("4.0 (5)").assert_text("Thursdays are free.").assert_text("Payments");
    page.assert_element("svg.chart[role=img][aria-label*='2026-Q4: 4.0']");
    let csv = lead.get("/pulse.csv").await.html();
    assert!(csv.contains("2026-Q4,champions,time,Do you get the time that was granted to you?,,5,4.0"), "{csv}");
    assert!(csv.contains(",Payments,5,4.0"), "{csv}");
}

#[actix_web::test]
async fn a_department_is_left_out_where_the_difference_would_tell_of_another() {
    let app = TestApp::start().await;
    let (payments, shop) = (app.insert(department("Payments")).await, app.insert(department("Shop")).await);
    for (department, name, count, value) in [(payments.id, "Payments", 6, "5"), (shop.id, "Shop", 3, "1")] {
        for (_, client) in champions(&app, department, name, count).await {
            answer(&client, value, "").await;
        }
    }
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(payments.id))).await;

    let lead = after_the_quarter(&app).await;

    // Nine together; six alone would tell of the other three.
    for client in [&lead, &app.sign_in_as(&boss).await] {
        let page = client.get("/pulse").await;
        page.assert_text("3.7 (9)").assert_no_text("(6)").assert_no_text("(3)");
        assert_eq!(client.get("/pulse.csv").await.html().lines().count(), 2);
    }
    let named: i64 = app.read(|c| departments::table.count().get_result(c)).await;
    assert_eq!(named, 2);
}

#[actix_web::test]
async fn words_are_for_those_who_run_the_program() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let all = champions(&app, payments.id, "Payments", 5).await;
    for (_, client) in &all {
        answer(client, "4", "Thursdays are free.").await;
    }
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(payments.id))).await;
    after_the_quarter(&app).await;

    let champion = app.sign_in_as(&all[0].0).await.get("/pulse").await;
    let manager = app.sign_in_as(&boss).await.get("/pulse").await;

    manager.assert_text("Payments").assert_text("4.0 (5)").assert_no_text("Thursdays");
    champion.assert_text("4.0 (5)").assert_no_text("Thursdays").assert_no_element("tbody tr:nth-child(2)");
}
