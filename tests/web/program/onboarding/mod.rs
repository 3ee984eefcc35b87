//! How champions begin and end: the list, the buddy, the reviews, and what is
//! taken back.

mod list;
mod missing;
mod reviews;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::Person;
use drawbridge::db::keys::TermId;
use drawbridge::db::schema::onboarding_items;
use drawbridge::program;
use drawbridge::program::onboarding::Templates;
use drawbridge::web::{Grant, Scope};

use crate::harness::{Client, TestApp, department, membership, person, team, term};

/// A champion of Checkout in Payments, with the list of their term.
struct Begun {
    ana: Person,
    term: TermId,
    list: String,
    manager: Client,
    champion: Client,
}

async fn begun(app: &TestApp) -> Begun {
    let payments = app.insert(department("Payments")).await;
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    let term = app.insert(term(ana.id, checkout.id)).await;
    begin(app, term).await;
    let boss =
        app.insert(person().named("Helena Brandt").granted_for(Grant::Manager, Scope::Department(payments.id))).await;
    let (manager, champion) = (app.sign_in_as(&boss).await, app.sign_in_as(&ana).await);
    Begun { list: format!("/terms/{term}/onboarding"), ana, term, manager, champion }
}

/// Copies the list into a term that a builder made, as accepting it does.
async fn begin(app: &TestApp, term: TermId) {
    let now = app.now();
    app.write(move |tx| {
        let found = program::terms::find_term(tx, term)?.term;
        Ok(program::onboarding::begin(tx, &Templates::open(None).get(), now, &found)?)
    })
    .await;
}

/// The address of a thing, and the version of its row.
async fn thing(app: &TestApp, term: TermId, name: &'static str) -> (String, String) {
    let (id, version): (String, i32) = app
        .read(move |connection| {
            onboarding_items::table
                .filter(onboarding_items::term_id.eq(term))
                .filter(onboarding_items::item.eq(name))
                .select((onboarding_items::id, onboarding_items::version))
                .first(connection)
        })
        .await;
    (format!("/onboarding/things/{id}"), version.to_string())
}

async fn mark(app: &TestApp, by: &Client, term: TermId, name: &'static str, fields: &[(&str, &str)]) -> StatusCode {
    let (path, version) = thing(app, term, name).await;
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    by.post(&path, &all).await.status
}
