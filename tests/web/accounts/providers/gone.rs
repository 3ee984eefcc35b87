//! What goes on without a sign-in ends for whom a provider lets in no more:
//! tokens, and the addresses of feeds and of the calendar.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts;
use drawbridge::accounts::providers::ProviderSettings;
use drawbridge::db::schema::audit_entries;

use super::groups::forget_others;
use super::{come, company, site_with};
use crate::harness::{Client, FakeProvider, Known, PASSWORD, TestApp, person};

const MAIL: &str = "ana.ruiz@example.com";

/// A site whose two providers let in only who is in the group `staff`.
async fn strict(provider: &FakeProvider, other: &FakeProvider) -> TestApp {
    let settings = |key: &str, provider: &FakeProvider| ProviderSettings {
        key: key.into(),
        require_groups: vec!["staff".into()],
        ..company(provider)
    };
    site_with(vec![settings("company", provider), settings("partner", other)]).start().await
}

fn ana() -> Known {
    Known::named("Ana Ruiz").in_groups(&["staff"])
}

/// What opens something without a sign-in.
struct Left {
    token: String,
    feed: String,
    calendar: String,
}

/// A token and both addresses of whoever this browser is.
async fn leave_open(browser: &Client) -> Left {
    let token = browser.post("/me/tokens", &[("name", "Script"), ("scope", "read"), ("days", "365")]).await;
    let feed = browser.submit("/me/feeds?team=checkout", "/me/feeds", &[("team", "checkout")]).await;
    let feed = feed.select("p.mono[data-copy]").remove(0);
    let secret = feed.split_once("/feeds/").expect("an address").1.split('/').next().expect("a secret").to_owned();
    let calendar = browser.submit("/calendar", "/calendar", &[]).await.select("#calendar-address").remove(0);
    Left {
        token: token.assert_ok().select("code[data-copy]").remove(0),
        feed: format!("/feeds/{secret}/teams/checkout/questions.atom"),
        calendar: format!("/calendar/{}", calendar.split_once("/calendar/").expect("an address").1),
    }
}

/// What is answered to whoever has each of them.
async fn answers(app: &TestApp, left: &Left) -> [StatusCode; 3] {
    let script = app.anonymous();
    let bearer = format!("Bearer {}", left.token);
    [
        script.get_with("/api/v1/questions", &[("Authorization", bearer.as_str())]).await.status,
        script.get(&left.feed).await.status,
        script.get(&left.calendar).await.status,
    ]
}

const OPEN: [StatusCode; 3] = [StatusCode::OK; 3];
const ENDED: [StatusCode; 3] = [StatusCode::UNAUTHORIZED, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND];

/// What the record says that nobody did by hand.
async fn said(app: &TestApp) -> Vec<String> {
    let actions = ["token.revoked", "feeds.ended", "calendar.ended"];
    app.read(move |connection| {
        let entries = audit_entries::table.filter(audit_entries::action.eq_any(actions));
        let own = entries.filter(audit_entries::actor_id.is_null()).order(audit_entries::id);
        own.select(audit_entries::action).load(connection)
    })
    .await
}

#[actix_web::test]
async fn a07_who_leaves_the_group_that_is_asked_for_keeps_no_token_and_no_address() {
    let (provider, other) = (FakeProvider::start(), FakeProvider::start());
    let app = strict(&provider, &other).await;
    app.insert(crate::harness::team("Checkout")).await;
    let browser = app.anonymous();
    come(&browser, &app, &provider, &ana()).await.assert_redirect_to("/");
    let left = leave_open(&browser).await;
    assert_eq!(answers(&app, &left).await, OPEN);

    come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz")).await.assert_status(StatusCode::FORBIDDEN);

    assert_eq!(answers(&app, &left).await, ENDED);
    assert_eq!(said(&app).await, ["token.revoked", "feeds.ended", "calendar.ended"]);
    // In the group again, they make new ones.
    come(&browser, &app, &provider, &ana()).await.assert_redirect_to("/");
    assert_eq!(answers(&app, &left).await, ENDED);
    let anew = leave_open(&browser).await;
    assert_eq!(answers(&app, &anew).await, OPEN);
}

