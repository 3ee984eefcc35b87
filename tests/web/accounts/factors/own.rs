//! Setting a second factor up, switching it off, and losing it.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{ANA, STEP, Telephone, ana_with_factor, password};
use crate::harness::{PASSWORD, TestApp, person};

#[actix_web::test]
async fn setting_up_asks_for_password_and_code_and_says_what_is_wrong() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let ana = app.anonymous();
    password(&ana).await;
    ana.get("/me/second-factor/set-up").await.assert_redirect_to("/me/second-factor");
    let begun = ana.submit("/me/second-factor", "/me/second-factor/start", &[]).await;
    let page = ana.follow(&begun).await;
    page.assert_ok().assert_element("svg.qr path").assert_text("Type the key");
    let telephone = Telephone::reading(&page);

    for (code, current, field) in
        [("000000", PASSWORD, "code"), ("", PASSWORD, "code"), (&telephone.code(&app)[..], "wrong", "current")]
    {
        let refused = ana.submit_on(&page, "/me/second-factor/set-up", &[("code", code), ("current", current)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_element(&format!("#field-{field}[aria-invalid=true]")).assert_element("svg.qr");
    }
    // Until it is confirmed, it is asked of nobody.
    password(&app.anonymous()).await.assert_redirect_to("/permissions");
    let fields = [("code", &telephone.code(&app)[..]), ("current", PASSWORD)];
    ana.submit_on(&page, "/me/second-factor/set-up", &fields).await.assert_ok().assert_text("Your recovery codes");
    // Sent again, the codes are not shown again.
    ana.submit_on(&page, "/me/second-factor/set-up", &fields).await.assert_no_text("Your recovery codes");
    app.anonymous().get("/me/second-factor").await.assert_redirect();
    app.anonymous().get("/me/second-factor/set-up").await.assert_redirect();
}

#[actix_web::test]
async fn switching_it_off_asks_for_password_and_code() {
    let app = TestApp::start().await;
    let (ana, telephone, _) = ana_with_factor(&app).await;
    for (current, code) in [("wrong", &telephone.code(&app)[..]), (PASSWORD, "000000"), (PASSWORD, ""), ("", "")] {
        let refused = ana.post("/me/second-factor", &[("current", current), ("code", code), ("act", "remove")]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    password(&app.anonymous()).await.assert_redirect_to(STEP);

    let code = telephone.code(&app);
    let fields = [("current", PASSWORD), ("code", &code[..]), ("act", "remove")];
    ana.submit("/me/second-factor", "/me/second-factor", &fields).await.assert_redirect_to("/me/second-factor");

    password(&app.anonymous()).await.assert_redirect_to("/permissions");
    ana.get("/notifications").await.assert_text("Your second factor is switched off");
}

#[actix_web::test]
async fn an_admin_takes_a_lost_one_away_and_its_owner_is_told() {
    let app = TestApp::start().await;
    let (ana, ..) = ana_with_factor(&app).await;
    let (admin, netsec) = (app.sign_in(Grant::Admin).await, app.sign_in(Grant::NetSec).await);
    let address = "/accounts/ana-ruiz/second-factor/removal";
    netsec.post(address, &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);

    let asked = admin.submit("/accounts/ana-ruiz", address, &[]).await;
    asked.assert_ok().assert_text("Take the second factor of Ana Ruiz away?");
    admin.submit_on(&asked, address, &[]).await.assert_redirect_to("/accounts/ana-ruiz");

    ana.get("/notifications").await.assert_text("An admin took your second factor away");
    admin.get("/audit?action=second_factor.reset").await.assert_text("person ana-ruiz");
    password(&app.anonymous()).await.assert_redirect_to("/permissions");
    admin.post(address, &[("confirmed", "yes")]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn an_admin_does_not_take_their_own_away_without_showing_it() {
    let app = TestApp::start().await;
    let (ana, ..) = ana_with_factor(&app).await;
    let now = app.now();
    app.write(move |tx| {
        let person = drawbridge::accounts::find_by_email(tx, ANA)?;
        let scope = drawbridge::web::Scope::All;
        Ok(drawbridge::accounts::grant(tx, None, now, &person, Grant::Admin, scope)?)
    })
    .await;

    let refused = ana.post("/accounts/ana-ruiz/second-factor/removal", &[("confirmed", "yes")]).await;

    refused.assert_status(StatusCode::FORBIDDEN);
    password(&app.anonymous()).await.assert_redirect_to(STEP);
}
