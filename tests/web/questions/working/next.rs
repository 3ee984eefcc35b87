//! From one question to the next.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::TestApp;
use crate::questions::{Company, ask};

#[actix_web::test]
async fn after_an_answer_the_next_question_opens_that_no_colleague_has() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    for title in ["One?", "Two?", "Three?"] {
        ask(&asker, title).await;
    }
    let (analyst, colleague) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    colleague.post("/questions/2/claim", &[]).await.assert_redirect();

    let first = analyst.get("/queue/next").await.location();
    let sent = analyst.submit(&first, "/questions/1/answer", &[("answer", "Yes."), ("next", "yes")]).await;

    assert_eq!(first, "/questions/1");
    sent.assert_redirect_to("/queue/next");
    analyst.follow(&sent).await.assert_redirect_to("/questions/3");
    let skip = analyst.get("/questions/3").await.attributes("a[data-key=s]", "href").remove(0);
    analyst.get(&skip).await.assert_redirect_to("/queue");
    colleague.get("/queue/next").await.assert_redirect_to("/questions/2");
    asker.get("/queue/next").await.assert_status(StatusCode::NOT_FOUND);
    analyst.get("/queue/next?after=x").await.assert_status(StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_champion_goes_through_what_their_team_asks() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&app.sign_in_developer().await, "Elsewhere?").await;
    ask(&asker, "Two?").await;
    ask(&asker, "Three?").await;
    let champion = app.sign_in_as(&company.champion).await;

    champion.get("/queue/next").await.assert_redirect_to("/questions/2");
    let sent = champion.submit("/questions/2", "/questions/2/answer", &[("answer", "Yes."), ("next", "yes")]).await;
    champion.follow(&sent).await.assert_redirect_to("/questions/3");
    champion.submit("/questions/3", "/questions/3/answer", &[("answer", "Yes.")]).await.assert_redirect();
    champion.get("/queue/next").await.assert_redirect_to("/me");
}
