//! Who hears of what happens to a question.

use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask, heard};
use crate::harness::{TestApp, person, term};

#[actix_web::test]
async fn each_change_tells_whom_it_concerns_and_not_who_made_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let analyst = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    let netsec = app.sign_in_as(&analyst).await;
    let watcher = app.sign_in_developer().await;

    let path = ask(&asker, &[("title", "Port 8443?")]).await;
    assert_eq!(heard(&champion).await, ["Bo Lind asks: Port 8443?"]);
    assert!(heard(&asker).await.is_empty() && heard(&netsec).await.is_empty());

    watcher.post(&format!("{path}/watch"), &[]).await.assert_redirect();
    assert_eq!(heard(&champion).await.len(), 1, "a change without a line of its own says nothing");
    champion.submit(&path, &format!("{path}/inquiry"), &[("inquiry", "Which host?")]).await.assert_redirect();
    assert_eq!(heard(&asker).await, ["Ana Ruiz asks you back on question 1: Port 8443?"]);
    asker.get("/notifications").await.assert_text("Which host?");
    asker.submit(&path, &format!("{path}/comments"), &[("comment", "The new one.")]).await.assert_redirect();
    assert_eq!(heard(&champion).await[0], "Bo Lind replied on question 1: Port 8443?");
    champion.submit(&path, &format!("{path}/escalation"), &[("why", "New to me.")]).await.assert_redirect();
    assert_eq!(heard(&netsec).await, ["Ana Ruiz passed question 1 on: Port 8443?"]);
    assert_eq!(heard(&asker).await[0], "Your question went to Network Security: Port 8443?");

    netsec.submit(&path, &format!("{path}/answer"), &[("answer", "Use the proxy.")]).await.assert_redirect();
    for client in [&asker, &watcher] {
        assert_eq!(heard(client).await[0], "Kim Oh answered question 1: Port 8443?");
    }
    assert_eq!((heard(&netsec).await.len(), heard(&watcher).await.len()), (1, 1));
}

#[actix_web::test]
async fn what_is_done_while_working_at_a_question_is_told_and_a_note_is_not() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let analyst = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    let (netsec, other) = (app.sign_in_as(&analyst).await, app.sign_in(Grant::NetSec).await);
    ask(&asker, &[("title", "Port 8443?")]).await;
    ask(&asker, &[("title", "Port 8444?")]).await;
    let before = heard(&asker).await.len();

    champion.submit("/questions/1", "/questions/1/notes", &[("note", "They asked before.")]).await.assert_redirect();
    assert_eq!((heard(&asker).await.len(), heard(&netsec).await.len()), (before, 0), "a note is told to nobody");
    champion.submit("/questions/1", "/questions/1/escalation", &[("why", "New.")]).await.assert_redirect();
    other.post("/questions/1/handing", &[("to", "@kim-oh")]).await.assert_redirect();
    assert!(heard(&netsec).await[0].ends_with("gave you question 1: Port 8443?"));
    netsec.submit("/questions/1", "/questions/1/answer", &[("answer", "Yes.")]).await.assert_redirect();
    asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();
    asker.submit("/questions/1", "/questions/1/reopening", &[("reason", "How?")]).await.assert_redirect();
    assert_eq!(heard(&netsec).await[0], "Bo Lind opened question 1 again: Port 8443?");
    netsec.post("/questions/2/merger", &[("into", "1")]).await.assert_redirect();
    assert_eq!(heard(&asker).await[0], "Question 2 was asked before; its link leads to the other: Port 8444?");
}

#[actix_web::test]
async fn what_blocks_reaches_champion_and_network_security_at_once() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);

    ask(&asker, &[("title", "Port 8443?"), ("urgency", "blocked")]).await;

    for client in [&champion, &netsec] {
        let heard = heard(client).await;
        assert!(
            heard.len() == 1 && heard[0].starts_with("Blocked now.") && heard[0].ends_with("Port 8443?"),
            "{heard:?}"
        );
    }
}

#[actix_web::test]
async fn what_is_not_for_everyone_is_heard_by_those_who_may_read_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);

    ask(&asker, &[("title", "An incident"), ("visibility", "netsec")]).await;

    assert_eq!(heard(&netsec).await.len(), 1);
    assert!(heard(&champion).await.is_empty());
}

