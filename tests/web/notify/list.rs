//! The list of notices, and the number beside the name.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{Company, ask};
use crate::harness::TestApp;

#[actix_web::test]
async fn what_is_new_is_counted_until_it_is_read() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    champion.get("/notifications").await.assert_ok().assert_text("Nothing new");
    champion.get("/faq").await.assert_no_element(".site-notices b");
    ask(&asker, &[("title", "Port 8443?")]).await;
    ask(&asker, &[("title", "Port 9443?")]).await;

    let page = champion.get("/notifications").await;
    page.assert_text("2 new notifications").assert_element("li.unread");
    assert_eq!(champion.get("/faq").await.select(".site-notices b"), ["2"]);
    let link = page.attributes("ul.notices li a", "href").into_iter().next().unwrap_or_default();
    champion.get(&link).await.assert_redirect_to("/questions/2");
    assert_eq!(champion.get("/faq").await.select(".site-notices b"), ["1"]);
    let unread = champion.get("/notifications?show=unread").await;
    assert_eq!(unread.select("ul.notices li a").len(), 1);
    champion.submit("/notifications", "/notifications/read", &[]).await.assert_redirect_to("/notifications");

    champion.get("/notifications").await.assert_text("Nothing new").assert_text("Port 8443?");
}

#[actix_web::test]
async fn nobody_opens_the_notices_of_others() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    ask(&asker, &[("title", "Port 8443?")]).await;
    let page = champion.get("/notifications").await;
    let link = page.attributes("ul.notices li a", "href").into_iter().next().unwrap_or_default();

    asker.get(&link).await.assert_status(StatusCode::NOT_FOUND);
    app.sign_in(Grant::Admin).await.get(&link).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get("/notifications").await.assert_redirect();
    asker.get("/notifications/nothing").await.assert_status(StatusCode::NOT_FOUND);
    asker.get("/notifications?page=-3").await.assert_ok();
    asker.get("/notifications?page=99999999999").await.assert_ok();

    assert_eq!(champion.get("/faq").await.select(".site-notices b"), ["1"]);
}

#[actix_web::test]
async fn what_was_asked_is_shown_as_it_was_written() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);

    ask(&asker, &[("title", "<script>alert(1)</script> & co?"), ("body", "<b>bold</b>")]).await;

    let page = champion.get("/notifications").await;
    page.assert_text("<script>alert(1)</script> & co?").assert_no_element("ul.notices script");
    page.assert_no_element("ul.notices b");
}
