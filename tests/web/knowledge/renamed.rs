//! What is counted under an article's address goes along when it is renamed.

use diesel::prelude::*;
use drawbridge::clock::Day;
use drawbridge::db::schema::{article_drafts, article_reads, questions, search_clicks, searches};
use drawbridge::knowledge::insight::{Counts, add_clicks, add_search};
use drawbridge::knowledge::{Library, NewArticle, add_reads, publish};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{TestApp, person};

const OLD: &str = "label-printer";
const NEW: &str = "printers";

/// An article with a past, at an address that was read before as well.
async fn lived(app: &TestApp) {
    let author = app.insert(person()).await;
    let (now, today, library) = (app.now(), app.today(), Library::bare("").unwrap());
    let asker = app.sign_in_as(&author).await;
    asker.submit("/questions/new", "/questions", &[("title", "May the printer reach it?")]).await.assert_redirect();
    app.write(move |tx| {
        let new = NewArticle {
            slug: Some(OLD.into()),
            title: "May the label printer reach the gateway?".into(),
            category: "dns".into(),
            body: "Yes.".into(),
            ..NewArticle::default()
        };
        publish(tx, &library, author.id, now, &new)?;
        for (slug, day, reads) in [(OLD, 0, 5), (OLD, -1, 3), (NEW, -1, 2)] {
            add_reads(tx, slug, today.plus_days(day), reads)?;
        }
        let found = Counts { times: 4, answered: 4, latest: Some((1, OLD.into())), ..Counts::default() };
        add_search(tx, "label printer", today, &found)?;
        for (slug, day, clicks) in [(OLD, 0, 3), (OLD, -1, 1), (NEW, -1, 2)] {
            add_clicks(tx, "label printer", slug, today.plus_days(day), clicks)?;
        }
        diesel::update(questions::table).set(questions::article_slug.eq(OLD)).execute(tx)?;
        Ok(())
    })
    .await;
    for _ in 0..100 {
        if app.anonymous().get("/faq/label-printer").await.status.is_success() {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the article is not served");
}

async fn reads(app: &TestApp) -> Vec<(String, Day, i64)> {
    app.read(|connection| article_reads::table.order((article_reads::slug, article_reads::day)).load(connection)).await
}

#[actix_web::test]
async fn counts_drafts_and_questions_follow_an_article_to_its_new_address() {
    let app = TestApp::start().await;
    lived(&app).await;
    let (netsec, today) = (app.sign_in(Grant::NetSec).await, app.today());
    let edit = "/articles/label-printer/edit";
    let draft = netsec.submit(edit, "/articles", &[("body", "Yes, on 9100."), ("act", "save")]).await.location();

    let path = "/faq/label-printer/address";
    netsec.submit(path, path, &[("slug", NEW)]).await.assert_redirect_to("/faq/printers");

    let clicks: Vec<(Day, String, i64)> = app
        .read(|connection| {
            let columns = (search_clicks::day, search_clicks::slug, search_clicks::clicks);
            search_clicks::table.order(search_clicks::day).select(columns).load(connection)
        })
        .await;
    assert_eq!(clicks, [(today.plus_days(-1), NEW.to_owned(), 3), (today, NEW.to_owned(), 3)]);
    let best: Vec<String> = app
        .read(|connection| {
            let found = searches::table.filter(searches::best_slug.ne(""));
            found.select(searches::best_slug).load(connection)
        })
        .await;
    assert_eq!(best, [NEW]);
    let asked: Vec<Option<String>> =
        app.read(|connection| questions::table.select(questions::article_slug).load(connection)).await;
    assert_eq!(asked, [Some(NEW.to_owned())]);
    let drafts: Vec<Option<String>> =
        app.read(|connection| article_drafts::table.select(article_drafts::slug).load(connection)).await;
    assert_eq!(drafts, [Some(NEW.to_owned())]);
    netsec.get("/articles/printers/edit").await.assert_redirect_to(&draft);
    // The reads of the tests themselves are still in memory, under either address.
    app.advance(SignedDuration::from_secs(11)).await;
    netsec.get("/faq/printers").await.assert_ok();
    let written = reads(&app).await;
    assert!(written.iter().all(|(slug, ..)| slug == NEW), "{written:?}");
    let of = |day: Day| written.iter().find(|(_, known, _)| *known == day).map(|(.., reads)| *reads);
    assert_eq!(of(today.plus_days(-1)), Some(5));
    assert!(of(today).is_some_and(|reads| reads >= 5), "{written:?}");
}

#[actix_web::test]
async fn what_was_counted_before_the_rename_and_written_after_it_counts_for_the_new_address() {
    let app = TestApp::start().await;
    lived(&app).await;
    let (netsec, reader) = (app.sign_in(Grant::NetSec).await, app.anonymous());
    let before: i64 = reads(&app).await.iter().map(|(.., reads)| reads).sum();
    for _ in 0..7 {
        reader.get("/faq/label-printer").await.assert_ok();
    }
    let path = "/faq/label-printer/address";
    netsec.submit(path, path, &[("slug", NEW)]).await.assert_redirect();

    for _ in 0..140 {
        let written = reads(&app).await;
        let total: i64 = written.iter().map(|(.., reads)| reads).sum();
        if total >= before + 7 {
            assert!(written.iter().all(|(slug, ..)| slug == NEW), "{written:?}");
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("reads are not written within fourteen seconds");
}
