//! The address that a new article shall have.

use actix_web::http::StatusCode;

use super::{analyst, champion, published, send};
use crate::harness::TestApp;

#[actix_web::test]
async fn a_new_article_gets_the_address_that_its_author_chose() {
    let app = TestApp::start().await;
    let (writer, reader) = (champion(&app).await, analyst(&app, "Kwame Boateng").await);

    let wrong = send(&writer, "/articles/new", "/articles", "save", &[("address", "Quokka Pool")]).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lower-case letters, digits and hyphens");
    assert_eq!(wrong.attributes("#field-address", "value"), ["Quokka Pool"]);
    let draft = send(&writer, "/articles/new", "/articles", "ask", &[("address", "quokka-pool")]).await.location();
    assert_eq!(writer.get(&draft).await.attributes("#field-address", "value"), ["quokka-pool"]);
    let page = reader.get(&draft).await;

    let article = reader.submit_on(&page, &format!("{draft}/publication"), &[]).await;
    article.assert_redirect_to("/faq/quokka-pool");
    app.anonymous().get("/faq/quokka-pool").await.assert_ok();
    writer.get("/articles/quokka-pool/edit").await.assert_ok().assert_no_element("#field-address");
}

#[actix_web::test]
async fn an_address_that_is_taken_is_refused_before_anybody_reads_the_draft() {
    let app = TestApp::start().await;
    let taken = published(&app, "It listens on 5672/tcp.").await;
    let (writer, reader) = (champion(&app).await, analyst(&app, "Kwame Boateng").await);

    let refused = send(&writer, "/articles/new", "/articles", "ask", &[("address", &taken)]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("is another article, or was one");
    assert_eq!(refused.attributes("#field-address", "value"), [taken.as_str()]);

    let [first, second] = [writer.get("/articles/new").await, reader.get("/articles/new").await];
    let fields = [("title", "A?"), ("category", "dns"), ("body", "Yes."), ("address", "a-b"), ("act", "ask")];
    let hers = writer.submit_on(&first, "/articles", &fields).await.location();
    let his = reader.submit_on(&second, "/articles", &fields).await.location();
    let other = analyst(&app, "Mio Sato").await;
    let page = other.get(&his).await;
    other.submit_on(&page, &format!("{his}/publication"), &[]).await.assert_redirect_to("/faq/a-b");
    let page = other.get(&hers).await;
    let late = other.submit_on(&page, &format!("{hers}/publication"), &[]).await;
    late.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("/faq/a-b is another article, or was one");
}
