//! What happened to somebody: under their handle, and gone with their name.

use diesel::prelude::*;
use drawbridge::accounts;
use drawbridge::db::schema::audit_entries;
use drawbridge::web::Grant;
use jiff::SignedDuration;
use serde_json::json;

use super::write_line;
use crate::harness::{Answer, TestApp, membership, person, team, term};

fn actions(page: &Answer) -> Vec<String> {
    page.select("td[data-label='What']")
}

#[actix_web::test]
async fn what_happened_to_somebody_stands_under_their_handle() {
    let app = TestApp::start().await;
    let (checkout, row) = (app.insert(team("Checkout")).await, app.insert(person().named("Ana Ruiz")).await);
    app.insert(term(row.id, checkout.id)).await;
    app.insert(membership(row.id, checkout.id)).await;
    let (ana, netsec) = (app.sign_in_as(&row).await, app.sign_in(Grant::NetSec).await);
    let mate = app.sign_in_developer().await;
    mate.post("/people/ana-ruiz/kudos", &[("reason", "For the review.")]).await.assert_redirect();
    let kudos = mate.get("/people/ana-ruiz/kudos").await;
    let back = kudos.attributes("form[action$='/delete']", "action").remove(0);
    mate.post(&back, &[]).await.assert_redirect();
    ana.post("/calendar", &[]).await;
    ana.post("/calendar/end", &[]).await.assert_redirect();
    let meeting = [
        ("kind", "champions"),
        ("title", "Monthly"),
        ("day", "2026-11-19"),
        ("start", "12:00"),
        ("length", "1h"),
        ("zone", "UTC"),
        ("teams", "Checkout"),
    ];
    ana.submit("/meetings/new", "/meetings", &meeting).await.assert_redirect();
    app.advance(SignedDuration::from_hours(27)).await;
    ana.post("/meetings/1/dates/2026-11-19/presence", &[("there", "yes")]).await.assert_redirect();
    ana.post("/people/ana-ruiz/belt", &[("act", "ask")]).await.assert_redirect();

    let page = netsec.get("/audit?kind=person&key=ana-ruiz").await;

    for action in ["kudos.given", "kudos.taken_back", "calendar.renewed", "calendar.ended", "belt.asked"] {
        assert!(actions(&page).iter().any(|one| one == action), "{action}: {page}");
    }
    for href in page.attributes("td[data-label='About'] a", "href") {
        assert_eq!(href, "/people/ana-ruiz");
    }
    netsec.get("/audit?action=belt.asked").await.assert_no_text("more");
}

#[actix_web::test]
async fn lines_under_an_id_are_found_by_the_handle_and_lead_nowhere() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    write_line(&app, "kudos.given", ("person", ana.id.as_str()), json!({})).await;
    let netsec = app.sign_in(Grant::NetSec).await;

    let page = netsec.get("/audit?kind=person&key=ana-ruiz").await;

    assert!(actions(&page).contains(&"kudos.given".to_owned()), "{page}");
    let all = netsec.get("/audit?action=kudos.given").await;
    assert_eq!(all.select("td[data-label='About']"), ["person Ana Ruiz"]);
    all.assert_no_element("td[data-label='About'] a").assert_no_text(ana.id.as_str());
    netsec.get(&format!("/audit?kind=person&key={}", ana.id)).await.assert_ok().assert_no_element("h1 a");
}

#[actix_web::test]
async fn erasing_somebody_takes_the_lines_under_their_id_and_leaves_a_former_member() {
    let app = TestApp::start().await;
    let zoe = app.insert(person().named("Zoe Quill")).await;
    write_line(&app, "kudos.given", ("person", zoe.id.as_str()), json!({ "kudo": "7" })).await;
    write_line(&app, "onboarding.buddy", ("term", "7"), json!({ "buddy": zoe.id.as_str() })).await;
    let (leaver, now) = (zoe.clone(), app.now());
    app.write(move |tx| Ok(accounts::switch_off(tx, None, now, &leaver)?)).await;
    let admin = app.sign_in(Grant::Admin).await;

    let path = "/accounts/zoe-quill/erasure";
    admin.submit(path, path, &[("name", "Zoe Quill")]).await.assert_redirect();

    let left: i64 = app
        .read(move |connection| {
            audit_entries::table.filter(audit_entries::subject_key.eq(zoe.id.as_str())).count().get_result(connection)
        })
        .await;
    assert_eq!(left, 0);
    let kudos = admin.get("/audit?action=kudos.given").await;
    assert_eq!(kudos.select("td[data-label='About']"), ["erased"]);
    admin.get("/audit?action=onboarding.buddy").await.assert_text("buddy: A former member");
}
