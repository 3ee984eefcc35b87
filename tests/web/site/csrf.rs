//! W05: forms that other sites send in a visitor's name.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use actix_web::http::{Method, StatusCode};
use drawbridge::accounts;
use drawbridge::db::DbError;
use drawbridge::web::Grant;

use crate::harness::{Answer, Client, Company, PASSWORD, TestApp, person};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

async fn add_bo(admin: &Client, token: &str, headers: &[(&str, &str)]) -> Answer {
    let body = format!("csrf={token}&name=Bo+Li&email=bo%40example.com");
    let mut all = vec![FORM];
    all.extend_from_slice(headers);
    admin.send(Method::POST, "/accounts", &all, body.into_bytes()).await
}

async fn count(app: &TestApp) -> usize {
    app.read(|connection| Ok(accounts::find_people(connection, "bo li", 0, 10).unwrap().len())).await
}

#[actix_web::test]
async fn w05_what_comes_from_elsewhere_is_refused() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let token = admin.csrf().await;

    for headers in [
        vec![("Origin", "https://evil.example")],
        vec![("Origin", "null")],
        vec![("Origin", "http://127.0.0.1:1")],
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")],
    ] {
        let answer = add_bo(&admin, &token, &headers).await;
        answer.assert_status(StatusCode::FORBIDDEN).assert_text("sent from another site");
    }

    assert_eq!(count(&app).await, 0);
    let origin = app.base_url.clone();
    add_bo(&admin, &token, &[("Origin", &origin)]).await.assert_redirect();
    assert_eq!(count(&app).await, 1);
}

#[actix_web::test]
async fn w05_a_form_needs_the_token_of_its_own_session() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let foreign = app.sign_in(Grant::Admin).await.csrf().await;
    let own = admin.csrf().await;
    let origin = app.base_url.clone();

    for token in ["", "x", foreign.as_str(), &own[1..], &own.to_uppercase()] {
        let answer = add_bo(&admin, token, &[("Origin", &origin)]).await;
        answer.assert_status(StatusCode::FORBIDDEN).assert_text("reload the page");
    }

    assert_eq!(count(&app).await, 0);
}

#[actix_web::test]
async fn w05_nobody_is_signed_in_by_another_site() {
    let app = TestApp::start().await;
    app.insert(person().named("Eve Evil").with_password()).await;
    let visitor = app.anonymous();

    let body = format!("email=eve.evil%40example.com&password={}", PASSWORD.replace(' ', "+")).into_bytes();
    let answer = visitor.send(Method::POST, "/sign-in", &[FORM, ("Origin", "https://evil.example")], body).await;

    answer.assert_status(StatusCode::FORBIDDEN);
    assert_eq!(visitor.cookie("drawbridge"), None);
}

#[actix_web::test]
async fn w05_htmx_sends_its_token_in_a_header() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let (origin, token) = (app.base_url.clone(), admin.csrf().await);

    let headers = [("Origin", origin.as_str()), ("X-CSRF-Token", token.as_str())];
    add_bo(&admin, "", &headers).await.assert_redirect();
}

/// What opening pages may write: who was there when, what was searched for, and
/// what left as a file; and what works in the background.
const EXCEPTED: [&str; 18] = [
    "article_reads",
    "audit_entries",
    "audit_seals",
    "changes",
    "counters",
    "gap_progress",
    "gap_questions",
    "gap_searches",
    "gap_terms",
    "gaps",
    "notice_keys",
    "notices",
    "question_measures",
    "question_unmeasured",
    "searches",
    "search_clicks",
    "seal_marks",
    "sessions",
];

#[actix_web::test]
async fn w05_opening_every_page_changes_no_row_of_business() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = asker.submit("/questions/new", "/questions", &[("title", "May we peer?")]).await.location();
    let everything = person().granted(Grant::Admin).granted(Grant::Lead).granted(Grant::NetSec);
    let everything = app.insert(everything.granted(Grant::Manager)).await;
    let admin = app.sign_in_as(&everything).await;
    app.indexed().await;
    // What follows a question by itself within a moment is not what a page wrote.
    actix_web::rt::time::sleep(std::time::Duration::from_secs(2)).await;
    let before = rows(&app).await;

    let mut paths: VecDeque<String> = drawbridge::app::routes()
        .into_iter()
        .filter(|route| route.method == Method::GET)
        .map(|route| route.path.replace(['{', '}'], ""))
        .collect();
    paths.push_back(question);
    let mut seen: BTreeSet<String> = paths.iter().cloned().collect();
    while let Some(path) = paths.pop_front().filter(|_| seen.len() < 600) {
        for client in [&admin, &asker] {
            let answer = client.get(&path).await;
            if !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            let links = answer.attributes("a[href]", "href").into_iter().filter(|link| link.starts_with('/'));
            paths.extend(links.filter(|link| seen.insert(link.clone())));
        }
    }

    assert!(seen.len() > 120, "{seen:?}");
    let after = rows(&app).await;
    for (table, rows) in before {
        assert_eq!(after.get(&table), Some(&rows), "{table}");
    }
}

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Every row of each table that the opening of a page must leave alone, as text.
async fn rows(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    use diesel::prelude::*;
    use drawbridge::db::Connection;
    app.read(|connection| {
        let lines = |connection: &mut Connection, query: &str| -> Result<Vec<String>, DbError> {
            let mut lines: Vec<String> =
                diesel::sql_query(query).load::<Line>(connection)?.into_iter().map(|row| row.line).collect();
            lines.sort();
            Ok(lines)
        };
        let is_sqlite = matches!(connection, Connection::Sqlite(_));
        let tables = lines(
            connection,
            if is_sqlite {
                "SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            } else {
                "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public'"
            },
        )?;
        let mut rows = BTreeMap::new();
        for table in tables.into_iter().filter(|table| !EXCEPTED.contains(&table.as_str())) {
            let query = if is_sqlite {
                let columns = lines(connection, &format!("SELECT name AS line FROM pragma_table_info('{table}')"))?;
                let columns: Vec<_> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
                format!("SELECT {} AS line FROM \"{table}\"", columns.join(" || '|' || "))
            } else {
                format!("SELECT t::text AS line FROM \"{table}\" t")
            };
            rows.insert(table, lines(connection, &query)?);
        }
        Ok(rows)
    })
    .await
}
