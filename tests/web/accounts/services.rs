//! Services: a name of their own, somebody who answers, and no more rights than
//! they were given.

use actix_web::http::{Method, StatusCode};
use drawbridge::web::Grant;

use crate::harness::{Answer, Client, TestApp, person, team};

const LIST: &str = "/service-accounts";
const OWN: &str = "/service-accounts/release-pipeline";

async fn add(admin: &Client, answers: &str) -> Answer {
    let fields = [("name", "Release pipeline"), ("about", "Asks before each release"), ("answers", answers)];
    admin.submit(LIST, LIST, &fields).await
}

async fn make_token(admin: &Client, scope: &str) -> String {
    let fields = [("name", "build server"), ("scope", scope), ("days", "7")];
    let page = admin.submit(OWN, &format!("{OWN}/tokens"), &fields).await;
    page.assert_ok().assert_text("It is not shown again");
    page.select("code[data-copy]").remove(0)
}

async fn call(app: &TestApp, token: &str, method: Method, path: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    app.anonymous().send(method, path, &headers, body.as_bytes().to_vec()).await
}

#[actix_web::test]
async fn a_service_acts_in_its_own_name_with_its_scopes_and_its_rights_alone() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(team("Checkout")).await;
    add(&admin, "checkout").await.assert_redirect_to(OWN);
    let (reads, writes) = (make_token(&admin, "read").await, make_token(&admin, "questions:write").await);

    let asked = call(&app, &writes, Method::POST, "/api/v1/questions", r#"{"title": "Which port?"}"#).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{asked}");
    let shown = call(&app, &reads, Method::GET, "/api/v1/questions/1", "").await;
    shown.assert_ok();
    assert!(shown.html().contains("Release pipeline"), "{shown}");
    for (token, method, path, status) in [
        (&reads, Method::POST, "/api/v1/questions", StatusCode::FORBIDDEN),
        (&writes, Method::GET, "/api/v1/questions", StatusCode::FORBIDDEN),
        // The scope is there and the right is not.
        (&reads, Method::GET, "/api/v1/queue", StatusCode::NOT_FOUND),
        (&reads, Method::GET, "/api/v1/audit", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(call(&app, token, method, path, "{}").await.status, status, "{path}");
    }
    let account = "/accounts/release-pipeline";
    admin.submit(account, &format!("{account}/grants"), &[("kind", "netsec")]).await.assert_redirect();
    call(&app, &reads, Method::GET, "/api/v1/queue", "").await.assert_ok();
    let record = admin.get("/audit?who=release-pipeline").await;
    record.assert_text("question.asked").assert_text("by the token “build server”");
    admin.get(OWN).await.assert_text("Network Security").assert_text("build server");
}

#[actix_web::test]
async fn it_signs_in_nowhere_and_stands_in_no_list_of_people() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let boss = app.insert(person().named("Ana Ruiz")).await;
    add(&admin, &format!("@{}", boss.handle)).await.assert_redirect_to(OWN);

    for path in ["/accounts", "/people", "/champions"] {
        admin.get(path).await.assert_ok().assert_no_text("Release pipeline");
    }
    admin
        .get(LIST)
        .await
        .assert_text("Release pipeline")
        .assert_text("Ana Ruiz")
        .assert_text("Asks before each release");
    let account = "/accounts/release-pipeline";
    admin.get(account).await.assert_text("signs in nowhere").assert_no_text("Switch on");
    let on = admin.post(&format!("{account}/state"), &[("state", "active")]).await;
    on.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("obody signs in to this account");
    admin.get(account).await.assert_no_element("form[action$='/link']").assert_element(&format!("a[href='{OWN}']"));
    for (form, fields) in [("link", &[][..]), ("state", &[("state", "disabled")])] {
        let refused = admin.post(&format!("{account}/{form}"), fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("obody signs in to this account");
        refused.assert_no_element("code[data-copy]");
    }
}

#[actix_web::test]
async fn its_page_says_what_it_is_and_who_answers_for_it() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(team("Checkout")).await;
    add(&admin, "checkout").await.assert_redirect_to(OWN);
    let (dev, page) = (app.sign_in_developer().await, "/people/release-pipeline");

    let shown = dev.get(page).await;
    shown.assert_ok().assert_text("A service").assert_text("Asks before each release").assert_no_text("has left");
    shown.assert_element("main a[href='/teams/checkout']").assert_no_element("a[href^='mailto:']");
    shown.assert_no_text("service.invalid").assert_no_element("main .chip");
    admin.get(OWN).await.assert_element("main a[href='/teams/checkout']");
    admin.post(&format!("{OWN}/end"), &[("confirmed", "yes")]).await.assert_redirect();

    let ended = dev.get(page).await;
    assert_eq!(ended.assert_ok().select("main .chip"), ["ended"]);
    ended.assert_text("Checkout");
}

