//! From an answer to an article: a draft, a second reader, links both ways.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::Company;
use crate::harness::{Answer, Client, TestApp, membership, person};

const TITLE: &str = "Which port has the quokka pool?";

/// Somebody who asks, and two of Network Security.
pub(super) struct Cast {
    pub asker: Client,
    pub writer: Client,
    pub reader: Client,
}

/// An answered question, and somebody who may make an article of it.
async fn answered(app: &TestApp) -> Cast {
    let asker = app.sign_in_developer().await;
    let fields = [("title", TITLE), ("body", "Ours is down.")];
    asker.submit("/questions/new?searched=quokka+pool+refused", "/questions", &fields).await;
    let (writer, reader) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    writer.get("/questions/1/publication/new").await.assert_status(StatusCode::CONFLICT);
    writer.submit("/questions/1", "/questions/1/answer", &[("answer", "It listens on 6432.")]).await;
    Cast { asker, writer, reader }
}

pub(super) fn first_category(page: &Answer) -> String {
    page.attributes("select[name=category] option", "value").into_iter().find(|value| !value.is_empty()).unwrap()
}

/// Opens the draft as it is proposed.
async fn open(writer: &Client) -> Answer {
    let form = writer.get("/questions/1/publication/new").await;
    let category = first_category(&form);
    writer.submit_on(&form, "/questions/1/publication", &[("category", &category), ("act", "ask")]).await
}

/// The second reader publishes; the article's address.
pub(super) async fn publish(reader: &Client) -> String {
    reader.submit("/drafts/1", "/drafts/1/publication", &[]).await.location()
}

#[actix_web::test]
async fn a_second_reader_publishes_and_both_lead_to_each_other() {
    let app = TestApp::start().await;
    let cast = answered(&app).await;
    cast.asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();

    let form = cast.writer.get("/questions/1/publication/new").await;
    form.assert_text("It listens on 6432.").assert_text("quokka pool refused").assert_text("No name, address");
    open(&cast.writer).await.assert_redirect_to("/questions/1");

    cast.writer
        .get("/questions/1")
        .await
        .assert_text("the draft waits for a second reader")
        .assert_element("a[href='/drafts/1']");
    cast.asker.get("/questions/1").await.assert_text("the draft waits for").assert_no_element("a[href='/drafts/1']");
    cast.asker.get("/drafts/1").await.assert_status(StatusCode::NOT_FOUND);
    cast.writer.post("/drafts/1/publication", &[("version", "2")]).await.assert_status(StatusCode::FORBIDDEN);
    cast.reader.get("/drafts/1").await.assert_element("a[href='/questions/1']");
    let article = publish(&cast.reader).await;

    assert!(article.starts_with("/faq/"), "{article}");
    cast.asker.get(&article).await.assert_text("It listens on 6432.").assert_element("a[href='/questions/1']");
    let page = cast.asker.get("/questions/1").await;
    page.assert_text("published the answer as an article").assert_element(&format!("a[href='{article}']"));
    cast.writer.get("/questions/1").await.assert_no_element("form[action$='/answer']");
    cast.writer.get("/questions/1/publication/new").await.assert_redirect_to(&article);
    let visitor = app.anonymous();
    visitor.get(&article).await.assert_ok().assert_text("Network Security").assert_no_element("a[href='/questions/1']");
}

#[actix_web::test]
async fn the_askers_own_words_find_the_article_whatever_its_title() {
    let app = TestApp::start().await;
    let cast = answered(&app).await;
    cast.asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();
    let form = cast.writer.get("/questions/1/publication/new").await;
    let category = first_category(&form);
    let fields = [("title", "Ports of connection pools"), ("category", category.as_str()), ("act", "ask")];

    cast.writer.submit_on(&form, "/questions/1/publication", &fields).await.assert_redirect();
    let article = publish(&cast.reader).await;

    for words in ["which+port+has+the+quokka+pool", "quokka+pool+refused"] {
        let found = app.anonymous().get(&format!("/api/v1/search?q={words}")).await.json();
        assert_eq!(found["answered"], true, "{words}");
        assert_eq!(format!("/faq/{}", found["hits"][0]["slug"].as_str().expect("a slug")), article, "{words}");
    }
}

