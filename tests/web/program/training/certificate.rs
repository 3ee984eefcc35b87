//! Certificates, and the page that confirms one.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{add, completed, course};
use crate::harness::{TestApp, person};

#[actix_web::test]
async fn a_certificate_is_printed_and_its_number_is_confirmed_to_whoever_is_signed_in() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    add(&app, course("Firewall basics")).await;
    let id = completed(&app, ana.id, "firewall-basics", app.today().plus_days(-5)).await;
    let (own, lead) = (app.sign_in_as(&ana).await, app.sign_in(Grant::Lead).await);
    let early = own.get(&format!("/completions/{id}/certificate")).await;
    early.assert_redirect_to(&format!("/completions/{id}"));
    let page = own.get(&format!("/completions/{id}")).await;
    page.assert_text("once the program's lead has verified this").assert_no_element("a[href$='/certificate']");
    lead.post(&format!("/completions/{id}/verification"), &[("version", "1")]).await.assert_redirect();
    own.get(&format!("/completions/{id}")).await.assert_element("a[href$='/certificate']");

    let certificate = own.get(&format!("/completions/{id}/certificate")).await;

    certificate.assert_ok().assert_text("Ana Ruiz").assert_text("Firewall basics").assert_text("13 Nov 2026");
    let number = certificate.select(".certificate-number b").concat();
    assert_eq!(number.len(), 14, "{number}");
    let stranger = app.sign_in_developer().await;
    for typed in [number.clone(), number.to_lowercase(), number.replace('-', "")] {
        let confirmed = stranger.get(&format!("/certificates/{typed}")).await;
        confirmed.assert_ok().assert_text("Ana Ruiz").assert_text("Firewall basics").assert_text("in date");
        confirmed.assert_no_text("13 Nov 2026").assert_no_element("a[href*='/completions/']");
    }
    own.get(&format!("/certificates/{number}")).await.assert_element("a[href*='/completions/']");
    stranger.get("/certificates/0000-0000-0000").await.assert_status(StatusCode::NOT_FOUND);
    stranger.get("/certificates/x").await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get(&format!("/certificates/{number}")).await.assert_redirect();
}

#[actix_web::test]
async fn what_was_sent_back_certifies_nothing() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    add(&app, course("Basics")).await;
    let id = completed(&app, ana.id, "basics", app.today()).await;
    let (own, lead) = (app.sign_in_as(&ana).await, app.sign_in(Grant::Lead).await);
    let path = format!("/completions/{id}/certificate");
    lead.post(&format!("/completions/{id}/verification"), &[("version", "1")]).await.assert_redirect();
    let number = own.get(&path).await.select(".certificate-number b").concat();

    let fields = [("version", "2"), ("words", "Nobody saw you there.")];
    lead.post(&format!("/completions/{id}/return"), &fields).await.assert_redirect();

    own.get(&path).await.assert_status(StatusCode::NOT_FOUND);
    own.get(&format!("/certificates/{number}")).await.assert_status(StatusCode::NOT_FOUND);
}
