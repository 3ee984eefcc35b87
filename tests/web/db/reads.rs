//! `db.read`: one snapshot, and no writing.

use std::sync::mpsc;

use diesel::prelude::*;
use drawbridge::db::DbError;
use drawbridge::db::schema::counters;

use crate::harness::{TestApp, department};

#[actix_web::test]
async fn a_reader_may_not_write() {
    let app = TestApp::start().await;

    let result: Result<usize, DbError> = app
        .db
        .read(|connection| {
            diesel::insert_into(counters::table)
                .values((counters::name.eq("planted"), counters::value.eq(1_i64)))
                .execute(connection)
        })
        .await;

    assert!(result.is_err());
    let found: i64 = app.read(|c| counters::table.filter(counters::name.eq("planted")).count().get_result(c)).await;
    assert_eq!(found, 0);
}

#[actix_web::test]
async fn a_job_reads_one_snapshot() {
    use drawbridge::db::schema::departments;
    let app = TestApp::start().await;
    let (looked, has_looked) = mpsc::channel();
    let (wrote, has_written) = mpsc::channel();

    let db = app.db.clone();
    let reader = actix_web::rt::spawn(async move {
        db.read(move |connection| {
            let first: i64 = departments::table.count().get_result(connection)?;
            looked.send(()).expect("the writer waits");
            has_written.recv().expect("the writer writes");
            let second: i64 = departments::table.count().get_result(connection)?;
            Ok::<_, DbError>((first, second))
        })
        .await
    });
    actix_web::rt::task::spawn_blocking(move || has_looked.recv()).await.unwrap().unwrap();
    app.insert(department("Payments")).await;
    wrote.send(()).expect("the reader waits");

    assert_eq!(reader.await.unwrap().unwrap(), (0, 0));
    let after: i64 = app.read(|c| departments::table.count().get_result(c)).await;
    assert_eq!(after, 1);
}

#[actix_web::test]
async fn a_reader_that_panics_fails_alone() {
    let app = TestApp::start().await;

    for _ in 0..20 {
        let result: Result<i64, DbError> = app.db.read(|_| panic!("as this test wants it to")).await;
        assert!(result.is_err());
    }

    let count: i64 = app.read(|c| counters::table.count().get_result(c)).await;
    assert!(count >= 0);
}
