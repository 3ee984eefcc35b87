//! Logging time in one line, and looking after it.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::champion;
use crate::harness::{TestApp, person, team, term};

#[actix_web::test]
async fn one_line_fills_the_week() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    ana.get("/me").await.assert_text("0 min of 4 h");

    let logged = ana.submit("/me", "/time", &[("line", "45m pr review payments#812 today")]).await;

    logged.assert_redirect_to("/me");
    let desk = ana.follow(&logged).await;
    desk.assert_text("Logged 45 min of pull-request review").assert_text("45 min of 4 h").assert_text("payments#812");
}

#[actix_web::test]
async fn a_line_that_says_no_length_keeps_its_words() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;

    for (line, words) in
        [("pr review payments", "nothing here says how long"), ("25h training", "“25h” is not a length")]
    {
        let refused = ana.submit("/me", "/time", &[("line", line)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("input[name=line][value='{line}']"));
    }
    let tomorrow = format!("45m training {}", app.today().plus_days(1));
    let refused = ana.submit("/me", "/time", &[("line", &tomorrow)]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lies ahead");
}

#[actix_web::test]
async fn a_repeated_send_logs_once() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let desk = ana.get("/me").await;

    ana.submit_on(&desk, "/time", &[("line", "45m training")]).await.assert_redirect();
    ana.submit_on(&desk, "/time", &[("line", "45m training")]).await.assert_redirect();

    ana.get("/me").await.assert_text("45 min of 4 h");
}

#[actix_web::test]
async fn an_entry_is_changed_and_taken_away_within_a_month() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    ana.submit("/me", "/time", &[("line", "45m training")]).await.assert_redirect();
    let edit = ana.get("/time").await.attributes("main a[href$='/edit']", "href").remove(0);
    let own = edit.trim_end_matches("/edit").to_owned();

    let drawn = ana.get(&edit).await;
    ana.submit_on(&drawn, &own, &[("length", "1h30")]).await.assert_redirect_to("/time");
    ana.submit_on(&drawn, &own, &[("length", "2h")]).await.assert_status(StatusCode::CONFLICT).assert_element(".split");
    ana.get("/time").await.assert_text("1 h 30 of 4 h");
    app.advance(SignedDuration::from_hours(24 * 32)).await;
    let ana =
        app.sign_in_as(&app.read(|c| Ok(drawbridge::accounts::find_by_handle(c, "ana-ruiz").unwrap())).await).await;
    let late = ana.post(&format!("{own}/delete"), &[("confirmed", "yes")]).await;
    late.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn nobody_else_sees_or_changes_an_entry() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    ana.submit("/me", "/time", &[("line", "45m secret-project")]).await.assert_redirect();
    let edit = ana.get("/time").await.attributes("main a[href$='/edit']", "href").remove(0);

    bob.get(&edit).await.assert_status(StatusCode::NOT_FOUND);
    let own = edit.trim_end_matches("/edit");
    bob.post(&format!("{own}/delete"), &[("confirmed", "yes")]).await.assert_status(StatusCode::NOT_FOUND);
    bob.get("/people/ana-ruiz").await.assert_ok().assert_no_text("secret-project");
    for grant in [Grant::Lead, Grant::Admin, Grant::NetSec] {
        app.sign_in(grant).await.get("/people/ana-ruiz").await.assert_ok().assert_no_text("secret-project");
    }
    let lead = app.sign_in(Grant::Lead).await;
    lead.get("/people/ana-ruiz").await.assert_text("theirs alone to see").assert_no_text("45 min");
    ana.get("/people/ana-ruiz").await.assert_ok().assert_text("secret-project");
}

#[actix_web::test]
async fn time_is_logged_by_those_who_serve() {
    let app = TestApp::start().await;
    app.insert(team("Checkout")).await;
    let developer = app.sign_in_developer().await;

    let refused = developer.post("/time", &[("line", "45m training")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("you serve no team at the moment");
}

#[actix_web::test]
async fn what_counts_is_whether_somebody_served_on_the_day_of_the_entry() {
    let app = TestApp::start().await;
    let (person, search) = (app.insert(person().named("Ana Ruiz")).await, app.insert(team("Search")).await);
    let path = format!("/terms/{}/end", app.insert(term(person.id, search.id)).await);
    let ana = app.sign_in_as(&person).await;
    ana.submit(&path, &path, &[("on", "2026-11-16")]).await.assert_redirect();

    let logged = ana.submit("/time", "/time", &[("line", "45m training 2026-11-16")]).await;
    logged.assert_redirect();
    let refused = ana.submit("/time", "/time", &[("line", "45m training 2026-11-17")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    refused.assert_text("you did not serve Search on 17 Nov 2026");

    let (bob, checkout) = (app.insert(crate::harness::person()).await, app.insert(team("Checkout")).await);
    let id = app.insert(term(bob.id, checkout.id).state("approved")).await;
    let bob = app.sign_in_as(&bob).await;
    bob.submit(&format!("/terms/{id}"), &format!("/terms/{id}/acceptance"), &[]).await.assert_redirect();
    let early = bob.submit("/me", "/time", &[("line", "45m training 2026-11-02")]).await;
    early.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("you did not serve Checkout on 2 Nov 2026");
    bob.submit("/me", "/time", &[("line", "45m training")]).await.assert_redirect();
}

#[actix_web::test]
async fn no_day_has_more_than_24_hours() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    ana.submit("/me", "/time", &[("line", "20h training")]).await.assert_redirect();

    let refused = ana.submit("/me", "/time", &[("line", "4h 30 meeting")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("with 20 h that you logged for");
    ana.submit("/me", "/time", &[("line", "4h meeting")]).await.assert_redirect();
}

#[actix_web::test]
async fn a_day_that_lies_ahead_is_refused_however_it_is_written() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;

    for day in ["tomorrow".to_owned(), app.today().plus_days(1).words()] {
        let refused = ana.submit("/me", "/time", &[("line", &format!("45m training {day}"))]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lies ahead");
    }
    let refused = ana.submit("/me", "/time", &[("line", "45m training 31 nov")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("“31 nov” is not a day");
}

#[actix_web::test]
async fn editing_comes_back_to_where_it_began() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    ana.submit("/me", "/time", &[("line", "45m training")]).await.assert_redirect();

    let edit = ana.get("/me").await.attributes("main a[href*='/edit?return=']", "href").remove(0);
    let own = edit.split("/edit").next().unwrap_or_default().to_owned();

    ana.submit(&edit, &own, &[("length", "1h")]).await.assert_redirect_to("/me");
}
