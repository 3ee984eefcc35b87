//! Who gets in that is not known yet, and which account is theirs.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::providers::{Join, ProviderSettings};
use drawbridge::accounts::{self, PersonState};
use drawbridge::db::schema::{linked_sign_ins, people};
use drawbridge::web::Grant;

use super::{come, company, gives, is_in, site_with};
use crate::harness::{FakeProvider, Known, TestApp, person};

async fn count_people(app: &TestApp) -> i64 {
    app.read(|connection| people::table.count().get_result(connection)).await
}

#[actix_web::test]
async fn who_has_no_account_joins_only_where_the_settings_say_so() {
    let provider = FakeProvider::start();
    let ana = Known::named("Ana Ruiz");
    let elsewhere = Known { email: "eve@evil.example".into(), ..Known::named("Eve") };
    let domains = vec!["example.com".to_owned()];
    for (join, known, gets_in) in [
        (Join::Invited, &ana, false),
        (Join::Domains, &ana, true),
        (Join::Domains, &elsewhere, false),
        (Join::Anyone, &elsewhere, true),
    ] {
        let settings = ProviderSettings { join, domains: domains.clone(), ..company(&provider) };
        let app = site_with(vec![settings]).start().await;
        let visitor = app.anonymous();

        let answer = come(&visitor, &app, &provider, known).await;

        assert_eq!(is_in(&visitor).await, gets_in, "{join:?} {}", known.email);
        assert_eq!(count_people(&app).await, i64::from(gets_in), "{join:?} {}", known.email);
        if !gets_in {
            answer.assert_status(StatusCode::FORBIDDEN).assert_text("You have no account here yet");
        }
    }
}

#[actix_web::test]
async fn l06_an_address_that_is_not_verified_opens_nothing() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { trusted_domains: vec!["example.com".into()], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    app.insert(person().named("Ana Ruiz").invited()).await;
    let visitor = app.anonymous();
    for name in ["Ana Ruiz", "Nobody Yet"] {
        let known = Known { is_verified: false, ..Known::named(name) };
        let answer = come(&visitor, &app, &provider, &known).await;
        answer.assert_status(StatusCode::FORBIDDEN).assert_text("Your mail address is not verified");
    }
    assert!(!is_in(&visitor).await);
    assert_eq!(count_people(&app).await, 1);
}

#[actix_web::test]
async fn somebody_invited_gets_their_account_from_a_provider_that_is_trusted_with_the_domain() {
    let provider = FakeProvider::start();
    let settings =
        ProviderSettings { join: Join::Invited, trusted_domains: vec!["example.com".into()], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    let ana = app.insert(person().named("Ana Ruiz").invited()).await;
    let visitor = app.anonymous();

    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");

    assert!(is_in(&visitor).await);
    let now = app.read(move |connection| Ok(accounts::find_person(connection, ana.id).unwrap())).await;
    assert_eq!(now.state, PersonState::Active);
    assert_eq!(count_people(&app).await, 1);
}

#[actix_web::test]
async fn l06_a_mail_address_alone_opens_no_account_that_has_a_way_in_or_a_right() {
    let provider = FakeProvider::start();
    let trusting = ProviderSettings { trusted_domains: vec!["example.com".into()], ..company(&provider) };
    let app = site_with(vec![trusting]).start().await;
    app.insert(person().named("Pat Password").with_password()).await;
    app.insert(person().named("Gil Granted").invited().granted(Grant::NetSec)).await;
    for name in ["Pat Password", "Gil Granted"] {
        let visitor = app.anonymous();
        let answer = come(&visitor, &app, &provider, &Known::named(name)).await;
        answer.assert_status(StatusCode::FORBIDDEN).assert_text("You have an account here already");
        assert!(!is_in(&visitor).await, "{name}");
    }

    // One that waits, from a provider that is not trusted with the domain.
    let careful = site_with(vec![company(&provider)]).start().await;
    careful.insert(person().named("Ana Ruiz").invited()).await;
    let answer = come(&careful.anonymous(), &careful, &provider, &Known::named("Ana Ruiz")).await;
    answer.assert_status(StatusCode::FORBIDDEN).assert_text("You have an account here already");
}

#[actix_web::test]
async fn l06_the_subject_counts_and_not_the_address() {
    let provider = FakeProvider::start();
    let app = site_with(vec![company(&provider)]).start().await;
    let ana = Known::named("Ana Ruiz");
    come(&app.anonymous(), &app, &provider, &ana).await.assert_redirect_to("/");

    // The same subject with another address is still her.
    let moved = Known { email: "ana@new.example".into(), ..ana.clone() };
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &moved).await.assert_redirect_to("/");
    visitor.get("/permissions").await.assert_text("Ana Ruiz");
    assert_eq!(count_people(&app).await, 1);

    // Her address with another subject is somebody else.
    let heir = ana.subject("subject-of-the-next-ana");
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &heir).await.assert_text("You have an account here already");
    assert!(!is_in(&visitor).await);
}

#[actix_web::test]
async fn l06_the_same_subject_of_another_issuer_is_somebody_else() {
    let (provider, other) = (FakeProvider::start(), FakeProvider::start());
    let mut second = company(&other);
    second.key = "other".into();
    let app = site_with(vec![company(&provider), second]).start().await;
    come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");

    let visitor = app.anonymous();
    let eve = Known::named("Eve").subject("subject-of-ana.ruiz");
    let sent = visitor.get("/sign-in/with/other").await;
    let back = other.say_yes(&sent.header("location"), &eve);
    visitor.get(back.strip_prefix(&app.base_url).unwrap()).await.assert_redirect_to("/");

    visitor.get("/permissions").await.assert_text("Eve").assert_no_text("Ana Ruiz");
    let linked: i64 = app.read(|connection| linked_sign_ins::table.count().get_result(connection)).await;
    assert_eq!(linked, 2);
}

