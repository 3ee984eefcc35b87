//! Time that is offered to be logged for what was finished: one click.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::Person;
use drawbridge::db::schema::{time_entries, time_offers};
use drawbridge::program::Team;
use drawbridge::web::Grant;

use super::{serving, team_of};
use crate::harness::{Client, TestApp, membership, person};

/// Ana, who serves a team, with a review of 50 minutes that nobody logged.
async fn reviewer(app: &TestApp) -> (Person, Client, Team) {
    let (person, ana) = serving(app, "Ana Ruiz").await;
    review(&ana, "payments#812", "50").await;
    let team = team_of(app, "team-of-ana-ruiz").await;
    (person, ana, team)
}

async fn review(client: &Client, title: &str, minutes: &str) {
    let fields =
        [("kind", "pull-request"), ("title", title), ("outcome", "approved"), ("length", minutes), ("log", "")];
    client.submit("/reviews/new", "/reviews", &fields).await.assert_redirect();
}

fn offered(page: &crate::harness::Answer) -> Vec<String> {
    page.attributes("form[action='/time/offers'] input[name=note]", "value")
}

async fn entries(app: &TestApp) -> i64 {
    app.read(|connection| time_entries::table.count().get_result(connection)).await
}

#[actix_web::test]
async fn a_finished_review_is_logged_with_a_click_and_not_offered_again() {
    let app = TestApp::start().await;
    let (_, ana, _) = reviewer(&app).await;
    let desk = ana.get("/me").await;
    assert_eq!(offered(&desk), ["payments#812"]);
    desk.assert_element("form[action='/time/offers'] input[name=length][value='50m']");
    assert_eq!(offered(&ana.get("/time").await), ["payments#812"]);

    let logged = ana.submit_on(&desk, "/time/offers", &[]).await;

    logged.assert_redirect_to("/me");
    let desk = ana.follow(&logged).await;
    desk.assert_text("Logged 50 min of pull-request review on Wed 18 Nov.").assert_text("50 min of 4 h");
    desk.assert_element("main a[href^='/reviews/']").assert_no_element("form[action='/time/offers']");
    assert!(offered(&ana.get("/time").await).is_empty());
}

#[actix_web::test]
async fn a_review_whose_minutes_were_logged_with_it_is_not_offered() {
    let app = TestApp::start().await;
    let (_, ana) = serving(&app, "Ana Ruiz").await;
    let fields = [("kind", "design"), ("title", "ADR-14"), ("outcome", "approved"), ("length", "30"), ("log", "yes")];

    ana.submit("/reviews/new", "/reviews", &fields).await.assert_redirect();

    let time = ana.get("/time").await;
    time.assert_no_element("form[action='/time/offers']").assert_element("main li a[href^='/reviews/']");
}

#[actix_web::test]
async fn an_answered_question_is_offered_to_who_answered_it() {
    let app = TestApp::start().await;
    let (_, ana) = serving(&app, "Ana Ruiz").await;
    let (bob, team) = (app.insert(person()).await, team_of(&app, "team-of-ana-ruiz").await);
    app.insert(membership(bob.id, team.id)).await;
    let bob = app.sign_in_as(&bob).await;
    let asked = bob.submit("/questions/new", "/questions", &[("title", "Port 8443 to the vendor?")]).await;
    let question = asked.location();
    ana.submit(&question, &format!("{question}/answer"), &[("answer", "Use the proxy.")]).await.assert_redirect();

    let desk = ana.get("/me").await;
    assert_eq!(offered(&desk), ["Port 8443 to the vendor?"]);
    let logged = ana.submit_on(&desk, "/time/offers", &[("length", "25m")]).await;

    let desk = ana.follow(&logged).await;
    desk.assert_text("Logged 25 min of answering on Wed 18 Nov.");
    desk.assert_element(&format!("main li a[href='{question}']")).assert_text("question 1");
    assert!(offered(&bob.get("/me").await).is_empty());
}

#[actix_web::test]
async fn a04_an_entry_does_not_say_what_a_question_that_is_not_for_everyone_is_called() {
    let app = TestApp::start().await;
    let (_, ana) = serving(&app, "Ana Ruiz").await;
    let (bob, team) = (app.insert(person()).await, team_of(&app, "team-of-ana-ruiz").await);
    app.insert(membership(bob.id, team.id)).await;
    let asked = [("title", "Which quokka bastion was broken into?"), ("visibility", "team")];
    app.sign_in_as(&bob).await.submit("/questions/new", "/questions", &asked).await.assert_redirect();
    ana.submit("/questions/1", "/questions/1/answer", &[("answer", "None.")]).await.assert_redirect();

    assert_eq!(offered(&ana.get("/me").await), ["Question 1"]);
}

