//! The monthly sums beside the entries: right after every write, and found out where they are not.

use diesel::prelude::*;
use drawbridge::clock::Day;
use drawbridge::db::schema::{time_entries, time_months};
use drawbridge::program::time::sums::{self, Checked};

use super::champion;
use crate::harness::{Client, TestApp};

async fn log(client: &Client, line: &str) {
    client.submit("/me", "/time", &[("line", line)]).await.assert_redirect();
}

async fn kept(app: &TestApp) -> Vec<(Day, i64, i32)> {
    let columns = (time_months::month, time_months::minutes, time_months::entries);
    app.read(move |connection| {
        time_months::table.order((time_months::month, time_months::minutes)).select(columns).load(connection)
    })
    .await
}

async fn checked(app: &TestApp) -> Checked {
    app.read(sums::check).await
}

fn month(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

#[actix_web::test]
async fn every_write_keeps_the_sum_of_its_month() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    for line in ["45m training", "1h meeting 2 nov", "30m answering 20 oct"] {
        log(&ana, line).await;
    }
    log(&bob, "2h training").await;
    let (october, november) = (month("2026-10-01"), month("2026-11-01"));
    assert_eq!(kept(&app).await, [(october, 30, 1), (november, 105, 2), (november, 120, 1)]);

    let newest = ana.get("/time").await.attributes("main a[href$='/edit']", "href").remove(0);
    let own = newest.trim_end_matches("/edit").to_owned();
    ana.submit(&newest, &own, &[("length", "1h"), ("day", "2026-10-31")]).await.assert_redirect();
    assert_eq!(kept(&app).await, [(october, 90, 2), (november, 60, 1), (november, 120, 1)]);
    ana.post(&format!("{own}/delete"), &[("confirmed", "yes")]).await.assert_redirect();
    assert_eq!(kept(&app).await, [(october, 30, 1), (november, 60, 1), (november, 120, 1)]);
    let last = ana.get("/time").await.attributes("main a[href$='/edit']", "href").remove(1);
    ana.post(&last.replace("/edit", "/delete"), &[("confirmed", "yes")]).await.assert_redirect();

    assert_eq!(kept(&app).await, [(november, 60, 1), (november, 120, 1)]);
    let checked = checked(&app).await;
    assert_eq!((checked.entries, checked.sums, checked.wrong), (2, 2, 0), "{checked:?}");
}

#[actix_web::test]
async fn a_sum_that_drifted_is_found_whichever_way() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    log(&ana, "45m training").await;
    log(&bob, "2h training").await;
    log(&bob, "20m answering 20 oct").await;

    app.write(|tx| {
        diesel::update(time_months::table.filter(time_months::minutes.eq(45)))
            .set(time_months::minutes.eq(46))
            .execute(tx)?;
        diesel::delete(time_months::table.filter(time_months::minutes.eq(120))).execute(tx)?;
        diesel::delete(time_entries::table.filter(time_entries::minutes.eq(20))).execute(tx)?;
        Ok(())
    })
    .await;

    let checked = checked(&app).await;
    let mut found: Vec<_> = checked.faults.iter().map(|fault| (fault.kept, fault.counted)).collect();
    found.sort_unstable();
    assert_eq!(checked.wrong, 3);
    assert_eq!(found, [((0, 0), (120, 1)), ((20, 1), (0, 0)), ((46, 1), (45, 1))]);
}

#[actix_web::test]
async fn a_database_that_had_entries_before_gets_its_sums() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    for line in ["45m training", "1h meeting 1 nov", "30m answering 31 oct", "10m meeting 20 oct"] {
        log(&ana, line).await;
    }
    let before = kept(&app).await;

    app.write(|tx| {
        diesel::delete(time_months::table).execute(tx)?;
        diesel::sql_query(filling(tx)).execute(tx)?;
        Ok(())
    })
    .await;

    assert_eq!(kept(&app).await, before);
    assert_eq!(before, [(month("2026-10-01"), 40, 2), (month("2026-11-01"), 105, 2)]);
}

/// The statement of the migration that fills the sums.
fn filling(connection: &drawbridge::db::Connection) -> &'static str {
    use drawbridge::db::Connection;
    let whole = match connection {
        Connection::Sqlite(_) => include_str!("../../../../migrations/sqlite/2026-11-22-000009_time/up.sql"),
        Connection::Postgres(_) => include_str!("../../../../migrations/postgres/2026-11-22-000009_time/up.sql"),
    };
    let start = whole.find("INSERT INTO time_months").expect("the migration fills the sums");
    whole[start..].split(';').next().expect("a statement")
}
