//! The courses on the way to a level, and those that only some on it have to have.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{add, completed, course};
use crate::harness::binary::Folder;
use crate::harness::{Answer, Client, TestApp, person, team, term};

#[actix_web::test]
async fn a_path_ticks_what_is_in_date_and_is_kept_by_the_lead() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    add(&app, course("One")).await;
    add(&app, course("Two")).await;
    let (own, lead) = (app.sign_in_as(&ana).await, app.sign_in(Grant::Lead).await);
    let (edit, path) = ("/training/paths/white/edit", "/training/paths/white");
    let stale = lead.get(edit).await;

    let twice = lead.submit(edit, path, &[("place_1", "one"), ("place_2", "one")]).await;
    twice.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("One stands there twice");
    lead.submit(edit, path, &[("place_1", "two"), ("place_3", "one")]).await.assert_redirect();
    completed(&app, ana.id, "two", app.today()).await;

    let page = own.get("/training").await;
    page.assert_text("White belt your next").assert_text("1 of 2 in date");
    assert_eq!(page.select("#paths ol li a"), ["Two", "One"]);
    lead.submit_on(&stale, path, &[("place_1", "one")])
        .await
        .assert_status(StatusCode::CONFLICT)
        .assert_text("Somebody saved this path")
        .assert_text("Saved now: Two, One");
    own.get(edit).await.assert_status(StatusCode::NOT_FOUND);
    own.post(path, &[("place_1", "one")]).await.assert_status(StatusCode::FORBIDDEN);
    for wrong in ["/training/paths/pink", "/training/paths/pink/edit"] {
        lead.get(wrong).await.assert_status(StatusCode::NOT_FOUND);
    }
    lead.post("/training/paths/pink", &[("place_1", "one")]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_page_of_a_path_and_the_page_of_a_belt_lead_to_each_other() {
    let app = TestApp::start().await;
    let (ana, own) = champion(&app).await;
    add(&app, course("One")).await;
    let lead = app.sign_in(Grant::Lead).await;
    let path = "/training/paths/white";
    lead.submit("/training/paths/white/edit", path, &[("place_1", "one")]).await.assert_redirect();

    let page = own.get(path).await;
    page.assert_text("The path to the White belt").assert_text("your next").assert_text("0 of 1 in date");
    page.assert_element("main a[href='/people/ana-ruiz/belt#level-white']");
    page.assert_no_element("main a[href$='/edit']");
    let belt = own.get("/people/ana-ruiz/belt").await;
    belt.assert_element("#level-white").assert_element("#level-white a[href='/training/paths/white']");
    own.get("/training/one").await.assert_element("main a[href='/training/paths/white']");
    own.get("/training").await.assert_element("#paths a[href='/training/paths/white']");
    lead.get(path).await.assert_element("main a[href='/training/paths/white/edit']").assert_no_text("your next");
    completed(&app, ana, "one", app.today()).await;
    own.get(path).await.assert_text("1 of 1 in date");
    app.anonymous().get(path).await.assert_redirect();
}

#[actix_web::test]
async fn a_course_for_those_who_have_come_to_a_level_waits_until_the_level_before_is_given() {
    let app = TestApp::start().await;
    let (_, own) = champion(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let fields = [("title", "Second"), ("minutes", "60"), ("for:belt:green", "yes")];
    lead.submit("/training/new", "/training", &fields).await.assert_redirect();
    lead.get("/training/second").await.assert_text("who is on the path to the Green belt");

    own.get("/me").await.assert_no_element("a[href='/training/second']");
    for level in ["white", "yellow"] {
        let given = [("act", "override"), ("level", level), ("why", "Taught it")];
        lead.post("/people/ana-ruiz/belt", &given).await.assert_redirect();
    }

    own.get("/me").await.assert_element("a[href='/training/second']");
    own.get("/training/paths/green").await.assert_text("your next");
    own.get("/training/paths/yellow").await.assert_no_text("your next");
    lead.get("/coverage").await.assert_ok();
    lead.post("/people/ana-ruiz/belt", &[("act", "take-back"), ("reason", "By mistake")]).await.assert_redirect();
    own.get("/me").await.assert_no_element("a[href='/training/second']");
}

#[actix_web::test]
async fn levels_are_those_of_the_company_and_one_that_goes_breaks_nothing() {
    let folder = Folder::new();
    folder.write("program/belts.toml", &levels(&["silver", "gold"]));
    let app = TestApp::with().content(&folder.0).start().await;
    let (_, own) = champion(&app).await;
    add(&app, course("One")).await;
    let lead = app.sign_in(Grant::Lead).await;
    let paths = lead.get("/training").await;
    assert_eq!(paths.select("#paths h3 a"), ["The silver one", "The gold one"]);
    let fields = [("title", "Two"), ("minutes", "60"), ("for:belt:silver", "yes")];
    lead.submit("/training/new", "/training", &fields).await.assert_redirect();
    lead.submit("/training/paths/silver/edit", "/training/paths/silver", &[("place_1", "one")]).await.assert_redirect();
    own.get("/me").await.assert_element("a[href='/training/two']");
    lead.post("/training", &[("title", "Three"), ("minutes", "60"), ("for:belt:white", "yes")])
        .await
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_element("#audience-problem");

    folder.write("program/belts.toml", &levels(&["gold", "platinum"]));
    let paths = until(&lead, "/training", "platinum").await;

    assert_eq!(paths.select("#paths h3 a"), ["The gold one", "The platinum one", "silver"]);
    paths.assert_text("no longer a level");
    own.get("/me").await.assert_no_element("a[href='/training/two']");
    own.get("/training/paths/silver").await.assert_text("The company no longer has this level.");
    lead.get("/training/two").await.assert_text("“silver”, a level that is gone");
    lead.get("/coverage").await.assert_ok();
    let edit = "/training/two/edit";
    lead.get(edit).await.assert_element("input[name='for:belt:silver'][checked]");
    lead.submit(edit, "/training/two", &[("minutes", "90")]).await.assert_redirect();
    lead.get("/training/two").await.assert_text("“silver”, a level that is gone");
    lead.submit("/training/paths/silver/edit", "/training/paths/silver", &[("place_1", "")]).await.assert_redirect();
    assert_eq!(lead.get("/training").await.select("#paths h3 a"), ["The gold one", "The platinum one"]);
}

/// Ana, who serves Checkout.
async fn champion(app: &TestApp) -> (drawbridge::db::keys::PersonId, Client) {
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    (ana.id, app.sign_in_as(&ana).await)
}

/// A file of levels, each of which asks for a meeting.
fn levels(keys: &[&str]) -> String {
    let level = |key: &&str| {
        format!(
            "[[level]]\nkey = \"{key}\"\nname = \"The {key} one\"\nabout = \"Ours.\"\n[[level.criterion]]\nkind = \"meetings\"\ncount = 1\n"
        )
    };
    keys.iter().map(level).collect()
}

/// The page once it says these words: files are looked at once a second.
async fn until(client: &Client, path: &str, words: &str) -> Answer {
    for _ in 0..40 {
        let page = client.get(path).await;
        if page.text().contains(words) {
            return page;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{path} never says {words}")
}