#[actix_web::test]
async fn a_name_that_somebody_or_a_service_has_is_not_given_again() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(team("Checkout")).await;
    app.insert(person().named("Dev Patel")).await;
    add(&admin, "checkout").await.assert_redirect_to(OWN);

    for name in ["Release pipeline", "release  PIPELINE", "Ｒelease pipeline", "Dev Patel", "dev patel"] {
        let fields = [("name", name), ("about", "Asks, too"), ("answers", "checkout")];
        let refused = admin.submit(LIST, LIST, &fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend one thing");
        assert!(refused.select("#name-problem").concat().contains("somebody or something has this name"), "{refused}");
        assert_eq!(refused.attributes("input[name=name]", "value"), [name]);
        assert_eq!(refused.attributes("input[name=about]", "value"), ["Asks, too"]);
    }
    assert_eq!(admin.get(LIST).await.select("main tbody tr").len(), 1);
    admin.post(&format!("{OWN}/end"), &[("confirmed", "yes")]).await.assert_redirect();

    // What has ended leaves its name to another.
    add(&admin, "checkout").await.assert_redirect_to("/service-accounts/release-pipeline-2");
}

#[actix_web::test]
async fn it_ends_with_all_of_its_tokens_and_one_of_them_alone() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(team("Checkout")).await;
    add(&admin, "checkout").await.assert_redirect();
    let (first, second) = (make_token(&admin, "read").await, make_token(&admin, "read").await);
    let key = admin.get(OWN).await.attributes("button[name=token]", "value").pop().unwrap_or_default();

    admin.post("/tokens/revocation", &[("token", &key)]).await.assert_redirect();
    let mut left: Vec<StatusCode> = Vec::new();
    for token in [&first, &second] {
        left.push(call(&app, token, Method::GET, "/api/v1/questions", "").await.status);
    }
    left.sort();
    assert_eq!(left, [StatusCode::OK, StatusCode::UNAUTHORIZED]);
    admin.post(&format!("{OWN}/end"), &[]).await.assert_ok().assert_text("stop working at once");
    admin.post(&format!("{OWN}/end"), &[("confirmed", "yes")]).await.assert_redirect_to(OWN);

    for token in [&first, &second] {
        call(&app, token, Method::GET, "/api/v1/questions", "").await.assert_status(StatusCode::UNAUTHORIZED);
    }
    let told = call(&app, &second, Method::GET, "/api/v1/questions", "").await;
    assert!(told.html().contains("has ended") && !told.html().contains("/me/tokens"), "{told}");
    let revoked = call(&app, "drawbridge_unknown", Method::GET, "/api/v1/questions", "").await;
    revoked.assert_status(StatusCode::UNAUTHORIZED);
    assert!(revoked.html().contains("/me/tokens"), "{revoked}");
    let account = "/accounts/release-pipeline";
    admin.get(account).await.assert_text("ended").assert_no_element("form[action$='/grants']");
    let right = admin.post(&format!("{account}/grants"), &[("kind", "netsec")]).await;
    right.assert_status(StatusCode::CONFLICT).assert_text("takes no right any more");
    admin.get(OWN).await.assert_text("ended").assert_no_element("select[name=days]");
    admin.get(OWN).await.assert_no_element("form[action$='/answers']");
    let answers = admin.post(&format!("{OWN}/answers"), &[("answers", "checkout")]).await;
    answers.assert_status(StatusCode::NOT_FOUND);
    let fields = [("name", "more"), ("scope", "read"), ("days", "7")];
    admin.post(&format!("{OWN}/tokens"), &fields).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn somebody_answers_for_it_and_the_list_says_so_where_nobody_does_any_more() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    let boss = app.insert(person().named("Ana Ruiz")).await;
    let left = app.insert(person().named("Dan Gone")).await;
    let now = app.now();
    app.write(move |tx| Ok(drawbridge::accounts::switch_off(tx, None, now, &left)?)).await;

    for answers in ["", "@nobody", "@dan-gone", "no-team"] {
        let refused = add(&admin, answers).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say who answers for it");
        let why = if answers == "@dan-gone" { "the account of Dan Gone is off" } else { answers };
        assert!(refused.select("#answers-problem").concat().contains(why), "{refused}");
        refused.assert_element("input[name=name][value='Release pipeline']");
    }
    add(&admin, "@ana-ruiz").await.assert_redirect_to(OWN);
    admin.get(LIST).await.assert_no_text("This account is off");
    let token = make_token(&admin, "read").await;
    app.write(move |tx| Ok(drawbridge::accounts::switch_off(tx, None, now, &boss)?)).await;

    admin.get(LIST).await.assert_text("This account is off");
    // The release does not stop over it.
    call(&app, &token, Method::GET, "/api/v1/questions", "").await.assert_ok();
    for client in [app.sign_in(Grant::NetSec).await, app.sign_in_developer().await] {
        client.get(LIST).await.assert_status(StatusCode::NOT_FOUND);
        client.post(LIST, &[("name", "Mine")]).await.assert_status(StatusCode::FORBIDDEN);
    }
}

