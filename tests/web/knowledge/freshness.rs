use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{article_flags, articles};
use drawbridge::knowledge::{KnowledgeError, Library, NewArticle, publish};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{TestApp, person};

const PAGE: &str = "/faq/postgres-5432-5433";
const REPORTS: &str = "/faq/postgres-5432-5433/reports";
const REVIEW: &str = "/faq/postgres-5432-5433/review";
const LIST: &str = "/articles/freshness";
const DOUBT: &str = "Somebody says that this is no longer true.";

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[actix_web::test]
async fn what_is_past_its_date_is_marked_listed_and_waits_on_the_desk() {
    let app = TestApp::with().articles().start().await;
    let fresh = app.anonymous().get(PAGE).await;
    app.advance(days(400)).await;
    let (reader, netsec) = (app.anonymous(), app.sign_in(Grant::NetSec).await);

    fresh.assert_no_text("was to be read through again");
    reader.get(PAGE).await.assert_text("This was to be read through again after").assert_text("to be reviewed");
    let list = netsec.get("/articles/freshness?show=overdue").await;
    list.assert_text("past their date").assert_element("a[href='/faq/postgres-5432-5433']");
    netsec.get("/").await.assert_text("Articles that want a look").assert_text("to be reviewed since");
    netsec.get("/me").await.assert_text("Articles that want a look");
    let lead = app.sign_in(Grant::Lead).await;
    lead.get("/me").await.assert_no_text("Articles that want a look");
    lead.get(LIST).await.assert_text("past their date");
}

#[actix_web::test]
async fn still_right_is_one_click_and_can_be_taken_back() {
    let app = TestApp::with().articles().start().await;
    app.advance(days(400)).await;
    let nia = app.insert(person().named("Nia Sec").granted(Grant::NetSec)).await;
    let (nia, reader) = (app.sign_in_as(&nia).await, app.anonymous());

    let said = nia.submit(PAGE, REVIEW, &[]).await;
    said.assert_redirect_to(PAGE);
    nia.follow(&said).await.assert_text("Marked as still right").assert_text("Reviewed 23 Dec 2027 by Nia Sec");
    nia.post(REVIEW, &[]).await.assert_redirect();
    let page = reader.get(PAGE).await;
    page.assert_text("Reviewed 23 Dec 2027").assert_no_text("Nia Sec").assert_no_text("to be reviewed");
    app.sign_in(Grant::NetSec).await.get(PAGE).await.assert_no_text("Take my review back");

    nia.submit(PAGE, "/faq/postgres-5432-5433/review-removal", &[]).await.assert_redirect_to(PAGE);
    reader.get(PAGE).await.assert_text("to be reviewed").assert_no_text("23 Dec 2027");
    let nothing = nia.post("/faq/postgres-5432-5433/review-removal", &[]).await;
    nothing.assert_status(StatusCode::CONFLICT).assert_text("no review of yours");
}

#[actix_web::test]
async fn who_does_not_look_after_it_can_neither_confirm_nor_put_aside() {
    let app = TestApp::with().articles().start().await;
    let developer = app.sign_in_developer().await;

    for path in ["review", "review-removal", "dismissal"] {
        let refused = developer.post(&format!("{PAGE}/{path}"), &[("why", "no")]).await;
        refused.assert_status(StatusCode::FORBIDDEN).assert_text("No longer true?");
        let anonymous = app.anonymous().post(&format!("{PAGE}/{path}"), &[("why", "no")]).await;
        assert!(anonymous.location().starts_with("/sign-in"));
    }
    developer.get(LIST).await.assert_ok().assert_text("You look after no article");
    developer.get(PAGE).await.assert_no_text("Still right");
}

#[actix_web::test]
async fn a_report_marks_the_article_where_somebody_stands_behind_it() {
    let app = TestApp::with().articles().start().await;
    let (reader, ana, netsec) = (app.anonymous(), app.sign_in_developer().await, app.sign_in(Grant::NetSec).await);

    for words in ["the port moved", "really"] {
        reader.submit(PAGE, REPORTS, &[("reported", words)]).await.assert_redirect_to(PAGE);
    }
    reader.get(PAGE).await.assert_text("Thank you.").assert_no_text(DOUBT);
    netsec.get(LIST).await.assert_text("2 readers say that this is no longer true.").assert_text("the port moved");
    netsec.get("/").await.assert_text("2 readers say that this is no longer true.");
    ana.submit(PAGE, REPORTS, &[]).await.assert_redirect();
    ana.submit(PAGE, REPORTS, &[("reported", "we are on 5434 now")]).await.assert_redirect();

    app.anonymous().get(PAGE).await.assert_text(DOUBT).assert_no_text("5434");
    netsec.get(PAGE).await.assert_text("3 readers say").assert_text("we are on 5434 now");
    ana.get(PAGE).await.assert_text("“we are on 5434 now” Whoever looks after the article has it before them.");
    let kept: i64 = app.read(|connection| article_flags::table.count().get_result(connection)).await;
    assert_eq!(kept, 3);
}

