//! Coming from a provider proves who somebody is where it asked them, and only then (L11).

use actix_web::http::StatusCode;
use drawbridge::accounts::providers::{Kind, ProviderSettings};
use drawbridge::accounts::{self, find_by_email};
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;
use serde_json::{Value, json};
use url::Url;

use super::linking::link;
use super::{come, company, is_in, site, site_with};
use crate::harness::{Answer, Client, FakeProvider, Known, Mood, TestApp, person};

const GRANTS: &str = "/accounts/bo-li/grants";
const BACK: &str = "/accounts/bo-li?kind=manager&scope=all%3A";

/// An admin without a password, who came by the provider twenty minutes ago; and Bo.
async fn late_admin(app: &TestApp, provider: &FakeProvider) -> Client {
    let admin = new_admin(app, provider).await;
    app.advance(SignedDuration::from_mins(20)).await;
    provider.set_now(app.now());
    admin
}

/// The same, who came just now, and was not asked to prove anything.
async fn new_admin(app: &TestApp, provider: &FakeProvider) -> Client {
    app.insert(person().named("Bo Li").with_password()).await;
    let admin = app.anonymous();
    come(&admin, app, provider, &robin()).await.assert_redirect_to("/");
    let now = app.now();
    app.write(move |tx| {
        let robin = find_by_email(tx, "robin.adler@example.com").unwrap();
        Ok(accounts::grant(tx, None, now, &robin, Grant::Admin, Scope::All)?)
    })
    .await;
    admin
}

fn robin() -> Known {
    Known::named("Robin Adler")
}

/// Does what is dangerous.
async fn try_it(admin: &Client) -> Answer {
    admin.submit("/accounts/bo-li", GRANTS, &[("kind", "manager"), ("scope", "all:")]).await
}

/// Is asked, presses the provider's button: the address there to which that leads.
async fn sent_to_prove(admin: &Client) -> String {
    let asked = try_it(admin).await;
    asked.assert_ok().assert_text("Is it still you?").assert_no_element("input[type=password]");
    let href = asked.attributes("main a[href*='/sign-in/with/company']", "href").remove(0);
    admin.get(&href).await.assert_status(StatusCode::SEE_OTHER).header("location")
}

/// Says yes there as Robin, whatever comes of it.
async fn come_back(admin: &Client, app: &TestApp, provider: &FakeProvider, sent_to: &str) -> Answer {
    let back = provider.say_yes(sent_to, &robin());
    admin.get(back.strip_prefix(&app.base_url).unwrap()).await
}

async fn rights_of_bo(app: &TestApp) -> Vec<Grant> {
    app.read(|connection| {
        let bo = accounts::find_by_handle(connection, "bo-li").unwrap();
        Ok(accounts::list_grants(connection, bo.id)?.into_iter().map(|(grant, _)| grant).collect())
    })
    .await
}

/// This answer says that nothing was proved, and leads back to the form, which has what was chosen in it.
async fn assert_not_asked(admin: &Client, app: &TestApp, refused: &Answer, case: &str) {
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{case}: {refused}");
    refused.assert_text("Example Corp did not ask you again").assert_text("Sign out there, then try again");
    let again = refused.attributes("main a.button", "href").remove(0);
    assert!(again.starts_with("/sign-in/with/company?again=true&return="), "{case}: {again}");
    refused.assert_element(&format!("main a[href='{BACK}']"));
    let page = admin.get(BACK).await;
    page.assert_ok().assert_element("option[value=manager][selected]").assert_element("option[value='all:'][selected]");
    admin.submit_on(&page, GRANTS, &[]).await.assert_ok().assert_text("Is it still you?");
    assert_eq!(rights_of_bo(app).await, [], "{case}");
}

#[actix_web::test]
async fn l11_whoever_has_no_password_goes_to_their_provider_and_comes_back_to_the_form() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let admin = late_admin(&app, &provider).await;

    let sent_to = sent_to_prove(&admin).await;
    let came = come_back(&admin, &app, &provider, &sent_to).await;

    for asked in ["prompt=login", "max_age=0"] {
        assert!(sent_to.contains(asked), "{sent_to} lacks {asked}");
    }
    came.assert_redirect_to(BACK);
    let page = admin.follow(&came).await;
    page.assert_ok().assert_element("option[value=manager][selected]").assert_element("option[value='all:'][selected]");
    admin.submit_on(&page, GRANTS, &[]).await.assert_redirect_to("/accounts/bo-li");
    assert_eq!(rights_of_bo(&app).await, [Grant::Manager]);
    // For a quarter of an hour that is enough.
    app.advance(SignedDuration::from_mins(16)).await;
    try_it(&admin).await.assert_text("Is it still you?");
}

