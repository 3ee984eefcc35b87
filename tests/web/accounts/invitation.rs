//! Invitations and resets: links by which somebody chooses a password.

use actix_web::http::StatusCode;
use drawbridge::accounts::{self, Person};
use drawbridge::web::Grant;
use futures_util::future::join_all;
use jiff::SignedDuration;

use crate::harness::{PASSWORD, TestApp, person};

async fn link_for(app: &TestApp, person: &Person) -> String {
    let (person, now) = (person.clone(), app.now());
    app.write(move |tx| Ok(accounts::invite(tx, None, now, &person)?)).await
}

#[actix_web::test]
async fn an_invitation_lets_somebody_choose_a_password_once() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().named("Ivo Kern").invited()).await;
    let link = link_for(&app, &ivo).await;
    let visitor = app.anonymous();

    let page = visitor.get(&link).await;
    page.assert_ok().assert_text("Welcome, Ivo Kern");
    let answer = visitor.submit_on(&page, &link, &[("password", PASSWORD)]).await;

    answer.assert_redirect_to("/");
    visitor.follow(&answer).await.assert_text("Ivo Kern");
    app.anonymous().get(&link).await.assert_status(StatusCode::NOT_FOUND);
    let again = app.anonymous().post(&link, &[("password", "another quartz umbrella")]).await;
    again.assert_status(StatusCode::NOT_FOUND).assert_text("ask for a new one");
    let fields = [("email", "ivo.kern@example.com"), ("password", PASSWORD)];
    app.anonymous().submit("/sign-in", "/sign-in", &fields).await.assert_redirect();
}

#[actix_web::test]
async fn of_many_at_once_one_uses_an_invitation() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().invited()).await;
    let link = link_for(&app, &ivo).await;
    let visitors: Vec<_> = (0..8).map(|_| app.anonymous()).collect();

    let answers = join_all(visitors.iter().map(|visitor| visitor.post(&link, &[("password", PASSWORD)]))).await;

    let won = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
    let lost = answers.iter().filter(|answer| answer.status == StatusCode::NOT_FOUND).count();
    assert_eq!((won, lost), (1, 7));
}

#[actix_web::test]
async fn a_refused_password_leaves_the_link_alive() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().named("Ivo Kern").invited()).await;
    let link = link_for(&app, &ivo).await;
    let visitor = app.anonymous();

    let refused = visitor.submit(&link, &link, &[("password", "ivo.kern1")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("too easy to guess");
    visitor.submit_on(&refused, &link, &[("password", PASSWORD)]).await.assert_redirect();
}

#[actix_web::test]
async fn l10_invitations_live_for_a_week_and_resets_for_half_an_hour() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().invited()).await;
    let ana = app.insert(person().with_password()).await;
    let (invitation, reset) = (link_for(&app, &ivo).await, link_for(&app, &ana).await);

    app.advance(SignedDuration::from_mins(29)).await;
    app.anonymous().get(&reset).await.assert_ok();
    app.advance(SignedDuration::from_mins(2)).await;
    app.anonymous().get(&reset).await.assert_status(StatusCode::NOT_FOUND);
    app.advance(SignedDuration::from_hours(24 * 7 - 1)).await;
    app.anonymous().get(&invitation).await.assert_ok();
    app.advance(SignedDuration::from_hours(1)).await;
    app.anonymous().get(&invitation).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a07_a_new_password_signs_out_everywhere_else() {
    let app = TestApp::start().await;
    let ana = app.insert(person().with_password()).await;
    let old = app.sign_in_as(&ana).await;
    let link = link_for(&app, &ana).await;
    let new = app.anonymous();

    new.submit(&link, &link, &[("password", "marble trumpet orchid")]).await.assert_redirect();

    old.get("/permissions").await.assert_redirect();
    new.get("/permissions").await.assert_ok();
}

#[actix_web::test]
async fn a_link_of_one_kind_does_not_open_the_other_door() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().invited()).await;
    let link = link_for(&app, &ivo).await;
    let as_setup = link.replace("/invitation/", "/setup/");

    app.anonymous().get(&as_setup).await.assert_status(StatusCode::NOT_FOUND);
    let fields = [("name", "Eve"), ("email", "eve@example.com"), ("password", PASSWORD)];
    app.anonymous().post(&as_setup, &fields).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get(&link).await.assert_ok();
}

