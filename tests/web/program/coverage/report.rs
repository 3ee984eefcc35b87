//! The report of a quarter: for the eye, for paper, as CSV and as a spreadsheet.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::terms;
use drawbridge::web::{Grant, Scope};

use crate::harness::{TestApp, department, person, team, term};

/// Checkout has a champion since 19 October 2026, Search has none.
async fn company() -> TestApp {
    let app = TestApp::start().await;
    let (payments, shop) = (app.insert(department("Payments")).await, app.insert(department("Shop")).await);
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    app.insert(team("=Search").within(shop.id)).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    app
}

#[actix_web::test]
async fn the_report_says_where_the_program_stands_and_what_each_figure_counts() {
    let app = company().await;
    let lead = app.sign_in(Grant::Lead).await;

    let page = lead.get("/coverage/report").await;

    assert_eq!(page.select("h1"), ["The champion program in the fourth quarter of 2026"]);
    page.assert_text("1 of 2 teams is covered").assert_text("1 Oct 2026 to 18 Nov 2026, which goes on");
    page.assert_text("50 % (1 of 2)").assert_text("A deputy alone does not count.").assert_no_text("Ana Ruiz");
    assert_eq!(page.select("select[name=quarter] option[selected]"), ["2026-Q4"]);
    lead.get("/coverage").await.assert_element("main a[href^='/coverage/report']");
}

#[actix_web::test]
async fn a_quarter_that_is_over_is_told_as_it_stood_on_its_last_day() {
    let app = company().await;
    app.advance(jiff::SignedDuration::from_hours(24 * 60)).await;
    let now = app.now();
    app.write(move |tx| {
        diesel::update(terms::table)
            .set((terms::state.eq("ended"), terms::answered_at.eq(now), terms::ended_at.eq(now)))
            .execute(tx)?;
        Ok(())
    })
    .await;

    // Sessions are over after two weeks.
    let lead = app.sign_in(Grant::Lead).await;

    let before = lead.get("/coverage/report?quarter=2026-Q4").await;
    let now = lead.get("/coverage/report").await;

    before.assert_text("1 of 2 teams is covered").assert_text("1 Oct 2026 to 31 Dec 2026");
    before.assert_text("is not kept").assert_no_text("which goes on");
    now.assert_text("0 of 2 teams are covered").assert_text("50 % (1 of 2)").assert_text("no reason given");
}

