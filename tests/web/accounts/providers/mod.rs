//! Signing in by a provider, each check of it broken once.

mod begin;
mod checks;
mod down;
mod forges;
mod gone;
mod groups;
mod join;
mod keys;
mod linking;
mod proofs;
mod refusals;
mod way_back;

use drawbridge::accounts::providers::{GroupRule, Join, Kind, ProviderSettings, SignInSettings};
use drawbridge::notify::NotifySettings;
use drawbridge::notify::settings::Secret;
use drawbridge::web::Grant;
use url::Url;

use crate::harness::{Answer, CLIENT, Client, FakeProvider, Known, SECRET, TestApp, TestAppBuilder};

/// The provider as the settings name it: anyone joins.
pub fn company(provider: &FakeProvider) -> ProviderSettings {
    ProviderSettings {
        key: "company".into(),
        name: "Example Corp".into(),
        kind: Kind::Oidc,
        issuer: provider.issuer.clone(),
        client_id: CLIENT.into(),
        client_secret: Some(Secret::new(SECRET)),
        scopes: Vec::new(),
        join: Join::Anyone,
        domains: Vec::new(),
        trusted_domains: Vec::new(),
        mail_is_verified: false,
        groups_claim: "groups".into(),
        require_groups: Vec::new(),
        rules: Vec::new(),
        session_hours: 24,
    }
}

/// A rule by which a group gives a right everywhere.
pub fn gives(group: &str, grant: Grant) -> GroupRule {
    GroupRule { group: group.into(), grants: vec![grant], manages: Vec::new(), teams: Vec::new() }
}

/// A site with these providers, from which requests reach this machine.
pub fn site_with(providers: Vec<ProviderSettings>) -> TestAppBuilder {
    let mut notify = NotifySettings::default();
    for provider in &providers {
        notify.reach.allow(&Url::parse(&provider.issuer).unwrap());
    }
    notify.reach.allow_inside("127.0.0.1".parse::<std::net::IpAddr>().unwrap().into());
    TestApp::with().notify(notify).sign_in_by(SignInSettings { providers, ..SignInSettings::default() })
}

/// A site with the one provider.
pub async fn site(provider: &FakeProvider) -> TestApp {
    site_with(vec![company(provider)]).start().await
}

/// Goes to a provider, says yes there as `known`; the path below the base to which it leads back.
pub async fn way_back(client: &Client, app: &TestApp, provider: &FakeProvider, known: &Known) -> String {
    let sent = client.get("/sign-in/with/company").await;
    let back = provider.say_yes(&sent.header("location"), known);
    back.strip_prefix(&app.base_url).expect("it leads back to us").to_owned()
}

/// Signs in by the provider, whatever comes of it.
pub async fn come(client: &Client, app: &TestApp, provider: &FakeProvider, known: &Known) -> Answer {
    let path = way_back(client, app, provider, known).await;
    client.get(&path).await
}

/// Whether the visitor is signed in.
pub async fn is_in(client: &Client) -> bool {
    client.get("/permissions").await.status == actix_web::http::StatusCode::OK
}
