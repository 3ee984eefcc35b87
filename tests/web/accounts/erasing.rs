//! Erasing somebody who left: nothing in any table names them any more, figures
//! stay as they are, and the record's chain is whole.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use drawbridge::accounts::{self, Person};
use drawbridge::audit;
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, membership, person, team, term};

/// Nobody else is called so, and no word of ours holds it.
const CANARIES: [&str; 3] = ["quillfeather", "Quillfeather", "QUILLFEATHER"];
const SCHEMA: &str = include_str!("../../../src/db/schema.rs");

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Every column of text, as `table.column`, that holds a name of theirs.
pub(super) async fn naming(app: &TestApp) -> Vec<String> {
    app.read(|connection| {
        let mut naming = Vec::new();
        for (table, columns) in tables() {
            for column in columns {
                for canary in CANARIES {
                    let query = format!("SELECT COUNT(*) AS count FROM {table} WHERE {column} LIKE '%{canary}%'");
                    let found: Count = diesel::sql_query(query).get_result(connection)?;
                    if found.count > 0 {
                        naming.push(format!("{table}.{column}"));
                    }
                }
            }
        }
        naming.dedup();
        Ok(naming)
    })
    .await
}

/// The tables of the schema with their columns of text.
fn tables() -> Vec<(String, Vec<String>)> {
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for line in SCHEMA.lines().map(str::trim) {
        if let Some((table, _)) = line.strip_suffix(") {").and_then(|head| head.split_once(" (")) {
            tables.push((table.to_owned(), Vec::new()));
        } else if let Some((column, kind)) = line.split_once(" -> ")
            && let Some((_, columns)) = tables.last_mut().filter(|_| kind.contains("Text"))
        {
            columns.push(column.to_owned());
        }
    }
    assert!(tables.len() > 80, "the schema is read: {}", tables.len());
    tables
}

/// Somebody who did a bit of everything, and a colleague who names them.
pub(super) async fn lived(app: &TestApp) -> (Person, Client) {
    let checkout = app.insert(team("Checkout")).await;
    let leaver = app.insert(person().named("Zoe Quillfeather").with_password()).await;
    let mate = app.insert(person().named("Bo Lind")).await;
    app.insert(membership(leaver.id, checkout.id)).await;
    app.insert(membership(mate.id, checkout.id)).await;
    app.insert(term(leaver.id, checkout.id)).await;
    let (zoe, bo) = (app.sign_in_as(&leaver).await, app.sign_in_as(&mate).await);
    let fields = [("title", "Who is Zoe Quillfeather?"), ("body", "Write to zoe.quillfeather@example.com.")];
    zoe.post("/questions", &fields).await.assert_redirect_to("/questions/1");
    bo.post("/questions/1/comments", &[("comment", "Ask @zoe-quillfeather, ZOE QUILLFEATHER.")])
        .await
        .assert_redirect();
    let own = checkout.id.to_string();
    bo.post("/questions", &[("title", "Which port?"), ("team", &own)]).await.assert_redirect_to("/questions/2");
    let answer = [("answer", "Mine, says Zoe Quillfeather."), ("version", "1")];
    zoe.post("/questions/2/answer", &answer).await.assert_redirect();
    zoe.post("/time", &[("line", "45m training with Quillfeather")]).await.assert_redirect();
    let leave = [("first_on", "2026-12-21"), ("last_on", "2026-12-23")];
    zoe.post("/people/zoe-quillfeather/leave", &leave).await.assert_redirect();
    bo.post("/people/zoe-quillfeather/kudos", &[("reason", "Zoe Quillfeather helped.")]).await.assert_redirect();
    let token = [("name", "quillfeather's"), ("scope", "read"), ("days", "7")];
    zoe.post("/me/tokens", &token).await.assert_ok();
    let reply = [("key", "zoe"), ("title", "Mine"), ("body", "Yours, Zoe Quillfeather")];
    zoe.post("/replies", &reply).await.assert_redirect();
    let review = [("kind", "design"), ("title", "ADR by Zoe Quillfeather"), ("outcome", "approved")];
    zoe.post("/reviews", &review).await.assert_redirect();
    let meeting = [
        ("kind", "design-review"),
        ("title", "With Zoe Quillfeather"),
        ("day", "2026-11-19"),
        ("start", "12:00"),
        ("length", "1h"),
        ("zone", "UTC"),
        ("teams", "Checkout"),
    ];
    zoe.post("/meetings", &meeting).await.assert_redirect();
    let draft =
        [("title", "How Zoe Quillfeather does it"), ("category", "data-stores"), ("body", "So."), ("act", "save")];
    zoe.post("/articles", &draft).await.assert_redirect();
    zoe.get("/people/zoe-quillfeather/nothing").await.assert_status(StatusCode::NOT_FOUND);
    (leaver, bo)
}