#[actix_web::test]
async fn each_figure_of_a_report_says_what_it_counts_how_old_it_is_and_opens_its_rows() {
    let app = company().await;
    let lead = app.sign_in(Grant::Lead).await;

    for (quarter, known) in [("2026-Q4", 9), ("2026-Q3", 7)] {
        let page = lead.get(&format!("/coverage/report?quarter={quarter}")).await;

        let figures = "main section:first-of-type tbody tr";
        assert_eq!(page.select(&format!("{figures} th p")).len(), 9, "{quarter}");
        page.assert_element("main section:first-of-type time").assert_text("Counted");
        let hrefs = page.attributes(&format!("{figures} th a"), "href");
        assert_eq!(hrefs.len(), known, "{quarter}: {hrefs:?}");
        for href in hrefs {
            lead.get(&href).await.assert_ok().assert_text("Counted").assert_text("2026").assert_no_text("Ana Ruiz");
        }
    }
    // Who was nominated then is not kept.
    let lost = lead.get("/coverage/figures/nominations?quarter=2026-Q3").await;
    lost.assert_status(StatusCode::NOT_FOUND);
    lead.get("/coverage/figures/time?quarter=2027-Q1").await.assert_status(StatusCode::NOT_FOUND);
    lead.get("/coverage/figures/time?quarter=soon").await.assert_status(StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn rows_of_a_quarter_are_as_they_stood_on_its_last_day() {
    let app = company().await;
    let now = app.now();
    app.write(move |tx| {
        diesel::update(terms::table).set(terms::starts_on.eq(now.day().plus_days(-90))).execute(tx)?;
        diesel::update(terms::table)
            .set((terms::state.eq("ended"), terms::answered_at.eq(now), terms::ended_at.eq(now)))
            .execute(tx)?;
        Ok(())
    })
    .await;
    let lead = app.sign_in(Grant::Lead).await;

    let then = lead.get("/coverage/figures.csv?figure=covered&quarter=2026-Q3").await.html();
    let now = lead.get("/coverage/figures.csv?figure=covered").await.html();

    // The teams were added in November.
    assert_eq!(then.lines().count(), 1, "{then}");
    assert_eq!(now.lines().filter(|line| line.ends_with(",1,0,0,none")).count(), 2, "{now}");
    let ended = lead.get("/coverage/figures.csv?figure=ended-early&quarter=2026-Q4").await;
    ended.assert_header("content-disposition", "attachment; filename=\"ended-early-2026-Q4.csv\"");
    assert!(ended.html().contains("no reason given"), "{}", ended.html());
}

#[actix_web::test]
async fn a_long_list_is_cut_and_leads_to_all_of_it() {
    let app = company().await;
    for number in 0..21 {
        app.insert(team(&format!("Team {number:02}"))).await;
    }
    let lead = app.sign_in(Grant::Lead).await;

    let page = lead.get("/coverage/report").await;

    page.assert_text("All 22 rows").assert_element("main a[href^='/coverage?sort=-state']");
    let rows = page.select("main section:nth-of-type(4) tbody tr");
    assert_eq!(rows.len(), 20, "{rows:?}");
}

#[actix_web::test]
async fn the_csv_has_a_line_for_each_department_and_one_for_all() {
    let app = company().await;
    let lead = app.sign_in(Grant::Lead).await;

    let answer = lead.get("/coverage/report.csv?quarter=2026-Q4").await;

    answer.assert_header("content-disposition", "attachment; filename=\"program-2026-Q4.csv\"");
    let csv = answer.html();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[0].starts_with("quarter,department,teams,covered,percent,band,time_given,"), "{csv}");
    assert!(lines[1].starts_with("2026-Q4,Payments,1,1,100,most,0,0,1,"), "{csv}");
    assert!(lines[2].starts_with("2026-Q4,Shop,1,0,0,none,0,0,0,"), "{csv}");
    assert!(lines[3].starts_with("2026-Q4,All teams,2,1,50,half,"), "{csv}");
}

#[actix_web::test]
async fn the_spreadsheet_is_one_and_is_named_after_its_quarter() {
    let app = company().await;
    let lead = app.sign_in(Grant::Lead).await;

    let answer = lead.get("/coverage/report.xlsx?quarter=2026-Q4").await;

    answer.assert_ok().assert_header("content-disposition", "attachment; filename=\"program-2026-Q4.xlsx\"");
    answer.assert_header("content-type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(answer.body.starts_with(b"PK\x03\x04"), "a workbook is a zip file");
}

#[actix_web::test]
async fn a_quarter_that_is_none_is_refused_and_one_that_lies_ahead_is_not_there() {
    let app = company().await;
    let lead = app.sign_in(Grant::Lead).await;

    for path in ["/coverage/report", "/coverage/report.csv", "/coverage/report.xlsx"] {
        let refused = lead.get(&format!("{path}?quarter=2026-Q7")).await;
        refused.assert_status(StatusCode::BAD_REQUEST).assert_text("is not a quarter like 2026-Q4");
        lead.get(&format!("{path}?quarter=2027-Q1")).await.assert_status(StatusCode::NOT_FOUND);
        lead.get(&format!("{path}?quarter=2019-Q1")).await.assert_status(StatusCode::NOT_FOUND);
        app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn a_managers_report_covers_the_teams_that_they_look_after() {
    let app = company().await;
    let shop = app
        .read(|connection| {
            use drawbridge::db::schema::departments;
            departments::table.filter(departments::slug.eq("shop")).select(departments::id).first(connection)
        })
        .await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(shop))).await;
    let manager = app.sign_in_as(&boss).await;

    manager.get("/coverage/report").await.assert_text("The one team is not covered").assert_no_text("Checkout");
    let csv = manager.get("/coverage/report.csv").await.html();

    assert!(csv.contains("Shop") && !csv.contains("Payments"), "{csv}");
}
