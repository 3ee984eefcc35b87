//! The directory of people.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::PersonState;
use drawbridge::db::schema::people;

use crate::harness::{TestApp, department, membership, person, team, term};

#[actix_web::test]
async fn the_directory_says_where_people_belong_and_whom_they_serve() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    app.insert(term(ana.id, checkout.id)).await;
    app.insert(person().named("Ana Maria Lund")).await;
    app.insert(person().named("Bo Dahl")).await;
    let gone = app.insert(person().named("Ana Gone")).await;
    app.write(move |tx| {
        diesel::update(people::table.find(gone.id)).set(people::state.eq(PersonState::Disabled)).execute(tx)?;
        Ok(())
    })
    .await;
    let reader = app.sign_in_developer().await;

    let all = reader.get("/people").await;
    all.assert_ok().assert_text("4 people").assert_text("@bo-dahl").assert_no_text("Gone");
    assert_eq!(all.select("tbody th a"), ["Ana Maria Lund", "Ana Ruiz", "Bo Dahl", &reader_name(&all)]);
    let row = &all.select("tbody tr")[1];
    assert!(row.contains("Payments") && row.contains("Champion, Checkout"), "{row}");
    for (words, names) in [
        ("RUIZ", vec!["Ana Ruiz"]),
        ("ruiz+ana", vec!["Ana Ruiz"]),
        ("@bo-dahl", vec!["Bo Dahl"]),
        ("ana", vec!["Ana Maria Lund", "Ana Ruiz"]),
        ("%25", vec![]),
        ("nobody", vec![]),
    ] {
        let found = reader.get(&format!("/people?q={words}")).await;
        assert_eq!(found.select("tbody th a"), names, "{words}");
    }
    reader.get("/people?q=nobody").await.assert_text("Nobody fits");
    assert!(app.anonymous().get("/people").await.location().starts_with("/sign-in"));
}

/// The last of the list: the reader, whose name is made up.
fn reader_name(page: &crate::harness::Answer) -> String {
    page.select("tbody th a").last().cloned().unwrap_or_default()
}

#[actix_web::test]
async fn a_long_directory_has_pages_and_the_search_leads_there() {
    let app = TestApp::start().await;
    for number in 0..60 {
        app.insert(person().named(&format!("Ana Number{number:02}"))).await;
    }
    let reader = app.sign_in_developer().await;

    let first = reader.get("/people?q=ana").await;
    first.assert_text("1 to 50 of 60").assert_element("a[rel=next][href='/people?q=ana&page=1']");
    let second = reader.get("/people?q=ana&page=1").await;
    second.assert_text("51 to 60 of 60").assert_element("a[rel=prev]").assert_no_element("a[rel=next]");
    reader.get("/people?page=9999999").await.assert_status(StatusCode::OK);
    let found = reader.get("/search?q=ana").await;
    found.assert_element("a[href='/people?q=ana']").assert_text("All people with “ana” in their name");
}