#[actix_web::test]
async fn what_is_put_away_stays_away() {
    let app = TestApp::start().await;
    let (_, ana, _) = reviewer(&app).await;
    let desk = ana.get("/me").await;

    let away = ana.submit_on(&desk, "/time/offers/dismiss", &[]).await;

    away.assert_redirect_to("/me");
    ana.follow(&away).await.assert_text("It is not offered any more").assert_no_element("form[action='/time/offers']");
    let stale = ana.submit_on(&desk, "/time/offers", &[]).await;
    stale.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("not offered any more");
    assert_eq!(entries(&app).await, 0);
}

#[actix_web::test]
async fn an_entry_that_goes_is_offered_again_and_comes_back_with_its_link() {
    let app = TestApp::start().await;
    let (_, ana, _) = reviewer(&app).await;
    ana.submit("/time", "/time/offers", &[]).await.assert_redirect();
    let edit = ana.get("/time").await.attributes("main a[href$='/edit']", "href").remove(0);
    let own = edit.trim_end_matches("/edit").to_owned();

    let gone = ana.submit("/time", &format!("{own}/delete"), &[]).await;
    let page = ana.follow(&gone).await;
    assert_eq!(offered(&page), ["payments#812"]);
    let back = ana.submit_on(&page, &format!("{own}/undo"), &[]).await;

    let page = ana.follow(&back).await;
    assert!(offered(&page).is_empty());
    page.assert_element("main li a[href^='/reviews/']");
    let gone = ana.submit("/time", &format!("{own}/delete"), &[]).await;
    let logged = ana.submit_on(&ana.follow(&gone).await, "/time/offers", &[]).await;
    ana.follow(&logged).await.assert_text("Logged 50 min").assert_element("main li a[href^='/reviews/']");
    let offers: i64 = app.read(|connection| time_offers::table.count().get_result(connection)).await;
    assert_eq!((entries(&app).await, offers), (1, 1));
}

#[actix_web::test]
async fn a_refused_offer_keeps_its_words_and_its_source() {
    let app = TestApp::start().await;
    let (_, ana, _) = reviewer(&app).await;

    let refused = ana.submit("/me", "/time/offers", &[("length", "25h")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("is not a length");
    refused.assert_element("form[action='/time/offers'] input[name=note][value='payments#812']");
    let mended = ana.submit_on(&refused, "/time/offers", &[("length", "1h")]).await;
    mended.assert_redirect();
    assert!(offered(&ana.get("/me").await).is_empty());
}

#[actix_web::test]
async fn offers_are_nobody_elses_and_go_with_the_window_and_the_month() {
    let app = TestApp::start().await;
    let (who, ana, team) = reviewer(&app).await;
    let (_, bob) = serving(&app, "Bob Ray").await;
    let source = ana.get("/me").await.attributes("form[action='/time/offers'] input[name=source]", "value").remove(0);

    let fields = [("source", source.as_str()), ("length", "50m"), ("activity", "other"), ("team", "team-of-bob-ray")];
    let refused = bob.post("/time/offers", &fields).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("not offered any more");
    bob.post("/time/offers/dismiss", &[("source", &source)]).await.assert_redirect();
    assert_eq!(offered(&ana.get("/me").await), ["payments#812"], "nobody waves away what is another's");
    app.sign_in_developer().await.get("/me").await.assert_no_text("payments#812");
    let lead = app.sign_in(Grant::Lead).await;
    lead.get("/me").await.assert_no_text("Not logged yet");
    assert_eq!(team.slug, "team-of-ana-ruiz");

    app.advance(jiff::SignedDuration::from_hours(24 * 13)).await;
    let (ana, lead) = (app.sign_in_as(&who).await, app.sign_in(Grant::Lead).await);
    assert_eq!(offered(&ana.get("/me").await), ["payments#812"], "in December, with November open");
    lead.post("/time/months/close", &[("month", "2026-11")]).await.assert_redirect();
    assert!(offered(&ana.get("/me").await).is_empty());
}
