//! `db.write`: what is told to be kept is kept, and nothing else.

use diesel::Connection as _;
use diesel::prelude::*;
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::PersonId;
use drawbridge::db::schema::{changes, counters, departments, sessions};
use drawbridge::db::{DbError, Tx, changes as followed, counters as numbers};
use futures_util::future::join_all;

use crate::harness::{TestApp, department, person};

fn count_up(tx: &mut Tx, name: &str) -> Result<i64, DbError> {
    numbers::next(tx, name)
}

fn insert_counter(tx: &mut Tx, name: &str) -> Result<(), DbError> {
    diesel::insert_into(counters::table).values((counters::name.eq(name), counters::value.eq(1_i64))).execute(tx)?;
    Ok(())
}

async fn stored(app: &TestApp, prefix: &'static str) -> Vec<String> {
    let mut names: Vec<String> = app
        .read(move |c| counters::table.filter(counters::name.like(format!("{prefix}%"))).select(counters::name).load(c))
        .await;
    names.sort();
    names
}

#[actix_web::test]
async fn numbers_have_no_gaps_however_many_count() {
    let app = TestApp::start().await;

    let numbers = join_all((0..8).map(|_| async {
        let mut own = Vec::new();
        for _ in 0..25 {
            own.push(app.write(|tx| Ok(count_up(tx, "cited")?)).await);
        }
        own
    }))
    .await;

    let mut all: Vec<i64> = numbers.into_iter().flatten().collect();
    all.sort_unstable();
    assert_eq!(all, (1..=200).collect::<Vec<i64>>());
}

/// What a job of the next test does after its insert.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Keeps,
    Fails,
    Panics,
    PanicsInside,
    FailsInside,
}

#[actix_web::test]
async fn jobs_that_fail_or_panic_take_no_others_with_them() {
    let app = TestApp::start().await;
    const FATES: [Fate; 5] = [Fate::Keeps, Fate::Fails, Fate::Panics, Fate::PanicsInside, Fate::FailsInside];

    let results = join_all((0..50).map(|number| {
        let (db, fate) = (app.db.clone(), FATES[number % 5]);
        async move {
            let job = move |tx: &mut Tx| {
                let name = format!("job-{number:02}");
                match fate {
                    Fate::Keeps => insert_counter(tx, &name),
                    Fate::Fails => insert_counter(tx, &name).and(Err(DbError::NotFound)),
                    Fate::Panics => {
                        insert_counter(tx, &name)?;
                        panic!("a job panics, as this test wants it to")
                    }
                    Fate::PanicsInside => tx.transaction(|tx| {
                        insert_counter(tx, &name)?;
                        panic!("a job panics inside, as this test wants it to")
                    }),
                    Fate::FailsInside => {
                        let inner = tx.transaction(|tx| insert_counter(tx, &name).and(Err::<(), _>(DbError::NotFound)));
                        inner.or(Ok(()))
                    }
                }
            };
            (fate, db.write(job).await)
        }
    }))
    .await;

    for (fate, result) in &results {
        let expected = matches!(fate, Fate::Keeps | Fate::FailsInside);
        assert_eq!(result.is_ok(), expected, "{fate:?}: {result:?}");
    }
    let kept: Vec<String> = (0..50).step_by(5).map(|number| format!("job-{number:02}")).collect();
    assert_eq!(stored(&app, "job-").await, kept);
    app.write(|tx| Ok(insert_counter(tx, "after")?)).await;
}

#[actix_web::test]
async fn a_swallowed_failure_is_never_told_to_be_kept() {
    let app = TestApp::start().await;
    app.write(|tx| Ok(insert_counter(tx, "taken")?)).await;

    let result: Result<(), DbError> = app
        .db
        .write(|tx| {
            let _ = insert_counter(tx, "taken");
            insert_counter(tx, "swallowed").or(Ok(()))
        })
        .await;

    assert_eq!(result.is_ok(), !stored(&app, "swallowed").await.is_empty(), "{result:?}");
}

#[actix_web::test]
async fn of_two_who_save_the_same_version_one_is_told() {
    let app = TestApp::start().await;
    let row = app.insert(department("Payments")).await;

    let saves = join_all((0..8).map(|number| {
        let (db, id) = (app.db.clone(), row.id);
        async move {
            db.write(move |tx| {
                let unchanged = departments::table
                    .find(id)
                    .filter(departments::version.eq(drawbridge::db::keys::RowVersion::FIRST));
                diesel::update(unchanged)
                    .set((departments::name.eq(format!("Save {number}")), departments::version.eq(2)))
                    .execute(tx)
            })
            .await
            .unwrap_or_else(|error: DbError| panic!("{error}"))
        }
    }))
    .await;

    assert_eq!(saves.iter().sum::<usize>(), 1, "{saves:?}");
}

#[actix_web::test]
async fn followers_see_changes_in_their_order_and_none_late() {
    let app = TestApp::start().await;
    let before = app.read(followed::newest).await;
    let now = app.now();

    let follower = async {
        let (mut seen, mut last) = (Vec::new(), before);
        while seen.len() < 120 {
            for row in app.read(move |connection| followed::list_since(connection, last)).await {
                assert_eq!(row.sequence, last + 1, "a change came late");
                last = row.sequence;
                seen.push(row.subject);
            }
        }
        seen
    };
    let writers = join_all((0..6).map(|writer| {
        let app = &app;
        async move {
            for number in 0..20 {
                let subject = format!("{writer}-{number}");
                app.write(move |tx| Ok(followed::announce(tx, now, "test", &subject)?)).await;
            }
        }
    }));
    let (seen, _) = futures_util::future::join(follower, writers).await;

    let stored: i64 = app.read(|connection| changes::table.count().get_result(connection)).await;
    assert_eq!(seen.len() as i64, stored);
}

#[actix_web::test]
async fn foreign_keys_hold() {
    let app = TestApp::start().await;
    let now = app.now();

    let result = app.db.write(move |tx| insert_session_of_nobody(tx, now)).await;

    assert!(result.is_err(), "a session of nobody was kept");
}

fn insert_session_of_nobody(tx: &mut Tx, now: Timestamp) -> Result<usize, DbError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(drawbridge::db::keys::SessionId::generate()),
            sessions::token_hash.eq("hash"),
            sessions::person_id.eq(PersonId::generate()),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now),
        ))
        .execute(tx)
}

#[actix_web::test]
async fn a_constraint_is_known_by_its_name_on_both_databases() {
    let app = TestApp::start().await;
    app.insert(department("Payments")).await;
    let ana = app.insert(person()).await;

    let twice = app
        .db
        .write(move |tx| {
            diesel::insert_into(departments::table)
                .values((
                    departments::id.eq(drawbridge::db::keys::DepartmentId::generate()),
                    departments::slug.eq("payments-2"),
                    departments::name.eq("PAYMENTS"),
                    departments::name_folded.eq("payments"),
                    departments::version.eq(1),
                ))
                .execute(tx)
        })
        .await;

    let error = twice.expect_err("the name is taken");
    assert!(drawbridge::db::violates(&error, "departments_name_folded_key"), "{error:?}");
    assert!(!drawbridge::db::violates(&error, "departments_slug_key"), "{error:?}");
    assert_eq!(ana.version.0, 2);
}