#[actix_web::test]
async fn l11_a_provider_that_did_not_ask_again_proves_nothing() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let admin = late_admin(&app, &provider).await;
    let begun = app.now().0 / 1_000_000;
    for asked_at in [Value::Null, json!(begun - 20 * 60), json!(begun - 121), json!(begun + 121), json!(0)] {
        provider.claim("auth_time", asked_at.clone());

        let sent_to = sent_to_prove(&admin).await;
        let refused = come_back(&admin, &app, &provider, &sent_to).await;

        assert_not_asked(&admin, &app, &refused, &asked_at.to_string()).await;
    }

    // Clocks may be two minutes apart.
    for apart in [-119, 119] {
        provider.claim("auth_time", json!(app.now().0 / 1_000_000 + apart));
        let sent_to = sent_to_prove(&admin).await;
        come_back(&admin, &app, &provider, &sent_to).await.assert_redirect_to(BACK);
        try_it(&admin).await.assert_redirect_to("/accounts/bo-li");
        assert_eq!(rights_of_bo(&app).await, [Grant::Manager], "{apart}");
        app.advance(SignedDuration::from_mins(20)).await;
        provider.set_now(app.now());
    }
}

#[actix_web::test]
async fn l11_a_provider_that_does_not_ask_again_is_in_the_record() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let admin = late_admin(&app, &provider).await;
    provider.claim("auth_time", Value::Null);

    let sent_to = sent_to_prove(&admin).await;
    come_back(&admin, &app, &provider, &sent_to).await.assert_status(StatusCode::FORBIDDEN);

    let mut page = admin.get("/audit?action=session.refused").await;
    for _ in 0..100 {
        if page.text().contains("did not ask again") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        page = admin.get("/audit?action=session.refused").await;
    }
    page.assert_text("provider company").assert_text("did not ask again");
}

#[actix_web::test]
async fn l11_what_asks_again_can_be_taken_out_of_the_address_and_then_nothing_is_proved() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let admin = late_admin(&app, &provider).await;

    // Whoever sits at the browser changes where it goes.
    let mut sent_to = Url::parse(&sent_to_prove(&admin).await).unwrap();
    let kept: Vec<_> =
        sent_to.query_pairs().into_owned().filter(|(name, _)| name != "prompt" && name != "max_age").collect();
    sent_to.query_pairs_mut().clear().extend_pairs(kept);
    let refused = come_back(&admin, &app, &provider, sent_to.as_str()).await;
    assert_not_asked(&admin, &app, &refused, "an address that was changed").await;

    // Or begins a sign-in that proves nothing.
    come(&admin, &app, &provider, &robin()).await.assert_redirect_to("/");
    try_it(&admin).await.assert_ok().assert_text("Is it still you?");
    assert_eq!(rights_of_bo(&app).await, []);
}

#[actix_web::test]
async fn l11_when_it_asked_counts_from_the_signed_token_alone() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let admin = late_admin(&app, &provider).await;
    let now = app.now().0 / 1_000_000;
    // Without the address the site asks for more beside the token, and hears of a time there.
    provider.forge(|token| {
        let claims = token.claims.as_object_mut().unwrap();
        claims.remove("auth_time");
        claims.remove("email");
    });
    provider.say(move |said| said["auth_time"] = json!(now));

    let sent_to = sent_to_prove(&admin).await;
    let refused = come_back(&admin, &app, &provider, &sent_to).await;

    assert_not_asked(&admin, &app, &refused, "a time beside the token").await;
    come(&admin, &app, &provider, &robin()).await.assert_redirect_to("/");
    try_it(&admin).await.assert_text("Is it still you?");
}

#[actix_web::test]
async fn l11_a_sign_in_proves_as_much_as_the_provider_says_by_itself() {
    for (asked, is_enough) in
        [(None, false), (Some(16), false), (Some(14), true), (Some(0), true), (Some(-9_999), false)]
    {
        let provider = FakeProvider::start();
        let app = site(&provider).await;
        let now = app.now().0 / 1_000_000;
        provider.claim("auth_time", asked.map_or(Value::Null, |minutes| json!(now - minutes * 60)));

        let admin = new_admin(&app, &provider).await;
        let answer = try_it(&admin).await;

        let was_asked = answer.text().contains("Is it still you?");
        assert_eq!(was_asked, !is_enough, "{asked:?}: {answer}");
        assert_eq!(rights_of_bo(&app).await.is_empty(), !is_enough, "{asked:?}");
    }
}

