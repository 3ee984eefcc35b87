//! Files as evidence: what is taken, who may see it, how it is given back; and
//! what a lead says of it.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{file_contents, files};
use drawbridge::files::FileStore;
use drawbridge::web::{Grant, Scope};

use super::{PDF, PNG, add, completed, course, latest};
use crate::harness::binary::Folder;
use crate::harness::{TestApp, membership, person, team};

async fn count(app: &TestApp) -> (i64, i64) {
    app.read(|connection| {
        Ok((files::table.count().get_result(connection)?, file_contents::table.count().get_result(connection)?))
    })
    .await
}

#[actix_web::test]
async fn a_file_comes_back_as_it_was_to_those_who_may_see_it() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    add(&app, course("Basics")).await;
    let own = app.sign_in_as(&ana).await;

    let fields = [("course", "basics"), ("evidence", "")];
    let sent = own.submit_file("/training", "/completions", &fields, ("file", "../Prüfung 1.pdf", PDF)).await;

    sent.assert_redirect_to("/training");
    let id = latest(&app).await;
    let path = format!("/completions/{id}/file");
    own.get(&format!("/completions/{id}")).await.assert_text("Prüfung 1.pdf").assert_text("PDF");
    let file = own.get(&path).await;
    file.assert_ok()
        .assert_header("content-type", "application/pdf")
        .assert_header("x-content-type-options", "nosniff");
    file.assert_header(
        "content-disposition",
        "attachment; filename=\"Pr_fung 1.pdf\"; filename*=UTF-8''Pr%C3%BCfung%201.pdf",
    );
    assert!(file.header("content-security-policy").contains("sandbox"), "{file}");
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.body, PDF);
    let lead = app.sign_in(Grant::Lead).await;
    lead.post(&format!("/completions/{id}/verification"), &[("version", "1")]).await.assert_redirect();
    let manager = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    for (client, status) in [
        (app.sign_in_as(&manager).await, StatusCode::OK),
        (app.sign_in(Grant::Lead).await, StatusCode::OK),
        (app.sign_in(Grant::Admin).await, StatusCode::NOT_FOUND),
        (app.sign_in(Grant::NetSec).await, StatusCode::NOT_FOUND),
        (app.sign_in_developer().await, StatusCode::NOT_FOUND),
        (app.anonymous(), StatusCode::SEE_OTHER),
    ] {
        client.get(&path).await.assert_status(status);
        client.get(&format!("/completions/{id}")).await.assert_status(status);
        client.get(&format!("/completions/{id}/certificate")).await.assert_status(status);
    }
}

#[actix_web::test]
async fn liars_are_refused_beside_the_field_and_the_words_stay() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let developer = app.sign_in_developer().await;
    let large = [b"%PDF-1.4\n".as_slice(), &vec![b' '; 11 * 1024 * 1024], b"%%EOF\n"].concat();

    for (name, bytes, status, words) in [
        ("cert.pdf", b"".as_slice(), StatusCode::UNPROCESSABLE_ENTITY, "this file is empty"),
        ("cert.pdf", PNG, StatusCode::UNPROCESSABLE_ENTITY, "the name ends in .pdf, but what is in it is PNG picture"),
        ("cert.png", b"<svg onload='x'/>", StatusCode::UNPROCESSABLE_ENTITY, "this is an SVG picture"),
        ("cert.txt", b"<html><script>1</script>", StatusCode::UNPROCESSABLE_ENTITY, "this is a web page (HTML)"),
        ("cert.exe", b"MZ\x90\0\x03\0\0\0", StatusCode::UNPROCESSABLE_ENTITY, "this is not a PDF, a PNG or JPEG"),
        ("cert.pdf", &PDF[..30], StatusCode::UNPROCESSABLE_ENTITY, "this PDF breaks off in the middle"),
        ("cert.pdf", &large, StatusCode::PAYLOAD_TOO_LARGE, "this file has more than 10 MiB"),
    ] {
        let fields = [("course", "basics"), ("evidence", "kept by HR")];
        let refused = developer.submit_file("/training", "/completions", &fields, ("file", name, bytes)).await;
        refused.assert_status(status).assert_text(words).assert_element("#file-problem");
        refused
            .assert_element("input[name=evidence][value='kept by HR']")
            .assert_element("option[value=basics][selected]");
    }
    assert_eq!(count(&app).await, (0, 0));
}

#[actix_web::test]
async fn a_form_that_comes_back_for_another_reason_says_that_the_file_must_be_chosen_again() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let developer = app.sign_in_developer().await;

    let fields = [("course", "basics"), ("completed_on", "2030-01-01")];
    let refused = developer.submit_file("/training", "/completions", &fields, ("file", "cert.pdf", PDF)).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("lies ahead");
    refused.assert_text("choose cert.pdf again");
    assert_eq!(count(&app).await, (0, 0));
}

#[actix_web::test]
async fn n01_a_form_with_a_file_needs_its_token_and_is_read_within_bounds() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let developer = app.sign_in_developer().await;
    let fields = |csrf: &str| vec![("csrf".to_owned(), csrf.to_owned()), ("course".to_owned(), "basics".to_owned())];

    let forged = developer.post_file("/completions", &fields("x"), ("file", "cert.pdf", PDF)).await;
    let endless = vec![b'a'; 33 * 1024 * 1024];
    let csrf = developer.csrf().await;
    let huge = developer.post_file("/completions", &fields(&csrf), ("file", "cert.pdf", &endless)).await;
    let visitor = app.anonymous().post_file("/completions", &fields(""), ("file", "cert.pdf", PDF)).await;

    forged.assert_status(StatusCode::FORBIDDEN).assert_text("another session");
    huge.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
    visitor.assert_redirect();
    let fields = [("course", "basics"), ("evidence", "x".repeat(1_100_000).leak() as &str)];
    developer
        .submit_file("/training", "/completions", &fields, ("file", "c.pdf", PDF))
        .await
        .assert_status(StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(count(&app).await, (0, 0));
}

