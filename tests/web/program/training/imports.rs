//! Completions from a learning platform's CSV, through the browser and by the library.

use actix_web::http::StatusCode;
use drawbridge::program::training::imports::{ImportFailure, Mapping, Table, export_completions, import_completions};
use drawbridge::program::{Actor, NewCourse};
use drawbridge::web::Grant;

use super::{add, course};
use crate::harness::{Answer, Client, TestApp, person};

const PLATFORM: &[u8] = b"Learner Name;Learner Mail;Item;Finished;Score %\r\n\
    Ana Ruiz;ANA.RUIZ@example.com;Firewall Basics;03/04/2026;91.5\r\n\
    Bo Berg;bo.berg@example.com;firewall-basics;21/10/2026;60\r\n";

async fn company() -> (TestApp, Client) {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz")).await;
    app.insert(person().named("Bo Berg")).await;
    add(&app, NewCourse { pass_mark: Some(80), ..course("Firewall basics") }).await;
    let lead = app.sign_in(Grant::Lead).await;
    (app, lead)
}

async fn start(lead: &Client, source: &str, bytes: &[u8]) -> Answer {
    lead.submit_file("/training/import", "/training/import", &[("source", source)], ("file", "lms.csv", bytes)).await
}

#[actix_web::test]
async fn columns_are_mapped_previewed_taken_in_and_remembered() {
    let (app, lead) = company().await;

    let path = start(&lead, "Learn Hub", PLATFORM).await.location();
    let page = lead.get(&path).await;
    page.assert_text("It can't be taken in like this").assert_text("say which column holds “Who”");
    let columns = [
        ("column_person", "Learner Mail"),
        ("column_course", "Item"),
        ("column_completed_on", "Finished"),
        ("column_result", "Score %"),
    ];
    lead.submit(&path, &path, &columns).await.assert_redirect_to(&path);
    let page = lead.get(&path).await;
    page.assert_text("2")
        .assert_text("03/04/2026")
        .assert_text("could be 3 Apr 2026 or 4 Mar 2026")
        .assert_text("Finished");
    page.assert_no_element(&format!("form[action='{path}/run']"));
    lead.post(&format!("{path}/run"), &[]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    lead.submit(&path, &path, &[("dates", "dmy")]).await.assert_redirect();
    lead.get(&path).await.assert_text("2 added, 0 changed, 0 as they were").assert_text("3 Apr 2026");

    let run = lead.submit(&path, &format!("{path}/run"), &[]).await;

    lead.follow(&run).await.assert_text("Taken in: 2 added");
    let recorded = app.sign_in(Grant::NetSec).await.get("/audit?action=training.imported").await;
    recorded.assert_text("import training").assert_text("added: 2, changed: 0").assert_text("source: Learn Hub");
    lead.get(&path).await.assert_status(StatusCode::NOT_FOUND);
    let ana = lead.get("/people/ana-ruiz").await;
    ana.assert_text("3 Apr 2026, 91 %").assert_text("verified");
    lead.get("/people/bo-berg").await.assert_text("60 %").assert_text("not passed");
    let again = start(&lead, "learn hub", PLATFORM).await.location();
    lead.get(&again).await.assert_text("0 added, 0 changed, 2 as they were");
    assert_eq!(app.sign_in_developer().await.get(&again).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.sign_in(Grant::Lead).await.get(&again).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn faults_are_named_with_line_column_and_value_and_nothing_is_kept() {
    let (app, lead) = company().await;
    let file = "email,course,completed,score\n\
        ana.ruiz@example.com,Firewall basics,2026-05-01,90\n\
        nobody@example.com,Firewall basics,2026-05-01,90\n\
        bo.berg@example.com,Wine tasting,2026-05-01,90\n\
        bo.berg@example.com,Firewall basics,2030-05-01,90\n\
        bo.berg@example.com,Firewall basics,2026-05-02,190\n\
        ana.ruiz@example.com,Firewall basics,2026-05-01,90\n\
        bo.berg@example.com,Firewall basics,yesterday,90\n";

    let path = start(&lead, "", file.as_bytes()).await.location();
    let page = lead.get(&path).await;

    page.assert_text("6 faults in lms.csv");
    for row in [
        "3 email nobody@example.com there is no person of this name here",
        "4 course Wine tasting there is no course of this name here",
        "5 completed 2030-05-01 1 May 2030 lies ahead",
        "6 score 190 this is not a percentage from 0 to 100",
        "7 completed 2026-05-01 line 2 speaks of the same person, course and day",
        "8 completed yesterday “yesterday” is not a date like",
    ] {
        page.assert_text(row);
    }
    lead.post(&format!("{path}/run"), &[]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let exported = app.db.read(export_completions).await.unwrap();
    assert_eq!(exported.lines().count(), 1, "{exported}");
    lead.post(&format!("{path}/delete"), &[]).await.assert_redirect();
    lead.get(&path).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn lines_about_strangers_are_left_out_where_somebody_says_so() {
    let (_app, lead) = company().await;
    let file = "email,course,completed\nnobody@example.com,Firewall basics,2026-05-01\n\
        ana.ruiz@example.com,Wine tasting,2026-05-01\nana.ruiz@example.com,Firewall basics,2026-05-01\n";

    let path = start(&lead, "", file.as_bytes()).await.location();
    lead.submit(&path, &path, &[("skip_unknown", "yes")]).await.assert_redirect();

    lead.get(&path).await.assert_text("1 added, 0 changed, 0 as they were, 2 left out");
}

#[actix_web::test]
async fn a_file_that_is_none_is_refused_beside_the_field() {
    let (_app, lead) = company().await;
    let large = vec![b'a'; 21 * 1024 * 1024];

    for (bytes, status, words) in [
        (b"".as_slice(), StatusCode::UNPROCESSABLE_ENTITY, "the file is empty"),
        (b"PK\x03\x04\0\0", StatusCode::UNPROCESSABLE_ENTITY, "this is not a text"),
        (b"email,course\nana,\xff\n", StatusCode::UNPROCESSABLE_ENTITY, "this is not UTF-8"),
        (b"email,course\nana\n", StatusCode::UNPROCESSABLE_ENTITY, "this line has 1 cells"),
        (&large, StatusCode::PAYLOAD_TOO_LARGE, "more than 20 MiB"),
    ] {
        let refused = start(&lead, "Learn Hub", bytes).await;
        refused.assert_status(status).assert_text(words).assert_element("#file-problem");
        refused.assert_element("input[name=source][value='Learn Hub']");
    }
    let none = lead.submit("/training/import", "/training/import", &[("source", "x")]).await;
    none.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose the file");
}

#[actix_web::test]
async fn what_goes_out_comes_in_again_unchanged() {
    let (app, lead) = company().await;
    let file = "email,course,completed,score,evidence,valid until\n\
        ana.ruiz@example.com,Firewall basics,2026-05-01,90,\"=cmd, \"\"quoted\"\"\",never\n\
        bo.berg@example.com,Firewall basics,2026-05-01,70,https://lms.example.com/7,2026-12-31\n";
    let path = start(&lead, "", file.as_bytes()).await.location();
    lead.submit(&path, &format!("{path}/run"), &[]).await.assert_redirect();
    let document = lead.get("/training/completions.csv").await.html();
    assert!(
        document.contains(
            "bo.berg@example.com,Firewall basics,2026-05-01,2026-12-31,70,https://lms.example.com/7,verified,"
        )
    );

    let (other, _) = company().await;
    for (added, kept) in [(2, 0), (0, 2)] {
        let (text, now) = (document.clone(), other.now());
        let import = move |tx: &mut drawbridge::db::Tx| {
            let table = Table::read(text.as_bytes()).map_err(ImportFailure::Faults)?;
            let mapping = Mapping::guess(&table.header);
            import_completions(tx, Actor::Trusted(None), now, ("", &table), &mapping, false)
        };
        let plan = other.db.write(import).await.unwrap();
        assert_eq!(plan.words(), format!("{added} added, 0 changed, {kept} as they were"));
    }

    assert_eq!(other.db.read(export_completions).await.unwrap(), document);
    drop(app);
}

#[actix_web::test]
async fn the_import_is_for_leads_alone() {
    let (app, _) = company().await;

    for client in [app.sign_in_developer().await, app.sign_in(Grant::Admin).await, app.sign_in(Grant::Manager).await] {
        for path in ["/training/import", "/training/completions.csv", "/training/imports/x"] {
            client.get(path).await.assert_status(StatusCode::NOT_FOUND);
        }
        client.post("/training/import", &[]).await.assert_status(StatusCode::FORBIDDEN);
    }
}
