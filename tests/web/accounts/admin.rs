//! Looking after accounts.

use actix_web::http::StatusCode;
use drawbridge::accounts::{self, PersonState};
use drawbridge::db::keys::RowVersion;
use drawbridge::web::csrf::random_token;
use drawbridge::web::{Grant, Scope};
use futures_util::future::join_all;

use crate::harness::{TestApp, person, team};

#[actix_web::test]
async fn an_admin_sees_the_accounts_and_others_do_not() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    admin.get("/accounts").await.assert_ok().assert_text("Person");
    analyst.get("/accounts").await.assert_status(StatusCode::NOT_FOUND);
    app.anonymous().get("/accounts").await.assert_redirect_to("/sign-in?return=/accounts");
}

#[actix_web::test]
async fn an_admin_adds_somebody_through_the_form() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;

    let added = admin.submit("/accounts/new", "/accounts", &[("name", "Bo Li"), ("email", "bo@example.com")]).await;

    added.assert_redirect_to("/accounts/bo");
    admin.follow(&added).await.assert_ok().assert_text("Bo Li").assert_text("no password yet");
}

#[actix_web::test]
async fn a_form_that_does_not_fit_is_shown_again_with_its_words() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz")).await;
    let admin = app.sign_in(Grant::Admin).await;

    for (name, email, words) in [
        ("", "bo@example.com", "fill this in"),
        ("Bo Li", "bo", "not a mail address"),
        ("Bo Li", "Ana.RUIZ@example.com", "already"),
        ("Bo\u{202e}Li", "bo@example.com", "can't be seen"),
    ] {
        let refused = admin.submit("/accounts/new", "/accounts", &[("name", name), ("email", email)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend one thing").assert_text(words);
        assert_eq!(refused.attributes("input[name=email]", "value"), [email]);
        assert_eq!(refused.attributes("input[name=name]", "value").concat(), name);
    }
}

#[actix_web::test]
async fn r14_a_form_that_is_sent_fifty_times_makes_one_account() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let fields = [
        ("csrf".to_owned(), admin.csrf().await),
        ("once".to_owned(), random_token()),
        ("name".to_owned(), "Bo Li".to_owned()),
        ("email".to_owned(), "bo@example.com".to_owned()),
    ];

    let answers = join_all((0..50).map(|_| admin.post_exactly("/accounts", &fields))).await;

    for answer in &answers {
        answer.assert_redirect_to("/accounts/bo");
    }
    let found = app.read(|connection| Ok(accounts::find_people(connection, "bo li", 0, 100).unwrap())).await;
    assert_eq!(found.len(), 1);
}

#[actix_web::test]
async fn namesakes_who_are_added_at_once_get_handles_of_their_own() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    admin.csrf().await;

    let answers = join_all((0..12).map(|number| {
        let (admin, email) = (&admin, format!("bo@company-{number}.example"));
        async move { admin.post("/accounts", &[("name", "Bo Li"), ("email", &email)]).await }
    }))
    .await;

    let mut targets: Vec<_> = answers.iter().map(|answer| answer.location()).collect();
    targets.sort();
    targets.dedup();
    assert_eq!(targets.len(), 12, "{targets:?}");
}

#[actix_web::test]
async fn a05_a_form_binds_its_own_fields_only() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;

    let fields = [
        ("name", "Bo Li"),
        ("email", "bo@example.com"),
        ("id", "0197-planted"),
        ("handle", "root"),
        ("state", "active"),
        ("password", "walrus umbrella quartz"),
        ("password_hash", "planted"),
        ("created_at", "1"),
        ("version", "99"),
        ("grants", "admin"),
        ("kind", "admin"),
        ("is_admin", "true"),
    ];
    admin.post("/accounts", &fields).await.assert_redirect_to("/accounts/bo");

    let now = app.now();
    let (bo, grants) = app
        .read(|connection| {
            let bo = accounts::find_by_handle(connection, "bo").unwrap();
            let grants = accounts::list_grants(connection, bo.id)?;
            Ok((bo, grants))
        })
        .await;
    assert_eq!((bo.state, bo.password_hash, bo.created_at), (PersonState::Invited, None, now));
    assert_eq!((bo.version, grants), (RowVersion::FIRST, Vec::new()));
}