#[actix_web::test]
async fn l11_a_provider_that_can_not_be_reached_or_says_no_loses_no_form() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let admin = late_admin(&app, &provider).await;

    let back = provider.say_yes(&sent_to_prove(&admin).await, &robin());
    let said_no = admin.get(&format!("{}&error=access_denied", back.strip_prefix(&app.base_url).unwrap())).await;
    said_no.assert_status(StatusCode::FORBIDDEN).assert_element(&format!("main a[href='{BACK}']"));
    let sent_to = sent_to_prove(&admin).await;
    provider.set(Mood::Down);
    let down = come_back(&admin, &app, &provider, &sent_to).await;
    down.assert_status(StatusCode::SERVICE_UNAVAILABLE).assert_element(&format!("main a[href='{BACK}']"));

    assert!(is_in(&admin).await);
    assert_eq!(rights_of_bo(&app).await, []);
}

fn forge(provider: &FakeProvider, kind: Kind) -> ProviderSettings {
    ProviderSettings { kind, ..company(provider) }
}

#[actix_web::test]
async fn l11_github_and_gitlab_say_nothing_and_the_page_says_so() {
    for (kind, prompt) in [(Kind::GitHub, "prompt=select_account"), (Kind::GitLab, "prompt=login")] {
        let provider = FakeProvider::start();
        let app = site_with(vec![forge(&provider, kind)]).start().await;
        let admin = late_admin(&app, &provider).await;
        let asked = try_it(&admin).await;
        asked.assert_text("It does not tell Drawbridge whether it asks you anything");

        let sent_to = sent_to_prove(&admin).await;
        assert!(sent_to.contains(prompt) && !sent_to.contains("max_age"), "{sent_to}");
        come_back(&admin, &app, &provider, &sent_to).await.assert_redirect_to(BACK);

        try_it(&admin).await.assert_redirect_to("/accounts/bo-li");
        assert_eq!(rights_of_bo(&app).await, [Grant::Manager], "{kind:?}");
    }
}

#[actix_web::test]
async fn l11_they_count_for_nobody_who_has_something_better() {
    let (provider, other) = (FakeProvider::start(), FakeProvider::start());
    let better = ProviderSettings { key: "better".into(), name: "Better Corp".into(), ..company(&other) };
    let app = site_with(vec![forge(&provider, Kind::GitHub), better]).start().await;
    app.insert(person().named("Bo Li").with_password()).await;
    let ana = app.insert(person().named("Ana Ruiz").with_password().granted(Grant::Admin)).await;
    let admin = app.sign_in_as(&ana).await;
    link(&admin, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/me/sign-ins");

    // A password is better.
    come(&admin, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
    let asked = try_it(&admin).await;
    asked.assert_text("Is it still you?").assert_element("input[name=proof_password]").assert_no_text("Example Corp");
    let sent = admin.get("/sign-in/with/company?again=true&return=/accounts/bo-li").await;
    let back = provider.say_yes(&sent.header("location"), &Known::named("Ana Ruiz"));
    admin.get(back.strip_prefix(&app.base_url).unwrap()).await.assert_redirect_to("/accounts/bo-li");
    try_it(&admin).await.assert_text("Is it still you?");
    assert_eq!(rights_of_bo(&app).await, []);

    // And so is a provider that says when it asked.
    let robin = late_admin_of_both(&app, &provider, &other).await;
    let asked = try_it(&robin).await;
    asked.assert_text("Sign in again with Better Corp").assert_no_text("Example Corp");
    come(&robin, &app, &provider, &self::robin()).await.assert_redirect_to("/");
    try_it(&robin).await.assert_text("Is it still you?");
    assert_eq!(rights_of_bo(&app).await, []);
}

/// An admin without a password whom both know.
async fn late_admin_of_both(app: &TestApp, provider: &FakeProvider, other: &FakeProvider) -> Client {
    let robin = app.insert(person().named("Robin Adler").invited().granted(Grant::Admin)).await;
    let now = app.now();
    let link = app.write(move |tx| Ok(accounts::make_sign_in_link(tx, now, &robin)?)).await;
    let browser = app.anonymous();
    browser.submit(&link, &link, &[]).await.assert_redirect_to("/me");
    for (key, provider) in [("company", provider), ("better", other)] {
        let page = browser.submit("/me/sign-ins", "/me/sign-ins", &[("provider", key)]).await;
        let back = provider.say_yes(&page.attributes("main a.button", "href")[0], &self::robin());
        browser.get(back.strip_prefix(&app.base_url).unwrap()).await.assert_redirect_to("/me/sign-ins");
    }
    app.advance(SignedDuration::from_mins(20)).await;
    provider.set_now(app.now());
    other.set_now(app.now());
    browser
}
