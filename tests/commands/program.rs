//! `program check`: whether the monthly sums of time agree with their entries.

use std::path::Path;

use diesel::prelude::*;
use drawbridge::clock::Timestamp;
use drawbridge::db::schema::time_months;
use drawbridge::db::{Address, Db};
use drawbridge::error::AppError;
use drawbridge::program::{self, Activity, Actor, NewEntry};

use crate::harness::binary::{Folder, run};
use crate::harness::{Insert, person, team};

/// A data folder with one time entry in it.
async fn company(folder: &Folder) -> Db {
    run(&mut crate::harness::binary::program(&["migrate", "--data", &folder.path("")])).assert_code(0);
    let db = Db::open(&Address::Sqlite(Path::new(&folder.path("drawbridge.sqlite")).into())).expect("it opens");
    let now = Timestamp::parse("2026-11-18T10:00:00Z").expect("a time");
    let made = db.write(move |tx| {
        let ana = person().named("Ana Ruiz").insert(tx, now)?;
        let checkout = team("Checkout").insert(tx, now)?;
        let new = NewEntry {
            team: checkout.id,
            day: now.day(),
            minutes: 45,
            activity: Activity::Training,
            note: String::new(),
        };
        program::log_time(tx, Actor::Trusted(Some(ana.id)), now, &new)?;
        Ok::<_, AppError>(())
    });
    made.await.expect("the entry fits");
    db
}

#[actix_web::test]
async fn sums_that_agree_are_said_and_those_that_do_not_are_named() {
    let folder = Folder::new();
    let db = company(&folder).await;
    let check = || run(&mut crate::harness::binary::program(&["program", "check", "--data", &folder.path("")]));

    let agrees = check();
    agrees.assert_code(0);
    assert!(agrees.out.contains("Time entries: 1. Monthly sums: 1. They agree."), "{agrees:?}");
    let drift = |tx: &mut drawbridge::db::Tx| {
        diesel::update(time_months::table).set(time_months::minutes.eq(50)).execute(tx).map_err(AppError::from)
    };
    db.write(drift).await.expect("the sum is changed");
    let found = check();

    found.assert_refused(1, &["monthly sums that do not agree with their time entries: 1 of 1"]);
    assert!(found.out.contains("the sum says 50 min in 1 entries, the entries come to 45 min in 1"), "{found:?}");
}

#[test]
fn a_database_that_is_none_is_said() {
    let folder = Folder::new();
    folder.write("drawbridge.sqlite", "this is no database, and long enough to be looked at as if it were one");

    let refused = run(&mut crate::harness::binary::program(&["program", "check", "--data", &folder.path("")]));

    refused.assert_refused(2, &["the database can't be used"]);
}
