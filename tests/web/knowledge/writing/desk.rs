//! What became of a draft stands on its author's desk, and on the first page.

use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{analyst, asked, champion};
use crate::harness::TestApp;

#[actix_web::test]
async fn the_author_of_a_draft_sees_what_became_of_it() {
    let app = TestApp::start().await;
    let (writer, reader) = (champion(&app).await, analyst(&app, "Kwame Boateng").await);
    let draft = asked(&writer).await;

    for path in ["/", "/me"] {
        reader.get(path).await.assert_text("1 draft waits for a second reader").assert_element("a[href='/articles']");
        writer.get(path).await.assert_no_text("Articles that you write");
        app.sign_in(Grant::Manager).await.get(path).await.assert_no_text("Articles that you write");
    }
    reader.submit(&draft, &format!("{draft}/return"), &[("why", "Name the environment.")]).await.assert_redirect();
    for path in ["/", "/me"] {
        let page = writer.get(path).await;
        page.assert_text("Kwame Boateng sent it back: “Name the environment.”").assert_text("sent back");
        page.assert_element(&format!("a[href='{draft}']"));
        reader.get(path).await.assert_no_text("Articles that you write");
    }
    writer.submit(&draft, &draft, &[("act", "ask")]).await.assert_redirect();
    let page = reader.get(&draft).await;
    let article = reader.submit_on(&page, &format!("{draft}/publication"), &[]).await.location();

    for path in ["/", "/me"] {
        let page = writer.get(path).await;
        page.assert_text("Kwame Boateng read and published it").assert_element(&format!("a[href='{article}']"));
    }
    for _ in 0..4 {
        // A session that nobody uses for three days is over.
        app.advance(SignedDuration::from_hours(24 * 2)).await;
        writer.get("/me").await.assert_ok();
    }
    writer.get("/me").await.assert_ok().assert_no_text("Kwame Boateng read");
}
