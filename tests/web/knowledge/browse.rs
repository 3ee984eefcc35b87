//! Shelves that are worth browsing, and what to read first.

use actix_web::http::StatusCode;
use drawbridge::knowledge::add_reads;
use jiff::SignedDuration;

use crate::harness::binary::Folder;
use crate::harness::{TestApp, person, team, term};

#[actix_web::test]
async fn a_shelf_says_what_stands_on_it_and_what_is_read_most() {
    let app = TestApp::with().articles().start().await;
    let today = app.today();
    app.write(move |tx| {
        add_reads(tx, "any-source-0-0-0-0", today.plus_days(-3), 2)?;
        add_reads(tx, "host-firewall-also-blocks", today, 7)?;
        add_reads(tx, "bind-address-localhost-only", today.plus_days(-400), 900)?;
        Ok(add_reads(tx, "dns-change-ttl", today, 50)?)
    })
    .await;

    let shelf = app.anonymous().get("/faq?category=ports-firewalls").await;

    shelf.assert_ok().assert_text("Which port, which direction, whose firewall").assert_text("8 articles");
    assert_eq!(
        shelf.attributes("section[aria-labelledby=most-read-title] a", "href"),
        ["/faq/host-firewall-also-blocks", "/faq/any-source-0-0-0-0"]
    );
    shelf.assert_element("section[aria-labelledby=shelf-ports-firewalls] li .muted");
    let whole = app.anonymous().get("/faq").await;
    whole.assert_element("h2 a[href='/faq?category=dns']").assert_text("Names that don't resolve");
    whole.assert_no_element("section[aria-labelledby=most-read-title]");
}

#[actix_web::test]
async fn a_reading_list_has_its_articles_in_their_order() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/faq").await.assert_element("a[href='/reading-lists/first-steps']");
    let list = reader.get("/reading-lists/first-steps").await;
    list.assert_ok().assert_text("First steps as a champion").assert_text("16 articles");
    assert_eq!(list.attributes("ol.hits a", "href").first().map(String::as_str), Some("/faq/who-is-my-champion"));
    reader.get("/reading-lists/nothing").await.assert_status(StatusCode::NOT_FOUND);
    reader.get("/faq/first-steps").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn without_public_reading_a_list_asks_to_sign_in() {
    let app = TestApp::with().articles().public_reading(false).start().await;

    let sent = app.anonymous().get("/reading-lists/first-steps").await;

    assert!(sent.location().starts_with("/sign-in?return="));
}

#[actix_web::test]
async fn a_champion_finds_it_on_the_desk_while_the_term_is_young() {
    let app = TestApp::with().articles().start().await;
    let ana = app.insert(person()).await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let champion = app.sign_in_as(&ana).await;

    champion.get("/me").await.assert_ok().assert_element("a[href='/reading-lists/first-steps']");
    app.advance(SignedDuration::from_hours(24 * 40)).await;
    let ana = app.sign_in_as(&ana).await;
    ana.get("/me").await.assert_ok().assert_no_element("a[href='/reading-lists/first-steps']");
    app.sign_in_developer().await.get("/me").await.assert_no_element("a[href='/reading-lists/first-steps']");
}

#[actix_web::test]
async fn a_company_has_lists_of_its_own() {
    let folder = Folder::new();
    folder.write(
        "reading-lists/first-steps.toml",
        "title = \"Start here\"\n[[part]]\ntitle = \"All\"\narticles = [\"dns-change-ttl\", \"nothing-like-this\"]\n",
    );
    folder.write("reading-lists/broken.toml", "title = \n");
    let app = TestApp::with().articles().content(&folder.0).start().await;

    let list = app.anonymous().get("/reading-lists/first-steps").await;
    list.assert_ok().assert_text("Start here").assert_text("1 article").assert_element("a[href='/faq/dns-change-ttl']");
    let netsec = app.sign_in(drawbridge::web::Grant::NetSec).await;
    netsec.get("/faq").await.assert_text("broken.toml:1: this is no reading list");
}
