//! What would be dangerous in wrong hands asks again who somebody is (L11).

use actix_web::http::StatusCode;
use drawbridge::accounts::{self, PersonState};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{Client, PASSWORD, TestApp, person};

/// An admin with a password who signed in twenty minutes ago, and Bo.
async fn late_admin(app: &TestApp) -> Client {
    app.insert(person().named("Robin Adler").with_password().granted(Grant::Admin)).await;
    app.insert(person().named("Bo Li").with_password()).await;
    let admin = app.anonymous();
    let fields = [("email", "robin.adler@example.com"), ("password", PASSWORD)];
    admin.submit("/sign-in", "/sign-in", &fields).await.assert_redirect();
    app.advance(SignedDuration::from_mins(20)).await;
    admin
}

async fn rights_of_bo(app: &TestApp) -> Vec<Grant> {
    app.read(|connection| {
        let bo = accounts::find_by_handle(connection, "bo-li").unwrap();
        Ok(accounts::list_grants(connection, bo.id)?.into_iter().map(|(grant, _)| grant).collect())
    })
    .await
}

const GRANTS: &str = "/accounts/bo-li/grants";

#[actix_web::test]
async fn l11_an_old_session_is_asked_and_the_form_is_not_lost() {
    let app = TestApp::start().await;
    let admin = late_admin(&app).await;

    let asked = admin.submit("/accounts/bo-li", GRANTS, &[("kind", "netsec")]).await;
    asked.assert_ok().assert_text("Is it still you?").assert_element("input[name=kind][value=netsec]");
    assert_eq!(rights_of_bo(&app).await, []);
    let wrong = admin.submit_on(&asked, GRANTS, &[("proof_password", "not this one")]).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("this is not your password");
    wrong.assert_element("input[name=kind][value=netsec]");
    assert!(!wrong.html().contains("not this one"));
    assert_eq!(rights_of_bo(&app).await, []);
    admin.submit_on(&wrong, GRANTS, &[("proof_password", PASSWORD)]).await.assert_redirect_to("/accounts/bo-li");

    assert_eq!(rights_of_bo(&app).await, [Grant::NetSec]);
    // For a quarter of an hour that is enough.
    app.advance(SignedDuration::from_mins(14)).await;
    admin.submit("/accounts/bo-li", GRANTS, &[("kind", "lead")]).await.assert_redirect();
    app.advance(SignedDuration::from_mins(2)).await;
    admin.submit("/accounts/bo-li", GRANTS, &[("kind", "admin")]).await.assert_text("Is it still you?");
}

#[actix_web::test]
async fn l11_each_dangerous_act_asks() {
    let app = TestApp::start().await;
    let admin = late_admin(&app).await;
    let now = app.now();
    for (action, fields) in [
        ("grants", &[("kind", "netsec")][..]),
        ("grants/remove", &[("kind", "netsec"), ("scope", "all:")]),
        ("state", &[("state", "disabled")]),
        ("link", &[]),
        ("second-factor/removal", &[("confirmed", "yes")]),
    ] {
        let asked = admin.post(&format!("/accounts/bo-li/{action}"), fields).await;
        asked.assert_ok().assert_text("Is it still you?");
    }

    let state = app.read(|connection| Ok(accounts::find_by_handle(connection, "bo-li").unwrap().state)).await;
    assert_eq!(state, PersonState::Active);
    app.write(move |tx| {
        let bo = accounts::find_by_handle(tx, "bo-li")?;
        Ok(accounts::switch_off(tx, None, now, &bo)?)
    })
    .await;
    let asked = admin.post("/accounts/bo-li/erasure", &[("name", "Bo Li")]).await;
    asked.assert_ok().assert_text("Is it still you?").assert_element("input[name=name][value='Bo Li']");
    let name = app.read(|connection| Ok(accounts::find_by_handle(connection, "bo-li").unwrap().name)).await;
    assert_eq!(name, "Bo Li");
    let service = [("name", "Pipeline"), ("about", "Releases"), ("answers", "@robin-adler")];
    let own = admin.submit("/service-accounts", "/service-accounts", &service).await.location();
    let own = own.split('?').next().unwrap_or_default().to_owned();
    let token = [("name", "CI"), ("scope", "read"), ("days", "7")];
    let asked = admin.submit(&own, &format!("{own}/tokens"), &token).await;
    asked.assert_ok().assert_text("Is it still you?").assert_no_element("code[data-copy]");
    let back = admin.get(&format!("{own}?name=CI&scope=read&days=7")).await;
    back.assert_element("input[name=name][value=CI]").assert_element("input[name=scope][value=read][checked]");
    let left = admin.post("/imports/people.csv/leavers", &[("fingerprint", "canary-2718")]).await;
    left.assert_ok().assert_text("Is it still you?").assert_element("input[name=fingerprint][value='canary-2718']");
    for scope in ["time:write", "questions:write", "program:import"] {
        let token = [("name", "CI"), ("scope", "read"), ("scope", scope), ("days", "365")];
        let asked = admin.post("/me/tokens", &token).await;
        asked.assert_ok().assert_text("Is it still you?").assert_no_element("code[data-copy]");
        asked
            .assert_element("input[name=name][value=CI]")
            .assert_element(&format!("input[name=scope][value='{scope}']"));
    }
    let back = admin.get("/me/tokens?name=CI&scope=read&scope=program:import&days=365").await;
    back.assert_element("input[name=name][value=CI]").assert_element("input[value='program:import'][checked]");
    back.assert_element("option[value='365'][selected]");
    // What is not dangerous does not: a token that changes nothing.
    let token = [("name", "Reader"), ("scope", "read"), ("days", "7")];
    admin.post("/me/tokens", &token).await.assert_ok().assert_element("code[data-copy]");
    admin.get("/accounts/bo-li").await.assert_ok();
    admin
        .post("/accounts", &[("name", "Cy Ott"), ("email", "cy@example.com")])
        .await
        .assert_redirect_to("/accounts/cy");
}

#[actix_web::test]
async fn l11_a_token_that_writes_is_made_once_they_have_said_who_they_are() {
    let app = TestApp::start().await;
    let admin = late_admin(&app).await;
    let wanted = [("name", "Pipeline"), ("scope", "program:import"), ("days", "30")];

    let asked = admin.submit("/me/tokens", "/me/tokens", &wanted).await;
    asked.assert_ok().assert_text("Is it still you?");
    let wrong = admin.submit_on(&asked, "/me/tokens", &[("proof_password", "not this one")]).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_no_element("code[data-copy]");
    admin.get("/me/tokens").await.assert_no_text("Pipeline");
    let made = admin.submit_on(&wrong, "/me/tokens", &[("proof_password", PASSWORD)]).await;

    made.assert_ok().assert_element("code[data-copy]").assert_text("Pipeline").assert_text("program:import");
}

#[actix_web::test]
async fn l11_guessing_there_gives_no_more_tries_than_the_door() {
    let app = TestApp::start().await;
    let admin = late_admin(&app).await;
    for _ in 0..10 {
        admin.post(GRANTS, &[("kind", "netsec"), ("proof_password", "guessed")]).await;
    }

    let waits = admin.post(GRANTS, &[("kind", "netsec"), ("proof_password", PASSWORD)]).await;

    waits.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("too many tries were wrong");
    assert_eq!(rights_of_bo(&app).await, []);
}
