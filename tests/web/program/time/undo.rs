//! A change to one's time is taken back with a click.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::time_undo;
use drawbridge::program::time::{forget_undone, sums};
use jiff::SignedDuration;

use super::{champion, log_line};
use crate::harness::{Client, TestApp};

async fn newest(client: &Client) -> String {
    let edit = client.get("/time").await.attributes("main a[href$='/edit']", "href").remove(0);
    edit.trim_end_matches("/edit").to_owned()
}

async fn agrees(app: &TestApp) {
    let checked = app.read(sums::check).await;
    assert_eq!(checked.wrong, 0, "{checked:?}");
}

#[actix_web::test]
async fn what_was_taken_away_comes_back_with_a_click() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    log_line(&ana, "45m pr review vault-4711").await;
    let own = newest(&ana).await;

    let gone = ana.submit("/time", &format!("{own}/delete"), &[]).await;
    gone.assert_redirect_to("/time");
    let page = ana.follow(&gone).await;
    page.assert_text("You took away 45 min of pull-request review on Wed 18 Nov.").assert_no_text("vault-4711");
    let desk = ana.get("/me").await;
    desk.assert_text("0 min of 4 h").assert_text("You took away 45 min").assert_element("main > .notice ~ .panel");
    let back = ana.submit_on(&page, &format!("{own}/undo"), &[]).await;

    let page = ana.follow(&back).await;
    page.assert_text("45 min of Wed 18 Nov are back as they were.").assert_text("vault-4711");
    page.assert_no_text("You took away");
    assert_eq!(newest(&ana).await, own);
    ana.post(&format!("{own}/undo"), &[]).await.assert_status(StatusCode::NOT_FOUND);
    agrees(&app).await;
}

#[actix_web::test]
async fn what_was_changed_is_changed_back() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    log_line(&ana, "45m pr review vault-4711").await;
    let own = newest(&ana).await;
    let form = format!("{own}/edit");
    ana.submit(&form, &own, &[("length", "2h"), ("day", "2026-10-31"), ("note", "wrong")]).await.assert_redirect();

    let page = ana.get("/time").await;
    page.assert_text("You changed what was 45 min of pull-request review on Wed 18 Nov.").assert_text("wrong");
    ana.submit_on(&page, &format!("{own}/undo"), &[]).await.assert_redirect_to("/time");

    ana.get("/time").await.assert_text("vault-4711").assert_no_text("wrong").assert_text("45 min of 4 h");
    agrees(&app).await;
}

#[actix_web::test]
async fn nothing_is_undone_by_others_too_late_or_over_a_full_day() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    log_line(&ana, "20h training").await;
    let own = newest(&ana).await;
    ana.submit("/time", &format!("{own}/delete"), &[]).await.assert_redirect();
    let undo = format!("{own}/undo");

    bob.post(&undo, &[]).await.assert_status(StatusCode::NOT_FOUND);
    log_line(&ana, "5h meeting").await;
    ana.post(&undo, &[]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("more than 24 h");
    app.advance(SignedDuration::from_mins(31)).await;
    ana.post(&undo, &[]).await.assert_status(StatusCode::NOT_FOUND);
    ana.get("/time").await.assert_no_text("You took away");

    let now = app.now();
    app.write(move |tx| Ok(forget_undone(tx, now)?)).await;
    assert_eq!(app.read(|connection| time_undo::table.count().get_result::<i64>(connection)).await, 0);
    agrees(&app).await;
}