#[actix_web::test]
async fn who_answers_is_taken_in_whatever_way_it_is_clear() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(team("Checkout")).await;
    app.insert(team("Ana")).await;
    app.insert(person().named("Dev Patel")).await;
    app.insert(person().named("Ana")).await;
    add(&admin, "@dev-patel").await.assert_redirect_to(OWN);
    let form = format!("{OWN}/answers");

    for (typed, kept) in [
        ("Checkout", "/teams/checkout"),
        ("dev-patel", "@dev-patel"),
        ("/teams/checkout", "/teams/checkout"),
        ("dev  PATEL", "@dev-patel"),
        ("https://drawbridge.example/people/dev-patel", "@dev-patel"),
        ("/teams/ana", "/teams/ana"),
        ("@ana", "@ana"),
    ] {
        admin.submit(OWN, &form, &[("answers", typed)]).await.assert_redirect_to(OWN);
        assert_eq!(admin.get(OWN).await.attributes("input[name=answers]", "value"), [kept], "{typed}");
    }
    for (typed, words) in [("ana", "/teams/ana or @ana"), ("@checkout", "“@checkout” was not found")] {
        let refused = admin.submit(OWN, &form, &[("answers", typed)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend one thing").assert_text(words);
        assert_eq!(refused.attributes("input[name=answers]", "value"), [typed]);
    }
}

#[actix_web::test]
async fn somebody_else_answers_from_now_on_and_the_record_says_who_did() {
    use diesel::prelude::*;
    use drawbridge::db::schema::audit_entries;
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(person().named("Ana Ruiz")).await;
    app.insert(person().named("Bo Lind")).await;
    add(&admin, "@ana-ruiz").await.assert_redirect_to(OWN);

    let off = admin.get("/accounts/ana-ruiz").await;
    off.assert_text("They answer for Release pipeline").assert_element("form[data-confirm*='Release pipeline']");
    let off = admin.submit_on(&off, "/accounts/ana-ruiz/state", &[("state", "disabled")]).await;
    admin.follow(&off).await.assert_text("Nobody answers any more for Release pipeline");
    let page = admin.get(OWN).await;
    page.assert_text("Nobody answers for it any more").assert_text("Say who answers now");
    let erasure = "/accounts/ana-ruiz/erasure";
    let hindered = admin.get(erasure).await;
    hindered.assert_text("they answer for release-pipeline; let somebody else do so first");
    let refused = admin.post(erasure, &[("name", "Ana Ruiz")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("they answer for release-pipeline");
    admin.submit_on(&page, &format!("{OWN}/answers"), &[("answers", "@bo-lind")]).await.assert_redirect_to(OWN);

    admin.get(OWN).await.assert_no_text("Nobody answers").assert_element("main a[href='/people/bo-lind']");
    admin.get(erasure).await.assert_no_text("they answer for");
    let entries = audit_entries::table.filter(audit_entries::action.eq("service.handed_on"));
    let details: Vec<String> = app.read(move |c| entries.select(audit_entries::detail).load(c)).await;
    assert_eq!(details, [r#"{"after":{"person":"bo-lind"},"before":{"person":"ana-ruiz"}}"#]);
    // The same again changes nothing.
    admin.submit(OWN, &format!("{OWN}/answers"), &[]).await.assert_redirect_to(OWN);
    let count: i64 = app.read(move |c| entries.count().get_result(c)).await;
    assert_eq!(count, 1);
}

#[actix_web::test]
async fn whoever_answered_for_what_has_ended_is_erased() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    app.insert(person().named("Ana Ruiz")).await;
    add(&admin, "@ana-ruiz").await.assert_redirect_to(OWN);
    admin.post("/accounts/ana-ruiz/state", &[("state", "disabled")]).await.assert_redirect();
    admin.post(&format!("{OWN}/end"), &[("confirmed", "yes")]).await.assert_redirect();

    let erasure = "/accounts/ana-ruiz/erasure";
    admin.submit(erasure, erasure, &[("name", "Ana Ruiz")]).await.assert_redirect_to("/accounts");

    admin.get(OWN).await.assert_ok().assert_text("A former member").assert_no_text("Nobody answers");
}
