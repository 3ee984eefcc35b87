//! A person's own linked sign-ins.

use std::time::Duration;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts;
use drawbridge::db::schema::linked_sign_ins;
use drawbridge::web::Grant;
use futures_util::future::join;
use jiff::SignedDuration;

use super::{come, company, gives, is_in, site, site_with};
use crate::harness::{Answer, Client, FakeProvider, Known, PASSWORD, TestApp, person};

/// Links what the provider says to the account of whoever is signed in.
pub async fn link(client: &Client, app: &TestApp, provider: &FakeProvider, known: &Known) -> Answer {
    let page = client.submit("/me/sign-ins", "/me/sign-ins", &[("provider", "company")]).await;
    page.assert_ok().assert_text("On to Example Corp");
    let href = &page.attributes("main a.button", "href")[0];
    page.assert_element(&format!("meta[http-equiv=refresh][content='0;url={href}']"));
    let back = provider.say_yes(href, known);
    client.get(back.strip_prefix(&app.base_url).unwrap()).await
}

#[actix_web::test]
async fn somebody_with_a_password_links_a_provider_and_comes_in_by_it() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = app.insert(person().named("Ana Ruiz").with_password().granted(Grant::Admin)).await;
    let browser = app.sign_in_as(&ana).await;

    link(&browser, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/me/sign-ins");
    let page = browser.get("/me/sign-ins").await;
    page.assert_ok().assert_text("From now on you can sign in with Example Corp, too.");
    page.assert_text("ana.ruiz@example.com").assert_no_text("Link Example Corp");

    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
    visitor.get("/accounts").await.assert_ok();
}

#[actix_web::test]
async fn l06_what_is_linked_to_one_account_is_linked_to_no_other() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
    let other = app.sign_in_developer().await;

    let answer = link(&other, &app, &provider, &Known::named("Ana Ruiz")).await;

    answer.assert_status(StatusCode::CONFLICT).assert_text("This belongs to another account");
    other.get("/me/sign-ins").await.assert_no_text("Last used");
}

#[actix_web::test]
async fn l06_a_link_that_one_began_is_not_another_ones() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let (ana, bo) = (app.insert(person().named("Ana")).await, app.insert(person().named("Bo")).await);
    let browser = app.sign_in_as(&ana).await;
    let page = browser.submit("/me/sign-ins", "/me/sign-ins", &[("provider", "company")]).await;
    let back = provider.say_yes(&page.attributes("main a.button", "href")[0], &Known::named("Ana"));
    let cookie = app.sign_in_as(&bo).await.cookie("drawbridge").unwrap();
    browser.set_cookie("drawbridge", &cookie);

    let answer = browser.get(back.strip_prefix(&app.base_url).unwrap()).await;

    answer.assert_status(StatusCode::CONFLICT).assert_text("Somebody else is signed in now");
    browser.get("/me/sign-ins").await.assert_no_text("Last used");
}

#[actix_web::test]
async fn l06_a_link_is_saved_for_no_session_that_ended_while_the_provider_answered() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let thief = app.sign_in_as(&ana).await;
    let known = Known::named("Mallory");
    let page = thief.submit("/me/sign-ins", "/me/sign-ins", &[("provider", "company")]).await;
    let back = provider.say_yes(&page.attributes("main a.button", "href")[0], &known);
    let (asked, mut is_asked) = tokio::sync::mpsc::unbounded_channel();
    let (go, may_go) = std::sync::mpsc::channel::<()>();
    provider.forge(move |_| {
        let _ = asked.send(());
        let _ = may_go.recv_timeout(Duration::from_secs(20));
    });

    let meanwhile = async {
        is_asked.recv().await.expect("the site asks for tokens");
        let now = app.now();
        app.write(move |tx| Ok(accounts::set_password(tx, now, &ana, "another hash")?)).await;
        go.send(()).expect("the provider waits");
    };
    let (answer, ()) = join(thief.get(back.strip_prefix(&app.base_url).unwrap()), meanwhile).await;

    answer.assert_status(StatusCode::CONFLICT).assert_text("is not signed in here any more");
    let links: i64 = app.read(|connection| linked_sign_ins::table.count().get_result(connection)).await;
    assert_eq!(links, 0);
}

#[actix_web::test]
async fn l06_a_link_is_begun_by_a_form_of_ours_only() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let browser = app.sign_in_developer().await;

    let fields = [("provider".to_owned(), "company".to_owned())];
    browser.post_exactly("/me/sign-ins", &fields).await.assert_status(StatusCode::FORBIDDEN);

    assert_eq!(provider.asked("/.well-known/openid-configuration"), 0);
    browser.post("/me/sign-ins", &[("provider", "nobody")]).await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get("/me/sign-ins").await.assert_redirect_to("/sign-in?return=/me/sign-ins");
}

#[actix_web::test]
async fn a_link_goes_with_what_it_gave_and_what_began_by_it() {
    let provider = FakeProvider::start();
    let mut settings = company(&provider);
    settings.rules = vec![gives("network", Grant::NetSec)];
    let app = site_with(vec![settings]).start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    let browser = app.sign_in_as(&ana).await;
    let known = Known::named("Ana Ruiz").in_groups(&["network"]);
    link(&browser, &app, &provider, &known).await.assert_redirect();
    browser.get("/queue").await.assert_ok();
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &known).await.assert_redirect_to("/");

    let page = browser.get("/me/sign-ins").await;
    let id = &page.attributes("form[action$='/removal'] button", "value")[0];
    let asked = browser.submit_on(&page, "/me/sign-ins/removal", &[("id", id)]).await;
    asked.assert_ok().assert_text("Unlink it?");
    browser.submit_on(&asked, "/me/sign-ins/removal", &[]).await.assert_redirect_to("/me/sign-ins");

    browser.get("/queue").await.assert_status(StatusCode::NOT_FOUND);
    assert!(is_in(&browser).await && !is_in(&visitor).await);
    come(&visitor, &app, &provider, &known).await.assert_text("You have an account here already");
}

#[actix_web::test]
async fn the_only_way_in_and_the_links_of_others_stay() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = app.anonymous();
    come(&ana, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
    ana.get("/me/sign-ins").await.assert_text("your only way in").assert_no_element("form[action$='/removal']");
    let id: drawbridge::db::keys::LinkedSignInId =
        app.read(|connection| linked_sign_ins::table.select(linked_sign_ins::id).first(connection)).await;

    let fields = [("id", id.to_string()), ("confirmed", "yes".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ana.post("/me/sign-ins/removal", &fields).await.assert_status(StatusCode::CONFLICT).assert_text("only way in");
    let other = app.sign_in(Grant::Admin).await;
    other.post("/me/sign-ins/removal", &fields).await.assert_status(StatusCode::NOT_FOUND);

    assert!(is_in(&ana).await);
}

#[actix_web::test]
async fn l11_another_way_in_is_not_linked_without_a_proof() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = app.insert(person().named("Ana Ruiz").with_password().granted(Grant::Admin)).await;
    let admin = app.sign_in_as(&ana).await;
    app.advance(SignedDuration::from_mins(20)).await;

    let asked = admin.submit("/me/sign-ins", "/me/sign-ins", &[("provider", "company")]).await;

    asked.assert_ok().assert_text("Is it still you?");
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 0);
    let proved = admin.submit_on(&asked, "/me/sign-ins", &[("proof_password", PASSWORD)]).await;
    proved.assert_ok().assert_text("On to Example Corp");
}