#[actix_web::test]
async fn who_reported_sees_what_became_of_it_and_nobody_is_alarmed_twice() {
    let app = TestApp::with().articles().start().await;
    let (ana, netsec) = (app.sign_in_developer().await, app.sign_in(Grant::NetSec).await);
    let dismissal = "/faq/postgres-5432-5433/dismissal";
    ana.submit(PAGE, REPORTS, &[("reported", "port 5434")]).await.assert_redirect();

    let refused = netsec.submit(LIST, dismissal, &[("why", " ")]).await;
    let aside = netsec.submit(LIST, dismissal, &[("why", "5434 is the test cluster")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("fill this in");
    aside.assert_redirect_to("/articles/freshness?show=&owner=&page=0");
    ana.get(PAGE).await.assert_text("It was looked at: 5434 is the test cluster").assert_no_text(DOUBT);
    netsec.post(dismissal, &[("why", "again")]).await.assert_status(StatusCode::CONFLICT);
    ana.submit(PAGE, REPORTS, &[("reported", "and yet")]).await.assert_redirect();
    app.anonymous().get(PAGE).await.assert_no_text(DOUBT);
    netsec.get(LIST).await.assert_text("and yet");
    netsec.submit(PAGE, REVIEW, &[]).await.assert_redirect();
    ana.get(PAGE).await.assert_text("It was read through since, and found right.");
    netsec.get("/articles/freshness?show=reported").await.assert_text("Nothing here wants a look.");
}

#[actix_web::test]
async fn reports_of_visitors_have_a_bound_and_long_ones_are_refused_with_their_words() {
    let app = TestApp::with().articles().start().await;
    let visitor = app.anonymous();
    let long = "word ".repeat(200);

    let refused = visitor.submit(PAGE, REPORTS, &[("reported", &long)]).await;
    let mut sent = Vec::new();
    for _ in 0..7 {
        sent.push(visitor.post(REPORTS, &[]).await.status);
    }

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("500 are allowed");
    assert_eq!(refused.attributes("#field-reported", "value"), [long.trim_end().to_owned() + " "]);
    let kept = [StatusCode::SEE_OTHER; 5];
    assert_eq!(sent[..5], kept);
    assert_eq!(sent[5], StatusCode::TOO_MANY_REQUESTS);
    visitor.post("/faq/nothing-like-this/reports", &[]).await.assert_status(StatusCode::NOT_FOUND);
    visitor.get(REPORTS).await.assert_redirect_to(PAGE);
}

#[actix_web::test]
async fn an_author_looks_after_their_own_article_and_its_row_carries_the_date() {
    let app = TestApp::start().await;
    let author = app.insert(person().named("Wim Writer")).await;
    let (now, library) = (app.now(), Library::bare("").unwrap());
    let new = NewArticle {
        title: "Which port has the printer?".into(),
        category: "ports-firewalls".into(),
        body: "9100.".into(),
        ..NewArticle::default()
    };
    app.db.write(move |tx| publish(tx, &library, author.id, now, &new)).await.map_err(|e: KnowledgeError| e).unwrap();
    app.advance(days(200)).await;
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_500)).await;
    let wim = app.sign_in_as(&author).await;
    let page = "/faq/which-port-has-the-printer";

    wim.get("/me").await.assert_text("Which port has the printer?").assert_text("to be reviewed since");
    app.sign_in(Grant::NetSec).await.get("/me").await.assert_no_text("Which port has the printer?");
    let said = wim.submit(LIST, &format!("{page}/review"), &[]).await;

    said.assert_redirect_to("/articles/freshness?show=&owner=&page=0");
    wim.get("/me").await.assert_no_text("Which port has the printer?");
    app.anonymous().get(page).await.assert_text("Reviewed 6 Jun 2027").assert_no_text("to be reviewed");
    let today = app.today();
    let row = app.read(|connection| articles::table.select(articles::reviewed_on).first(connection)).await;
    assert_eq!(today, row);
    wim.submit(page, &format!("{page}/review-removal"), &[]).await.assert_redirect();
    app.anonymous().get(page).await.assert_text("Reviewed 18 Nov 2026").assert_text("to be reviewed");
}

#[actix_web::test]
async fn of_two_that_answer_alike_the_one_in_date_stands_first() {
    let app = TestApp::start().await;
    let author = app.insert(person()).await;
    let (now, library) = (app.now(), Library::bare("").unwrap());
    let new = |slug: &str| NewArticle {
        slug: Some(slug.into()),
        title: "Which port has the printer?".into(),
        category: "ports-firewalls".into(),
        body: "It has port 9100.".into(),
        ..NewArticle::default()
    };
    let both = [new("a-printer"), new("b-printer")];
    let published = app.db.write(move |tx| {
        for new in &both {
            publish(tx, &library, author.id, now, new)?;
        }
        Ok::<_, KnowledgeError>(())
    });
    published.await.unwrap();
    let reader = app.anonymous();
    let first = async || {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(2_500)).await;
        reader.get("/search?q=printer+port").await.attributes("#results a.hit", "href").remove(0)
    };

    let before = first().await;
    app.advance(days(200)).await;
    app.sign_in(Grant::NetSec).await.submit("/faq/b-printer", "/faq/b-printer/review", &[]).await.assert_redirect();

    assert_eq!((before.as_str(), first().await.as_str()), ("/faq/a-printer", "/faq/b-printer"));
}
