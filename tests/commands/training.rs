//! `import training` and `export training`.

use drawbridge::clock::Clock;
use drawbridge::db::{Address, Db};
use drawbridge::error::AppError;
use drawbridge::program::training::{Audience, RenewFor};
use drawbridge::program::{Actor, NewCourse, add_course};

use crate::harness::binary::{Ended, Folder, program, run};

/// A data folder with two people and a course.
async fn company(folder: &Folder) -> String {
    let data = folder.path("data");
    for (mail, name) in [("ana@example.com", "Ana Ruiz"), ("bo@example.com", "Bo Berg")] {
        run(&mut program(&["user", "add", mail, "--name", name, "--data", &data])).assert_code(0);
    }
    let db = Db::open(&Address::Sqlite(folder.0.join("data/drawbridge.sqlite"))).unwrap();
    let now = Clock::System.now();
    let new = NewCourse {
        title: "Firewall basics".into(),
        provider: String::new(),
        link: String::new(),
        more_offers: String::new(),
        minutes: 60,
        audience: Audience::serving(),
        valid_months: Some(12),
        pass_mark: Some(80),
        replaces: None,
        renew_for: RenewFor::Nobody,
        renew_by: None,
    };
    db.write(move |tx| Ok::<_, AppError>(add_course(tx, Actor::Trusted(None), now, &new)?)).await.unwrap();
    data
}

fn import(data: &str, file: &str, more: &[&str]) -> Ended {
    run(&mut program(&[&["import", "training", file, "--data", data], more].concat()))
}

#[actix_web::test]
async fn a_platforms_file_is_tried_taken_in_and_comes_out_the_same() {
    let folder = Folder::new();
    let data = company(&folder).await;
    let file = folder.write("lms.csv", "Mitarbeiter;Course;Finished\nana@example.com;Firewall basics;03/04/2026\n");
    let columns = ["--column", "person=Mitarbeiter", "--column", "completed_on=Finished", "--source", "Learn Hub"];

    import(&data, &file, &[]).assert_refused(1, &["1 fault", "nothing was imported"]);
    let ambiguous = import(&data, &file, &columns);
    ambiguous.assert_refused(1, &["1 fault"]);
    assert!(ambiguous.out.contains("lms.csv: line 2, column Finished, value “03/04/2026”"), "{ambiguous:#?}");
    let known = [columns.as_slice(), &["--dates", "dmy"]].concat();
    let tried = import(&data, &file, &[known.as_slice(), &["--dry-run"]].concat());
    tried.assert_code(0);
    assert!(tried.out.contains("Nothing was written. It would be: 1 added"), "{tried:#?}");
    assert!(import(&data, &file, &known).out.contains("1 added, 0 changed"));
    assert!(import(&data, &file, &["--source", "LEARN HUB"]).out.contains("1 as they were"), "columns are remembered");

    let exported = run(&mut program(&["export", "training", "--data", &data]));
    exported.assert_code(0);
    assert!(
        exported.out.contains("ana@example.com,Firewall basics,2026-04-03,2027-04-02,,,verified,"),
        "{exported:#?}"
    );
    let again = folder.write("again.csv", &exported.out);
    assert!(import(&data, &again, &[]).out.contains("0 added, 0 changed, 1 as they were"));
}

#[actix_web::test]
async fn faults_are_all_named_and_nothing_is_kept() {
    let folder = Folder::new();
    let data = company(&folder).await;
    let file = folder.write(
        "lms.csv",
        "email,course,completed\nana@example.com,Firewall basics,2026-04-03\nnobody@example.com,Wine,2026-04-03\n",
    );

    let refused = import(&data, &file, &[]);

    refused.assert_refused(1, &["2 faults"]);
    assert!(refused.out.contains("line 3, column email, value “nobody@example.com”"), "{refused:#?}");
    assert!(refused.out.contains("line 3, column course, value “Wine”"), "{refused:#?}");
    let exported = run(&mut program(&["export", "training", "--data", &data]));
    assert_eq!(exported.out.lines().count(), 1, "{exported:#?}");
    assert!(import(&data, &file, &["--skip-unknown"]).out.contains("1 added, 0 changed, 0 as they were, 1 left out"));
    import(&data, "/no/such/file", &[]).assert_refused(2, &["/no/such/file"]);
    import(&data, &file, &["--column", "colour=x"]).assert_code(2);
}
