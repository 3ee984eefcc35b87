//! GitHub and GitLab, which say who somebody is by their API.

use actix_web::http::StatusCode;
use drawbridge::accounts::providers::{Kind, ProviderSettings};
use drawbridge::accounts::{find_by_email, list_grants};
use drawbridge::web::Grant;
use serde_json::json;
use url::Url;

use super::{come, company, gives, is_in, site_with};
use crate::harness::{FakeProvider, Known, TestApp};

fn forge(provider: &FakeProvider, kind: Kind) -> ProviderSettings {
    let rules = vec![gives("example/network", Grant::NetSec), gives("example", Grant::Lead)];
    ProviderSettings { kind, rules, ..company(provider) }
}

async fn rights(app: &TestApp) -> Vec<Grant> {
    app.read(|connection| {
        let person = find_by_email(connection, "ana.ruiz@example.com").unwrap();
        Ok(list_grants(connection, person.id)?.into_iter().map(|(grant, _)| grant).collect())
    })
    .await
}

#[actix_web::test]
async fn github_and_gitlab_let_in_whom_they_know_and_say_their_groups() {
    for (kind, path, scope) in [
        (Kind::GitHub, "/login/oauth/authorize", "read:user user:email read:org"),
        (Kind::GitLab, "/oauth/authorize", "openid read_user"),
    ] {
        let provider = FakeProvider::start();
        let app = site_with(vec![forge(&provider, kind)]).start().await;
        let visitor = app.anonymous();
        let sent = Url::parse(&visitor.get("/sign-in/with/company").await.header("location")).unwrap();
        assert_eq!(sent.path(), path);
        assert_eq!(sent.query_pairs().find(|(name, _)| name == "scope").unwrap().1, scope);

        let known = Known::named("Ana Ruiz").in_groups(&["example", "example/network", "other"]);
        come(&visitor, &app, &provider, &known).await.assert_redirect_to("/");

        visitor.get("/permissions").await.assert_text("Ana Ruiz");
        assert_eq!(rights(&app).await, [Grant::Lead, Grant::NetSec], "{kind:?}");
        come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
        assert!(rights(&app).await.is_empty(), "{kind:?}");
    }
}

#[actix_web::test]
async fn l06_only_a_verified_primary_address_counts_there() {
    for kind in [Kind::GitHub, Kind::GitLab] {
        let provider = FakeProvider::start();
        let app = site_with(vec![forge(&provider, kind)]).start().await;
        let visitor = app.anonymous();
        let known = Known { is_verified: false, ..Known::named("Ana Ruiz") };

        let answer = come(&visitor, &app, &provider, &known).await;

        answer.assert_status(StatusCode::FORBIDDEN).assert_text("Your mail address is not verified");
        assert!(!is_in(&visitor).await);
    }
}

#[actix_web::test]
async fn a_group_may_be_asked_for_there_too() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { require_groups: vec!["example".into()], ..forge(&provider, Kind::GitHub) };
    let app = site_with(vec![settings]).start().await;
    let visitor = app.anonymous();

    come(&visitor, &app, &provider, &Known::named("Ana Ruiz"))
        .await
        .assert_text("You are not in a group that is let in");
    assert!(!is_in(&visitor).await);
    let known = Known::named("Ana Ruiz").in_groups(&["example"]);
    come(&visitor, &app, &provider, &known).await.assert_redirect_to("/");
}

#[actix_web::test]
async fn gitlab_accounts_that_are_blocked_and_groups_of_others_are_refused() {
    let provider = FakeProvider::start();
    let app = site_with(vec![forge(&provider, Kind::GitLab)]).start().await;
    let visitor = app.anonymous();
    provider.say(|said| {
        if said.get("state").is_some() {
            said["state"] = json!("blocked");
        }
    });
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_text("the account there is blocked");
    provider.say(|said| {
        if said.get("sub").is_some() {
            said["sub"] = json!("1");
        }
    });
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_text("could not prove who you are");
    assert!(!is_in(&visitor).await);
}
