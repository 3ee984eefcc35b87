//! The record as Network Security and admins read it: changes, refusals,
//! sign-ins and files that left, by whom and from where.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use drawbridge::audit::{self, Entry};
use drawbridge::web::Grant;

use crate::harness::{Answer, Client, TestApp, membership, person, team, term};

/// The record, once these words stand in it: what the doors see is written a
/// moment later.
async fn record_with(reader: &Client, path: &str, words: &str) -> Answer {
    for _ in 0..100 {
        let page = reader.get(path).await;
        if page.text().contains(words) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("“{words}” did not come into {path} within ten seconds:\n{}", reader.get(path).await);
}

#[actix_web::test]
async fn a_change_says_who_what_and_from_where() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    admin.post("/departments", &[("name", "Payments")]).await.assert_redirect();
    let department = ("department", "payments");
    admin.post("/teams", &[("name", "Checkout"), department]).await.assert_redirect();

    let page = app.sign_in(Grant::NetSec).await.get("/audit?action=team.added").await;

    page.assert_ok().assert_text("team checkout").assert_text("127.0.0.1").assert_element("a[href='/teams/checkout']");
    assert_eq!(page.select("tbody tr").len(), 1);
}

#[actix_web::test]
async fn a02_the_record_is_for_network_security_and_admins_alone() {
    let app = TestApp::start().await;
    for grant in [Grant::Lead, Grant::Manager] {
        let client = app.sign_in(grant).await;
        for path in ["/audit", "/audit.csv", "/api/v1/audit"] {
            client.get(path).await.assert_status(StatusCode::NOT_FOUND);
        }
        client.get("/").await.assert_no_element("a[href='/audit']");
    }
    app.anonymous().get("/audit").await.assert_redirect();
    app.anonymous().get("/api/v1/audit").await.assert_status(StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn filters_narrow_the_record_and_wrong_ones_are_said_beside_what_was_typed() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    for name in ["Checkout", "Ledger"] {
        admin.post("/departments", &[("name", name)]).await.assert_redirect();
    }
    let lines = async |path: &str| admin.get(path).await.select("tbody tr").len();

    assert_eq!(lines("/audit?kind=department&key=ledger").await, 1);
    assert_eq!(lines("/audit?action=department.added&from=2026-11-18&to=2026-11-18").await, 2);
    assert_eq!(lines("/audit?action=department.added&from=2026-11-19").await, 0);
    assert_eq!(lines("/audit?action=department.added&to=2026-11-17").await, 0);
    let wrong = admin.get("/audit?who=nobody-here&from=soon&key=ledger").await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("nobody here is known as “nobody-here”");
    wrong.assert_text("write a day as 2026-11-21").assert_element("input[name='key'][value='ledger']");
    admin.get("/audit?behind=there").await.assert_status(StatusCode::BAD_REQUEST);
    admin.get("/audit.csv?who=nobody-here").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn who_did_it_is_found_by_their_handle() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let (ana, netsec) = (app.sign_in_as(&ana).await, app.sign_in(Grant::NetSec).await);
    ana.post("/sign-out", &[]).await.assert_redirect();

    let page = netsec.get("/audit?who=ana-ruiz").await;

    page.assert_text("session.ended").assert_element("td a[href='/people/ana-ruiz']");
    assert!(page.select("tbody tr").iter().all(|line| line.contains("Ana Ruiz")), "{page}");
}

#[actix_web::test]
async fn a_long_record_is_read_page_by_page() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    for number in 0..53 {
        admin.post("/departments", &[("name", &format!("Branch {number:02}"))]).await.assert_redirect();
    }
    let first = admin.get("/audit?action=department.added").await;
    let older = first.attributes("a[rel='next']", "href").remove(0);

    let second = admin.get(&older).await;

    assert_eq!((first.select("tbody tr").len(), second.select("tbody tr").len()), (50, 3));
    first.assert_text("department branch-52").assert_no_text("department branch-02");
    second.assert_text("department branch-02").assert_no_element("a[rel='next']").assert_element("a[rel='prev']");
}

#[actix_web::test]
async fn a_file_of_the_record_is_sent_in_parts_and_whole() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let now = app.now();
    app.write(move |tx| {
        for number in 0..2_300 {
            let subject = ("branch", number.to_string());
            let detail = serde_json::json!({ "number": number });
            let entry = Entry { actor: None, action: "branch.made", subject: (subject.0, &subject.1), detail };
            audit::record(tx, now, entry)?;
        }
        Ok(())
    })
    .await;

    let file = admin.get("/audit.csv?action=branch.made").await;

    file.assert_ok();
    let text = file.html();
    let mut lines = text.lines();
    assert!(lines.next().is_some_and(|head| head.starts_with("at,actor,")), "{text}");
    let mut keys: Vec<u32> =
        lines.map(|line| line.split(',').nth(5).and_then(|key| key.parse().ok()).unwrap()).collect();
    keys.sort_unstable();
    assert_eq!(keys, (0..2_300).collect::<Vec<u32>>(), "each once, and no line between the parts");
}

