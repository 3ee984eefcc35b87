//! The gap queue: what is joined, how it is ranked, who sees it, and by what
//! it is closed.

use actix_web::http::StatusCode;
use drawbridge::knowledge::insight::{Counts, add_search, forget_searches};
use drawbridge::questions::{Clocks, gather_gaps};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::refer::article;
use super::{Company, ask};
use crate::harness::{Client, TestApp};

/// Searches for these words today, so often, in vain.
async fn miss(app: &TestApp, words: &str, times: i64) {
    let (day, words) = (app.clock.now().day(), words.to_owned());
    let counts = Counts { times, latest: Some((0, String::new())), ..Counts::default() };
    app.write(move |tx| Ok(add_search(tx, &words, day, &counts).map(drop)?)).await;
}

/// Gathers all there is.
async fn gather(app: &TestApp) {
    let now = app.clock.now();
    while app.write(move |tx| Ok(gather_gaps(tx, &Clocks::default(), now)?)).await {}
}

/// The rows of the queue, as text.
async fn rows(client: &Client) -> Vec<String> {
    client.get("/gaps").await.assert_ok().select("tbody tr")
}

#[actix_web::test]
async fn what_is_alike_is_one_entry_ranked_by_how_often_and_how_long() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    miss(&app, "kafka consumer lag", 6).await;
    miss(&app, "vpn drops hourly", 3).await;
    miss(&app, "the vpn drops hourly again", 2).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "Why is it that the VPN drops hourly?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/escalation"), &[("why", "Theirs.")]).await.assert_redirect();
    ask(&app.sign_in_as(&company.asker).await, "Where is the wombat register?").await;
    app.advance(SignedDuration::from_hours(3)).await;
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit(&question, &format!("{question}/answer"), &[("answer", "A timer.")]).await.assert_redirect();

    gather(&app).await;
    gather(&app).await;

    let rows = rows(&analyst).await;
    assert_eq!(rows.len(), 2, "what stayed with the champion is no gap: {rows:?}");
    for (row, parts) in
        [(&rows[0], ["vpn drops hourly", " 5 ", " 1 ", " 3 "]), (&rows[1], ["kafka", " 6 ", " 0 ", " 0 "])]
    {
        let plain = format!(" {} ", row.split_whitespace().collect::<Vec<_>>().join(" "));
        parts.iter().for_each(|part| assert!(plain.contains(part), "{plain} lacks {part}"));
    }
    let page = analyst.get("/gaps").await;
    let href = page.attributes("tbody th a", "href").remove(0);
    let entry = analyst.get(&href).await;
    entry.assert_text("the vpn drops hourly again").assert_text("Why is it that the VPN drops hourly?");
    entry.assert_element(
        "a[href='/articles/new?title=vpn+drops+hourly'], a[href='/articles/new?title=vpn%20drops%20hourly']",
    );
}