#[actix_web::test]
async fn an_admin_makes_a_link_that_names_the_public_address() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    app.insert(person().named("Ivo Kern").invited()).await;
    let admin = app.sign_in(Grant::Admin).await;

    let page = admin.submit("/accounts/ivo-kern", "/accounts/ivo-kern/link", &[]).await;

    let link = page.assert_ok().select("code[data-copy]").remove(0);
    let path = link.strip_prefix("https://bridge.example/drawbridge").expect(&link);
    app.anonymous().get(path).await.assert_ok().assert_text("Welcome, Ivo Kern");
}

#[actix_web::test]
async fn a_switched_off_account_is_not_let_in_by_an_old_link() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().named("Ivo Kern").invited()).await;
    let link = link_for(&app, &ivo).await;
    let admin = app.sign_in(Grant::Admin).await;

    admin.submit("/accounts/ivo-kern", "/accounts/ivo-kern/state", &[("state", "disabled")]).await.assert_redirect();

    let refused = app.anonymous().post(&link, &[("password", PASSWORD)]).await;
    refused.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn l10_links_from_before_an_account_was_off_do_not_come_back_with_it() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().named("Ivo Kern").invited()).await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let (invitation, reset) = (link_for(&app, &ivo).await, link_for(&app, &ana).await);
    let (owner, now) = (ana.clone(), app.now());
    let sign_in = app.write(move |tx| Ok(accounts::make_sign_in_link(tx, now, &owner)?)).await;
    let admin = app.sign_in(Grant::Admin).await;

    for person in [&ivo, &ana] {
        let state = format!("/accounts/{}/state", person.handle);
        admin.post(&state, &[("state", "disabled")]).await.assert_redirect();
        admin.post(&state, &[("state", "active")]).await.assert_redirect();
    }

    for link in [&invitation, &reset, &sign_in] {
        let visitor = app.anonymous();
        visitor.get(link).await.assert_status(StatusCode::NOT_FOUND);
        visitor.post(link, &[("password", PASSWORD)]).await.assert_status(StatusCode::NOT_FOUND);
        visitor.get("/permissions").await.assert_redirect();
    }
    // One that is made since then does its work.
    let later = link_for(&app, &ivo).await;
    app.anonymous().submit(&later, &later, &[("password", PASSWORD)]).await.assert_redirect();
}

#[actix_web::test]
async fn l10_an_invitation_ends_when_somebody_comes_in_by_another_link() {
    let app = TestApp::start().await;
    let ivo = app.insert(person().named("Ivo Kern").invited()).await;
    let invitation = link_for(&app, &ivo).await;
    let (owner, now) = (ivo.clone(), app.now());
    let sign_in = app.write(move |tx| Ok(accounts::make_sign_in_link(tx, now, &owner)?)).await;
    let browser = app.anonymous();
    browser.submit(&sign_in, &sign_in, &[]).await.assert_redirect_to("/me");
    let admin = app.sign_in(Grant::Admin).await;
    admin.post("/accounts/ivo-kern/grants", &[("kind", "netsec")]).await.assert_redirect();

    let finder = app.anonymous();
    finder.post(&invitation, &[("password", PASSWORD)]).await.assert_status(StatusCode::NOT_FOUND);

    finder.get("/permissions").await.assert_redirect();
    browser.get("/queue").await.assert_ok();
}

#[actix_web::test]
async fn a07_a_password_from_the_shell_ends_links_that_were_not_used() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let reset = link_for(&app, &ana).await;
    let now = app.now();
    let sign_in = app
        .write(move |tx| {
            let link = accounts::make_sign_in_link(tx, now, &ana)?;
            accounts::set_password(tx, now, &ana, "none that any password fits")?;
            Ok(link)
        })
        .await;

    for link in [&reset, &sign_in] {
        app.anonymous().post(link, &[("password", PASSWORD)]).await.assert_status(StatusCode::NOT_FOUND);
    }
}
