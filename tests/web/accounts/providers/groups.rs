//! Groups give rights and teams, at each sign-in, and take what they gave.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::providers::{GroupRule, Place, ProviderSettings, Ways};
use drawbridge::accounts::{self, list_grants};
use drawbridge::db::schema::{audit_entries, memberships};
use drawbridge::web::{Grant, Scope};

use super::{come, company, gives, is_in, site_with};
use crate::harness::{FakeProvider, Known, TestApp, membership, team, term};

const MAIL: &str = "ana.ruiz@example.com";

async fn rights(app: &TestApp) -> Vec<(Grant, Scope)> {
    app.read(|connection| {
        let person = accounts::find_by_email(connection, MAIL).unwrap();
        list_grants(connection, person.id)
    })
    .await
}

async fn teams_of(app: &TestApp) -> usize {
    app.read(|connection| {
        let person = accounts::find_by_email(connection, MAIL).unwrap();
        let own = memberships::table.filter(memberships::person_id.eq(person.id));
        own.count().get_result::<i64>(connection).map(|count| count as usize)
    })
    .await
}

#[actix_web::test]
async fn who_is_removed_there_loses_the_right_here() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { rules: vec![gives("network", Grant::NetSec)], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    let (visitor, other) = (app.anonymous(), app.anonymous());
    let ana = Known::named("Ana Ruiz");
    let member = ana.clone().in_groups(&["staff", "network"]);

    come(&visitor, &app, &provider, &member).await.assert_redirect_to("/");
    assert_eq!(rights(&app).await, [(Grant::NetSec, Scope::All)]);
    visitor.get("/queue").await.assert_ok();

    // The other browser's sign-in takes it from this one, too.
    come(&other, &app, &provider, &ana.in_groups(&["staff"])).await.assert_redirect_to("/");
    assert!(rights(&app).await.is_empty());
    visitor.get("/queue").await.assert_status(StatusCode::NOT_FOUND);
    assert!(is_in(&visitor).await);

    let said: Vec<String> = app
        .read(|connection| {
            let changes = audit_entries::table.filter(audit_entries::action.like("grant.%")).order(audit_entries::id);
            changes.select(audit_entries::detail).load(connection)
        })
        .await;
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|detail| detail.contains("\"provider\":\"company\"")), "{said:?}");
}

#[actix_web::test]
async fn what_was_given_by_hand_stays() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { rules: vec![gives("network", Grant::NetSec)], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    let ana = Known::named("Ana Ruiz");
    let member = ana.clone().in_groups(&["network"]);
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &member).await.assert_redirect_to("/");
    let admin = app.sign_in(Grant::Admin).await;
    for kind in ["netsec", "lead"] {
        admin.submit("/accounts/ana-ruiz", "/accounts/ana-ruiz/grants", &[("kind", kind)]).await.assert_redirect();
    }
    let page = admin.get("/accounts/ana-ruiz").await;
    page.assert_text("by a group at Example Corp; it ends there");
    assert_eq!(page.select("form[action$='/grants/remove']").len(), 2, "the group's can't be taken away: {page}");

    come(&visitor, &app, &provider, &ana).await.assert_redirect_to("/");

    assert_eq!(rights(&app).await, [(Grant::Lead, Scope::All), (Grant::NetSec, Scope::All)]);
    admin.get("/accounts/ana-ruiz").await.assert_no_text("by a group at");
}

#[actix_web::test]
async fn groups_lead_into_teams_and_departments_and_out_again() {
    let provider = FakeProvider::start();
    let rule = GroupRule {
        group: "checkout-people".into(),
        grants: Vec::new(),
        manages: vec![Place::Team("checkout".into()), Place::Department("no-such".into())],
        teams: vec!["checkout".into(), "no-such".into()],
    };
    let app = site_with(vec![ProviderSettings { rules: vec![rule], ..company(&provider) }]).start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ledger = app.insert(team("Ledger")).await;
    let ana = Known::named("Ana Ruiz");
    let member = ana.clone().in_groups(&["checkout-people"]);
    let visitor = app.anonymous();

    come(&visitor, &app, &provider, &member).await.assert_redirect_to("/");
    assert_eq!(rights(&app).await, [(Grant::Manager, Scope::Team(checkout.id))]);
    assert_eq!(teams_of(&app).await, 1);

    let id = app.read(|connection| Ok(accounts::find_by_email(connection, MAIL).unwrap().id)).await;
    app.insert(membership(id, ledger.id)).await;
    come(&visitor, &app, &provider, &ana).await.assert_redirect_to("/");
    assert!(rights(&app).await.is_empty());
    assert_eq!(teams_of(&app).await, 1, "the team that they were put into by hand stays");
}

