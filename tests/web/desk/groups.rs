//! What the search shows beside articles, and to whom.

use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, membership, person, team, term};

async fn ask(client: &Client, title: &str) -> String {
    client.submit("/questions/new", "/questions", &[("title", title)]).await.location()
}

async fn answer(app: &TestApp, question: &str) {
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit(question, &format!("{question}/answer"), &[("answer", "Use the proxy.")]).await.assert_redirect();
}

#[actix_web::test]
async fn anonymous_visitors_see_articles_and_nothing_of_teams_people_and_questions() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let asker = app.sign_in_developer().await;
    ask(&asker, "Checkout to the walrus broker").await;
    app.indexed().await;

    for words in ["checkout", "ana+ruiz", "walrus", "checkout+team"] {
        let page = app.anonymous().get(&format!("/search?q={words}")).await;
        page.assert_ok().assert_no_element("#results a.hit").assert_no_text("Ruiz").assert_no_text("Somebody asked");
        asker.get(&format!("/search?q={words}")).await.assert_element("#results a.hit");
    }
}

#[actix_web::test]
async fn a_team_that_is_named_stands_first_with_its_champion() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(team("Payments")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let reader = app.sign_in_developer().await;

    for words in ["checkout", "Checkout+team", "who+is+the+champion+of+checkout%3F", "check"] {
        let page = reader.get(&format!("/search?q={words}")).await;
        page.assert_element("#group-teams").assert_no_text("Payments");
        assert_eq!(page.attributes("#results a.hit", "href").first().map(String::as_str), Some("/teams/checkout"));
        page.assert_text("Champion: Ana Ruiz").assert_element("a[href='/people/ana-ruiz']");
    }
    let meant = reader.get("/search?q=checkout+team").await;
    meant.assert_no_text("Nobody has answered this yet").assert_text("1 team");
    reader.get("/search?q=payments").await.assert_text("no champion yet");
}

#[actix_web::test]
async fn people_are_found_by_any_part_of_their_name_but_not_once_switched_off() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    let gone = app.insert(person().named("Ana Gone")).await;
    let reader = app.sign_in_developer().await;
    app.write(move |tx| {
        use diesel::prelude::*;
        use drawbridge::accounts::PersonState;
        use drawbridge::db::schema::people;
        diesel::update(people::table.find(gone.id)).set(people::state.eq(PersonState::Disabled)).execute(tx)?;
        Ok(())
    })
    .await;

    for words in ["ana", "RUIZ", "ruiz+ana", "may+ana+ruiz+open+port+5432"] {
        let page = reader.get(&format!("/search?q={words}")).await;
        page.assert_element("#group-people").assert_no_text("Ana Gone").assert_text("1 person");
        page.assert_element("#results a.hit[href='/people/ana-ruiz']").assert_text("Checkout");
    }
    for words in ["na", "%25", "_", "a", "example.com"] {
        reader.get(&format!("/search?q={words}")).await.assert_ok().assert_no_element("#group-people");
    }
}

#[actix_web::test]
async fn a_question_in_like_words_is_shown_open_or_answered() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let reader = app.sign_in_developer().await;
    let question = ask(&asker, "Does the walrus broker need port 5671?").await;
    ask(&asker, "Where is the canteen?").await;
    app.indexed().await;
    let search = "/search?q=port+for+the+walrus+broker";

    let open = reader.get(search).await;
    open.assert_text("Nobody has answered this yet").assert_text("Somebody asked this already");
    open.assert_element(&format!("#results a.hit[href='{question}']")).assert_text("question 1");
    open.assert_no_text("canteen").assert_no_element("#group-questions");

    answer(&app, &question).await;
    app.indexed().await;
    let answered = reader.get(search).await;
    answered.assert_no_text("Somebody asked this already").assert_element("#group-questions");
    answered.assert_element(&format!("#results a.hit[href='{question}']")).assert_text("1 answered question");
    assert_eq!(app.anonymous().get(search).await.attributes("#results a.hit", "href"), [""; 0]);
}

#[actix_web::test]
async fn a_question_that_became_an_article_is_shown_once() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let question = ask(&asker, "Does the walrus broker need port 5671?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit(&question, &format!("{question}/answer"), &[("answer", "Yes, 5671.")]).await.assert_redirect();
    let form = format!("{question}/publication/new");
    let fields = [("category", "protocols"), ("body", "Yes, the walrus broker needs port 5671."), ("act", "ask")];
    asker.submit(&question, &format!("{question}/confirmation"), &[]).await.assert_redirect();
    analyst.submit(&form, &format!("{question}/publication"), &fields).await.assert_redirect();
    let reader = app.sign_in(Grant::NetSec).await;
    reader.submit("/drafts/1", "/drafts/1/publication", &[]).await.assert_redirect();
    app.indexed().await;

    let mut page = asker.get("/search?q=walrus+broker+port").await;
    for _ in 0..100 {
        if !page.select("ol.hits a.hit").is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        page = asker.get("/search?q=walrus+broker+port").await;
    }

    page.assert_element("ol.hits a.hit").assert_no_element("#group-questions");
    page.assert_text("answered by NetSec, 18 Nov 2026");
}

#[actix_web::test]
async fn many_of_a_kind_are_cut_short_with_a_way_to_all() {
    let app = TestApp::start().await;
    for number in 1..=6 {
        app.insert(team(&format!("Payments {number}"))).await;
    }
    let asker = app.sign_in_developer().await;
    let analyst = app.sign_in(Grant::NetSec).await;
    for number in 1..=6 {
        let question = ask(&asker, &format!("Walrus broker number {number}?")).await;
        analyst.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();
    }
    app.indexed().await;

    let teams = asker.get("/search?q=payments").await;
    let questions = asker.get("/search?q=walrus+broker").await;

    assert_eq!(teams.select("section[aria-labelledby=group-teams] a.hit").len(), 4);
    teams.assert_element("a[href='/teams?q=payments']");
    assert_eq!(questions.select("section[aria-labelledby=group-questions] a.hit").len(), 4);
    let more = questions.attributes("section[aria-labelledby=group-questions] > p a", "href");
    assert_eq!(more, ["/questions?q=walrus%20broker"]);
    assert_eq!(asker.get(&more[0]).await.select("tbody th a").len(), 6);
}

#[actix_web::test]
async fn whoever_asks_for_their_champion_sees_their_own_team() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(team("Payments")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let bo = app.insert(person().named("Bo Lind")).await;
    app.insert(membership(bo.id, checkout.id)).await;
    app.insert(term(ana.id, checkout.id)).await;

    let page = app.sign_in_as(&bo).await.get("/search?q=who+is+my+champion").await;

    page.assert_text("Your team").assert_text("Champion: Ana Ruiz").assert_no_text("Payments");
}
