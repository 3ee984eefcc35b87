use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::TestApp;
use crate::harness::binary::Folder;

#[actix_web::test]
async fn the_faq_is_listed_by_shelf_and_narrowed_by_link() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/faq").await.assert_ok().assert_text("Ports and firewalls").assert_text("each with the answer first");
    let shelf = reader.get("/faq?category=dns").await;
    shelf.assert_ok().assert_text("articles").assert_element("a[href='/faq/dns-change-ttl']");
    reader.get("/faq?tag=no-such-tag").await.assert_ok().assert_text("No article here");
    reader.get("/faq?category=cooking").await.assert_status(StatusCode::NOT_FOUND);
    reader.get("/faq?page=99999999999999&category=dns").await.assert_ok();
    reader.get("/faq?page=-1").await.assert_status(StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn everybody_who_is_signed_in_may_read() {
    let app = TestApp::with().articles().start().await;

    for grant in [Grant::NetSec, Grant::Manager] {
        app.sign_in(grant).await.get("/faq").await.assert_ok();
    }
}

/// A folder of so many articles about DNS, of which every other one is tagged `even`.
fn many(count: usize) -> Folder {
    let folder = Folder::new();
    for number in 0..count {
        // Titles and addresses go in opposite orders.
        let (title, slug) = (format!("Name {number:03}"), format!("own-{:03}", count - number));
        let title = if number % 3 == 0 { title.to_uppercase() } else { title };
        let tags = if number % 2 == 0 { "names, even" } else { "names" };
        folder.write(
            &format!("{slug}.md"),
            &format!(
                "---\ntitle: {title}\ncategory: dns\ntags: [{tags}]\nphrasings: []\nowner: NetSec\n\
                 reviewed_on: 2026-11-01\nreview_after: 2027-05-01\n---\nIt is number {number}.\n"
            ),
        );
    }
    folder
}

#[actix_web::test]
async fn a_long_shelf_is_read_page_by_page_in_the_order_of_its_titles() {
    let folder = many(230);
    let app = TestApp::with().content(&folder.0).start().await;
    let reader = app.anonymous();
    let titles = async |path: &str| reader.get(path).await.select("main ul.rows li > span > a");

    let whole = reader.get("/faq").await;
    whole.assert_text("230 articles").assert_text("All 230 in");
    assert_eq!(whole.select("section[aria-labelledby=shelf-dns] li").len(), 8);
    whole.assert_element("a[href='/faq?category=&tag=even']").assert_no_text("Next");
    let first = titles("/faq?category=dns").await;
    assert_eq!((first.len(), first[0].as_str(), first[99].as_str()), (100, "NAME 000", "NAME 099"));
    assert_eq!(first[1], "Name 001");
    let last = titles("/faq?category=dns&page=2").await;
    assert_eq!((last.len(), last[29].as_str()), (30, "Name 229"));
    let tagged = reader.get("/faq?category=dns&tag=even&page=1").await;
    tagged.assert_text("115 articles").assert_no_element("a[href*='page=2']").assert_element("a[href*='page=0']");
    assert_eq!(titles("/faq?tag=even&page=1").await.len(), 15);
    reader.get("/faq?category=remote-access&tag=even").await.assert_ok().assert_text("No article here");
}

#[actix_web::test]
async fn of_many_broken_files_some_are_named_and_the_others_counted() {
    let folder = Folder::new();
    for number in 0..60 {
        folder.write(&format!("broken-{number:02}.md"), "---\nphrasings: [a]\n");
    }
    let app = TestApp::with().content(&folder.0).start().await;

    let netsec = app.sign_in(Grant::NetSec).await;
    netsec.get("/faq").await.assert_text("broken-00.md:1").assert_text("10 more; “drawbridge content check DIR”");
    app.sign_in(Grant::Manager).await.get("/faq").await.assert_no_text("broken-00.md").assert_no_text("10 more");
}
