//! One's own entries as CSV: out, and in again.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::time_entries;
use drawbridge::program::time::sums;
use drawbridge::web::Grant;

use super::{champion, log_line, serving, team_of};
use crate::harness::{Answer, Client, TestApp, term};

async fn look_at(client: &Client, name: &str, text: &str) -> Answer {
    client.submit_file("/time/import", "/time/import", &[], ("file", name, text.as_bytes())).await
}

async fn count(app: &TestApp) -> i64 {
    app.read(|connection| time_entries::table.count().get_result(connection)).await
}

#[actix_web::test]
async fn what_goes_out_comes_in_again_unchanged() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    for line in ["45m pr review payments#812", "1h30 design review =SUM(A1), \"quoted\" mon", "2h training 30 oct"] {
        log_line(&ana, line).await;
    }
    let out = ana.get("/time.csv").await;
    out.assert_header("content-disposition", "attachment; filename=\"time-2026-11-18.csv\"");
    let text = out.html();
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(
        text.starts_with(
            "day,length,activity,team,note\r\n2026-11-18,45m,pull-request-review,team-of-ana-ruiz,payments#812\r\n"
        ),
        "{text}"
    );

    let again = look_at(&ana, "time.csv", &text).await;

    again.assert_ok().assert_text("0 entries are new, 3 are there already").assert_no_text("Take it in");
    // All taken away, and taken in again: the same file comes out.
    for edit in ana.get("/time").await.attributes("main a[href$='/edit']", "href") {
        ana.post(&format!("{}/delete", edit.trim_end_matches("/edit")), &[]).await.assert_redirect();
    }
    let preview = look_at(&ana, "time.csv", &text).await;
    preview.assert_ok().assert_text("3 entries are new");
    let taken = ana.submit_on(&preview, "/time/import/run", &[]).await;
    ana.follow(&taken).await.assert_text("Taken in: 3 entries are new, 0 are there already.");
    let recorded = app.sign_in(Grant::NetSec).await.get("/audit?action=time.imported").await;
    recorded.assert_text("import time").assert_text("added: 3, there: 0");
    assert_eq!(
        ana.get("/time.csv").await.html().lines().collect::<std::collections::BTreeSet<_>>(),
        text.lines().collect()
    );
    assert_eq!(app.read(sums::check).await.wrong, 0);
}

#[actix_web::test]
async fn files_of_spreadsheets_are_read() {
    let app = TestApp::start().await;
    let (who, ana) = serving(&app, "Ana Ruiz").await;
    let text = "\u{FEFF}day;length;activity;note\r\n2026-11-17;45;Pull-request review;a, b\r\n2026-11-17;45;Pull-request review;a, b\r\n";

    let preview = look_at(&ana, "mine.csv", text).await;

    preview.assert_ok().assert_text("2 entries are new").assert_text("Team of Ana Ruiz");
    ana.submit_on(&preview, "/time/import/run", &[]).await.assert_redirect_to("/time");
    assert_eq!(count(&app).await, 2, "two equal lines are two entries");
    ana.submit_on(&preview, "/time/import/run", &[]).await.assert_redirect_to("/time");
    assert_eq!(count(&app).await, 2, "a second click takes nothing in");
    // Whoever serves two teams says which.
    champion(&app, "Bob Ray").await;
    let other = team_of(&app, "team-of-bob-ray").await;
    app.insert(term(who.id, other.id).deputy()).await;
    let unclear = look_at(&ana, "mine.csv", "day,length,activity\n2026-11-17,5,other\n").await;
    unclear.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("you serve several teams; name one");
}

#[actix_web::test]
async fn faults_are_named_and_nothing_is_written() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    champion(&app, "Bob Ray").await;
    let text = "day,length,activity,team,note\n\
        2026-11-18,45m,training,,\n\
        2026-11-19,45m,training,,\n\
        2026-11-17,-5,training,,\n\
        2026-11-17,25h,training,,\n\
        2026-11-17,45m,sleeping,,\n\
        2026-11-17,45m,training,team-of-bob-ray,\n\
        2026-09-01,45m,training,,\n\
        soon,45m,training,,\n\
        2026-11-16,23h,training,,\n\
        2026-11-16,2h,training,,\n";

    let refused = look_at(&ana, "mine.csv", text).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("8 faults in mine.csv");
    let rows = refused.select("#faults tbody tr");
    assert_eq!(rows.len(), 8);
    for (row, parts) in rows.iter().zip([
        ["3 day 2026-11-19", "lies ahead"],
        ["4 length -5", "is not a length"],
        ["5 length 25h", "is not a length"],
        ["6 activity sleeping", "none of pull-request-review"],
        ["7 team team-of-bob-ray", "don't serve a team"],
        ["8 day 2026-09-01", "more than 31 days ago"],
        ["9 day soon", "is not a date"],
        ["11 day 2026-11-16", "more than 24 h"],
    ]) {
        let row = row.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(parts.iter().all(|part| row.contains(part)), "{row}: {parts:?}");
    }
    assert_eq!(count(&app).await, 0);
    let posted = ana.post("/time/import/run", &[("content", text)]).await;
    posted.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lies ahead");
    assert_eq!(count(&app).await, 0, "all or nothing");
}

#[actix_web::test]
async fn what_is_no_such_file_is_said() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;

    for (text, words) in [
        ("day,length\n2026-11-18,45m\n", "the column activity is missing"),
        ("day,length,activity,person\n2026-11-18,45m,other,bob-ray\n", "there is no such column"),
        ("day,length,activity\n", "nothing below the names"),
        ("day,length,activity\n2026-11-18,45m\n", "2 cells, and the first line has 3"),
    ] {
        look_at(&ana, "a.csv", text).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    let none = ana.submit("/time/import", "/time/import", &[]).await;
    none.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose the file");
    let large = "x".repeat(300 * 1024);
    look_at(&ana, "a.csv", &large).await.assert_status(StatusCode::PAYLOAD_TOO_LARGE).assert_text("256 KiB");
}

#[actix_web::test]
async fn lists_hold_ones_own_entries_of_the_days_asked_for() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    for line in ["45m pr review payments#812", "2h training 30 oct"] {
        log_line(&ana, line).await;
    }

    let page = ana.get("/time?from=2026-11-01").await;
    page.assert_text("payments#812").assert_element("a[href='/time.csv?from=2026-11-01&to=']");
    assert_eq!(page.attributes("main a[href$='/edit']", "href").len(), 1);
    assert_eq!(ana.get("/time.csv?from=2026-11-01").await.html().lines().count(), 2);
    assert_eq!(ana.get("/time.csv?to=2026-10-31").await.html().lines().count(), 2);
    ana.get("/time?to=2026-01-01").await.assert_text("Nothing was logged for these days.");
    ana.get("/time.csv?from=soon").await.assert_status(StatusCode::BAD_REQUEST).assert_text("is not a date");
    ana.get("/time?from=soon").await.assert_status(StatusCode::BAD_REQUEST);
    assert_eq!(bob.get("/time.csv").await.html().lines().count(), 1, "nobody gets another's entries");
    let stranger = app.sign_in_developer().await;
    assert_eq!(stranger.get("/time.csv").await.html().lines().count(), 1);
    let refused = look_at(&stranger, "a.csv", "day,length,activity\n2026-11-18,45m,other\n").await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("you serve no team at the moment");
    app.anonymous().get("/time.csv").await.assert_status(StatusCode::SEE_OTHER);
    app.anonymous().get("/time/import").await.assert_status(StatusCode::SEE_OTHER);
}
