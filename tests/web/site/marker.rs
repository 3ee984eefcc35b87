//! W02: one marker through every field, and out of every page, list and feed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use actix_web::http::Method;
use drawbridge::app;
use drawbridge::web::Grant;
use scraper::{Html, Selector};

use crate::harness::{Answer, Client, TestApp, department, membership, person, team, term};

/// A formula for spreadsheets, an element for pages, and what quotes and lines
/// end elsewhere.
const MARKER: &str = "=m\"'><b data-m>&{{7*7}};\\ X-M:1";
/// What of it no page may hold as it is.
const ELEMENT: &str = "<b data-m";
/// Pages that are opened: each kind, and of long lists the first.
const PAGES: usize = 400;
/// What ends the walk, or the account that walks.
const LEFT_OUT: [&str; 8] =
    ["sign-out", "sign-in", "password", "/people/", "/accounts/", "persona", "/me/sessions", "second-factor"];

/// A company whose names are the marker, as far as names may be, and somebody
/// who may do everything in it.
async fn walker(app: &TestApp) -> Client {
    let name = |text: &str| format!("{text} {MARKER}");
    let department = app.insert(department(&name("Payments"))).await;
    let team = app.insert(team(&name("Checkout")).within(department.id).chat(MARKER)).await;
    let everything = person().named(&name("Ana")).granted(Grant::Lead).granted(Grant::NetSec);
    let ana = app.insert(everything.granted(Grant::Admin).granted(Grant::Manager)).await;
    app.insert(membership(ana.id, team.id)).await;
    app.insert(term(ana.id, team.id)).await;
    app.sign_in_as(&ana).await
}

/// Holds an answer against what its kind allows.
fn check(path: &str, answer: &Answer) {
    assert!(!answer.status.is_server_error(), "{path}: {answer}");
    let kind = answer.header("content-type");
    let kind = kind.split(';').next().unwrap_or_default();
    let is_text = kind.starts_with("text/") || kind.ends_with("json") || kind.ends_with("xml");
    let body = if is_text { answer.html() } else { String::new() };
    match kind {
        "text/html" | "application/atom+xml" | "image/svg+xml" => {
            assert!(!body.contains(ELEMENT), "{path} holds the marker as it is: {body}");
        }
        "application/json" | "application/problem+json" => {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&body);
            assert!(read.is_ok(), "{path}: {body}");
        }
        "text/csv" => {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(body.as_bytes());
            for record in reader.records() {
                let record = record.unwrap_or_else(|error| panic!("{path}: {error}: {body}"));
                assert!(record.iter().all(|cell| !cell.starts_with('=')), "{path}: a formula in {record:?}");
            }
        }
        "text/calendar" => {
            for line in body.replace("\r\n ", "").split("\r\n").filter(|line| !line.is_empty()) {
                let name = line.split([':', ';']).next().unwrap_or_default();
                assert!(name.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{path}: {line}");
                assert!(!line.starts_with("X-M"), "{path}: {line}");
            }
        }
        _ => {}
    }
}

/// An address without the numbers and keys that tell two of a kind apart.
fn kind_of(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let part =
        |part: &str| if part.len() > 30 || part.chars().any(|c| c.is_ascii_digit()) { "*" } else { part }.to_owned();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The forms of a page that change something: where they go, and what they ask for.
fn forms(answer: &Answer) -> BTreeMap<String, Vec<(String, String)>> {
    if !is_page(answer) {
        return BTreeMap::new();
    }
    let page = Html::parse_document(&answer.html());
    let selector = |text: &str| Selector::parse(text).expect("a selector");
    let (form, field) = (selector("form[method=post]"), selector("input[name], textarea[name]"));
    let mut forms = BTreeMap::new();
    for form in page.select(&form).filter(|form| form.attr("enctype").is_none()) {
        let action = form.attr("action").unwrap_or_default().to_owned();
        if LEFT_OUT.iter().any(|part| action.contains(part)) {
            continue;
        }
        let mut fields = Vec::new();
        for field in form.select(&field) {
            let name = field.attr("name").unwrap_or_default().to_owned();
            let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
                ("textarea", _) | (_, "text" | "search") => MARKER,
                (_, "email") => "marker@example.com",
                (_, "url") => "https://example.com/?m=<b data-m>",
                (_, "date") => "2026-12-01",
                (_, "number") => "5",
                (_, "time") => "10:00",
                _ => continue,
            };
            fields.push((name, value.to_owned()));
        }
        if !fields.is_empty() {
            // Of two forms that go to one place, the first is filled.
            forms.entry(action).or_insert(fields);
        }
    }
    forms
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type").starts_with("text/html")
}

/// Opens every kind of page that there is a way to; `visit` may use each.
async fn walk(client: &Client, mut visit: impl AsyncFnMut(&str, &Answer)) -> usize {
    let routes = app::routes().into_iter().filter(|route| route.method == Method::GET && !route.path.contains('{'));
    let mut wait: VecDeque<String> = routes.map(|route| route.path.to_owned()).collect();
    let (mut seen, mut opened) = (BTreeMap::<String, usize>::new(), 0);
    while let Some(path) = wait.pop_front().filter(|_| opened < PAGES) {
        let times = seen.entry(kind_of(&path)).or_default();
        *times += 1;
        if *times > 3 || LEFT_OUT.iter().take(3).any(|part| path.contains(part)) {
            continue;
        }
        let answer = client.get(&path).await;
        opened += 1;
        check(&path, &answer);
        if is_page(&answer) {
            let links: BTreeSet<String> = answer.attributes("a[href]", "href").into_iter().collect();
            wait.extend(links.into_iter().filter(|link| link.starts_with('/') && !link.starts_with("/static")));
        }
        visit(&path, &answer).await;
    }
    opened
}

#[actix_web::test]
async fn w02_one_marker_is_escaped_wherever_it_comes_out() {
    let app = TestApp::start().await;
    let client = walker(&app).await;

    let (mut filled, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..2 {
        walk(&client, async |path, answer| {
            for (action, fields) in forms(answer) {
                let kind = kind_of(&action);
                if taken.contains(&kind) || !filled.insert((kind.clone(), path.to_owned())) {
                    continue;
                }
                let given: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                // A form whose fields share a name can't be filled so.
                let Ok(fields) = std::panic::catch_unwind(|| answer.fill_form(&action, &given)) else { continue };
                let sent = client.post_exactly(&action, &fields).await;
                check(&action, &sent);
                if sent.status.is_redirection() {
                    taken.insert(kind);
                }
            }
        })
        .await;
    }
    let mut shown = BTreeSet::new();
    let opened = walk(&client, async |path, answer| {
        if is_page(answer) && answer.html().contains("b data-m") {
            shown.insert(kind_of(path));
        }
    })
    .await;

    assert!(opened > 80, "{opened} pages were opened");
    assert!(taken.len() >= 6, "only these forms took the marker: {taken:?}");
    assert!(shown.len() >= 12, "the marker came out on these alone: {shown:?}");
}
