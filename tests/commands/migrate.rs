//! Before a migration changes a database that holds something, a copy of it is kept.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::harness::binary::{Folder, Serving, program, run};

/// The newest migration, and the one before it.
fn newest() -> (PathBuf, String, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    let version = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.split('_').next().unwrap().replace('-', "")
    };
    let (newest, before) = (all.pop().unwrap(), all.pop().unwrap());
    let versions = (version(&newest), version(&before));
    (newest, versions.0, versions.1)
}

/// Takes the newest migration back, as the release before left it.
fn make_older(file: &Path) -> String {
    let (newest, version, before) = newest();
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    connection.batch_execute(&std::fs::read_to_string(newest.join("down.sql")).unwrap()).unwrap();
    let forget = format!("DELETE FROM __diesel_schema_migrations WHERE version = '{version}'");
    connection.batch_execute(&forget).unwrap();
    before
}

fn add_admin(data: &str) {
    let arguments = ["user", "add", "robin@example.com", "--name", "Robin Adler", "--grant", "admin", "--data", data];
    run(&mut program(&arguments)).assert_code(0);
}

fn copies(data: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("drawbridge-"))
        .collect();
    names.sort();
    names
}

fn people_in(file: &Path) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let found: Count = diesel::sql_query("SELECT COUNT(*) AS count FROM people").get_result(&mut connection).unwrap();
    found.count
}

#[test]
fn r08_a_database_with_something_in_it_is_copied_before_it_is_migrated() {
    let folder = Folder::new();
    let data = folder.path("d");
    run(&mut program(&["migrate", "--data", &data])).assert_code(0);
    add_admin(&data);
    run(&mut program(&["migrate", "--data", &data])).assert_code(0);
    assert_eq!(copies(&data), Vec::<String>::new(), "neither a new nor a current database is copied");
    let file = folder.0.join("d/drawbridge.sqlite");
    let before = make_older(&file);

    let migrated = run(&mut program(&["migrate", "--data", &data]));

    migrated.assert_code(0);
    let name = format!("drawbridge-{before}.sqlite");
    assert_eq!(copies(&data), std::slice::from_ref(&name));
    assert!(migrated.err.contains("copied before its schema") && migrated.err.contains(&name), "{migrated:#?}");
    assert_eq!(people_in(&folder.0.join("d").join(&name)), 1);
    assert_eq!(people_in(&file), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.0.join("d").join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "only its owner reads it");
    }
}

#[test]
fn serving_keeps_the_copy_too_and_takes_the_newest_of_one_version() {
    let folder = Folder::new();
    let data = folder.path("d");
    add_admin(&data);
    let file = folder.0.join("d/drawbridge.sqlite");
    let before = make_older(&file);
    let name = format!("drawbridge-{before}.sqlite");
    std::fs::write(folder.0.join("d").join(&name), "an older copy").unwrap();

    let serving = Serving::start(&["--data", &data]);

    assert!(serving.log().contains(&name), "{}", serving.log());
    drop(serving);
    assert_eq!(copies(&data), std::slice::from_ref(&name));
    assert_eq!(people_in(&folder.0.join("d").join(&name)), 1);
}

#[test]
fn where_no_copy_can_be_kept_nothing_is_migrated() {
    let folder = Folder::new();
    let data = folder.path("d");
    add_admin(&data);
    let file = folder.0.join("d/drawbridge.sqlite");
    let before = make_older(&file);
    // A folder of that name is in the way, and not empty.
    folder.write(&format!("d/drawbridge-{before}.sqlite/x"), "x");

    let refused = run(&mut program(&["migrate", "--data", &data]));

    assert_ne!(refused.code, 0, "{refused:#?}");
    assert!(refused.err.contains("not migrated, since a copy of it could not be kept"), "{refused:#?}");
    std::fs::remove_dir_all(folder.0.join(format!("d/drawbridge-{before}.sqlite"))).unwrap();
    run(&mut program(&["migrate", "--data", &data])).assert_code(0);
}