#[actix_web::test]
async fn who_may_not_see_it_finds_nothing_and_what_is_restricted_counts_for_nothing() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    for title in ["Which quokka bastion was broken into?", "The zebra vault leaks keys: whom to tell?"] {
        let fields = [("title", title), ("visibility", "netsec")];
        asker.submit("/questions/new", "/questions", &fields).await.assert_redirect();
    }
    miss(&app, "quokka bastion broken", 2).await;
    gather(&app).await;

    for client in [&asker, &app.sign_in_as(&company.champion).await, &app.sign_in(Grant::Manager).await] {
        client.get("/gaps").await.assert_status(StatusCode::NOT_FOUND);
        client.get("/gaps/1").await.assert_status(StatusCode::NOT_FOUND);
        client.post("/gaps/1/closing", &[("why", "No.")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    app.anonymous().get("/gaps").await.assert_redirect();
    for grant in [Grant::Lead, Grant::Admin] {
        let client = app.sign_in(grant).await;
        let page = client.get("/gaps").await;
        page.assert_text("quokka bastion broken").assert_no_text("Which quokka").assert_no_text("zebra");
        page.assert_no_text("not for everyone)");
        let mut found = 0;
        for number in 1..=3 {
            let entry = client.get(&format!("/gaps/{number}")).await;
            entry.assert_no_text("Which quokka").assert_no_text("zebra");
            if entry.status == StatusCode::OK {
                found += 1;
                entry.assert_text("0 questions").assert_text("0 working hours").assert_text("Nobody asked.");
            }
        }
        assert_eq!(found, 1, "{grant:?}");
    }
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.get("/gaps").await.assert_text("zebra vault").assert_text("(1 not for everyone)");
}

#[actix_web::test]
async fn only_an_article_that_answers_closes_an_entry() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let other = article(&app, &company, "Where are logs kept?", "In the archive, for a year.").await;
    miss(&app, "marmot relay drops frames", 4).await;
    gather(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let close = "/gaps/1/closing";

    let empty = lead.submit("/gaps/1", close, &[]).await;
    let both = lead.submit("/gaps/1", close, &[("article", &other), ("why", "No.")]).await;
    let none = lead.submit("/gaps/1", close, &[("article", "no-such-article")]).await;
    let refused = lead.submit("/gaps/1", close, &[("article", &format!("/faq/{other}"))]).await;

    for (answer, words) in [
        (&empty, "name the article that answers"),
        (&both, "leave one of them empty"),
        (&none, "there is no such article"),
        (&refused, "does not answer all of them yet"),
    ] {
        answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    refused
        .assert_text("“marmot relay drops frames”")
        .assert_element(&format!("input[name=article][value='/faq/{other}']"));
    let right = article(&app, &company, "Why does the marmot relay drop frames?", "Its buffer is small.").await;
    lead.get("/gaps/1").await.assert_text("Search answers it by now: Why does the marmot relay drop frames?");
    let stale = lead.get("/gaps/1").await;
    lead.submit("/gaps/1", close, &[("article", &right)]).await.assert_redirect_to("/gaps/1");

    let page = lead.get("/gaps/1").await;
    page.assert_text("It was closed just now.").assert_no_element("form[action$='/closing']");
    lead.submit_on(&stale, close, &[("why", "Too late.")]).await.assert_status(StatusCode::CONFLICT);
    lead.get("/gaps").await.assert_text("Nothing is lacking");
    lead.get("/gaps?state=closed").await.assert_text("marmot relay drops frames");
}

#[actix_web::test]
async fn words_that_an_article_answers_are_learnt_and_close_the_entry() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let slug =
        article(&app, &company, "What limits packet size?", "The tunnel: frames over 1,400 bytes are lost.").await;
    miss(&app, "wombat stutter on calls", 4).await;
    gather(&app).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    let refused = analyst.submit("/gaps/1", "/gaps/1/closing", &[("article", &slug)]).await;
    let learnt = analyst.submit_on(&refused, "/gaps/1/phrasings", &[]).await;
    let page = analyst.follow(&learnt).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    page.assert_text("Search has learnt these words").assert_element(&format!("input[name=article][value='{slug}']"));
    analyst.submit_on(&page, "/gaps/1/closing", &[]).await.assert_redirect_to("/gaps/1");
    let phrasings = analyst.get(&format!("/articles/{slug}/phrasings")).await;
    phrasings.assert_text("wombat stutter on calls").assert_element("a[href='/gaps/1']");
}

#[actix_web::test]
async fn what_was_closed_and_comes_up_again_is_open_again_and_says_so() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    miss(&app, "marmot relay drops frames", 4).await;
    gather(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    lead.submit("/gaps/1", "/gaps/1/closing", &[("why", "Not our relay.")]).await.assert_redirect();
    gather(&app).await;
    lead.get("/gaps").await.assert_text("Nothing is lacking");

    app.advance(SignedDuration::from_hours(24)).await;
    miss(&app, "marmot relay drops frames", 1).await;
    gather(&app).await;

    lead.get("/gaps").await.assert_text("came up again");
    lead.get("/gaps/1").await.assert_text("“Not our relay.”, and came up again just now.");
    lead.submit("/gaps/1", "/gaps/1/closing", &[("why", "Still not ours.")]).await.assert_redirect();
    let asked = ask(&app.sign_in_as(&company.asker).await, "Does the marmot relay drop frames?").await;
    app.sign_in(Grant::NetSec).await.submit(&asked, &format!("{asked}/escalation"), &[("why", "Ours.")]).await;
    gather(&app).await;
    lead.get("/gaps").await.assert_text("came up again");
}

#[actix_web::test]
async fn a_search_that_is_no_longer_kept_lives_on_in_no_entry() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    miss(&app, "marmot relay drops frames", 4).await;
    miss(&app, "kafka consumer lag", 2).await;
    let asked = ask(&app.sign_in_as(&company.asker).await, "Where does the consumer lag of Kafka come from?").await;
    let analyst = app.sign_in(Grant::NetSec).await;
    analyst.submit(&asked, &format!("{asked}/escalation"), &[("why", "Ours.")]).await.assert_redirect();
    gather(&app).await;

    let today = app.clock.now().day();
    app.write(move |tx| Ok(forget_searches(tx, today, 0)?)).await;
    gather(&app).await;

    let rows = rows(&analyst).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains("Where does the consumer lag"), "{rows:?}");
    let kept = app
        .read(|connection| {
            use diesel::prelude::*;
            use drawbridge::db::schema::{gap_terms, gaps};
            let seeds: Vec<String> = gaps::table.select(gaps::seed).load(connection)?;
            let terms: Vec<String> = gap_terms::table.select(gap_terms::term).load(connection)?;
            Ok::<_, drawbridge::db::DbError>(format!("{seeds:?} {terms:?}"))
        })
        .await;
    assert!(!kept.contains("marmot") && kept.contains("Kafka"), "{kept}");
}
