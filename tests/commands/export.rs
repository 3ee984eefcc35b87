//! `export articles`: what was written in the browser, as files again.

use drawbridge::accounts::{NewPerson, add_person};
use drawbridge::clock::{Clock, Timestamp};
use drawbridge::db::{Address, Db};
use drawbridge::error::AppError;
use drawbridge::knowledge::{Library, NewArticle, publish};

use crate::harness::binary::{Ended, Folder, program, run};

/// A data folder with one published article.
async fn published(folder: &Folder) -> String {
    let data = folder.path("data");
    run(&mut program(&["migrate", "--data", &data])).assert_code(0);
    let db = Db::open(&Address::Sqlite(folder.0.join("data/drawbridge.sqlite"))).unwrap();
    let (library, now) = (Library::bare("").unwrap(), Clock::System.now());
    let new = NewArticle {
        title: "May the printer reach \"parcelhub\": yes or no?".into(),
        category: "ports-firewalls".into(),
        tags: vec!["9100".into(), "yes".into()],
        phrasings: vec!["zebra: cannot # print".into()],
        body: "Yes, on 9100/tcp. See [refused](/faq/connection-refused).\n\n---\n\n```yaml\n---\na: 1\n```".into(),
        question_number: Some(17),
        ..NewArticle::default()
    };
    db.write(move |tx| write(tx, &library, now, &new)).await.unwrap();
    data
}

fn write(tx: &mut drawbridge::db::Tx, library: &Library, now: Timestamp, new: &NewArticle) -> Result<String, AppError> {
    let person = NewPerson { name: "Nia Sec".into(), email: "nia@example.com".into(), chat: String::new() };
    let author = add_person(tx, None, now, &person)?;
    Ok(publish(tx, library, author.id, now, new)?.to_string())
}

fn export(data: &str, more: &[&str]) -> Ended {
    run(&mut program(&[&["export", "articles", "--data", data], more].concat()))
}

#[actix_web::test]
async fn exported_articles_pass_the_check_and_read_the_same_again() {
    let folder = Folder::new();
    let data = published(&folder).await;
    let out = folder.path("out");

    let ended = export(&data, &[&out]);

    ended.assert_code(0);
    assert!(ended.out.contains("1 article written"), "{ended:?}");
    let checked = run(&mut program(&["content", "check", &out]));
    checked.assert_code(0);
    assert!(checked.out.contains("1 article"), "{checked:?}");
    let slug = "may-the-printer-reach-parcelhub-yes-or-no";
    let library = Library::open("", Some(folder.0.join("out").as_path())).unwrap();
    let article = library.article(slug).unwrap();
    assert_eq!(article.title, "May the printer reach \"parcelhub\": yes or no?");
    assert_eq!(
        (article.tags.as_slice(), article.phrasings.as_slice()),
        (&["9100".into(), "yes".into()][..], &["zebra: cannot # print".into()][..])
    );
    assert_eq!((article.owner.as_str(), article.question_number), ("Nia Sec", Some(17)));
    assert!(article.body.trim().ends_with("```yaml\n---\na: 1\n```"), "{}", article.body);
    let all = folder.path("all");
    let ended = export(&data, &[&all, "--all", "--content", &out]);
    assert!(ended.out.contains(&format!("{} articles", library.shelf().articles().count())), "{ended:?}");
    let file = format!("faq/ports-firewalls/{slug}.md");
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name).join(&file)).unwrap();
    assert_eq!(read("out"), read("all"));
}

#[actix_web::test]
async fn a_folder_that_is_not_empty_is_left_alone_unless_forced() {
    let folder = Folder::new();
    let data = published(&folder).await;
    let out = folder.path("out");
    let other = folder.write("out/notes.md", "mine");
    let moved = folder.write("out/old/may-the-printer-reach-parcelhub-yes-or-no.md", "old");

    export(&data, &[&out]).assert_refused(1, &["is not empty", "--force"]);
    assert_eq!(std::fs::read_to_string(&moved).unwrap(), "old");
    export(&data, &[&out, "--force"]).assert_code(0);

    assert_eq!(std::fs::read_to_string(other).unwrap(), "mine");
    assert!(std::fs::read_to_string(moved).unwrap().contains("Nia Sec"));
    assert!(!folder.0.join("out/faq").exists());
}