#[actix_web::test]
async fn rights_are_given_and_taken() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let admin = app.sign_in(Grant::Admin).await;
    let browser = app.sign_in_as(&ana).await;

    let page = "/accounts/ana-ruiz";
    let asked = admin.submit(page, "/accounts/ana-ruiz/grants", &[("kind", "admin")]).await;
    asked.assert_ok().assert_text("Make Ana Ruiz an admin?");
    admin.submit_on(&asked, "/accounts/ana-ruiz/grants", &[]).await.assert_redirect_to(page);
    browser.get("/accounts").await.assert_ok();
    admin.submit(page, "/accounts/ana-ruiz/grants/remove", &[("kind", "admin")]).await.assert_redirect_to(page);
    browser.get("/accounts").await.assert_status(StatusCode::NOT_FOUND);

    let unknown = admin.post("/accounts/ana-ruiz/grants", &[("kind", "king")]).await;
    unknown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("king");
    let nobody = admin.post("/accounts/nobody/grants", &[("kind", "admin")]).await;
    nobody.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_right_that_is_given_by_many_at_once_is_given_once() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let admin = app.sign_in(Grant::Admin).await;
    admin.csrf().await;

    let answers = join_all((0..12).map(|_| admin.post("/accounts/ana-ruiz/grants", &[("kind", "lead")]))).await;

    for answer in &answers {
        answer.assert_redirect_to("/accounts/ana-ruiz");
    }
    let grants = app.read(move |connection| accounts::list_grants(connection, ana.id)).await;
    assert_eq!(grants, [(Grant::Lead, Scope::All)]);
}

#[actix_web::test]
async fn an_admin_can_neither_switch_themselves_off_nor_lose_their_own_right() {
    let app = TestApp::start().await;
    let ada = app.insert(person().named("Ada Admin").granted(Grant::Admin)).await;
    let admin = app.sign_in_as(&ada).await;

    let off = admin.post("/accounts/ada-admin/state", &[("state", "disabled")]).await;
    let right = admin.post("/accounts/ada-admin/grants/remove", &[("kind", "admin")]).await;

    off.assert_status(StatusCode::FORBIDDEN).assert_text("ask another admin");
    right.assert_status(StatusCode::FORBIDDEN).assert_text("ask another admin");
    admin.get("/accounts").await.assert_ok();
}

#[actix_web::test]
async fn the_list_is_filtered_by_words_and_paged() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    for number in 0..60 {
        app.insert(person().named(&format!("Zoe Number {number:02}"))).await;
    }
    app.insert(person().named("Hundred % Sure_Thing")).await;

    let first = admin.get("/accounts?q=zoe").await;
    assert_eq!(first.select("tbody tr").len(), 50);
    let next = first.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(admin.get(&next).await.select("tbody tr").len(), 10);
    assert_eq!(admin.get("/accounts?q=%25").await.select("tbody tr").len(), 1);
    admin.get("/accounts?q=nobody-like-this").await.assert_ok().assert_text("Nobody fits");
}

#[actix_web::test]
async fn what_a_manager_looks_after_is_chosen_and_for_other_rights_it_is_not() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz")).await;
    let admin = app.sign_in(Grant::Admin).await;
    let (page, action) = ("/accounts/ana-ruiz", "/accounts/ana-ruiz/grants");

    let checkout = app.insert(team("Checkout")).await;
    let scope = format!("team:{}", checkout.id);

    for (fields, field, words) in [
        (vec![], "kind", "choose a right"),
        (vec![("kind", "manager")], "scope", "choose what the manager looks after"),
        (vec![("kind", "netsec"), ("scope", scope.as_str())], "scope", "holds everywhere"),
    ] {
        let refused = admin.submit(page, action, &fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend one thing");
        assert!(refused.select(&format!("#{field}-problem")).concat().contains(words), "{refused}");
        for (name, value) in fields {
            refused.assert_element(&format!("select[name={name}] option[value='{value}'][selected]"));
        }
    }
    admin.submit(page, action, &[("kind", "manager"), ("scope", "all:")]).await.assert_redirect_to(page);
    admin.submit(page, action, &[("kind", "lead")]).await.assert_redirect_to(page);
}

#[actix_web::test]
async fn nobody_is_offered_to_take_their_own_right_as_admin_away() {
    let app = TestApp::start().await;
    let ada = app.insert(person().named("Ada Admin").granted(Grant::Admin)).await;
    let admin = app.sign_in_as(&ada).await;

    admin.get("/accounts/ada-admin").await.assert_no_element("form[action$='/grants/remove']");
}

#[actix_web::test]
async fn a_reload_leaves_the_link_alone_that_was_given() {
    let app = TestApp::start().await;
    app.insert(person().named("Ivo Kern").invited()).await;
    let admin = app.sign_in(Grant::Admin).await;
    let page = admin.get("/accounts/ivo-kern").await;
    page.assert_text("for seven days");

    let made = admin.submit_on(&page, "/accounts/ivo-kern/link", &[]).await;
    let link = made.select("code[data-copy]").remove(0);
    let path = format!("/invitation/{}", link.rsplit('/').next().unwrap_or_default());
    let again = admin.submit_on(&page, "/accounts/ivo-kern/link", &[]).await;

    again.assert_ok().assert_text("The link was made already").assert_no_element("code[data-copy]");
    app.anonymous().get(&path).await.assert_ok().assert_text("Ivo Kern");
    admin.submit_on(&again, "/accounts/ivo-kern/link", &[]).await.assert_ok().assert_element("code[data-copy]");
    app.anonymous().get(&path).await.assert_status(StatusCode::NOT_FOUND);
}