#[actix_web::test]
async fn who_serves_a_team_stays_in_it_until_it_is_handed_over() {
    let provider = FakeProvider::start();
    let rule = GroupRule { teams: vec!["checkout".into()], grants: Vec::new(), ..gives("people", Grant::Lead) };
    let app = site_with(vec![ProviderSettings { rules: vec![rule], ..company(&provider) }]).start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = Known::named("Ana Ruiz");
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &ana.clone().in_groups(&["people"])).await.assert_redirect_to("/");
    let id = app.read(|connection| Ok(accounts::find_by_email(connection, MAIL).unwrap().id)).await;
    app.insert(term(id, checkout.id)).await;

    come(&visitor, &app, &provider, &ana).await.assert_redirect_to("/");

    assert_eq!(teams_of(&app).await, 1);
}

#[actix_web::test]
async fn who_leaves_the_group_that_is_asked_for_is_out_with_all_they_had() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings {
        require_groups: vec!["staff".into()],
        rules: vec![gives("network", Grant::NetSec)],
        ..company(&provider)
    };
    let app = site_with(vec![settings]).start().await;
    let ana = Known::named("Ana Ruiz");
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &ana.clone().in_groups(&["staff", "network"])).await.assert_redirect_to("/");
    assert!(is_in(&visitor).await);

    let again = app.anonymous();
    let answer = come(&again, &app, &provider, &ana.in_groups(&["network"])).await;

    answer.assert_status(StatusCode::FORBIDDEN).assert_text("You are not in a group that is let in");
    assert!(rights(&app).await.is_empty());
    assert!(!is_in(&again).await && !is_in(&visitor).await);
}

#[actix_web::test]
async fn groups_may_stand_deeper_in_the_claims_or_beside_the_token() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings {
        groups_claim: "realm_access.roles".into(),
        rules: vec![gives("network", Grant::NetSec)],
        ..company(&provider)
    };
    let app = site_with(vec![settings]).start().await;
    provider.say(|said| said["realm_access"] = serde_json::json!({ "roles": ["network"] }));

    come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");

    assert_eq!(rights(&app).await, [(Grant::NetSec, Scope::All)]);
}

