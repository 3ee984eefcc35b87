//! Belts, kudos and the year: what ticks, whose word it takes, who sees it.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{Client, TestApp, membership, person, team, term};

const BELT: &str = "/people/ana-ruiz/belt";

/// Ana, who has served Checkout for a month.
async fn ana(app: &TestApp) -> Client {
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    app.insert(membership(ana.id, checkout.id)).await;
    app.sign_in_as(&ana).await
}

/// A meeting that Ana was at, which is the rest of what the first belt asks for.
async fn attend(app: &TestApp, ana: &Client) -> String {
    let fields = [
        ("kind", "champions"),
        ("title", "Monthly"),
        ("day", "2026-11-19"),
        ("start", "12:00"),
        ("length", "1h"),
        ("zone", "UTC"),
        ("teams", "Checkout"),
    ];
    ana.submit("/meetings/new", "/meetings", &fields).await.assert_redirect();
    app.advance(SignedDuration::from_hours(27)).await;
    let presence = "/meetings/1/dates/2026-11-19/presence".to_owned();
    ana.post(&presence, &[("there", "yes")]).await.assert_redirect();
    presence
}

#[actix_web::test]
async fn a_belt_takes_the_records_and_the_words_of_two() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;

    ana.get(BELT).await.assert_text("Ana Ruiz has no belt yet").assert_text("0 of 1");
    ana.post(BELT, &[("act", "ask")]).await.assert_status(StatusCode::CONFLICT).assert_text("0 of 1");
    attend(&app, &ana).await;
    ana.get(BELT).await.assert_text("You have all that the next belt asks for").assert_text("Monthly");
    ana.submit(BELT, BELT, &[("act", "ask")]).await.assert_redirect_to(BELT);
    ana.post(BELT, &[("act", "agree")]).await.assert_status(StatusCode::FORBIDDEN);
    let (manager, lead) = (app.sign_in(Grant::Manager).await, app.sign_in(Grant::Lead).await);
    manager.get("/me").await.assert_text("Ana Ruiz asks for a belt");
    manager.submit(BELT, BELT, &[("act", "agree")]).await.assert_redirect_to(BELT);
    manager.post(BELT, &[("act", "agree")]).await.assert_status(StatusCode::CONFLICT);
    ana.get(BELT).await.assert_text("A manager agreed; it waits for a program lead.");
    lead.submit(BELT, BELT, &[("act", "agree")]).await.assert_redirect_to(BELT);

    ana.get(BELT).await.assert_text("Ana Ruiz: White belt").assert_text("agreed");
    let colleague = app.sign_in_developer().await;
    colleague.get("/people/ana-ruiz").await.assert_text("White belt");
    colleague.get(BELT).await.assert_status(StatusCode::NOT_FOUND);
    colleague.post(BELT, &[("act", "agree")]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_criterion_unticks_when_its_record_goes() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    let presence = attend(&app, &ana).await;
    ana.submit(BELT, BELT, &[("act", "ask")]).await.assert_redirect();

    ana.post(&presence, &[("there", "no")]).await.assert_redirect();

    ana.get(BELT).await.assert_text("0 of 1");
    let lead = app.sign_in(Grant::Lead).await;
    lead.post(BELT, &[("act", "agree")]).await.assert_status(StatusCode::CONFLICT).assert_text("is not met");
}

#[actix_web::test]
async fn a_no_and_a_word_of_ones_own_say_why() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    attend(&app, &ana).await;
    ana.submit(BELT, BELT, &[("act", "ask")]).await.assert_redirect();
    let lead = app.sign_in(Grant::Lead).await;

    let silent = lead.post(BELT, &[("act", "refuse"), ("words", " ")]).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#words-problem");
    lead.post(BELT, &[("act", "refuse"), ("words", "One more month")]).await.assert_redirect();
    ana.get(BELT).await.assert_text("One more month");
    let given = [("act", "override"), ("level", "green"), ("why", "Ran the lab for a year")];
    ana.post(BELT, &given).await.assert_status(StatusCode::FORBIDDEN);
    lead.post(BELT, &given[..2]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    lead.post(BELT, &given).await.assert_redirect();
    ana.get(BELT)
        .await
        .assert_text("Green belt")
        .assert_text("on their own word")
        .assert_text("Ran the lab for a year");
    lead.post(BELT, &[("act", "take-back"), ("reason", "Given by mistake")]).await.assert_redirect();
    ana.get(BELT).await.assert_text("has no belt yet").assert_text("Given by mistake");
}

#[actix_web::test]
async fn kudos_are_for_those_who_serve_and_not_for_a_flood() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    app.insert(person().named("Bo Lund")).await;
    let colleague = app.sign_in_developer().await;
    let path = "/people/ana-ruiz/kudos";

    colleague.submit(path, path, &[("reason", "Found the open port in time")]).await.assert_redirect_to(path);
    app.sign_in_developer().await.get("/people/ana-ruiz").await.assert_text("Found the open port in time");
    let twice = colleague.submit(path, path, &[("reason", "Again")]).await;
    twice.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("input[name=reason][value=Again]");
    ana.post(path, &[("reason", "Me")]).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let to_bo = colleague.post("/people/bo-lund/kudos", &[("reason", "Nice")]).await;
    to_bo.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("serve or served");
    let page = colleague.get(path).await;
    let delete = page.attributes("main form[action$='/delete']", "action").remove(0);
    app.sign_in_developer().await.post(&delete, &[]).await.assert_status(StatusCode::FORBIDDEN);
    colleague.submit_on(&page, &delete, &[]).await.assert_redirect_to(path);
    ana.get(path).await.assert_text("Nobody has said thanks yet");
    app.anonymous().get(path).await.assert_redirect();
}

#[actix_web::test]
async fn the_year_is_for_its_person_and_those_who_look_after_them() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    let review = [("kind", "design"), ("title", "ADR-14"), ("outcome", "approved"), ("length", "1h30"), ("log", "yes")];
    ana.submit("/reviews/new", "/reviews", &review).await.assert_redirect();
    let path = "/people/ana-ruiz/year/2026";

    ana.get(path).await.assert_text("ADR-14").assert_text("1 h 30 in all").assert_text("Checkout");
    app.sign_in(Grant::Manager).await.get(path).await.assert_ok();
    for year in ["2025", "1900", "2027", "x"] {
        let answer = ana.get(&format!("/people/ana-ruiz/year/{year}")).await;
        if year == "2025" {
            answer.assert_ok().assert_no_text("ADR-14")
        } else {
            answer.assert_status(StatusCode::NOT_FOUND)
        };
    }
    app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get(path).await.assert_redirect();
}
