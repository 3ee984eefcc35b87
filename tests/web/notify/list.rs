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

#[actix_web::test]
async fn a08_whoever_may_not_read_it_any_more_reads_it_nowhere() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    ask(&asker, &[("title", "Our secret plan"), ("body", "and why"), ("visibility", "team")]).await;
    champion.get("/notifications").await.assert_text("Our secret plan").assert_text("and why");

    let (who, today) = (company.champion.id, app.today());
    app.write(move |tx| {
        use diesel::prelude::*;
        use drawbridge::db::schema::{memberships, terms};
        diesel::delete(memberships::table.filter(memberships::person_id.eq(who))).execute(tx)?;
        diesel::update(terms::table.filter(terms::person_id.eq(who)))
            .set((terms::state.eq("ended"), terms::ends_on.eq(Some(today.plus_days(-1)))))
            .execute(tx)?;
        Ok(())
    })
    .await;

    let page = champion.get("/notifications").await;
    page.assert_text("Something that you may not read any more");
    page.assert_no_text("Our secret plan").assert_no_text("and why");
}