#[actix_web::test]
async fn more_groups_than_fit_are_a_fault_and_no_loss() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { rules: vec![gives("network", Grant::NetSec)], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    let ana = Known::named("Ana Ruiz").in_groups(&["network"]);
    come(&app.anonymous(), &app, &provider, &ana).await.assert_redirect_to("/");

    provider.forge(|token| {
        drop(token.claims.as_object_mut().unwrap().remove("groups"));
        token.claims["_claim_names"] = serde_json::json!({ "groups": "src1" });
    });
    let answer = come(&app.anonymous(), &app, &provider, &ana).await;

    answer.assert_status(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(rights(&app).await, [(Grant::NetSec, Scope::All)]);
}

/// What the next start does where the settings name these providers and no others.
pub(super) async fn forget_others(app: &TestApp, keys: &[&str]) -> usize {
    let ways = Ways { local: true, providers: keys.iter().map(|key| (*key).to_owned()).collect() };
    let now = app.now();
    app.write(move |tx| Ok(accounts::providers::forget_others(tx, &drawbridge::program::Standings, now, &ways)?)).await
}

/// Who gave what and took it, as far as nobody did it by hand.
async fn said(app: &TestApp, action: &'static str) -> Vec<String> {
    app.read(move |connection| {
        let entries = audit_entries::table.filter(audit_entries::action.eq(action)).order(audit_entries::id);
        entries.filter(audit_entries::actor_id.is_null()).select(audit_entries::detail).load(connection)
    })
    .await
}

#[actix_web::test]
async fn what_a_provider_gave_goes_with_the_provider() {
    let provider = FakeProvider::start();
    let rule = GroupRule { teams: vec!["checkout".into()], ..gives("network", Grant::NetSec) };
    let app = site_with(vec![ProviderSettings { rules: vec![rule], ..company(&provider) }]).start().await;
    let (_, ledger) = (app.insert(team("Checkout")).await, app.insert(team("Ledger")).await);
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz").in_groups(&["network"])).await.assert_redirect_to("/");
    // What somebody gave by hand is not the provider's to take, be it the same.
    let id = app.read(|connection| Ok(accounts::find_by_email(connection, MAIL).unwrap().id)).await;
    app.insert(membership(id, ledger.id)).await;
    let now = app.now();
    app.write(move |tx| {
        let ana = accounts::find_person(tx, id).unwrap();
        accounts::grant(tx, None, now, &ana, Grant::Lead, Scope::All)?;
        Ok(accounts::grant(tx, None, now, &ana, Grant::NetSec, Scope::All)?)
    })
    .await;

    assert_eq!(forget_others(&app, &["company", "other"]).await, 0);
    assert_eq!((rights(&app).await.len(), teams_of(&app).await), (2, 2));
    assert!(is_in(&visitor).await);
    assert_eq!(forget_others(&app, &["other"]).await, 1);

    assert_eq!(rights(&app).await, [(Grant::Lead, Scope::All), (Grant::NetSec, Scope::All)]);
    assert_eq!(teams_of(&app).await, 1, "the team that they were put into by hand stays");
    assert!(!is_in(&visitor).await);
    for (action, expected) in
        [("grant.taken", "\"provider\":\"company\""), ("team.left", "ana-ruiz"), ("session.ended", "company")]
    {
        let said = said(&app, action).await;
        assert!(said.len() == 1 && said[0].contains(expected), "{action}: {said:?}");
    }
    assert_eq!(forget_others(&app, &[]).await, 0);
}

#[actix_web::test]
async fn who_has_nothing_but_a_team_or_a_session_of_it_loses_that_too() {
    let provider = FakeProvider::start();
    let rule = GroupRule { teams: vec!["checkout".into()], grants: Vec::new(), ..gives("people", Grant::Lead) };
    let app = site_with(vec![ProviderSettings { rules: vec![rule], ..company(&provider) }]).start().await;
    app.insert(team("Checkout")).await;
    let (ana, bo) = (app.anonymous(), app.anonymous());
    come(&ana, &app, &provider, &Known::named("Ana Ruiz").in_groups(&["people"])).await.assert_redirect_to("/");
    come(&bo, &app, &provider, &Known::named("Bo Li")).await.assert_redirect_to("/");
    // By another door, so that nothing but the team is the provider's.
    ana.post("/sign-out", &[]).await.assert_redirect();
    assert_eq!(teams_of(&app).await, 1);

    assert_eq!(forget_others(&app, &[]).await, 2);

    assert_eq!(teams_of(&app).await, 0);
    assert!(!is_in(&bo).await);
    assert_eq!(said(&app, "team.left").await.len(), 1);
}

#[actix_web::test]
async fn a_sign_in_by_a_provider_that_is_gone_lets_no_admin_in() {
    let provider = FakeProvider::start();
    let app = site_with(vec![ProviderSettings { rules: vec![gives("root", Grant::Admin)], ..company(&provider) }]);
    let app = app.start().await;
    let lets_in = |keys: &'static [&'static str]| {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        app.read(move |connection| accounts::providers::exists_linked_admin(connection, &keys))
    };
    assert!(!lets_in(&["company"]).await);

    come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz").in_groups(&["root"])).await.assert_redirect();

    assert!(lets_in(&["other", "company"]).await);
    assert!(!lets_in(&["other"]).await && !lets_in(&[]).await);
}
