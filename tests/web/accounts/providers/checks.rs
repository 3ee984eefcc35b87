//! Each check of an ID token, broken once (L06).

use actix_web::http::StatusCode;
use drawbridge::clock::Timestamp;
use serde_json::{Value, json};

use super::{come, is_in, site};
use crate::harness::{FakeProvider, Known, SECRET, Signer, TestApp};

/// It is refused with these words, and nobody is signed in or even known.
async fn refused(app: &TestApp, provider: &FakeProvider, words: &str, case: &str) {
    let visitor = app.anonymous();
    let answer = come(&visitor, app, provider, &Known::named("Ana Ruiz")).await;
    assert!(answer.status.is_client_error() || answer.status == StatusCode::SERVICE_UNAVAILABLE, "{case}: {answer}");
    assert!(answer.text().contains(words), "{case}: {answer}");
    assert!(!is_in(&visitor).await, "{case}");
    let known = app
        .read(|connection| Ok(drawbridge::accounts::find_by_email(connection, "ana.ruiz@example.com").is_ok()))
        .await;
    assert!(!known, "{case}: an account was made");
}

#[actix_web::test]
async fn l06_claims_that_do_not_fit_are_refused() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let now = Timestamp::parse("2026-11-18T10:00:00Z").unwrap().0 / 1_000_000;
    let proof = "could not prove who you are";
    let clocks = "The clocks don't agree";
    for (name, value, words) in [
        ("iss", json!("https://evil.example"), proof),
        ("iss", json!(format!("{}/", provider.issuer)), proof),
        ("aud", json!("another-site"), proof),
        ("aud", json!(["drawbridge", "another-site"]), proof),
        ("aud", json!([]), proof),
        ("aud", Value::Null, proof),
        ("azp", json!("another-site"), proof),
        ("nonce", json!("another"), proof),
        ("nonce", Value::Null, proof),
        ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"), proof),
        ("exp", json!(now - 121), clocks),
        ("exp", Value::Null, proof),
        ("iat", json!(now + 121), clocks),
        ("nbf", json!(now + 121), clocks),
        ("sub", Value::Null, proof),
    ] {
        let case = format!("{name} {value}");
        provider.claim(name, value);
        refused(&app, &provider, words, &case).await;
    }
}

#[actix_web::test]
async fn l06_clocks_may_be_two_minutes_apart() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let now = Timestamp::parse("2026-11-18T10:00:00Z").unwrap().0 / 1_000_000;
    for (name, value) in [("exp", now - 119), ("iat", now + 119), ("nbf", now + 119)] {
        provider.claim(name, json!(value));
        let visitor = app.anonymous();
        come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
        assert!(is_in(&visitor).await, "{name}");
    }
}

#[actix_web::test]
async fn l06_signatures_that_are_not_the_providers_are_refused() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let public = provider.public_key();
    let words = "could not prove who you are";

    provider.forge(|token| {
        token.header["alg"] = json!("none");
        token.signer = Signer::Nobody;
    });
    refused(&app, &provider, words, "alg none").await;
    provider.forge(|token| token.signer = Signer::Nobody);
    refused(&app, &provider, words, "no signature").await;
    provider.forge(|token| {
        token.header = json!({ "alg": "HS256", "typ": "JWT" });
        token.signer = Signer::Shared(SECRET.as_bytes().to_vec());
    });
    refused(&app, &provider, words, "HS256 with the client's secret").await;
    provider.forge(move |token| {
        token.header["alg"] = json!("HS256");
        token.signer = Signer::Shared(public.clone());
    });
    refused(&app, &provider, words, "HS256 with the public key").await;
    provider.forge(|token| token.signer = Signer::Stranger);
    refused(&app, &provider, words, "another's key under this name").await;
    provider.forge(|token| token.signer = Signer::Broken);
    refused(&app, &provider, words, "a changed signature").await;
    provider.forge(|token| token.header["alg"] = json!("ES384"));
    refused(&app, &provider, words, "an algorithm that it does not name").await;
    provider.forge(|token| token.header["crit"] = json!(["x"]));
    refused(&app, &provider, words, "a critical header").await;
    provider.forge(|token| token.header["typ"] = json!("at+jwt"));
    refused(&app, &provider, words, "another kind of token").await;
}

#[actix_web::test]
async fn l06_what_is_said_beside_the_token_is_about_the_same_person() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let visitor = app.anonymous();
    provider.claim("email", Value::Null);
    provider.say(|said| said["sub"] = json!("somebody-else"));
    refused(&app, &provider, "could not prove who you are", "another subject").await;

    provider.say(|said| drop(said.as_object_mut().unwrap().remove("sub")));
    refused(&app, &provider, "could not prove who you are", "no subject").await;

    provider.say(|_| ());
    come(&visitor, &app, &provider, &Known::named("Ana Ruiz")).await.assert_redirect_to("/");
    visitor.get("/permissions").await.assert_text("Ana Ruiz");
}

#[actix_web::test]
async fn l06_a_code_is_redeemed_with_its_own_verifier_once_and_at_its_address() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    let ana = Known::named("Ana Ruiz");
    let (visitor, attacker) = (app.anonymous(), app.anonymous());
    let code_of = |path: &str| {
        let url = url::Url::parse(&format!("http://x{path}")).unwrap();
        url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
    };

    // The code of the victim, in a sign-in that the attacker began: the verifier is another one.
    let theirs = super::way_back(&visitor, &app, &provider, &ana).await;
    let own = super::way_back(&attacker, &app, &provider, &ana).await;
    let injected = own.replace(&code_of(&own), &code_of(&theirs));
    let answer = attacker.get(&injected).await;
    answer.assert_status(StatusCode::FORBIDDEN).assert_text("invalid_grant");
    assert!(!is_in(&attacker).await);

    // A code that was used.
    let first = super::way_back(&visitor, &app, &provider, &ana).await;
    let second = super::way_back(&visitor, &app, &provider, &ana).await;
    visitor.get(&first).await.assert_redirect_to("/");
    let again = visitor.get(&second.replace(&code_of(&second), &code_of(&first))).await;
    again.assert_status(StatusCode::FORBIDDEN).assert_text("invalid_grant");
}

#[actix_web::test]
async fn l06_a_description_that_does_not_fit_is_not_believed() {
    for (name, value) in [
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("http://evil.example/token")),
        ("jwks_uri", json!("http://evil.example/keys")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("userinfo_endpoint", json!("https://169.254.169.254/latest")),
        ("token_endpoint", Value::Null),
    ] {
        let provider = FakeProvider::start();
        let app = site(&provider).await;
        let (field, said) = (name, value.clone());
        provider.describe(move |document| document[field] = said.clone());

        let answer = app.anonymous().get("/sign-in/with/company").await;

        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{name} {value}: {answer}");
        answer.assert_text("Example Corp does not answer");
    }
}

#[actix_web::test]
async fn n10_tokens_and_secrets_are_on_no_page() {
    let provider = FakeProvider::start();
    let app = site(&provider).await;
    provider.claim("iss", json!("https://evil.example"));

    let answer = come(&app.anonymous(), &app, &provider, &Known::named("Ana Ruiz")).await;

    assert!(!answer.html().contains("canary"), "{answer}");
}
