//! Articles that are taken out: gone everywhere, with word of what took their
//! place, and back again.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::audit_entries;
use drawbridge::knowledge::writing;
use drawbridge::knowledge::{Library, NewArticle, publish};
use drawbridge::web::Grant;

use crate::harness::binary::Folder;
use crate::harness::{Client, TestApp, membership, person, team, term};

const PATH: &str = "/faq/wombat-queue";
const FORM: &str = "/faq/wombat-queue/retirement";

/// Publishes an article of this slug and waits until it is served.
async fn published(app: &TestApp, slug: &'static str, related: &'static [&'static str]) {
    let author = app.insert(person()).await;
    let (now, library) = (app.now(), Library::bare("").unwrap());
    let new = NewArticle {
        slug: Some(slug.into()),
        title: format!("Which port has the {}?", slug.replace('-', " ")),
        category: "data-stores".into(),
        body: format!("The {slug} listens on 5672/tcp."),
        related: related.iter().map(|slug| (*slug).to_owned()).collect(),
        ..NewArticle::default()
    };
    app.db.write(move |tx| publish(tx, &library, author.id, now, &new)).await.unwrap();
    until(&app.anonymous(), &format!("/faq/{slug}"), StatusCode::OK).await;
}

async fn until(reader: &Client, path: &str, status: StatusCode) {
    for _ in 0..100 {
        if reader.get(path).await.status == status {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} did not become {status} within five seconds");
}

#[actix_web::test]
async fn a_retired_article_is_forgotten_everywhere_and_its_address_says_what_took_its_place() {
    let app = TestApp::start().await;
    published(&app, "wombat-queue", &[]).await;
    published(&app, "possum-queue", &["wombat-queue"]).await;
    let (netsec, reader) = (app.sign_in(Grant::NetSec).await, app.anonymous());
    netsec.get(PATH).await.assert_element(&format!("a[href='{FORM}']"));
    reader.get("/faq/possum-queue").await.assert_element(&format!("a[href='{PATH}']"));
    reader.get("/faq").await.assert_element(&format!("a[href='{PATH}']"));

    netsec.get(FORM).await.assert_text("Take “Which port has the wombat queue?” out?");
    let fields = [("why", "Merged in May."), ("successor", "/faq/possum-queue")];
    let sent = netsec.submit(FORM, FORM, &fields).await;
    sent.assert_redirect_to("/articles/retired");

    let gone = reader.get(PATH).await;
    gone.assert_status(StatusCode::GONE).assert_text("Why: Merged in May.").assert_text("instead");
    gone.assert_element("a[href='/faq/possum-queue']").assert_no_element("a[href='/articles/retired']");
    for page in ["/faq", "/faq/possum-queue", "/search?q=wombat+queue", "/faq?category=data-stores"] {
        reader.get(page).await.assert_no_element(&format!("a[href='{PATH}']"));
    }
    let found = reader.get("/api/v1/search?q=wombat+queue").await.json();
    assert!(!found.to_string().contains("wombat-queue"), "{found}");
    let files: Vec<String> = app.read(writing::list).await.into_iter().map(|file| file.slug).collect();
    assert_eq!(files, ["possum-queue"]);
    let list = netsec.get("/articles/retired").await;
    list.assert_text("Merged in May.").assert_element("a[href='/faq/possum-queue']");
    netsec.get("/articles/wombat-queue/history").await.assert_ok().assert_text("Version 1");

    let back = netsec.submit("/articles/retired", "/faq/wombat-queue/restoration", &[]).await;
    back.assert_redirect_to(PATH);
    reader.get(PATH).await.assert_ok().assert_text("listens on 5672/tcp");
    reader.get("/search?q=wombat+queue").await.assert_element(&format!("a.hit[href='{PATH}']"));
    reader.get("/faq/possum-queue").await.assert_element(&format!("a[href='{PATH}']"));
    netsec.get("/articles/retired").await.assert_text("No article was taken out");
    let kept: Vec<String> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::subject_kind.eq("article"))
                .filter(audit_entries::subject_key.eq("wombat-queue"))
                .order(audit_entries::id)
                .select(audit_entries::action)
                .load(connection)
        })
        .await;
    assert_eq!(kept, ["article.published", "article.retired", "article.restored"]);
}

#[actix_web::test]
async fn a_successor_is_followed_to_where_it_is_by_now() {
    let app = TestApp::start().await;
    published(&app, "wombat-queue", &[]).await;
    published(&app, "possum-queue", &[]).await;
    published(&app, "koala-queue", &["wombat-queue"]).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    netsec.submit(FORM, FORM, &[("why", "Old."), ("successor", "possum-queue")]).await.assert_redirect();
    let address = "/faq/possum-queue/address";
    netsec.submit(address, address, &[("slug", "possum")]).await.assert_redirect_to("/faq/possum");

    app.anonymous().get(PATH).await.assert_element("a[href='/faq/possum']");
    app.anonymous().get("/faq/koala-queue").await.assert_element("a[href='/faq/possum']");
    netsec.submit("/faq/possum/retirement", "/faq/possum/retirement", &[("why", "Older.")]).await.assert_redirect();
    let gone = app.anonymous().get(PATH).await;
    gone.assert_status(StatusCode::GONE).assert_text("nothing took its place");
    app.anonymous().get("/faq/possum-queue").await.assert_status(StatusCode::GONE);
}

