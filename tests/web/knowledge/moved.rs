//! Addresses are permanent: what was renamed leads on, what was taken out says so.

use std::process::Command;
use std::time::Duration;

use actix_web::http::StatusCode;
use drawbridge::accounts::Person;
use drawbridge::knowledge::{KnowledgeError, Library, NewArticle, keep_removed, publish};
use drawbridge::web::Grant;

use crate::harness::binary::Folder;
use crate::harness::{Client, TestApp, person};

fn article(title: &str, more: &str) -> String {
    format!(
        "---\ntitle: {title}\ncategory: dns\ntags: [resolver]\nphrasings: [name lookup fails]\n{more}owner: NetSec\n\
         reviewed_on: 2026-11-01\nreview_after: 2027-05-01\n---\n\nUse 10.0.0.53.\n"
    )
}

/// Asks until the page says so: folders are looked at every second.
async fn until(reader: &Client, path: &str, status: StatusCode) -> crate::harness::Answer {
    for _ in 0..100 {
        let page = reader.get(path).await;
        if page.status == status {
            return page;
        }
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{path} did not become {status} within ten seconds");
}

#[actix_web::test]
async fn an_alias_leads_to_the_article_and_keeps_the_query() {
    let folder = Folder::new();
    folder.write("resolver.md", &article("Which resolver do we use?", "aliases: [old-resolver, older]\n"));
    folder.write("other.md", &article("Other?", "aliases: [resolver, older]\n"));
    let app = TestApp::with().content(&folder.0).start().await;
    let reader = app.anonymous();

    let moved = reader.get("/faq/old-resolver?from=mail").await;
    moved.assert_status(StatusCode::PERMANENT_REDIRECT).assert_header("location", "/faq/resolver?from=mail");
    reader.get("/faq/resolver").await.assert_ok().assert_text("Which resolver do we use?");

    let named = app.sign_in(Grant::NetSec).await.get("/faq").await;
    named.assert_text("other.md:6: alias: /faq/resolver is an article of its own");
    named.assert_text("has been /faq/older as well; keep one");
}

#[actix_web::test]
async fn under_a_base_the_redirect_stays_below_it() {
    let folder = Folder::new();
    folder.write("resolver.md", &article("Which resolver do we use?", "aliases: [old-resolver]\n"));
    let app = TestApp::with().content(&folder.0).base_url("https://bridge.example/drawbridge").start().await;

    let moved = app.anonymous().get("/faq/old-resolver").await;

    moved.assert_status(StatusCode::PERMANENT_REDIRECT).assert_header("location", "/drawbridge/faq/resolver");
}

#[actix_web::test]
async fn a_file_that_was_taken_out_says_what_took_its_place() {
    let folder = Folder::new();
    folder.write("resolver.md", &article("Which resolver do we use?", ""));
    folder.write("old-lookup.md", &article("How were names looked up?", ""));
    let app = TestApp::with().content(&folder.0).start().await;
    let reader = app.anonymous();
    reader.get("/faq/old-lookup").await.assert_ok();

    std::fs::remove_file(folder.0.join("old-lookup.md")).unwrap();
    folder.write(
        "removed.toml",
        "old-lookup = \"resolver: merged in spring\"\nresolver-fails = \"gone: nobody asks\"\nresolver = \"gone: no\"\n",
    );

    let gone = until(&reader, "/faq/old-lookup", StatusCode::GONE).await;
    gone.assert_element("a[href='/faq/resolver']").assert_text("Why: merged in spring").assert_text("instead");
    let nearest = reader.get("/faq/resolver-fails").await;
    nearest.assert_status(StatusCode::GONE).assert_text("nobody asks").assert_text("What comes nearest");
    nearest.assert_element("section a[href='/faq/resolver']");
    nearest.assert_element("a[href='/questions/new?title=resolver%20fails&searched=resolver%20fails']");
    reader.get("/faq/never-was").await.assert_status(StatusCode::NOT_FOUND);
    let named = app.sign_in(Grant::NetSec).await.get("/faq").await;
    named.assert_text("removed.toml:3: /faq/resolver is an article; take it out of this file");
}

async fn published(app: &TestApp, author: &Person) -> String {
    let (author, now, library) = (author.id, app.now(), Library::bare("").unwrap());
    let new = NewArticle {
        title: "May the label printer reach the parcel gateway?".into(),
        slug: Some("label-printer".into()),
        category: "dns".into(),
        body: "Yes.".into(),
        ..NewArticle::default()
    };
    let slug = app.db.write(move |tx| publish(tx, &library, author, now, &new)).await.unwrap();
    slug.to_string()
}

#[actix_web::test]
async fn network_security_gives_a_published_article_another_address() {
    let app = TestApp::start().await;
    let author = app.insert(person()).await;
    let slug = published(&app, &author).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    let page = until(&netsec, "/faq/label-printer", StatusCode::OK).await;
    page.assert_element("a[href='/faq/label-printer/address']");

    for (wanted, words) in [("Label Printer", "lower-case letters"), ("label-printer", "already"), ("", "lower-case")] {
        let refused =
            netsec.submit("/faq/label-printer/address", "/faq/label-printer/address", &[("slug", wanted)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    let sent = netsec.submit("/faq/label-printer/address", "/faq/label-printer/address", &[("slug", "printers")]).await;
    sent.assert_redirect_to("/faq/printers");
    netsec.follow(&sent).await.assert_ok().assert_text("This is its address now.");

    let reader = app.anonymous();
    let moved = reader.get(&format!("/faq/{slug}")).await;
    moved.assert_status(StatusCode::PERMANENT_REDIRECT).assert_header("location", "/faq/printers");
    let again = netsec.submit("/faq/printers/address", "/faq/printers/address", &[("slug", "label-printers")]).await;
    again.assert_redirect_to("/faq/label-printers");
    for old in ["/faq/label-printer", "/faq/printers"] {
        reader.get(old).await.assert_header("location", "/faq/label-printers");
    }
}

#[actix_web::test]
async fn nobody_else_changes_an_address() {
    let app = TestApp::start().await;
    let author = app.insert(person()).await;
    published(&app, &author).await;
    let developer = app.sign_in_as(&author).await;

    until(&developer, "/faq/label-printer", StatusCode::OK).await.assert_no_text("Change its address");
    developer.get("/faq/label-printer/address").await.assert_status(StatusCode::NOT_FOUND);
    let refused = developer.post("/faq/label-printer/address", &[("slug", "mine")]).await;
    refused.assert_status(StatusCode::FORBIDDEN);
    developer.get("/faq/label-printer").await.assert_ok();
}

#[actix_web::test]
async fn a_published_article_that_is_taken_out_leaves_word() {
    let app = TestApp::start().await;
    let now = app.now();

    app.db
        .write(move |tx| keep_removed(tx, now, "fax-ports", None, "There is no fax any more."))
        .await
        .unwrap_or_else(|error: KnowledgeError| panic!("{error}"));

    let gone = until(&app.anonymous(), "/faq/fax-ports", StatusCode::GONE).await;
    gone.assert_text("There is no fax any more.").assert_text("nothing took its place");
}

fn git(folder: &Folder, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(&folder.0).args(["-c", "user.name=Ana Ruiz", "-c", "user.email=ana@example.com"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_AUTHOR_DATE", "2026-11-03T10:00:00Z");
    let ended = command.args(arguments).output().expect("git is there");
    assert!(ended.status.success(), "{arguments:?}: {ended:?}");
}

#[actix_web::test]
async fn a_work_tree_says_who_changed_an_article_last_and_what_was_renamed() {
    let folder = Folder::new();
    folder.write("dns/resolver.md", &article("Which resolver do we use?", ""));
    folder.write("dns/old-name.md", &article("What about the printer in the cellar?", ""));
    folder.write("dns/cellar.md", "---\ntitle: Short?\n---\n");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "Add"]);
    git(&folder, &["mv", "dns/old-name.md", "dns/new-name.md"]);
    git(&folder, &["rm", "-q", "dns/cellar.md"]);
    git(&folder, &["commit", "-qm", "Tidy <the> cellar"]);
    let app = TestApp::with().content(&folder.0).edit_url("https://git.example/docs/edit/main/{path}").start().await;
    let reader = app.anonymous();

    until(&reader, "/faq/old-name", StatusCode::PERMANENT_REDIRECT).await.assert_header("location", "/faq/new-name");
    let page = reader.get("/faq/resolver").await;
    page.assert_text("Last changed 3 Nov 2026 (").assert_no_text("Ana Ruiz");
    page.assert_element("a[href='https://git.example/docs/edit/main/dns/resolver.md']");
    let signed_in = app.sign_in_developer().await.get("/faq/resolver").await;
    signed_in.assert_text("Last changed 3 Nov 2026 by Ana Ruiz (");
    let gone = reader.get("/faq/cellar").await;
    gone.assert_status(StatusCode::GONE).assert_text("Why: Tidy <the> cellar (3 Nov 2026, ");
}

#[actix_web::test]
async fn new_synonyms_and_categories_are_seen_without_a_restart() {
    let folder = Folder::new();
    folder.write("resolver.md", &article("Which resolver do we use?", ""));
    folder.write("host.md", &article("How is the host reached?", "").replace("category: dns", "category: mainframe"));
    let app = TestApp::with().content(&folder.0).start().await;
    let reader = app.anonymous();
    reader.get("/faq/host").await.assert_status(StatusCode::NOT_FOUND);
    reader.get("/search?q=phonebook").await.assert_no_element("a.hit[href='/faq/resolver']");

    folder
        .write("categories.toml", "[[category]]\nslug = \"mainframe\"\nname = \"Mainframe\"\nintro = \"The host.\"\n");
    folder.write("synonyms.txt", "phonebook = resolver lookup name\n");

    until(&reader, "/faq/host", StatusCode::OK).await.assert_text("Mainframe");
    reader.get("/faq?category=mainframe").await.assert_ok().assert_text("The host.");
    reader.get("/search?q=phonebook").await.assert_element("a.hit[href='/faq/resolver']");
}
