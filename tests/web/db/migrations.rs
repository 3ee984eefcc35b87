//! Bringing the schema up to date: all or nothing, once, and never backwards.

use diesel::RunQueryDsl;
use drawbridge::db::{Address, Db, DbError};

use crate::harness::binary::{Folder, program, run};
use crate::harness::database::TestDatabase;

fn url_of(address: &Address) -> String {
    match address {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
    }
}

#[actix_web::test]
async fn an_empty_database_is_migrated_and_a_migrated_one_left_alone() {
    let mut database = TestDatabase::empty();

    for _ in 0..2 {
        let db = Db::open(&database.address).expect("it opens");
        assert_eq!(db.check().await, Ok(()));
    }

    database.release();
}

#[actix_web::test]
async fn r09_a_newer_schema_is_refused_by_name_and_left_as_it_is() {
    let mut database = TestDatabase::empty();
    let db = Db::open(&database.address).expect("it opens");
    db.write(|tx| {
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')";
        diesel::sql_query(newer).execute(tx).map(drop)
    })
    .await
    .unwrap_or_else(|error: DbError| panic!("{error}"));
    drop(db);
    let before = bytes(&database.address);

    let error = Db::open(&database.address).err().expect("a newer schema is refused").to_string();

    for part in ["29991231000001", "newer", "restore a backup"] {
        assert!(error.contains(part), "“{error}” lacks “{part}”");
    }
    assert!(!error.contains('\n'), "{error}");
    assert_eq!(bytes(&database.address), before);
    database.release();
}

/// The file, where the database is one, with what its log still holds.
fn bytes(address: &Address) -> Vec<u8> {
    match address {
        Address::Sqlite(path) => {
            // Doors close behind their last user, a moment later; then the log is in the file.
            let log = std::path::PathBuf::from(format!("{}-wal", path.display()));
            for _ in 0..500 {
                if !log.exists() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            std::fs::read(path).expect("the file")
        }
        Address::Postgres(_) => Vec::new(),
    }
}

#[actix_web::test]
async fn r08_six_processes_that_migrate_at_once_all_succeed() {
    let mut database = TestDatabase::empty();
    let url = url_of(&database.address);

    let started: Vec<_> = (0..6)
        .map(|_| {
            let url = url.clone();
            std::thread::spawn(move || {
                let folder = Folder::new();
                run(program(&["migrate", "--data", &folder.path("data")]).env("DRAWBRIDGE_DATABASE_URL", url))
            })
        })
        .collect();

    for thread in started {
        let ended = thread.join().unwrap();
        ended.assert_code(0);
        assert!(ended.out.contains("is up to date"), "{ended:?}");
    }
    let db = Db::open(&database.address).expect("it opens");
    assert_eq!(db.check().await, Ok(()));
    drop(db);
    database.release();
}