#[actix_web::test]
async fn what_does_not_fit_is_refused_and_the_words_are_kept() {
    let app = TestApp::start().await;
    published(&app, "wombat-queue", &[]).await;
    let lead = app.sign_in(Grant::Lead).await;

    for (fields, words) in [
        ([("why", " "), ("successor", "possum")], "say in a line why"),
        ([("why", "Old."), ("successor", "nowhere")], "there is no other article “nowhere”"),
        ([("why", "Old."), ("successor", "wombat-queue")], "there is no other article “wombat-queue”"),
    ] {
        let refused = lead.submit(FORM, FORM, &fields).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        assert_eq!(refused.attributes("#field-successor", "value"), [fields[1].1]);
    }
    lead.get(PATH).await.assert_ok();
    let page = lead.get(FORM).await;
    lead.submit_on(&page, FORM, &[("why", "Old.")]).await.assert_redirect();
    lead.submit_on(&page, FORM, &[("why", "Old.")]).await.assert_redirect_to("/articles/retired");
    let again = lead.post(FORM, &[("why", "Old.")]).await;
    again.assert_status(StatusCode::CONFLICT).assert_text("taken out already");
    lead.post("/faq/nowhere/retirement", &[("why", "Old.")]).await.assert_status(StatusCode::NOT_FOUND);
    lead.post("/faq/nowhere/restoration", &[]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_does_not_publish_takes_nothing_out() {
    let app = TestApp::start().await;
    published(&app, "wombat-queue", &[]).await;
    let champion = app.insert(person()).await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(membership(champion.id, checkout.id)).await;
    app.insert(term(champion.id, checkout.id)).await;

    for reader in [app.sign_in_as(&champion).await, app.sign_in(Grant::Manager).await, app.sign_in_developer().await] {
        reader.get(PATH).await.assert_ok().assert_no_element(&format!("a[href='{FORM}']"));
        reader.get(FORM).await.assert_status(StatusCode::NOT_FOUND);
        reader.get("/articles/retired").await.assert_status(StatusCode::NOT_FOUND);
        reader.post(FORM, &[("why", "x")]).await.assert_status(StatusCode::FORBIDDEN);
        reader.post("/faq/wombat-queue/restoration", &[]).await.assert_status(StatusCode::FORBIDDEN);
    }
    assert!(app.anonymous().get(FORM).await.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_draft_of_a_retired_article_waits_until_it_is_back() {
    let app = TestApp::with().second_reader(false).start().await;
    published(&app, "wombat-queue", &[]).await;
    let netsec = app.sign_in(Grant::NetSec).await;
    let edit = "/articles/wombat-queue/edit";
    let draft = netsec.submit(edit, "/articles", &[("body", "On 5671."), ("act", "save")]).await.location();
    netsec.submit(FORM, FORM, &[("why", "Old.")]).await.assert_redirect();

    for act in ["publish", "ask"] {
        let refused = netsec.submit(&draft, &draft, &[("body", "On 5671, with TLS."), ("act", act)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("was taken out");
        assert!(refused.html().contains("On 5671, with TLS.</textarea>"));
    }
    netsec.get(PATH).await.assert_status(StatusCode::GONE);
    netsec.submit("/articles/retired", "/faq/wombat-queue/restoration", &[]).await.assert_redirect();
    netsec.submit(&draft, &draft, &[("act", "publish")]).await.assert_redirect_to(PATH);
    app.anonymous().get(PATH).await.assert_text("On 5671.");
}

#[actix_web::test]
async fn an_article_that_is_a_file_says_how_it_is_taken_out_and_is_not_here() {
    let folder = Folder::new();
    let file = "---\ntitle: Which port has the emu?\ncategory: dns\ntags: []\nphrasings: []\nowner: NetSec\n\
                reviewed_on: 2026-11-01\nreview_after: 2027-05-01\n---\nIt has 53.\n";
    folder.write("birds/emu.md", file);
    let app = TestApp::with().articles().content(&folder.0).start().await;
    let (netsec, reader) = (app.sign_in(Grant::NetSec).await, app.anonymous());

    let page = netsec.get("/faq/emu/retirement").await;
    page.assert_text("Delete the file birds/emu.md").assert_text("emu = \"gone: why\"").assert_no_element("#field-why");
    for path in ["/faq/emu/retirement", "/faq/mtu-large-packets-hang/retirement"] {
        let refused = netsec.post(path, &[("why", "x")]).await;
        refused.assert_status(StatusCode::CONFLICT).assert_text("removed.toml");
    }
    let built_in = netsec.get("/faq/mtu-large-packets-hang/retirement").await;
    built_in.assert_text("comes with the program").assert_text("mtu-large-packets-hang = \"new-address: why\"");

    folder.write("removed.toml", "mtu-large-packets-hang = \"emu: we have birds now\"\n");
    until(&reader, "/faq/mtu-large-packets-hang", StatusCode::GONE).await;
    let gone = reader.get("/faq/mtu-large-packets-hang").await;
    gone.assert_element("a[href='/faq/emu']").assert_text("we have birds now");
    netsec.get("/faq").await.assert_no_text("removed.toml:1");
}
