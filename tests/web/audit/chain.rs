//! The record: sealed into a chain that names what was changed.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use drawbridge::audit::{Verified, verify};
use drawbridge::db::schema::{audit_entries, audit_seals};
use drawbridge::db::{Connection, Tx};
use drawbridge::error::AppError;
use drawbridge::web::Grant;

use crate::harness::TestApp;

/// A site whose record has at least three entries, all of them sealed.
async fn sealed() -> TestApp {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    for team in ["Checkout", "Ledger", "Payouts"] {
        admin.post("/teams", &[("name", team)]).await;
    }
    for _ in 0..100 {
        let verified = app.read(verify).await;
        if verified.open == 0 && verified.sealed >= 3 {
            assert_eq!(verified.fault, None);
            return app;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing was sealed for ten seconds: {:?}", app.read(verify).await);
}

fn run_sql(tx: &mut Tx, statement: &str) -> Result<usize, AppError> {
    Ok(sql_query(statement).execute(tx)?)
}

/// What whoever holds the file does first.
fn drop_guards(tx: &mut Tx) -> Result<(), AppError> {
    let statements: &[&str] = match tx {
        Connection::Sqlite(_) => &[
            "DROP TRIGGER audit_entries_stay",
            "DROP TRIGGER audit_entries_keep",
            "DROP TRIGGER audit_seals_stay",
            "DROP TRIGGER audit_seals_keep",
            "PRAGMA defer_foreign_keys = ON",
        ],
        Connection::Postgres(_) => &[
            "ALTER TABLE audit_entries DISABLE TRIGGER USER",
            "ALTER TABLE audit_seals DISABLE TRIGGER USER",
            "ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_entry_id_fkey",
        ],
    };
    statements.iter().try_for_each(|statement| run_sql(tx, statement).map(drop))
}

/// What the chain says after this statement, which is undone again.
async fn after(app: &TestApp, statement: &'static str) -> Verified {
    let (tell, told) = std::sync::mpsc::channel();
    let undone = app.db.write(move |tx| {
        drop_guards(tx)?;
        assert_eq!(run_sql(tx, statement)?, 1, "{statement}");
        tell.send(verify(tx)?).unwrap();
        Err::<(), _>(AppError::BadRequest("undone".into()))
    });
    undone.await.unwrap_err();
    told.recv().unwrap()
}

#[actix_web::test]
async fn n13_whatever_is_changed_is_named() {
    let app = sealed().await;
    let sealed = app.read(verify).await.sealed;

    for (statement, words) in [
        ("UPDATE audit_entries SET detail = detail || ' ' WHERE id = SECOND", "its subject or its detail"),
        ("UPDATE audit_entries SET subject_key = 'chequeout' WHERE id = SECOND", "its subject or its detail"),
        ("UPDATE audit_entries SET salt = 'pepper' WHERE id = SECOND", "its subject or its detail"),
        ("UPDATE audit_entries SET recorded_at = recorded_at + 1 WHERE id = SECOND", "who, what, when"),
        (
            "UPDATE audit_entries SET actor_id = CASE WHEN actor_id IS NULL THEN (SELECT MIN(id) FROM people) END \
             WHERE id = SECOND",
            "who, what, when",
        ),
        ("UPDATE audit_entries SET action = 'team.creates' WHERE id = SECOND", "who, what, when"),
        ("UPDATE audit_entries SET subject_kind = 'tram' WHERE id = SECOND", "who, what, when"),
        ("UPDATE audit_seals SET words_hash = link_hash WHERE number = 2", "its subject or its detail"),
        ("UPDATE audit_seals SET link_hash = words_hash WHERE number = 2", "who, what, when"),
        ("UPDATE audit_seals SET number = 1000 WHERE number = 2", "it is missing"),
        ("DELETE FROM audit_seals WHERE number = 2", "it is missing"),
        ("DELETE FROM audit_entries WHERE id = SECOND", "what it recorded is missing"),
    ] {
        let second = "(SELECT entry_id FROM audit_seals WHERE number = 2)";
        let statement: &'static str = statement.replace("SECOND", second).leak();
        let found = after(&app, statement).await;
        let fault = found.fault.unwrap_or_else(|| panic!("{statement} is not seen"));
        assert_eq!((fault.number, found.sealed), (2, 1), "{statement}");
        assert!(fault.words.contains(words), "{statement}: {fault}");
    }

    let whole = app.read(verify).await;
    assert_eq!((whole.fault, whole.sealed), (None, sealed));
}

#[actix_web::test]
async fn n13_the_database_itself_refuses_to_change_the_record() {
    let app = sealed().await;
    let first =
        app.read(|connection| audit_seals::table.find(1).select(audit_seals::entry_id).first::<String>(connection));
    let first = first.await;

    for statement in [
        format!("UPDATE audit_entries SET action = 'x' WHERE id = '{first}'"),
        format!("UPDATE audit_entries SET detail = 'x' WHERE id = '{first}'"),
        format!("DELETE FROM audit_entries WHERE id = '{first}'"),
        "UPDATE audit_seals SET link_hash = '' WHERE number = 1".to_owned(),
        "DELETE FROM audit_seals WHERE number = 1".to_owned(),
    ] {
        let sent = statement.clone();
        let refused = app.db.write(move |tx| run_sql(tx, &sent)).await.unwrap_err();
        assert!(format!("{refused:?}").contains("append-only"), "{statement}: {refused:?}");
    }
}

#[actix_web::test]
async fn n13_words_that_are_gone_and_that_nobody_erased_are_named() {
    let app = sealed().await;
    assert_eq!(app.read(verify).await.erased, 0);

    app.write(|tx| {
        let second = audit_seals::table.find(2).select(audit_seals::entry_id).first::<String>(tx)?;
        let nothing = (
            audit_entries::subject_key.eq(""),
            audit_entries::detail.eq(""),
            audit_entries::salt.eq(""),
            audit_entries::origin.eq(""),
        );
        Ok(diesel::update(audit_entries::table.filter(audit_entries::id.eq(second))).set(nothing).execute(tx)?)
    })
    .await;

    let after = app.read(verify).await;
    let fault = after.fault.expect("it is missed");
    assert_eq!((fault.number, after.sealed), (2, 1));
    assert!(fault.words.contains("no entry says that somebody was erased"), "{fault}");
}
