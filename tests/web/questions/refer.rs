//! “See this article”: closed with a link, and search learns the words.

use actix_web::http::StatusCode;
use drawbridge::knowledge::{NewArticle, publish};
use drawbridge::web::Grant;

use super::{Company, ask};
use crate::harness::{Client, TestApp};

const TITLE: &str = "Why does the wombat relay drop my marmot frames?";

/// An article of the database, and its slug.
pub(super) async fn article(app: &TestApp, company: &Company, title: &str, body: &str) -> String {
    let (author, now) = (company.champion.id, app.clock.now());
    let library = drawbridge::knowledge::Library::bare("").expect("a library");
    let category = library.shelf().categories().iter().next().expect("a category").slug.clone();
    let new = NewArticle { title: title.into(), category, body: body.into(), ..NewArticle::default() };
    let slug = app.write(move |tx| Ok(publish(tx, &library, author, now, &new)?.to_string())).await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    slug
}

async fn found(client: &Client, query: &str) -> (bool, Vec<String>) {
    let answer = client.get(&format!("/api/v1/search?q={}", query.replace(' ', "+"))).await.json();
    let slugs = answer["hits"].as_array().expect("hits").iter();
    (answer["answered"] == true, slugs.map(|hit| hit["slug"].as_str().expect("a slug").to_owned()).collect())
}

#[actix_web::test]
async fn an_article_answers_in_one_step_and_search_learns_the_words() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let slug =
        article(&app, &company, "What limits packet size?", "The tunnel: frames over 1,400 bytes are lost.").await;
    let other = article(&app, &company, "Where are logs kept?", "In the archive, for a year.").await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new?searched=marmot+frames+lost", "/questions", &[("title", TITLE)]).await;
    assert!(!found(&app.anonymous(), TITLE).await.0);
    let champion = app.sign_in_as(&company.champion).await;

    let page = champion.get("/questions/1/article?q=packet+size").await;
    page.assert_element(&format!("input[name=article][value='{slug}']"));
    let none = champion.submit_on(&page, "/questions/1/article", &[]).await;
    let sent = champion.submit_on(&page, "/questions/1/article", &[("article", &slug), ("words", "See *how*.")]).await;

    none.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("choose the article that answers");
    sent.assert_redirect_to("/questions/1");
    let link = format!("a[href='/faq/{slug}']");
    asker
        .get("/questions/1")
        .await
        .assert_element(&link)
        .assert_element(".prose em")
        .assert_text("Is this your answer?");
    for words in [TITLE, "marmot frames lost"] {
        let (answered, slugs) = found(&app.anonymous(), words).await;
        assert_eq!((answered, slugs.first()), (true, Some(&slug)), "{words}");
    }
    assert_eq!(found(&app.anonymous(), "where are logs kept").await.1.first(), Some(&other));
    let learnt = format!("/articles/{slug}/phrasings");
    champion.get(&format!("/faq/{slug}")).await.assert_element(&format!("a[href='{learnt}']"));
    let page = champion.get(&learnt).await;
    page.assert_text("why does the wombat relay drop my marmot frames?")
        .assert_element("a[href='/questions/1']")
        .assert_text("Ana Ruiz");
    app.sign_in_developer().await.get(&learnt).await.assert_status(StatusCode::NOT_FOUND);
    let removal = page.attributes("form[action*='/removal']", "action");
    assert_eq!(removal.len(), 2, "the title, and what was searched for");
    for action in &removal {
        let asked = champion.submit(&learnt, action, &[]).await;
        asked.assert_text("Take these words away");
        champion.submit_on(&asked, action, &[]).await.assert_redirect_to(&learnt);
    }
    champion.get(&learnt).await.assert_text("Nothing yet.");
    assert!(!found(&app.anonymous(), "marmot frames lost").await.0);
}

#[actix_web::test]
async fn an_article_that_is_no_answer_is_unlearnt() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let slug =
        article(&app, &company, "What limits packet size?", "The tunnel: frames over 1,400 bytes are lost.").await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, TITLE).await;
    let champion = app.sign_in_as(&company.champion).await;
    let page = champion.get("/questions/1/article?q=packet+size").await;
    champion.submit_on(&page, "/questions/1/article", &[("article", &slug)]).await.assert_redirect();

    asker.submit("/questions/1", "/questions/1/missing", &[("missing", "It is not the size.")]).await.assert_redirect();

    champion.get(&format!("/articles/{slug}/phrasings")).await.assert_text("Nothing yet.");
    champion.get("/questions/1").await.assert_text("It is the turn of Ana Ruiz").assert_no_text("Read the article");
}

#[actix_web::test]
async fn words_that_not_everybody_may_read_are_not_learnt() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let slug =
        article(&app, &company, "What limits packet size?", "The tunnel: frames over 1,400 bytes are lost.").await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", TITLE), ("visibility", "netsec")]).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    let page = analyst.get("/questions/1/article?q=packet+size").await;
    page.assert_text("Its words stay with it");
    analyst.submit_on(&page, "/questions/1/article", &[("article", &slug)]).await.assert_redirect();

    analyst.get(&format!("/articles/{slug}/phrasings")).await.assert_text("Nothing yet.");
    assert!(!found(&app.anonymous(), "wombat relay marmot frames").await.0);
    app.sign_in_developer().await.get("/questions/1/article").await.assert_status(StatusCode::NOT_FOUND);
}