pub(super) async fn leave(app: &TestApp, leaver: &Person) {
    let (leaver, now) = (leaver.clone(), app.now());
    app.write(move |tx| {
        use drawbridge::db::schema::terms;
        diesel::update(terms::table).set(terms::state.eq("ended")).execute(tx)?;
        Ok(accounts::switch_off(tx, None, now, &leaver)?)
    })
    .await;
    // What was seen at the doors is written down within a second.
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
}

#[actix_web::test]
async fn nothing_names_them_afterwards_and_the_chain_is_whole() {
    let app = TestApp::start().await;
    let (leaver, bo) = lived(&app).await;
    leave(&app, &leaver).await;
    app.write(|tx| Ok(audit::seal(tx, true)?)).await;
    let admin = app.sign_in(Grant::Admin).await;
    let before = app.read(audit::verify).await;
    assert!(naming(&app).await.len() > 10, "{:?}", naming(&app).await);

    let path = "/accounts/zoe-quillfeather/erasure";
    let page = admin.get(path).await;
    page.assert_ok().assert_text("What goes").assert_text("What stays");
    let wrong = admin.submit(path, path, &[("name", "Zoe")]).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("letter for letter");
    wrong.assert_text("Please mend one thing").assert_element("[data-problems] a[href='#field-name']");
    admin.submit(path, path, &[("name", "Zoe Quillfeather")]).await.assert_redirect_to("/accounts");

    assert_eq!(naming(&app).await, Vec::<String>::new());
    let after = app.read(audit::verify).await;
    assert_eq!(after.fault, None);
    assert!(after.sealed > before.sealed && after.erased > 0, "{after:?}");
    bo.get("/questions/2").await.assert_text("A former member").assert_text("Mine, says a former member.");
    bo.get("/questions/1")
        .await
        .assert_text("Who is a former member?")
        .assert_text("Ask a former member, a former member.");
    bo.get("/teams/checkout").await.assert_ok();
    admin.get("/audit").await.assert_text("person.erased").assert_text("erased");
    admin.get("/accounts").await.assert_no_text("former");
    admin.get(path).await.assert_status(StatusCode::NOT_FOUND);
    bo.get("/people/zoe-quillfeather").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn hours_and_answers_count_as_before() {
    let app = TestApp::start().await;
    let (leaver, bo) = lived(&app).await;
    leave(&app, &leaver).await;
    let admin = app.sign_in(Grant::Admin).await;
    let sums = || {
        app.read(|connection| {
            use drawbridge::db::schema::{questions, reviews, terms, time_entries};
            let minutes: Vec<i32> = time_entries::table.select(time_entries::minutes).load(connection)?;
            let counts: [i64; 3] = [
                terms::table.count().get_result(connection)?,
                reviews::table.count().get_result(connection)?,
                questions::table.filter(questions::answered_by.is_not_null()).count().get_result(connection)?,
            ];
            Ok((minutes, counts))
        })
    };
    let before = sums().await;

    let path = "/accounts/zoe-quillfeather/erasure";
    admin.submit(path, path, &[("name", "Zoe Quillfeather")]).await.assert_redirect();

    assert_eq!(sums().await, before);
    assert_eq!(before, (vec![45], [1, 1, 1]));
    bo.get("/champions").await.assert_ok();
}

#[actix_web::test]
async fn whoever_is_still_here_is_not_erased_and_only_admins_erase() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let here = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(here.id, checkout.id)).await;
    let admin = app.sign_in(Grant::Admin).await;
    let path = "/accounts/ana-ruiz/erasure";

    let page = admin.get(path).await;
    page.assert_text("their account is on; switch it off first").assert_text("their term at Checkout has to end first");
    page.assert_no_element("input[name=name]");
    let refused = admin.post(path, &[("name", "Ana Ruiz")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("switch it off first");
    for grant in [Grant::Lead, Grant::NetSec, Grant::Manager] {
        let client = app.sign_in(grant).await;
        client.get(path).await.assert_status(StatusCode::NOT_FOUND);
        client.post(path, &[("name", "Ana Ruiz")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    admin.get("/people/ana-ruiz").await.assert_text("Ana Ruiz");
}

#[actix_web::test]
async fn a_former_member_is_never_switched_on_again() {
    let app = TestApp::start().await;
    let (leaver, _) = lived(&app).await;
    leave(&app, &leaver).await;
    let admin = app.sign_in(Grant::Admin).await;
    let path = "/accounts/zoe-quillfeather/erasure";
    admin.submit(path, path, &[("name", "Zoe Quillfeather")]).await.assert_redirect();
    let handle: String = app
        .read(move |connection| {
            use drawbridge::db::schema::people;
            people::table.find(leaver.id).select(people::handle).first(connection)
        })
        .await;

    assert!(handle.starts_with("former-"), "{handle}");
    let on = admin.post(&format!("/accounts/{handle}/state"), &[("state", "active")]).await;
    on.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let account = format!("/accounts/{handle}");
    for (form, fields) in
        [("link", &[][..]), ("grants", &[("kind", "netsec")]), ("state", &[("state", "disabled")]), ("erasure", &[])]
    {
        let refused = admin.post(&format!("{account}/{form}"), fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("obody signs in to this account");
    }
    let shown = admin.get(&account).await;
    shown.assert_ok().assert_text("erased").assert_no_element("main form").assert_no_text("erased.invalid");
    shown.assert_no_element(&format!("a[href='{account}/erasure']"));
    let page = admin.get(&format!("/people/{handle}")).await;
    page.assert_ok().assert_text("A former member").assert_no_element("a[href^='mailto:']");
}

#[actix_web::test]
async fn services_and_tokens_that_were_called_by_their_name_forget_it_and_namesakes_keep_theirs() {
    let app = TestApp::start().await;
    let (leaver, bo) = lived(&app).await;
    app.insert(team("Payments")).await;
    let namesake = drawbridge::accounts::NewPerson {
        name: "Zoe Quillfeather".into(),
        email: "other@example.com".into(),
        chat: String::new(),
    };
    let now = app.now();
    app.write(move |tx| Ok(accounts::add_person(tx, None, now, &namesake)?)).await;
    let admin = app.sign_in(Grant::Admin).await;
    let service = [("name", "Robot of Zoe Quillfeather"), ("about", "Ask @zoe-quillfeather"), ("answers", "payments")];
    let own = "/service-accounts/robot-of-zoe-quillfeather";
    admin.submit("/service-accounts", "/service-accounts", &service).await.assert_redirect_to(own);
    let token = [("name", "Zoe Quillfeather's laptop"), ("scope", "questions:write"), ("days", "7")];
    let made = admin.submit(own, &format!("{own}/tokens"), &token).await;
    let bearer = format!("Bearer {}", made.select("code[data-copy]").remove(0));
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let body = br#"{"title": "Which way?"}"#.to_vec();
    let asked = app.anonymous().send(actix_web::http::Method::POST, "/api/v1/questions", &headers, body).await;
    asked.assert_status(StatusCode::CREATED);
    bo.post("/me/tokens", &[("name", "For Zoe Quillfeather"), ("scope", "read"), ("days", "7")]).await.assert_ok();
    leave(&app, &leaver).await;

    let path = "/accounts/zoe-quillfeather/erasure";
    admin.get(path).await.assert_text("Addresses of services and of launches");
    admin.submit(path, path, &[("name", "Zoe Quillfeather")]).await.assert_redirect();

    let page = admin.get(own).await;
    page.assert_ok().assert_text("Robot of a former member").assert_text("Ask a former member");
    page.assert_text("a former member's laptop").assert_no_text("Zoe Quillfeather");
    bo.get("/me/tokens").await.assert_text("For a former member");
    admin.get("/accounts").await.assert_text("Zoe Quillfeather");
    let left = naming(&app).await;
    let kept =
        ["audit_entries.subject_key", "people.handle", "people.name", "people.name_folded", "submissions.target"];
    assert!(left.iter().all(|column| kept.contains(&column.as_str())), "{left:?}");
    app.write(|tx| Ok(audit::seal(tx, true)?)).await;
    assert_eq!(app.read(audit::verify).await.fault, None);
}
