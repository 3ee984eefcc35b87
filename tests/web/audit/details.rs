//! Details as they are read: names and words on the page, and in the file what
//! was written.

use drawbridge::web::Grant;
use serde_json::json;

use super::write_line;
use crate::harness::{Answer, TestApp, department, person, team};

fn details(page: &Answer) -> Vec<String> {
    page.select("td[data-label='Details']")
}

#[actix_web::test]
async fn keys_of_people_teams_and_departments_are_read_as_their_names() {
    let app = TestApp::start().await;
    let (ana, bo) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Bo Lind")).await);
    let payments = app.insert(department("Payments")).await;
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    for (action, detail, expected) in [
        (
            "meeting.attendance_saved",
            json!({ "there": [ana.id.as_str(), bo.id.as_str()], "not_there": [], "date": "2026-11-19" }),
            "date: 2026-11-19, there: Ana Ruiz and Bo Lind",
        ),
        ("grant.taken", json!({ "scope": format!("Department({:?})", payments.id) }), "scope: department Payments"),
        ("service.added", json!({ "answers": { "team": checkout.id.as_str() } }), "answers (team: Checkout)"),
        ("term.approved", json!({ "person": ana.id.as_str(), "last_day": null }), "last day: none, person: Ana Ruiz"),
        ("belt.asked", json!({ "level": "white", "more": {} }), "level: white"),
        (
            "course.changed",
            json!({ "before": { "title": "TLS", "months": 12 }, "after": { "title": "TLS 1.3", "months": null } }),
            "after (months: none, title: TLS 1.3), before (months: 12, title: TLS)",
        ),
    ] {
        write_line(&app, action, ("thing", "7"), detail.clone()).await;

        assert_eq!(details(&netsec.get(&format!("/audit?kind=thing&action={action}")).await), [expected]);
        let file = netsec.get(&format!("/audit.csv?kind=thing&action={action}")).await.html();
        assert!(file.contains(&detail.to_string().replace('"', "\"\"")), "{file}");
    }
}

#[actix_web::test]
async fn a_course_is_read_as_its_title_and_what_has_no_name_for_readers_stays_a_key() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;
    let course = [("title", "Network basics"), ("minutes", "30")];
    lead.submit("/training/new", "/training", &course).await.assert_redirect();
    let asker = app.sign_in_developer().await;
    asker.post("/questions", &[("title", "Broken into?"), ("visibility", "netsec")]).await.assert_redirect();
    let (course, question) = app
        .read(|connection| {
            use diesel::prelude::*;
            use drawbridge::db::schema::{courses, questions};
            let course: String = courses::table.select(courses::id).first(connection)?;
            let question: String = questions::table.select(questions::id).first(connection)?;
            Ok((course, question))
        })
        .await;
    write_line(&app, "thing.done", ("thing", "7"), json!({ "course": course, "question": question })).await;

    let page = app.sign_in(Grant::Admin).await.get("/audit?kind=thing").await;

    assert_eq!(details(&page), [format!("course: Network basics, question: {question}")]);
}

#[actix_web::test]
async fn what_a_right_covers_is_recorded_by_the_name_in_its_address() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz")).await;
    let payments = app.insert(department("Payments")).await;
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    let admin = app.sign_in(Grant::Admin).await;
    let grants = "/accounts/ana-ruiz/grants";

    for (scope, words) in [
        (format!("department:{}", payments.id), "department payments"),
        (format!("team:{}", checkout.id), "team checkout"),
        ("all:".to_owned(), "all"),
    ] {
        let fields = [("kind", "manager"), ("scope", scope.as_str())];
        admin.post(grants, &fields).await.assert_redirect();
        let given = admin.get("/audit?action=grant.given&kind=person&key=ana-ruiz").await;
        assert!(details(&given).contains(&format!("grant: manager, scope: {words}")), "{given}");
        admin.post(&format!("{grants}/remove"), &fields).await.assert_redirect();
        let taken = admin.get("/audit?action=grant.taken&kind=person&key=ana-ruiz").await;
        assert!(details(&taken).contains(&format!("grant: manager, scope: {words}")), "{taken}");
    }
}
