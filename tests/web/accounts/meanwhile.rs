//! What changes while a password is looked at, which may have to wait for a place.

use std::cell::Cell;
use std::time::Duration;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::{self, Hasher, Person, PersonState};
use drawbridge::db::schema::sessions;
use drawbridge::web::Grant;
use futures_util::future::{join, join_all};
use jiff::SignedDuration;

use super::second_link;
use crate::harness::{Answer, Crowd, PASSWORD, TestApp, person};

const NEW: &str = "marble trumpet orchid";
const OTHER: &str = "another hash";

/// A site, its places for passwords, and Ana, who has one.
async fn with_ana() -> (TestApp, Hasher, Person) {
    let hasher = Hasher::new().expect("this machine can hash");
    let app = TestApp::with().hasher(&hasher).start().await;
    let ana = app.insert(person().named("Ana Ruiz").with_password()).await;
    (app, hasher, ana)
}

/// Sends a request that waits for a look at a password; `meanwhile` happens after
/// its account was read and before that look.
async fn while_it_waits(
    app: &TestApp,
    hasher: &Hasher,
    request: impl Future<Output = Answer>,
    meanwhile: impl Future<Output = ()>,
) -> Answer {
    let crowd = Crowd::before(hasher).await;
    let meanwhile = async {
        app.tried().await;
        meanwhile.await;
        drop(crowd);
    };
    join(request, meanwhile).await.0
}

async fn switch_off(app: &TestApp, person: &Person) {
    let (person, now) = (person.clone(), app.now());
    app.write(move |tx| Ok(accounts::switch_off(tx, None, now, &person)?)).await;
}

/// A new password, as by a link: it ends sessions and tokens.
async fn set_password(app: &TestApp, person: &Person) {
    let (person, now) = (person.clone(), app.now());
    app.write(move |tx| Ok(accounts::set_password(tx, now, &person, OTHER)?)).await;
}

async fn kept(app: &TestApp, person: &Person) -> (PersonState, String) {
    let id = person.id;
    let person = app.read(move |connection| Ok(accounts::find_person(connection, id).unwrap())).await;
    (person.state, person.password_hash.unwrap_or_default())
}

async fn count_sessions(app: &TestApp) -> i64 {
    app.read(|connection| sessions::table.count().get_result(connection)).await
}

#[actix_web::test]
async fn a07_a_change_of_password_under_way_does_not_switch_an_account_on() {
    let (app, hasher, ana) = with_ana().await;
    let browser = app.sign_in_as(&ana).await;

    let change = browser.submit("/me/password", "/me/password", &[("current", PASSWORD), ("password", NEW)]);
    let answer = while_it_waits(&app, &hasher, change, switch_off(&app, &ana)).await;

    answer.assert_status(StatusCode::CONFLICT).assert_text("Your account was changed meanwhile");
    assert_eq!(kept(&app, &ana).await, (PersonState::Disabled, ana.password_hash.unwrap()));
    assert_eq!(count_sessions(&app).await, 0);
}

#[actix_web::test]
async fn a07_a_change_of_password_under_way_does_not_undo_a_newer_one() {
    let (app, hasher, ana) = with_ana().await;
    let thief = app.sign_in_as(&ana).await;

    let change = thief.submit("/me/password", "/me/password", &[("current", PASSWORD), ("password", NEW)]);
    let answer = while_it_waits(&app, &hasher, change, set_password(&app, &ana)).await;

    answer.assert_status(StatusCode::CONFLICT).assert_text("Your account was changed meanwhile");
    assert_eq!(kept(&app, &ana).await, (PersonState::Active, OTHER.to_owned()));
    assert_eq!(count_sessions(&app).await, 0);
}

#[actix_web::test]
async fn a07_a_sign_in_under_way_with_the_old_password_comes_too_late() {
    let (app, hasher, ana) = with_ana().await;
    let thief = app.anonymous();

    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let sign_in = thief.submit("/sign-in", "/sign-in", &fields);
    let answer = while_it_waits(&app, &hasher, sign_in, set_password(&app, &ana)).await;

    answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("don't belong together");
    assert_eq!(thief.cookie("drawbridge"), None);
    assert_eq!(count_sessions(&app).await, 0);
}

