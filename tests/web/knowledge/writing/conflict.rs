//! Two who write at once: the second sees both texts, and nothing is lost.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::article_versions;

use super::{analyst, champion, published, send};
use crate::harness::TestApp;

#[actix_web::test]
async fn the_second_to_save_sees_both_texts_and_goes_on_from_there() {
    let app = TestApp::with().second_reader(false).start().await;
    let article = published(&app, "It listens on 5672/tcp.").await;
    let edit = article.replace("/faq/", "/articles/") + "/edit";
    let (kwame, ana) = (analyst(&app, "Kwame Boateng").await, champion(&app).await);
    let hers = ana.get(&edit).await;
    let form = kwame.get(&edit).await;
    let fields = [("body", "It listens on 5671/tcp, with TLS."), ("act", "publish")];
    kwame.submit_on(&form, "/articles", &fields).await.assert_redirect_to(&article);

    let fields = [("body", "It listens on 5672/tcp and 15672/tcp."), ("act", "save")];
    let late = ana.submit_on(&hers, "/articles", &fields).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("The article was published anew since you began.");
    assert!(late.select("title")[0].starts_with("Error:"));
    let texts = late.select(".split .text");
    assert!(texts[0].contains("15672/tcp") && texts[1].contains("with TLS."), "{texts:?}");
    assert!(!late.select(".differences .gone").is_empty() && !late.select(".differences .new").is_empty());
    let again = ana.get("/drafts/2").await;
    again.assert_ok().assert_text("The article was published anew").assert_text("15672/tcp");
    let fields = [("body", "It listens on 5671/tcp and 15671/tcp, with TLS."), ("act", "ask")];
    ana.submit_on(&late, "/drafts/2", &fields).await.assert_redirect_to("/drafts/2");
    let page = kwame.get("/drafts/2").await;
    kwame.submit_on(&page, "/drafts/2/publication", &[]).await.assert_redirect_to(&article);
    app.anonymous().get(&article).await.assert_text("5671/tcp and 15671/tcp, with TLS.");
}

#[actix_web::test]
async fn a_draft_over_an_older_text_is_not_published_by_its_reader() {
    let app = TestApp::start().await;
    let article = published(&app, "It listens on 5672/tcp.").await;
    let edit = article.replace("/faq/", "/articles/") + "/edit";
    let (kwame, ana) = (analyst(&app, "Kwame Boateng").await, champion(&app).await);
    let hers = ana.submit(&edit, "/articles", &[("body", "Hers."), ("act", "ask")]).await.location();
    kwame.get(&edit).await.assert_text("Ana Ruiz’s draft waits for a second reader");
    let his = kwame.submit(&edit, "/articles", &[("body", "His."), ("act", "ask")]).await.location();
    let second = analyst(&app, "Mio Sato").await;
    let page = second.get(&his).await;
    let stale = second.get(&hers).await;
    second.submit_on(&page, &format!("{his}/publication"), &[]).await.assert_redirect();

    let refused = second.submit_on(&stale, &format!("{hers}/publication"), &[]).await;

    refused.assert_status(StatusCode::CONFLICT).assert_text("published anew since this draft was begun");
    refused.assert_no_element("form[action$='/publication']").assert_element("form[action$='/return']");
    app.anonymous().get(&article).await.assert_text("His.");
    ana.get(&hers).await.assert_text("The article was published anew").assert_text("His.");
}

#[actix_web::test]
async fn two_windows_of_one_author_lose_nothing() {
    let app = TestApp::start().await;
    let writer = champion(&app).await;
    let draft = send(&writer, "/articles/new", "/articles", "save", &[]).await.location();
    let (first, second) = (writer.get(&draft).await, writer.get(&draft).await);
    writer.submit_on(&first, &draft, &[("body", "From the first window.")]).await.assert_redirect();

    let late = writer.submit_on(&second, &draft, &[("body", "From the second window.")]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("saved in another window");
    let texts = late.select(".split .text");
    assert!(texts[0].contains("From the second") && texts[1].contains("From the first"), "{texts:?}");
    assert!(late.html().contains("From the second window.</textarea>"));
    writer.submit_on(&late, &draft, &[("body", "From both.")]).await.assert_redirect();
    assert!(writer.get(&draft).await.html().contains("From both.</textarea>"));
}

#[actix_web::test]
async fn of_many_who_publish_at_once_one_does_and_no_version_is_lost() {
    let app = TestApp::with().second_reader(false).start().await;
    let article = published(&app, "It listens on 5672/tcp.").await;
    let edit = article.replace("/faq/", "/articles/") + "/edit";
    let mut writers = Vec::new();
    for name in ["Ada", "Bob", "Cleo", "Dan"] {
        let writer = analyst(&app, name).await;
        let form = writer.get(&edit).await;
        writers.push((name, writer, form));
    }

    let mut sent = Vec::new();
    for (name, writer, form) in &writers {
        sent.push(async move {
            let fields = [("body", *name), ("act", "publish")];
            writer.submit_on(form, "/articles", &fields).await.status
        });
    }
    let statuses = futures_util::future::join_all(sent).await;

    let won = statuses.iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
    assert_eq!(won, 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(*status, StatusCode::SEE_OTHER | StatusCode::CONFLICT)));
    let numbers: Vec<i32> = app
        .read(|connection| {
            article_versions::table.order(article_versions::number).select(article_versions::number).load(connection)
        })
        .await;
    assert_eq!(numbers, [1, 2]);
}