#[actix_web::test]
async fn a_lead_sends_back_with_words_and_verifies_what_is_handed_in_again() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    add(&app, course("Basics")).await;
    let (own, lead) = (app.sign_in_as(&ana).await, app.sign_in(Grant::Lead).await);
    own.submit("/training", "/completions", &[("course", "basics"), ("evidence", "somewhere")]).await.assert_redirect();
    let id = latest(&app).await;
    let page = format!("/completions/{id}");
    lead.get("/training/unverified").await.assert_text("Ana Ruiz").assert_text("somewhere");

    let (back, verify) = (format!("{page}/return"), format!("{page}/verification"));
    let wordless = lead.submit(&page, &back, &[("words", " ")]).await;
    wordless.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#words-problem");
    let stale = lead.get(&page).await;
    lead.submit(&page, &back, &[("words", "Where is it?")]).await.assert_redirect_to(&page);

    own.get("/me").await.assert_text("Your evidence for Basics was sent back");
    own.get(&page).await.assert_text("Where is it?").assert_text("It does not count");
    own.get("/training").await.assert_text("does not count yet");
    lead.submit_on(&stale, &verify, &[]).await.assert_status(StatusCode::CONFLICT).assert_text("changed this while");
    let evidence = format!("{page}/evidence");
    let sent = own.submit_file(&page, &evidence, &[("evidence", "")], ("file", "cert.png", PNG)).await;
    sent.assert_redirect_to(&page);
    own.get(&page).await.assert_text("cert.png").assert_no_text("Where is it?").assert_text("not verified yet");
    lead.submit(&page, &verify, &[]).await.assert_redirect();
    own.get(&page).await.assert_text("Verified by").assert_no_text("not verified yet");
}

#[actix_web::test]
async fn nobody_verifies_their_own_and_only_leads_verify() {
    let app = TestApp::start().await;
    let lead = app.insert(person().granted(Grant::Lead)).await;
    add(&app, course("Basics")).await;
    let id = completed(&app, lead.id, "basics", app.today()).await;
    let verify = format!("/completions/{id}/verification");

    app.sign_in_as(&lead).await.post(&verify, &[("version", "1")]).await.assert_status(StatusCode::FORBIDDEN);
    app.sign_in(Grant::Manager).await.post(&verify, &[("version", "1")]).await.assert_status(StatusCode::FORBIDDEN);
    app.sign_in_developer().await.get("/training/unverified").await.assert_status(StatusCode::NOT_FOUND);
    app.sign_in(Grant::Lead).await.post(&verify, &[("version", "1")]).await.assert_redirect();
}

#[actix_web::test]
async fn a_file_goes_with_its_completion_and_with_the_one_that_replaces_it() {
    let app = TestApp::start().await;
    add(&app, course("Basics")).await;
    let own = app.sign_in_developer().await;
    own.submit_file("/training", "/completions", &[("course", "basics")], ("file", "a.pdf", PDF))
        .await
        .assert_redirect();
    let page = format!("/completions/{}", latest(&app).await);
    assert_eq!(count(&app).await, (1, 1));

    own.submit_file(&page, &format!("{page}/evidence"), &[], ("file", "b.png", PNG)).await.assert_redirect();
    assert_eq!(count(&app).await, (1, 1));
    own.get(&format!("{page}/file")).await.assert_header("content-type", "image/png");
    own.submit(&page, &format!("{page}/delete"), &[]).await.assert_text("Take this completed course away");
    own.post(&format!("{page}/delete"), &[("confirmed", "yes")]).await.assert_redirect();

    assert_eq!(count(&app).await, (0, 0));
    own.get(&page).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn files_go_into_the_folder_that_is_set_and_what_nobody_refers_to_is_swept_away() {
    let folder = Folder::new();
    let app = TestApp::with().uploads(&folder.0).start().await;
    add(&app, course("Basics")).await;
    let own = app.sign_in_developer().await;
    let files = || std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();

    own.submit_file("/training", "/completions", &[("course", "basics")], ("file", "a.pdf", PDF))
        .await
        .assert_redirect();

    assert_eq!(count(&app).await, (1, 0));
    let path = format!("/completions/{}/file", latest(&app).await);
    assert_eq!(own.get(&path).await.body, PDF);
    let fields = [("course", "basics"), ("completed_on", "2030-01-01")];
    let refused = own.submit_file("/training", "/completions", &fields, ("file", "b.pdf", PDF)).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(files().len(), 2, "the bytes of the refused form wait to be swept");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
    for file in files() {
        std::fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let store = FileStore::in_folder(&folder.0).unwrap();
    assert_eq!(store.sweep(&app.db).await.unwrap(), 1);
    assert_eq!(own.get(&path).await.body, PDF);

    std::fs::write(&files()[0], b"something else").unwrap();
    own.get(&path).await.assert_status(StatusCode::INTERNAL_SERVER_ERROR).assert_no_text("something else");
}