#[actix_web::test]
async fn a07_a_sign_in_under_way_opens_no_account_that_is_switched_off() {
    let (app, hasher, ana) = with_ana().await;
    let visitor = app.anonymous();

    let fields = [("email", "ana.ruiz@example.com"), ("password", PASSWORD)];
    let sign_in = visitor.submit("/sign-in", "/sign-in", &fields);
    let answer = while_it_waits(&app, &hasher, sign_in, switch_off(&app, &ana)).await;

    answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("don't belong together");
    assert_eq!(count_sessions(&app).await, 0);
}

#[actix_web::test]
async fn l11_a_proof_under_way_proves_nothing_by_the_old_password() {
    let (app, hasher, _) = with_ana().await;
    let bo = app.insert(person().named("Bo Li").with_password().granted(Grant::Admin)).await;
    let thief = app.sign_in_as(&bo).await;
    app.advance(SignedDuration::from_mins(20)).await;

    let fields = [("kind", "netsec"), ("scope", ""), ("confirmed", "yes"), ("proof_password", PASSWORD)];
    let gives = thief.post("/accounts/ana-ruiz/grants", &fields);
    let answer = while_it_waits(&app, &hasher, gives, set_password(&app, &bo)).await;

    answer.assert_status(StatusCode::CONFLICT).assert_text("Your account was changed meanwhile");
    let rights = app
        .read(|connection| {
            let ana = accounts::find_by_handle(connection, "ana-ruiz").unwrap();
            accounts::list_grants(connection, ana.id)
        })
        .await;
    assert_eq!(rights, []);
}

#[actix_web::test]
async fn l02_passwords_are_judged_where_they_are_hashed_and_the_site_answers_meanwhile() {
    // zxcvbn tries each way to read these signs as letters.
    const AWKWARD: &str = "4@8({[<369!1|05$7+%20z4@8({[<369!1|05$7+%20z4@8({[<369!1|05$7+%2";
    let (app, hasher, ana) = with_ana().await;
    let now = app.now();
    let link = app.write(move |tx| Ok(accounts::invite(tx, None, now, &ana)?)).await;
    let visitors: Vec<_> = (0..12).map(|_| app.anonymous()).collect();
    for visitor in &visitors {
        visitor.csrf().await;
    }
    let crowd = Crowd::before(&hasher).await;

    let answered = Cell::new(0);
    let chosen = join_all(visitors.iter().enumerate().map(|(number, visitor)| {
        let (link, answered) = (&link, &answered);
        async move {
            let password = if number % 2 == 0 { AWKWARD } else { "password" };
            let answer = visitor.post(link, &[("password", password)]).await;
            answered.set(answered.get() + 1);
            answer.status
        }
    }));
    let meanwhile = async {
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            app.anonymous().get("/healthz").await.assert_ok();
        }
        assert_eq!(answered.get(), 0, "they wait for a place");
        drop(crowd);
    };
    let (chosen, ()) = join(chosen, meanwhile).await;

    let of = |wanted: StatusCode| chosen.iter().filter(|status| **status == wanted).count();
    let (set, spent, weak) = (StatusCode::SEE_OTHER, StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((of(set), of(spent), of(weak)), (1, 5, 6), "{chosen:?}");
}

#[actix_web::test]
async fn l02_a_new_password_is_judged_after_the_old_one_and_costs_no_try() {
    let (app, _, ana) = with_ana().await;
    let browser = app.sign_in_as(&ana).await;

    let fields = [("current", "not this one"), ("password", "password")];
    let refused = browser.submit("/me/password", "/me/password", &fields).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("this is not your password");
    refused.assert_no_text("too easy to guess");
    // More than the tries that somebody has who knows nothing.
    for _ in 0..12 {
        let fields = [("current", PASSWORD), ("password", "password")];
        browser.post("/me/password", &fields).await.assert_text("too easy to guess");
    }

    let fields = [("current", PASSWORD), ("password", NEW)];
    browser.submit("/me/password", "/me/password", &fields).await.assert_redirect_to("/me/account");
}

#[actix_web::test]
async fn l10_of_two_links_that_are_used_at_once_one_sets_the_password() {
    let (app, _, ana) = with_ana().await;
    let now = app.now();
    let link = app.write(move |tx| Ok(accounts::invite(tx, None, now, &ana)?)).await;
    second_link(&app, "the-other-link").await;
    let (one, other) = (app.anonymous(), app.anonymous());

    let (first, second) = (
        one.post(&link, &[("password", NEW)]),
        other.post("/invitation/the-other-link", &[("password", "orchid marble trumpet")]),
    );
    let (first, second) = join(first, second).await;

    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]);
    assert_eq!(count_sessions(&app).await, 1);
}