#[actix_web::test]
async fn a_launch_that_comes_near_and_what_is_late_is_told_once() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (lead, netsec) = (app.sign_in(Grant::Lead).await, app.sign_in(Grant::NetSec).await);
    let asker = app.sign_in_as(&company.asker).await;
    let fields = [("name", "Night"), ("day", "2026-11-23"), ("time", "02:00")];
    asker.submit("/launches/new", "/launches", &fields).await.assert_redirect();
    ask(&asker, &[("title", "Port 8443?"), ("urgency", "low")]).await;
    asker.submit("/questions/1", "/questions/1/launch", &[("launch", "night")]).await.assert_redirect();
    let near = "Night launches on Mon 23 Nov 2026, 02:00 (UTC), and question 1 is open: Port 8443?";

    app.advance(SignedDuration::from_hours(38)).await;
    for client in [&lead, &netsec] {
        wait_until(client, near, 1).await;
    }
    // Two days on, the other step; the first is not said again at each look.
    app.advance(SignedDuration::from_hours(24)).await;
    app.advance(SignedDuration::from_hours(25)).await;
    for client in [&lead, &netsec] {
        wait_until(client, near, 2).await;
    }
    let champion = app.sign_in_as(&company.champion).await;
    app.advance(SignedDuration::from_hours(26)).await;
    wait_until(&champion, "Question 1 is overdue: Port 8443?", 1).await;
}

#[actix_web::test]
async fn everybody_who_serves_the_team_hears_of_its_questions() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let deputy = app.insert(person().named("Di Lee")).await;
    app.insert(term(deputy.id, company.team.id).deputy()).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, &[("title", "Port 8443?")]).await;
    let (deputy, champion) = (app.sign_in_as(&deputy).await, app.sign_in_as(&company.champion).await);

    assert_eq!(heard(&deputy).await, ["Bo Lind asks: Port 8443?"]);
    assert_eq!(heard(&champion).await, ["Bo Lind asks: Port 8443?"]);
}

#[actix_web::test]
async fn what_the_program_reminds_of_is_told_once_and_again_in_the_last_week() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let deputy = app.insert(person().named("Di Lee")).await;
    app.insert(term(deputy.id, company.team.id).deputy().ends_in(10)).await;

    // Whether the site looked before they served or after makes one day's difference in the words.
    let client = app.sign_in_as(&deputy).await;
    app.advance(SignedDuration::from_hours(24)).await;
    wait_until(&client, "days: renew it, or name a successor", 1).await;
    app.advance(SignedDuration::from_hours(24)).await;
    app.advance(SignedDuration::from_hours(24)).await;

    let last =
        "Your term as deputy of Checkout ends in 7 days: this is the last week to renew it, or to name a successor";
    wait_until(&client, last, 1).await;
    wait_until(&client, "Your term", 2).await;
}

/// Waits until something with these words was heard so often, and not oftener.
async fn wait_until(client: &crate::harness::Client, words: &str, times: usize) {
    let mut found = 0;
    for _ in 0..100 {
        found = heard(client).await.iter().filter(|said| said.contains(words)).count();
        if found >= times {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(found, times, "{words}");
}

#[actix_web::test]
async fn whoever_is_asked_for_hears_of_it_and_network_security_by_whom() {
    let app = TestApp::start().await;
    let netsec = app.sign_in(Grant::NetSec).await;
    let other = app.insert(person().named("Di Lee")).await;
    let asker = app.insert(person().named("Bo Lind")).await;
    let (asker, other) = (app.sign_in_as(&asker).await, app.sign_in_as(&other).await);

    ask(&asker, &[("title", "Port 8443?"), ("body", "For the vendor."), ("on_behalf", "Di Lee")]).await;

    assert_eq!(heard(&netsec).await, ["Bo Lind asks: Port 8443?"]);
    netsec.get("/notifications").await.assert_text("For the vendor.");
    assert_eq!(heard(&other).await, ["Bo Lind asked in your name: Port 8443?"]);
    assert!(heard(&asker).await.is_empty());
}