#[actix_web::test]
async fn a07_with_the_provider_go_tokens_and_addresses_of_who_has_no_other_way_in() {
    let (provider, other) = (FakeProvider::start(), FakeProvider::start());
    let app = strict(&provider, &other).await;
    app.insert(crate::harness::team("Checkout")).await;
    let browser = app.anonymous();
    come(&browser, &app, &provider, &ana()).await.assert_redirect_to("/");
    let left = leave_open(&browser).await;
    // Neither a right nor a session of it is left.
    browser.post("/sign-out", &[]).await.assert_redirect();

    assert_eq!(forget_others(&app, &["company"]).await, 0);
    assert_eq!(answers(&app, &left).await, OPEN);
    assert_eq!(forget_others(&app, &["partner"]).await, 1);

    assert_eq!(answers(&app, &left).await, ENDED);
    assert_eq!(said(&app).await, ["token.revoked", "feeds.ended", "calendar.ended"]);
    assert_eq!(forget_others(&app, &["partner"]).await, 0);
}

#[actix_web::test]
async fn who_has_another_way_in_keeps_tokens_and_addresses() {
    let (provider, other) = (FakeProvider::start(), FakeProvider::start());
    let app = strict(&provider, &other).await;
    app.insert(crate::harness::team("Checkout")).await;
    for way in ["a password", "another provider"] {
        let name = if way == "a password" { "Ana Ruiz" } else { "Bo Li" };
        let known = Known::named(name);
        let member = known.clone().in_groups(&["staff"]);
        let browser = app.anonymous();
        come(&browser, &app, &provider, &member).await.assert_redirect_to("/");
        if way == "a password" {
            let now = app.now();
            let link = app.write(move |tx| {
                let ana = accounts::find_by_email(tx, MAIL)?;
                Ok(accounts::invite(tx, None, now, &ana)?)
            });
            let link = link.await;
            browser.submit(&link, &link, &[("password", PASSWORD)]).await.assert_redirect();
        } else {
            let person = app.read(|connection| Ok(accounts::find_by_email(connection, "bo.li@example.com").unwrap()));
            let browser = app.sign_in_as(&person.await).await;
            let page = browser.submit("/me/sign-ins", "/me/sign-ins", &[("provider", "partner")]).await;
            let back = other.say_yes(&page.attributes("main a.button", "href")[0], &member);
            browser.get(back.strip_prefix(&app.base_url).unwrap()).await.assert_redirect();
        }
        let left = leave_open(&browser).await;

        come(&app.anonymous(), &app, &provider, &known).await.assert_status(StatusCode::FORBIDDEN);
        assert_eq!(answers(&app, &left).await, OPEN, "{way}");
        forget_others(&app, &["partner"]).await;

        assert_eq!(answers(&app, &left).await, OPEN, "{way}");
    }
    assert_eq!(said(&app).await, [""; 0]);
}

#[actix_web::test]
async fn a07_a_calendar_does_not_come_back_with_an_account_that_was_off() {
    let app = TestApp::start().await;
    let bo = app.insert(person().named("Bo Li")).await;
    let made = app.sign_in_as(&bo).await.submit("/calendar", "/calendar", &[]).await;
    let address = made.select("#calendar-address").remove(0);
    let path = format!("/calendar/{}", address.split_once("/calendar/").expect("an address").1);
    app.anonymous().get(&path).await.assert_ok();
    let admin = app.sign_in(drawbridge::web::Grant::Admin).await;

    for state in ["disabled", "active"] {
        admin.post("/accounts/bo-li/state", &[("state", state)]).await.assert_redirect();
    }

    app.anonymous().get(&path).await.assert_status(StatusCode::NOT_FOUND);
}
