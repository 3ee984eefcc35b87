//! What the record leads to: only what opens for whoever reads it.

use diesel::prelude::*;
use drawbridge::db::schema::articles;
use drawbridge::knowledge::{Library, NewArticle, publish};
use drawbridge::web::Grant;
use serde_json::json;

use super::write_line;
use crate::harness::{Answer, Client, TestApp, person, team, term};

fn links(page: &Answer) -> Vec<String> {
    page.attributes("td[data-label='About'] a", "href")
}

async fn assert_open(reader: &Client, links: &[String]) {
    for href in links {
        reader.get(href).await.assert_ok();
    }
}

#[actix_web::test]
async fn a04_a_proposal_is_a_link_for_those_whom_it_concerns() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let mut paths = Vec::new();
    for (name, state) in [("Ana Ruiz", "active"), ("Bo Lind", "nominated"), ("Cy Ode", "declined")] {
        let nominee = app.insert(person().named(name)).await;
        let id = app.insert(term(nominee.id, checkout.id).state(state)).await;
        write_line(&app, "term.saved", ("term", id.as_str()), json!({ "state": state })).await;
        paths.push(format!("/terms/{id}"));
    }
    let (netsec, admin) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::Admin).await);

    let seen = netsec.get("/audit?action=term.saved").await;

    assert_eq!(seen.select("tbody tr").len(), 3);
    assert_eq!(links(&seen), [paths[0].clone()]);
    assert_open(&netsec, &links(&seen)).await;
    let all = links(&admin.get("/audit?action=term.saved").await);
    assert_eq!(all.len(), 3);
    assert_open(&admin, &all).await;
    let key = paths[1].trim_start_matches("/terms/");
    netsec.get(&format!("/audit?kind=term&key={key}")).await.assert_ok().assert_no_element("h1 a");
}

#[actix_web::test]
async fn a04_a_meeting_is_a_link_for_whoever_may_come() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let (netsec, admin) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::Admin).await);
    let lead = app.sign_in(Grant::Lead).await;
    let meeting = [
        ("kind", "champions"),
        ("title", "Monthly"),
        ("day", "2026-11-19"),
        ("start", "12:00"),
        ("length", "1h"),
        ("zone", "UTC"),
        ("teams", "Checkout"),
    ];
    for caller in [&lead, &netsec] {
        caller.submit("/meetings/new", "/meetings", &meeting).await.assert_redirect();
    }

    let seen = netsec.get("/audit?action=meeting.called").await;

    assert_eq!(seen.select("tbody tr").len(), 2);
    assert_eq!(links(&seen), ["/meetings/2"]);
    assert_open(&netsec, &links(&seen)).await;
    let all = links(&admin.get("/audit?action=meeting.called").await);
    assert_eq!(all.len(), 2);
    assert_open(&admin, &all).await;
}

#[actix_web::test]
async fn an_article_that_was_taken_out_is_no_link() {
    let app = TestApp::start().await;
    let author = app.insert(person()).await;
    let now = app.now();
    app.write(move |tx| {
        let library = Library::bare("").unwrap();
        for slug in ["possum-queue", "wombat-queue"] {
            let new = NewArticle {
                slug: Some(slug.into()),
                title: format!("Which port has the {slug}?"),
                category: "data-stores".into(),
                body: "5672/tcp.".into(),
                ..NewArticle::default()
            };
            publish(tx, &library, author.id, now, &new)?;
        }
        let out = articles::table.filter(articles::slug.eq("wombat-queue"));
        diesel::update(out).set(articles::retired_at.eq(now)).execute(tx)?;
        Ok(())
    })
    .await;

    let seen = app.sign_in(Grant::NetSec).await.get("/audit?action=article.published").await;

    seen.assert_text("article wombat-queue");
    assert_eq!(links(&seen), ["/faq/possum-queue"]);
}
