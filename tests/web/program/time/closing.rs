//! A closed month stays as it was reported.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{champion, log_line, with_calendar};
use crate::harness::{Client, TestApp};

async fn close(lead: &Client, month: &str) {
    lead.submit("/time/months", "/time/months/close", &[("month", month)]).await.assert_redirect_to("/time/months");
}

#[actix_web::test]
async fn nothing_is_written_into_a_closed_month() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    log_line(&ana, "45m training 30 oct").await;
    log_line(&ana, "30m training 2 nov").await;
    let entries = ana.get("/time").await.attributes("main a[href$='/edit']", "href");
    let (november, october) = (entries[0].trim_end_matches("/edit"), entries[1].trim_end_matches("/edit"));
    let drawn = ana.get(&entries[1]).await;

    close(&app.sign_in(Grant::Lead).await, "2026-10").await;

    const CLOSED: &str = "October 2026 is closed";
    let refused = ana.submit("/me", "/time", &[("line", "45m training 31 oct")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(CLOSED);
    refused.assert_element("input[name=line][value='45m training 31 oct']");
    let changed = ana.submit_on(&drawn, october, &[("length", "1h")]).await;
    changed.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(CLOSED);
    let moved = ana.submit(&format!("{november}/edit"), november, &[("day", "2026-10-31")]).await;
    moved.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(CLOSED);
    let deleted = ana.post(&format!("{october}/delete"), &[]).await;
    deleted.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(CLOSED);
    // What can't be done is not offered.
    assert_eq!(ana.get("/time").await.attributes("main a[href$='/edit']", "href").len(), 1);
    log_line(&ana, "45m training 1 nov").await;
}

#[actix_web::test]
async fn a_removal_is_not_undone_once_its_month_is_closed() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    log_line(&ana, "45m training 30 oct").await;
    let entry = ana.get("/time").await.attributes("main a[href$='/edit']", "href").remove(0);
    let own = entry.trim_end_matches("/edit");
    ana.post(&format!("{own}/delete"), &[]).await.assert_redirect();

    close(&app.sign_in(Grant::Lead).await, "2026-10").await;

    let refused = ana.post(&format!("{own}/undo"), &[]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("October 2026 is closed");
}

#[actix_web::test]
async fn the_lead_opens_one_month_again_and_says_why() {
    let app = TestApp::start().await;
    let (ana, lead) = (champion(&app, "Ana Ruiz").await, app.sign_in(Grant::Lead).await);
    close(&lead, "2026-10").await;
    let page = lead.get("/time/months").await;

    let silent = lead.post("/time/months/reopen", &[("month", "2026-10"), ("reason", " ")]).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say why");
    lead.post("/time/months/reopen", &[("month", "2026-10"), ("reason", "Ana was ill")]).await.assert_redirect();

    log_line(&ana, "45m training 31 oct").await;
    let after = lead.get("/time/months").await;
    after.assert_text("opened October 2026 again: Ana was ill");
    // September was closed by the same act, and stays so.
    assert_eq!(page.select("form[action='/time/months/reopen']").len(), 12);
    assert_eq!(after.select("form[action='/time/months/reopen']").len(), 11);
    let again = lead.post("/time/months/reopen", &[("month", "2026-10"), ("reason", "x")]).await;
    again.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("October 2026 is open");
}

#[actix_web::test]
async fn months_close_by_themselves_where_the_company_says_so() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    with_calendar(&app, |calendar| calendar.close_after_days = Some(17));
    let ana_later = champion(&app, "Cleo Day").await;
    let refused = ana_later.submit("/me", "/time", &[("line", "45m training 31 oct")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("October 2026 is closed");

    with_calendar(&app, |calendar| calendar.close_after_days = Some(18));
    app.write(|_| Ok(())).await;

    log_line(&ana, "45m training 31 oct").await;
}

#[actix_web::test]
async fn what_can_not_be_closed_is_said_and_others_may_not() {
    let app = TestApp::start().await;
    let (ana, lead) = (champion(&app, "Ana Ruiz").await, app.sign_in(Grant::Lead).await);

    for (month, words) in [("2026-11", "is not over yet"), ("2026-13", "is not a month"), ("", "is not a month")] {
        let refused = lead.post("/time/months/close", &[("month", month)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    close(&lead, "2026-10").await;
    let twice = lead.post("/time/months/close", &[("month", "2026-09")]).await;
    twice.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("September 2026 is closed already");
    for visitor in [&ana, &app.sign_in(Grant::Manager).await, &app.sign_in(Grant::NetSec).await] {
        visitor.get("/time/months").await.assert_status(StatusCode::NOT_FOUND);
        visitor.post("/time/months/close", &[("month", "2026-10")]).await.assert_status(StatusCode::FORBIDDEN);
    }
}
