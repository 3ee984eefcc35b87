//! Passing on, taking, giving back and talking: who may, and in which state.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{TestApp, person};

#[actix_web::test]
async fn a_champion_passes_a_question_on_with_a_line_of_why() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let action = format!("{question}/escalation");

    let empty = champion.submit(&question, &action, &[("why", " ")]).await;
    let sent = champion.submit(&question, &action, &[("why", "It crosses two zones.")]).await;
    let again = champion.post(&action, &[("why", "Once more.")]).await;

    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say in one line why");
    sent.assert_redirect_to(&question);
    again.assert_status(StatusCode::CONFLICT);
    champion
        .get(&question)
        .await
        .assert_text("Ana Ruiz passed it on to Network Security")
        .assert_text("It crosses two zones.")
        .assert_text("is due in 2 days")
        .assert_no_text("Once more.");
}

#[actix_web::test]
async fn a_blocked_question_is_due_within_hours_and_then_overdue() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    asker.submit("/questions/new", "/questions", &[("title", "Nothing works"), ("urgency", "blocked")]).await;

    asker.get("/questions/1").await.assert_text("is due in 4 hours").assert_no_text("overdue");
    app.advance(SignedDuration::from_hours(5)).await;

    asker.get("/questions/1").await.assert_text("overdue").assert_text("was due 1 hour ago");
}

#[actix_web::test]
async fn who_may_not_act_is_refused_and_offered_nothing() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let manager = app.sign_in(Grant::Manager).await;

    for (client, who) in [(&asker, "the asker"), (&manager, "a manager")] {
        let page = client.get(&question).await;
        for (act, fields) in [
            ("escalation", vec![("why", "Because.")]),
            ("answer", vec![("answer", "Yes."), ("version", "1")]),
            ("claim", vec![]),
            ("release", vec![]),
            ("publication", vec![("title", "Peering"), ("category", "dns"), ("body", "Yes.")]),
            ("article", vec![("article", "peering")]),
        ] {
            page.assert_no_element(&format!("form[action$='/{act}']"));
            let refused = client.post(&format!("{question}/{act}"), &fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{who} {act}");
        }
        client.get("/queue").await.assert_status(StatusCode::NOT_FOUND);
        client.get(&format!("{question}/publication/new")).await.assert_status(StatusCode::FORBIDDEN);
        client.get(&format!("{question}/article")).await.assert_status(StatusCode::FORBIDDEN);
    }
    let visitor = app.anonymous();
    for path in [question.as_str(), "/questions", "/queue"] {
        visitor.get(path).await.assert_redirect();
    }
    visitor.post(&format!("{question}/comments"), &[("comment", "Hi.")]).await.assert_redirect_to("/sign-in");
}

#[actix_web::test]
async fn one_analyst_takes_a_question_and_any_gives_it_back() {
    let app = TestApp::start().await;
    ask(&app.sign_in_developer().await, "May we peer?").await;
    let first = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let (first, second) = (app.sign_in_as(&first).await, app.sign_in(Grant::NetSec).await);

    first.submit("/queue", "/questions/1/claim", &[]).await.assert_redirect_to("/questions/1");
    let late = second.post("/questions/1/claim", &[]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("Kim Oh has taken question 1 already");
    second.get("/queue").await.assert_text("Kim Oh");
    first.get("/questions/1").await.assert_text("Kim Oh of Network Security has taken it");
    second.submit("/questions/1", "/questions/1/release", &[]).await.assert_redirect_to("/queue");
    first.get("/questions/1").await.assert_text("nobody has taken it yet").assert_text("gave it back to the queue");
}

#[actix_web::test]
async fn everybody_who_is_signed_in_reads_and_comments() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let passer_by = app.sign_in_developer().await;
    let action = format!("{question}/comments");

    let empty = passer_by.submit(&question, &action, &[("comment", "  ")]).await;
    let hostile = "See [this](javascript:alert(1)) <img src=x onerror=alert(1)> `5432`";
    passer_by.submit(&question, &action, &[("comment", hostile)]).await.assert_redirect_to(&question);

    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    passer_by
        .get(&question)
        .await
        .assert_element(".timeline code")
        .assert_no_element(".timeline img")
        .assert_no_element("a[href^='javascript']");
}

#[actix_web::test]
async fn numbers_that_nobody_asked_under_are_not_found() {
    let app = TestApp::start().await;
    let reader = app.sign_in_developer().await;

    for number in ["0", "-1", "7", "9223372036854775807", "9223372036854775808", "x", "1.5"] {
        reader.get(&format!("/questions/{number}")).await.assert_status(StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn the_reason_stands_where_network_security_looks_first() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/escalation"), &[("why", "It crosses two zones.")]).await;

    let analyst = app.sign_in(Grant::NetSec).await;

    let panel = analyst.get(&question).await.select("section.panel").join(" ");
    assert!(panel.contains("Ana Ruiz passed it on: “It crosses two zones.”"), "{panel}");
    assert!(analyst.get("/queue").await.select("tbody th").join(" ").contains("It crosses two zones."));
}

#[actix_web::test]
async fn the_address_of_a_form_leads_to_the_question() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let question = ask(&asker, "May we peer?").await;

    for form in ["escalation", "claim", "release", "answer", "comments", "publication"] {
        asker.get(&format!("{question}/{form}")).await.assert_redirect_to(&question);
    }
}
