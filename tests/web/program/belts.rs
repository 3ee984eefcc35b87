//! Belts, kudos and the year: what ticks, whose word it takes, who sees it.

use actix_web::http::StatusCode;
use drawbridge::program::training::NewCourse;
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;

use super::training;
use crate::harness::binary::Folder;
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
    manager.get("/me").await.assert_no_text("Ana Ruiz asks for a belt");
    manager.get(BELT).await.assert_no_text("I agree").assert_text("Not yet");
    ana.get(BELT).await.assert_text("A manager agreed; it waits for a program lead.").assert_no_text("Not yet");
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
async fn a06_a_no_and_a_word_of_ones_own_say_why() {
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

/// One level that asks for one of each.
const ONE_OF_EACH: &str = r#"
[[level]]
key = "first"
name = "First step"
about = "Begun."
[[level.criterion]]
kind = "months"
count = 1
[[level.criterion]]
kind = "training"
of = ["basics"]
[[level.criterion]]
kind = "reviews"
count = 1
[[level.criterion]]
kind = "answers"
count = 1
[[level.criterion]]
kind = "meetings"
count = 1
"#;

#[actix_web::test]
async fn each_criterion_leads_to_its_records_and_goes_with_them() {
    let folder = Folder::new();
    folder.write("program/belts.toml", ONE_OF_EACH);
    let app = TestApp::with().content(&folder.0).start().await;
    training::add(&app, training::course("Basics")).await;
    let ana = ana(&app).await;
    let counts = |page: &crate::harness::Answer| page.select("#level-first .rows > li > .num");

    let before = ana.get(BELT).await;
    assert_eq!(counts(&before), ["1 of 1", "0 of 1", "0 of 1", "0 of 1", "0 of 1"]);
    before.assert_element("#level-first a[href='/training/basics']");
    ana.submit("/training", "/completions", &[("course", "basics"), ("completed_on", "2026-11-18")])
        .await
        .assert_redirect();
    let review = [("kind", "design"), ("title", "ADR-14"), ("outcome", "approved")];
    ana.submit("/reviews/new", "/reviews", &review).await.assert_redirect();
    let checkout = app.write(|tx| Ok(drawbridge::program::find_team(tx, "checkout")?.id)).await;
    let asker = app.insert(person().named("Bo Lund")).await;
    app.insert(membership(asker.id, checkout)).await;
    let question = [("title", "May we peer?")];
    let asked = app.sign_in_as(&asker).await.submit("/questions/new", "/questions", &question).await.location();
    ana.submit(&asked, &format!("{asked}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    let presence = attend(&app, &ana).await;

    let page = ana.get(BELT).await;
    assert_eq!(counts(&page), ["1 of 1"; 5]);
    let records = page.attributes("#level-first details a", "href");
    assert_eq!(records.len(), 5, "{records:?}");
    let (manager, lead) = (app.sign_in(Grant::Manager).await, app.sign_in(Grant::Lead).await);
    for client in [&ana, &manager, &lead] {
        for record in client.get(BELT).await.attributes("#level-first details a", "href") {
            client.get(&record).await.assert_ok();
        }
    }
    manager.get(BELT).await.assert_text("Monthly");
    let completion = records.iter().find(|path| path.starts_with("/completions/")).expect("a completion");
    ana.post(&format!("{completion}/delete"), &[("confirmed", "yes")]).await.assert_redirect();
    ana.post(&presence, &[("there", "no")]).await.assert_redirect();
    assert_eq!(counts(&ana.get(BELT).await), ["1 of 1", "0 of 1", "1 of 1", "1 of 1", "0 of 1"]);
}

#[actix_web::test]
async fn a_year_lists_what_was_passed_and_calls_nobody_a_champion_who_was_none() {
    let app = TestApp::start().await;
    for title in ["Basics", "Firewalls"] {
        training::add(&app, NewCourse { pass_mark: Some(80), ..training::course(title) }).await;
    }
    let dev = app.sign_in_as(&app.insert(person().named("Dev Patel")).await).await;
    for (course, result) in [("basics", "65"), ("firewalls", "85")] {
        let fields = [("course", course), ("completed_on", "2026-11-18"), ("result", result), ("evidence", "badge 1")];
        dev.submit("/training", "/completions", &fields).await.assert_redirect();
    }

    let year = dev.get("/people/dev-patel/year/2026").await;

    year.assert_text("Training (1)").assert_text("Firewalls").assert_no_text("Basics");
    year.assert_no_text("as champion");
    let person = dev.get("/people/dev-patel").await;
    person.assert_text("18 Nov 2026, 65 %").assert_no_text("65 %, until").assert_text("18 Nov 2026, 85 %, until");
    let ana = ana(&app).await;
    ana.get("/people/ana-ruiz/year/2026").await.assert_text("Ana Ruiz: 2026 as champion");
}

#[actix_web::test]
async fn required_training_is_what_champions_need_after_the_term_as_well() {
    let folder = Folder::new();
    folder.write("program/belts.toml", ONE_OF_EACH);
    let app = TestApp::with().content(&folder.0).start().await;
    training::add(&app, training::course("Basics")).await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let path = format!("/terms/{}/end", app.insert(term(ana.id, checkout.id)).await);
    let ana = app.sign_in_as(&ana).await;
    ana.get(BELT).await.assert_element("#level-first a[href='/training/basics']");

    ana.submit(&path, &path, &[]).await.assert_redirect();

    ana.get(BELT).await.assert_element("#level-first a[href='/training/basics']");
}

#[actix_web::test]
async fn whoever_manages_and_leads_gives_one_word_and_leaves_the_managers() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    attend(&app, &ana).await;
    ana.submit(BELT, BELT, &[("act", "ask")]).await.assert_redirect();
    let both = app.insert(person().granted(Grant::Lead).granted(Grant::Manager)).await;
    let (both, manager) = (app.sign_in_as(&both).await, app.sign_in(Grant::Manager).await);

    both.submit(BELT, BELT, &[("act", "agree")]).await.assert_redirect();
    both.post(BELT, &[("act", "agree")]).await.assert_status(StatusCode::CONFLICT);
    ana.get(BELT).await.assert_text("A program lead agreed; it waits for a manager.");
    manager.submit(BELT, BELT, &[("act", "agree")]).await.assert_redirect();

    ana.get(BELT).await.assert_text("Ana Ruiz: White belt");
}

#[actix_web::test]
async fn a_belt_that_was_signed_for_keeps_its_words_when_it_is_taken_back() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    attend(&app, &ana).await;
    ana.submit(BELT, BELT, &[("act", "ask")]).await.assert_redirect();
    let (lead, manager) = (app.sign_in(Grant::Lead).await, app.sign_in(Grant::Manager).await);
    let given = [("act", "override"), ("level", "green"), ("why", "Ran the lab for a year")];

    lead.post(BELT, &given).await.assert_status(StatusCode::CONFLICT).assert_text("not yet");
    lead.post(BELT, &[("act", "refuse"), ("words", "Something higher")]).await.assert_redirect();
    manager.post(BELT, &given).await.assert_status(StatusCode::FORBIDDEN);
    lead.post(BELT, &given).await.assert_redirect();
    let page = ana.get(BELT).await;
    page.assert_text("Given on a lead's own word").assert_text("A higher belt was given");
    page.assert_no_text("on record any more");
    manager.post(BELT, &[("act", "take-back"), ("reason", "No")]).await.assert_status(StatusCode::FORBIDDEN);
    let silent = lead.post(BELT, &[("act", "take-back"), ("reason", "")]).await;
    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#reason-problem");
    lead.post(BELT, &[("act", "take-back"), ("reason", "Left the lab")]).await.assert_redirect();

    let page = ana.get(BELT).await;
    page.assert_text("taken back by").assert_text("Left the lab").assert_text("Ran the lab for a year");
    lead.post(BELT, &[("act", "take-back"), ("reason", "Again")]).await.assert_status(StatusCode::CONFLICT);
    lead.post(BELT, &[("act", "fly")]).await.assert_status(StatusCode::CONFLICT);
}

#[actix_web::test]
async fn the_belt_stands_beside_the_name_on_the_teams_page() {
    let app = TestApp::start().await;
    let ana = ana(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    ana.get("/teams/checkout").await.assert_no_text("Yellow belt");

    lead.post(BELT, &[("act", "override"), ("level", "yellow"), ("why", "Taught it")]).await.assert_redirect();

    let colleague = app.sign_in_developer().await;
    colleague.get("/teams/checkout").await.assert_text("Yellow belt");
    colleague.get("/people/ana-ruiz").await.assert_text("Yellow belt").assert_no_element("main a[href$='/belt']");
}

#[actix_web::test]
async fn a_year_is_handed_on_to_those_who_manage_the_team() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let champion = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(champion.id, checkout.id)).await;
    let helena = person().named("Helena Brandt").granted_for(Grant::Manager, Scope::Team(checkout.id));
    let (helena, ana) = (app.insert(helena).await, app.sign_in_as(&champion).await);

    ana.get("/people/ana-ruiz/year").await.assert_redirect_to("/people/ana-ruiz/year/2026");
    let own = ana.get("/people/ana-ruiz/year/2026").await;
    own.assert_text("/people/ana-ruiz/year/2026").assert_text("Up to 18 Nov 2026");
    own.assert_text("Mail it to Helena Brandt").assert_element("main a[href^='mailto:helena.brandt@example.com?']");
    let manager = app.sign_in_as(&helena).await;

    manager.get("/people/ana-ruiz/year/2026").await.assert_ok().assert_no_text("Hand it on");
    let stranger = app.sign_in_developer().await;
    stranger.get("/people/ana-ruiz/year").await.assert_status(StatusCode::NOT_FOUND);
    ana.get("/people/nobody/year").await.assert_status(StatusCode::NOT_FOUND);
}