#[actix_web::test]
async fn a04_the_record_leads_only_where_its_reader_may_go() {
    let app = TestApp::start().await;
    let (admin, analyst) = (app.sign_in(Grant::Admin).await, app.sign_in(Grant::NetSec).await);
    let asker = app.sign_in_developer().await;
    for (title, visibility, path) in
        [("Broken into?", "netsec", "/questions/1"), ("Which port is it?", "everyone", "/questions/2")]
    {
        asker.post("/questions", &[("title", title), ("visibility", visibility)]).await.assert_redirect_to(path);
    }

    let links = |page: &Answer| page.attributes("main td a[href^='/questions/']", "href");
    let seen = admin.get("/audit?action=question.asked").await;
    assert_eq!(links(&seen), ["/questions/2"]);
    assert_eq!(links(&analyst.get("/audit?action=question.asked").await).len(), 2);
    admin.get("/audit?kind=question&key=1").await.assert_ok().assert_no_element("h1 a");
    admin.get("/audit?kind=question&key=2").await.assert_ok().assert_element("h1 a[href='/questions/2']");
}

#[actix_web::test]
async fn the_record_as_a_file_holds_what_the_filter_shows_and_is_recorded_itself() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    admin.post("/departments", &[("name", "=Checkout")]).await.assert_redirect();

    let csv = admin.get("/audit.csv?action=department.added").await;

    csv.assert_ok().assert_header("content-disposition", "attachment; filename=\"audit-2026-11-18.csv\"");
    let text = csv.html();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.starts_with("at,actor,name,action,kind,key,detail,address,token,id\r\n2026-11-18T10:00:00"), "{text}");
    assert!(text.contains(",department.added,department,checkout,") && text.contains(",127.0.0.1,"), "{text}");
    record_with(&admin, "/audit?action=file.exported", "GET /audit.csv?action=department.added").await;
}

#[actix_web::test]
async fn refusals_are_recorded_with_who_and_where_and_without_secrets() {
    let app = TestApp::start().await;
    let developer = app.sign_in_developer().await;
    developer.post("/teams", &[("name", "Checkout")]).await.assert_status(StatusCode::FORBIDDEN);
    for _ in 0..3 {
        developer.get("/accounts?token=canary-2718&next=canary").await.assert_status(StatusCode::NOT_FOUND);
    }
    let bad = app.anonymous().get_with("/api/v1/search?q=port", &[("Authorization", "Bearer canary-2718")]).await;
    bad.assert_status(StatusCode::UNAUTHORIZED);
    let netsec = app.sign_in(Grant::NetSec).await;

    let page = record_with(&netsec, "/audit?action=door.refused", "status: 401").await;

    page.assert_text("POST /teams").assert_text("GET /accounts").assert_text("status: 403, times: 1");
    page.assert_no_text("canary").assert_text("127.0.0.1");
    assert_eq!(netsec.get("/audit?action=door.crowded").await.select("tbody tr").len(), 0);
}

#[actix_web::test]
async fn whoever_did_not_get_in_is_recorded_without_what_they_typed() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let wrong = async |email: &str| {
        app.anonymous().submit("/sign-in", "/sign-in", &[("email", email), ("password", "canary-2718")]).await
    };
    wrong(&ana.email).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    wrong("canary@example.com").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let netsec = app.sign_in(Grant::NetSec).await;

    record_with(&netsec, "/audit?action=session.refused", "person ana-ruiz").await;
    let page = record_with(&netsec, "/audit?action=session.refused", "POST /sign-in").await;

    page.assert_no_text("canary");
}

#[actix_web::test]
async fn what_a_script_did_names_its_token() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    app.insert(term(ana.id, checkout.id)).await;
    let ana = app.sign_in_as(&ana).await;
    let made = ana.post("/me/tokens", &[("name", "Pipeline"), ("days", "30"), ("scope", "time:write")]).await;
    let token = made.select("code[data-copy]").remove(0);
    let headers = [("Authorization", format!("Bearer {token}")), ("Content-Type", "application/json".to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let body = br#"{"line": "30m training"}"#.to_vec();
    let logged = app.anonymous().send(Method::POST, "/api/v1/time", &headers, body).await;
    assert!(logged.status.is_success(), "{logged}");

    let page = app.sign_in(Grant::NetSec).await.get("/audit?who=ana-ruiz&kind=time").await;

    page.assert_text("by the token “Pipeline”");
}

#[actix_web::test]
async fn what_collects_records_reads_on_from_where_it_was() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    for name in ["Checkout", "Ledger"] {
        admin.post("/departments", &[("name", name)]).await.assert_redirect();
    }
    let mut answer = admin.get("/api/v1/audit?limit=1").await.json();
    for _ in 0..100 {
        if answer["next_after"] == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        answer = admin.get("/api/v1/audit?limit=1").await.json();
    }
    assert_eq!(answer["entries"][0]["number"], 1, "{answer}");
    assert_eq!(answer["entries"][0]["hash"].as_str().map(str::len), Some(64), "{answer}");

    let rest = record_with(&admin, "/api/v1/audit?after=1", "\"key\":\"ledger\"").await.json();

    let numbers: Vec<i64> =
        rest["entries"].as_array().expect("entries").iter().filter_map(|one| one["number"].as_i64()).collect();
    assert_eq!(numbers.first(), Some(&2));
    assert!(numbers.is_sorted());
    assert_eq!(rest["next_after"].as_i64(), numbers.last().copied());
    admin.get("/api/v1/audit?limit=201").await.assert_status(StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_page_of_one_thing_leads_to_what_happened_to_it() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let href = "/audit?kind=team&key=checkout";
    let link = format!("a[href='{href}']");

    app.sign_in(Grant::NetSec).await.get("/teams/checkout").await.assert_element(&link);
    app.sign_in_developer().await.get("/teams/checkout").await.assert_no_element("a[href^='/audit']");
    app.sign_in(Grant::NetSec).await.get("/teams").await.assert_no_element("a[href^='/audit?']");
}
