//! `audit verify`: whether the record is still what was recorded.

use std::path::Path;

use diesel::prelude::*;
use drawbridge::audit::seal;
use drawbridge::db::{Address, Db};
use drawbridge::error::AppError;

use crate::harness::binary::{Ended, Folder, program, run, run_with_input};

fn verify(folder: &Folder) -> Ended {
    run(&mut program(&["audit", "verify", "--data", &folder.path("")]))
}

#[actix_web::test]
async fn a_record_is_whole_until_a_byte_of_it_is_changed() {
    let folder = Folder::new();
    for (mail, name) in [("ana@example.com", "Ana Ruiz"), ("dev@example.com", "Dev Patel")] {
        let args = ["user", "add", mail, "--name", name, "--password-stdin", "--data", &folder.path("")];
        run_with_input(&mut program(&args), "walrus umbrella quartz").assert_code(0);
    }
    let open = verify(&folder);
    open.assert_code(0);
    assert!(open.out.contains("Sealed entries: 0") && !open.out.contains("Not sealed yet: 0"), "{open:?}");

    let db = Db::open(&Address::Sqlite(Path::new(&folder.path("drawbridge.sqlite")).into())).unwrap();
    let count = db.write(|tx| Ok::<_, AppError>(seal(tx, true)?)).await.unwrap();
    let whole = verify(&folder);
    whole.assert_code(0);
    assert!(whole.out.contains(&format!("Sealed entries: {count}, all as they were recorded.")), "{whole:?}");
    assert!(whole.out.contains("Not sealed yet: 0") && whole.out.contains("The last seal is "), "{whole:?}");

    db.write(|tx| {
        diesel::sql_query("DROP TRIGGER audit_entries_keep").execute(tx)?;
        // Bytes that are no text at all.
        let second = "UPDATE audit_entries SET detail = CAST(X'FF' AS TEXT) \
            WHERE id = (SELECT entry_id FROM audit_seals WHERE number = 2)";
        Ok::<_, AppError>(diesel::sql_query(second).execute(tx)?)
    })
    .await
    .unwrap();

    verify(&folder).assert_refused(1, &["the record was changed: entry 2 (", "The 1 entries before it are whole"]);
}

#[actix_web::test]
async fn n13_a_record_that_lost_its_end_is_held_against_a_seal_that_was_kept() {
    let folder = Folder::new();
    for (mail, name) in [("ana@example.com", "Ana Ruiz"), ("dev@example.com", "Dev Patel")] {
        let args = ["user", "add", mail, "--name", name, "--password-stdin", "--data", &folder.path("")];
        run_with_input(&mut program(&args), "walrus umbrella quartz").assert_code(0);
    }
    let db = Db::open(&Address::Sqlite(Path::new(&folder.path("drawbridge.sqlite")).into())).unwrap();
    let count = db.write(|tx| Ok::<_, AppError>(seal(tx, true)?)).await.unwrap();
    let told = verify(&folder);
    let kept = told.out.lines().find_map(|line| line.strip_prefix("The last seal is ")).unwrap().to_owned();
    assert!(kept.starts_with(&format!("{count}:")) && kept.len() > 64, "{told:?}");
    let expect = |kept: &str| run(&mut program(&["audit", "verify", "--expect", kept, "--data", &folder.path("")]));

    expect(&kept).assert_code(0);
    let other = format!("{count}:{}", "0".repeat(64));
    expect(&other).assert_refused(1, &["is not the one that was kept"]);
    expect("so").assert_code(2);
    db.write(|tx| {
        for statement in [
            "DROP TRIGGER audit_seals_stay",
            "DROP TRIGGER audit_entries_stay",
            "DELETE FROM audit_seals WHERE number = (SELECT MAX(number) FROM audit_seals)",
            "DELETE FROM audit_entries WHERE id = (SELECT MAX(id) FROM audit_entries)",
        ] {
            diesel::sql_query(statement).execute(tx)?;
        }
        Ok::<_, AppError>(())
    })
    .await
    .unwrap();

    verify(&folder).assert_code(0);
    expect(&kept).assert_refused(1, &["its end was cut off", &format!("seal {count} was kept")]);
}