#[actix_web::test]
async fn nothing_is_published_that_whoever_asked_may_still_object_to() {
    let app = TestApp::start().await;
    let cast = answered(&app).await;
    cast.writer.get("/questions/1/publication/new").await.assert_text("has not confirmed the answer yet");
    open(&cast.writer).await.assert_redirect_to("/questions/1");

    let page = cast.reader.get("/drafts/1").await;
    page.assert_text("has not confirmed the answer yet").assert_no_element("form[action$='/publication']");
    let refused = cast.reader.post("/drafts/1/publication", &[("version", "2")]).await;
    refused.assert_status(StatusCode::CONFLICT).assert_text("has not confirmed the answer yet");
    cast.asker.submit("/questions/1", "/questions/1/missing", &[("missing", "And TLS?")]).await.assert_redirect();
    cast.reader.get("/drafts/1").await.assert_text("with Network Security, so there is no answer to publish");
    cast.writer.submit("/questions/1", "/questions/1/answer", &[("answer", "6432, TLS 6433.")]).await.assert_redirect();
    cast.asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();

    // The writer goes on with the same draft.
    let again = cast.writer.get("/questions/1/publication/new").await;
    let sent =
        cast.writer.submit_on(&again, "/questions/1/publication", &[("body", "6432, TLS 6433."), ("act", "ask")]).await;
    sent.assert_redirect_to("/questions/1");
    let article = publish(&cast.reader).await;
    cast.asker.get(&article).await.assert_text("TLS 6433");
}

#[actix_web::test]
async fn a_site_without_second_readers_publishes_at_once() {
    let app = TestApp::with().second_reader(false).start().await;
    let cast = answered(&app).await;
    cast.asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();
    let form = cast.writer.get("/questions/1/publication/new").await;
    let category = first_category(&form);

    let sent =
        cast.writer.submit_on(&form, "/questions/1/publication", &[("category", &category), ("act", "publish")]).await;

    cast.asker.get(&sent.location()).await.assert_text("It listens on 6432.").assert_element("a[href='/questions/1']");
}

#[actix_web::test]
async fn a_draft_that_does_not_fit_keeps_its_words() {
    let app = TestApp::start().await;
    let cast = answered(&app).await;
    let (page, action) = ("/questions/1/publication/new", "/questions/1/publication");

    let refused = cast.writer.submit(page, action, &[("body", ""), ("tags", "ports, pools")]).await;
    let shown = cast.writer.submit(page, action, &[("body", "Mine: `6432`")]).await;

    refused
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_text("choose a category")
        .assert_text("write the article first")
        .assert_element("input[name=tags][value='ports, pools']");
    shown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Mine: `6432`");
}

#[actix_web::test]
async fn an_answer_that_changed_meanwhile_is_shown_beside_the_draft() {
    let app = TestApp::start().await;
    let cast = answered(&app).await;
    let form = cast.writer.get("/questions/1/publication/new").await;
    let category = first_category(&form);

    cast.writer
        .submit("/questions/1", "/questions/1/answer", &[("answer", "It moved to 6433.")])
        .await
        .assert_redirect();
    let fields = [("category", category.as_str()), ("body", "My draft."), ("act", "ask")];
    let refused = cast.writer.submit_on(&form, "/questions/1/publication", &fields).await;

    refused.assert_status(StatusCode::CONFLICT).assert_element(".split");
    refused.assert_text("It moved to 6433.").assert_text("My draft.");
    cast.writer.submit_on(&refused, "/questions/1/publication", &[("act", "ask")]).await.assert_redirect();
}

#[actix_web::test]
async fn a_champion_makes_an_article_of_their_own_answer_and_one_writes_at_a_time() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", TITLE)]).await.assert_redirect();
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "It listens on 6432.")]).await;
    asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();

    open(&champion).await.assert_redirect_to("/questions/1");
    let analyst = app.sign_in(Grant::NetSec).await;
    let second = analyst.get("/questions/1/publication/new").await;

    second.assert_status(StatusCode::CONFLICT).assert_text("Ana Ruiz is making an article of the answer");
    let article = publish(&analyst).await;
    analyst.get(&article).await.assert_text("It listens on 6432.");
}

#[actix_web::test]
async fn a04_who_makes_an_article_reads_no_question_that_they_may_not() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let colleague = app.insert(person()).await;
    app.insert(membership(colleague.id, company.team.id)).await;
    let colleague = app.sign_in_as(&colleague).await;
    let hidden = [("title", "Which quokka bastion was broken into?"), ("visibility", "netsec")];
    colleague.submit("/questions/new", "/questions", &hidden).await.assert_redirect_to("/questions/1");
    let of_team = [("title", "Do we use a bastion?"), ("visibility", "team")];
    colleague.submit("/questions/new", "/questions", &of_team).await.assert_redirect_to("/questions/2");
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.post("/questions/1/merger", &[("into", "2")]).await.assert_redirect_to("/questions/2");
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit("/questions/2", "/questions/2/answer", &[("answer", "We do.")]).await.assert_redirect();

    champion.get("/questions/1").await.assert_status(StatusCode::NOT_FOUND);
    champion.get("/questions/2").await.assert_ok().assert_no_text("quokka");
    champion.get("/questions/2/publication/new").await.assert_text("We do.").assert_no_text("quokka");
    analyst.get("/questions/2/publication/new").await.assert_text("quokka");
}