#[actix_web::test]
async fn an_account_that_is_switched_off_stays_off() {
    let provider = FakeProvider::start();
    let app = site_with(vec![company(&provider)]).start().await;
    let known = Known::named("Ana Ruiz");
    let visitor = app.anonymous();
    come(&visitor, &app, &provider, &known).await.assert_redirect_to("/");
    let admin = app.sign_in(Grant::Admin).await;

    admin.submit("/accounts/ana-ruiz", "/accounts/ana-ruiz/state", &[("state", "disabled")]).await.assert_redirect();

    assert!(!is_in(&visitor).await);
    let answer = come(&visitor, &app, &provider, &known).await;
    answer.assert_status(StatusCode::FORBIDDEN).assert_text("Your account is switched off");

    // On again, they come in as before.
    admin.submit("/accounts/ana-ruiz", "/accounts/ana-ruiz/state", &[("state", "active")]).await.assert_redirect();
    come(&visitor, &app, &provider, &known).await.assert_redirect_to("/");
    assert!(is_in(&visitor).await);
}

#[actix_web::test]
async fn a_name_that_no_page_could_show_becomes_the_address() {
    let provider = FakeProvider::start();
    let app = site_with(vec![company(&provider)]).start().await;
    let known = Known { name: "\u{202e}".repeat(300), ..Known::named("Ana Ruiz") };

    come(&app.anonymous(), &app, &provider, &known).await.assert_redirect_to("/");

    let person = app.read(|connection| Ok(accounts::find_by_email(connection, "ana.ruiz@example.com").unwrap())).await;
    assert_eq!(person.name, "ana.ruiz@example.com");
}

#[actix_web::test]
async fn l10_an_invitation_ends_when_its_person_comes_by_a_provider() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings {
        trusted_domains: vec!["example.com".into()],
        rules: vec![gives("network", Grant::NetSec)],
        ..company(&provider)
    };
    let app = site_with(vec![settings]).start().await;
    let ana = app.insert(person().named("Ana Ruiz").invited()).await;
    let now = app.now();
    let invitation = app.write(move |tx| Ok(accounts::invite(tx, None, now, &ana)?)).await;
    let browser = app.anonymous();
    come(&browser, &app, &provider, &Known::named("Ana Ruiz").in_groups(&["network"])).await.assert_redirect_to("/");

    let finder = app.anonymous();
    let chosen = [("password", "walrus umbrella quartz seven")];
    finder.post(&invitation, &chosen).await.assert_status(StatusCode::NOT_FOUND);

    assert!(!is_in(&finder).await);
    browser.get("/queue").await.assert_ok();
}

#[actix_web::test]
async fn l06_a_verified_address_beside_the_token_verifies_no_other_address() {
    let provider = FakeProvider::start();
    let settings = ProviderSettings { trusted_domains: vec!["example.com".into()], ..company(&provider) };
    let app = site_with(vec![settings]).start().await;
    app.insert(person().named("Ana Ruiz").invited()).await;
    let (ana, eve) = ("ana.ruiz@example.com", "eve@evil.example");
    let known = Known::named("Ana Ruiz");
    // What the token says of the address, and what is said beside it: each address, and whether it is verified.
    for (own, beside, gets_in) in [
        ((Some(ana), None), (Some(eve), Some(true)), false),
        ((Some(ana), Some(false)), (Some(ana), Some(true)), false),
        ((None, Some(true)), (Some(ana), None), false),
        ((None, Some(true)), (Some(ana), Some(false)), false),
        ((Some(""), Some(true)), (Some(ana), None), false),
        ((Some(ana), None), (Some("Ana.Ruiz@example.com"), Some(true)), true),
        ((None, Some(false)), (Some(ana), Some(true)), true),
        ((Some(ana), Some(true)), (Some(eve), Some(false)), true),
    ] {
        let say = move |claims: &mut serde_json::Value, (email, is_verified): (Option<&str>, Option<bool>)| {
            let claims = claims.as_object_mut().unwrap();
            claims.remove("email");
            claims.remove("email_verified");
            claims.extend(email.map(|email| ("email".to_owned(), email.into())));
            claims.extend(is_verified.map(|is| ("email_verified".to_owned(), is.into())));
        };
        provider.forge(move |token| {
            // Without a name the provider is asked for more.
            token.claims.as_object_mut().unwrap().remove("name");
            say(&mut token.claims, own);
        });
        provider.say(move |said| say(said, beside));
        let visitor = app.anonymous();

        let answer = come(&visitor, &app, &provider, &known).await;

        assert_eq!(is_in(&visitor).await, gets_in, "{own:?} {beside:?}");
        if !gets_in {
            answer.assert_status(StatusCode::FORBIDDEN).assert_text("Your mail address is not verified");
        } else {
            visitor.get("/me/account").await.assert_text(ana);
        }
        app.write(|tx| {
            diesel::delete(linked_sign_ins::table).execute(tx)?;
            diesel::update(people::table).set(people::state.eq(PersonState::Invited)).execute(tx)?;
            Ok(())
        })
        .await;
    }
    assert_eq!(count_people(&app).await, 1);
}
