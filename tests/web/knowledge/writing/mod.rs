//! Writing in the browser.

mod address;
mod conflict;
mod desk;
mod drafts;
mod history;
mod reading;

use drawbridge::knowledge::{Library, NewArticle, publish};
use drawbridge::web::Grant;

use crate::harness::{Answer, Client, TestApp, membership, person, team, term};

/// What a form of a whole article says.
const WHOLE: &[(&str, &str)] = &[
    ("title", "Which port has the quokka pool?"),
    ("category", "data-stores"),
    ("tags", "quokka, 6432"),
    ("phrasings", "quokka pool refused\nquokka 6432"),
    ("body", "It listens on 6432/tcp.\n\n## Why\n\nBecause 5432 was taken."),
    ("note", "Asked three times"),
];

/// Somebody who serves a team as champion, signed in.
async fn champion(app: &TestApp) -> Client {
    let champion = app.insert(person().named("Ana Ruiz")).await;
    let team = app.insert(team("Checkout")).await;
    app.insert(membership(champion.id, team.id)).await;
    app.insert(term(champion.id, team.id)).await;
    app.sign_in_as(&champion).await
}

/// Somebody of Network Security, signed in.
async fn analyst(app: &TestApp, name: &str) -> Client {
    let analyst = app.insert(person().named(name).granted(Grant::NetSec)).await;
    app.sign_in_as(&analyst).await
}

/// Sends a form of a whole article, with this button and these fields besides.
async fn send(writer: &Client, page: &str, action: &str, act: &str, more: &[(&str, &str)]) -> Answer {
    let fields = WHOLE.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    let fields: Vec<_> = fields.chain(more).copied().chain([("act", act)]).collect();
    writer.submit(page, action, &fields).await
}

/// Begins a draft of a new article, asks for a second reader, and returns its path.
async fn asked(writer: &Client) -> String {
    send(writer, "/articles/new", "/articles", "ask", &[]).await.location()
}

/// Puts an article into the database, as an answered question does.
async fn published(app: &TestApp, body: &str) -> String {
    let author = app.insert(person().named("Nia Sec")).await;
    let (now, library, body) = (app.now(), Library::bare("").unwrap(), body.to_owned());
    let new = NewArticle {
        title: "Which port has the wombat queue?".into(),
        category: "data-stores".into(),
        body,
        ..NewArticle::default()
    };
    let slug = app.db.write(move |tx| publish(tx, &library, author.id, now, &new)).await.unwrap();
    let path = format!("/faq/{slug}");
    served(&app.anonymous(), &path).await;
    path
}

/// Waits until a page is there: whoever wrote beside the server is followed within a second.
async fn served(reader: &Client, path: &str) {
    for _ in 0..100 {
        if reader.get(path).await.status.is_success() {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} is not served within five seconds");
}
