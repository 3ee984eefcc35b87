//! Feeds: read by a session or by an address with a secret, and by nothing else.

use actix_web::http::{Method, StatusCode};
use diesel::prelude::*;
use drawbridge::db::schema::{audit_entries, feed_addresses, questions};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{Answer, Client, PASSWORD, TestApp, person};

const TEAM: &str = "/teams/checkout/questions.atom";

/// The texts of these elements, in their order; escapes stay as they are.
fn texts(feed: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let parts = feed.split(open.as_str()).skip(1);
    parts.map(|part| part.split(close.as_str()).next().unwrap_or_default().to_owned()).collect()
}

/// Makes an address, and returns what comes before the feed's own path.
async fn secret(client: &Client) -> String {
    let page = client.submit("/me/feeds", "/me/feeds", &[]).await;
    page.assert_ok();
    let address = page.select("p.mono[data-copy]").remove(0);
    let (_, rest) = address.split_once("/feeds/").expect("an address");
    format!("/feeds/{}", rest.split('/').next().expect("a secret"))
}

async fn feed(client: &Client, path: &str) -> Answer {
    let answer = client.get(path).await;
    answer.assert_ok().assert_header("content-type", "application/atom+xml; charset=utf-8");
    answer
}

#[actix_web::test]
async fn a_team_is_followed_and_what_happens_moves_its_entry_to_the_front() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, "Is <b> & \"5432\" fine?").await;
    app.advance(SignedDuration::from_mins(5)).await;
    let more = [("title", "And 5433?"), ("body", "See [this](/faq/ports).")];
    asker.submit("/questions/new", "/questions", &more).await.assert_redirect();

    let before = feed(&asker, TEAM).await.html();
    app.advance(SignedDuration::from_mins(5)).await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "Yes, **both**.")]).await.assert_redirect();
    let after = feed(&asker, TEAM).await.html();

    assert!(before.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{before}");
    assert_eq!(
        texts(&before, "title"),
        ["Questions of Checkout", "And 5433?", "Is &#60;b&#62; &#38; &#34;5432&#34; fine?"]
    );
    assert_eq!(texts(&before, "updated")[..2], ["2026-11-18T10:05:00Z", "2026-11-18T10:05:00Z"]);
    assert_eq!(texts(&before, "name"), ["Drawbridge", "Bo Lind", "Bo Lind"]);
    assert!(texts(&before, "summary")[1].starts_with("With whoever serves Checkout, due Thu 19 Nov 2026"), "{before}");
    assert!(before.contains("href=\"https://bridge.example/drawbridge/questions/2\""), "{before}");
    assert!(before.contains("https://bridge.example/drawbridge/faq/ports"), "{before}");
    let (ids, later) = (texts(&before, "id"), texts(&after, "id"));
    assert_eq!([&later[0], &later[1], &later[2]], [&ids[0], &ids[2], &ids[1]]);
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")), "{ids:?}");
    assert_eq!(texts(&after, "updated")[..2], ["2026-11-18T10:10:00Z", "2026-11-18T10:10:00Z"]);
    assert_eq!(texts(&after, "published")[0], "2026-11-18T10:00:00Z");
    assert_eq!(texts(&after, "summary")[0], "Answered by Ana Ruiz.");
    assert!(after.contains("&#60;h2&#62;Answer&#60;/h2&#62;") && after.contains("&#60;strong&#62;both"), "{after}");
    // What changes the answer alone is new, too.
    app.advance(SignedDuration::from_mins(5)).await;
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "No.")]).await.assert_redirect();
    assert_eq!(texts(&feed(&asker, TEAM).await.html(), "updated")[1], "2026-11-18T10:15:00Z");
    asker.get("/teams/nothing-of-this/questions.atom").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn network_security_follows_what_comes_to_them() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let analyst = app.sign_in(Grant::NetSec).await;
    ask(&asker, "First?").await;
    ask(&asker, "Second?").await;
    app.advance(SignedDuration::from_mins(5)).await;
    let empty = feed(&analyst, "/queue.atom").await.html();
    champion.post("/questions/2/escalation", &[("why", "It crosses zones.")]).await.assert_redirect();
    app.advance(SignedDuration::from_mins(5)).await;
    champion.post("/questions/1/escalation", &[("why", "So does this.")]).await.assert_redirect();

    let both = feed(&analyst, "/queue.atom").await.html();
    analyst.post("/questions/1/claim", &[]).await.assert_redirect();
    let claimed = feed(&analyst, "/queue.atom").await.html();

    assert_eq!(texts(&empty, "title"), ["Questions for Network Security"]);
    assert_eq!(texts(&both, "title")[1..], ["First?", "Second?"]);
    assert!(texts(&both, "summary")[1].ends_with("It crosses zones."), "{both}");
    assert!(texts(&claimed, "summary")[0].contains(" has it."), "{claimed}");
    for client in [&asker, &champion, &app.sign_in(Grant::Lead).await] {
        client.get("/queue.atom").await.assert_status(StatusCode::NOT_FOUND);
    }
    app.anonymous().get("/queue.atom").await.assert_redirect();
}

#[actix_web::test]
async fn an_address_with_a_secret_opens_feeds_until_it_ends() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, "May we peer?").await;
    let visitor = app.anonymous();

    let page = asker.get("/me/feeds").await;
    page.assert_text("You have no address yet").assert_text("Questions of Checkout");
    let made = asker.submit_on(&page, "/me/feeds", &[]).await;
    let address = made.select("p.mono[data-copy]").remove(0);
    assert!(address.starts_with("https://bridge.example/drawbridge/feeds/") && address.ends_with(TEAM), "{address}");
    let own = address.trim_start_matches("https://bridge.example/drawbridge").to_owned();
    let (head, token) = (own.trim_end_matches(TEAM).to_owned(), own.split('/').nth(2).unwrap_or_default().to_owned());
    let read = feed(&visitor, &own).await;
    assert!(!read.html().contains(&token), "{}", read.html());
    read.assert_header("cache-control", "private, no-cache");
    for path in
        [format!("{head}/queue.atom"), format!("{head}/teams/nothing/questions.atom"), format!("/feeds/x{TEAM}")]
    {
        visitor.get(&path).await.assert_status(StatusCode::NOT_FOUND);
    }
    // It opens feeds, and nothing else.
    for path in ["/questions", "/me/feeds", "/api/v1/questions"] {
        let bearer = format!("Bearer {token}");
        let answer = visitor.get_with(path, &[("Authorization", &bearer)]).await;
        assert!(!answer.status.is_success(), "{path}");
    }
    asker.get("/me/feeds").await.assert_text("made just now").assert_no_text(&token);

    let second = secret(&asker).await;
    visitor.get(&own).await.assert_status(StatusCode::NOT_FOUND);
    feed(&visitor, &format!("{second}{TEAM}")).await;
    asker.submit("/me/feeds", "/me/feeds/end", &[]).await.assert_redirect_to("/drawbridge/me/feeds");
    visitor.get(&format!("{second}{TEAM}")).await.assert_status(StatusCode::NOT_FOUND);
    let actions: Vec<String> = app
        .read(|connection| {
            let some = audit_entries::table.filter(audit_entries::action.like("feeds.%"));
            some.order(audit_entries::id).select(audit_entries::action).load(connection)
        })
        .await;
    assert_eq!(actions, ["feeds.renewed", "feeds.renewed", "feeds.ended"]);
    app.anonymous().get("/me/feeds").await.assert_redirect();
}

#[actix_web::test]
async fn a08_a_feed_shows_what_its_owner_may_read_at_that_moment() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let hidden = [("title", "Which quokka bastion?"), ("body", "Something broke"), ("visibility", "netsec")];
    asker.submit("/questions/new", "/questions", &hidden).await.assert_redirect();
    ask(&asker, "May we peer?").await;
    let wanda = app.insert(person().named("Wanda Analyst").granted(Grant::NetSec)).await;
    let visitor = app.anonymous();
    let (analyst, champion) = (app.sign_in_as(&wanda).await, app.sign_in_as(&company.champion).await);
    let (of_analyst, of_champion) = (secret(&analyst).await, secret(&champion).await);
    let of_asker = secret(&asker).await;

    // What is not for everyone has its number alone, as in mail: programs elsewhere keep what they read.
    let shown = async |head: &str| feed(&visitor, &format!("{head}{TEAM}")).await.html().contains("Question 1");
    assert!(shown(&of_analyst).await && shown(&of_asker).await && !shown(&of_champion).await);
    for path in [format!("{of_analyst}/queue.atom"), format!("{of_asker}{TEAM}")] {
        let read = feed(&visitor, &path).await.html();
        assert!(read.contains("Question 1") && read.contains("not for everyone"), "{read}");
        for word in ["quokka", "Something broke"] {
            assert!(!read.contains(word), "{word}: {read}");
        }
    }
    let admin = app.sign_in(Grant::Admin).await;
    let taken = format!("/accounts/{}/grants/remove", wanda.handle);
    admin.post(&taken, &[("kind", "netsec"), ("scope", "all:")]).await.assert_redirect();

    assert!(!shown(&of_analyst).await);
    visitor.get(&format!("{of_analyst}/queue.atom")).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a07_it_ends_with_the_account_and_with_a_new_password() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let (first, second) = (secret(&asker).await, secret(&champion).await);
    let (visitor, admin) = (app.anonymous(), app.sign_in(Grant::Admin).await);
    let made = champion.post("/me/tokens", &[("name", "Script"), ("scope", "read"), ("days", "7")]).await;
    let bearer = format!("Bearer {}", made.select("code[data-copy]").remove(0));
    let by_token = async || visitor.get_with("/api/v1/questions", &[("Authorization", &bearer)]).await.status;
    assert_eq!(by_token().await, StatusCode::OK);

    let state = format!("/accounts/{}/state", company.asker.handle);
    admin.post(&state, &[("state", "disabled")]).await.assert_redirect();
    admin.post(&state, &[("state", "active")]).await.assert_redirect();
    visitor.get(&format!("{second}{TEAM}")).await.assert_ok();
    let (owner, now) = (company.champion.clone(), app.now());
    let link = app.write(move |tx| Ok(drawbridge::accounts::invite(tx, None, now, &owner)?)).await;
    app.anonymous().submit(&link, &link, &[("password", PASSWORD)]).await.assert_redirect();

    visitor.get(&format!("{first}{TEAM}")).await.assert_status(StatusCode::NOT_FOUND);
    visitor.get(&format!("{second}{TEAM}")).await.assert_status(StatusCode::NOT_FOUND);
    assert_eq!(by_token().await, StatusCode::UNAUTHORIZED);
    let left: i64 = app.read(|connection| feed_addresses::table.count().get_result(connection)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn n10_the_secret_is_kept_nowhere() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let token = secret(&asker).await.replace("/feeds/", "");

    let hash: String =
        app.read(|connection| feed_addresses::table.select(feed_addresses::token_hash).first(connection)).await;
    let record: Vec<String> =
        app.read(|connection| audit_entries::table.select(audit_entries::detail).load(connection)).await;

    assert!(token.len() == 43 && !hash.contains(&token) && !format!("{record:?}").contains(&token));
}

#[actix_web::test]
async fn what_did_not_change_is_not_sent_again() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, "May we peer?").await;
    let own = format!("{}{TEAM}", secret(&asker).await);
    let visitor = app.anonymous();

    let early = feed(&visitor, &own).await;
    assert_eq!(early.header("last-modified"), "", "this second is not over");
    app.advance(SignedDuration::from_secs(1)).await;
    let first = feed(&visitor, &own).await;
    let (tag, changed) = (first.header("etag"), first.header("last-modified"));
    assert_eq!((early.header("etag"), changed.as_str()), (tag.clone(), "Wed, 18 Nov 2026 10:00:00 GMT"));
    for (name, value) in [("If-None-Match", tag.as_str()), ("If-Modified-Since", &changed), ("If-None-Match", "*")] {
        let again = visitor.get_with(&own, &[(name, value)]).await;
        again.assert_status(StatusCode::NOT_MODIFIED).assert_header("etag", &tag);
        assert!(again.body.is_empty(), "{name}");
    }
    let tag_first = [("If-None-Match", "W/\"another\""), ("If-Modified-Since", changed.as_str())];
    visitor.get_with(&own, &tag_first).await.assert_ok();
    let head = visitor.send(Method::HEAD, &own, &[], Vec::new()).await;
    head.assert_ok().assert_header("etag", &tag);
    ask(&asker, "And the hub?").await;
    visitor.get_with(&own, &[("If-None-Match", &tag)]).await.assert_ok();
    visitor.get_with(&own, &[("If-Modified-Since", &changed)]).await.assert_ok();
    feed(&asker, TEAM).await.assert_header("cache-control", "no-store");
}

#[actix_web::test]
async fn characters_that_no_document_may_hold_are_left_out() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, "May we peer?").await;
    app.write(|tx| {
        let rows = (questions::title.eq("Bell \u{7}<\u{FFFF}"), questions::body.eq("\u{1b}[31m ]]> &nbsp;"));
        diesel::update(questions::table).set(rows).execute(tx)?;
        Ok(())
    })
    .await;

    let text = feed(&asker, TEAM).await.html();

    assert_eq!(texts(&text, "title")[1], "Bell &#60;");
    assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{FFFF}'), "{text:?}");
}

#[actix_web::test]
async fn pages_say_where_their_feed_is() {
    let app = TestApp::with().base_url("https://bridge.example/drawbridge").start().await;
    let company = Company::found(&app).await;
    let (asker, analyst) = (app.sign_in_as(&company.asker).await, app.sign_in(Grant::NetSec).await);
    let alternate = "head link[rel=alternate][type='application/atom+xml']";

    for (client, page, path) in [(&asker, "/teams/checkout", TEAM), (&analyst, "/queue", "/queue.atom")] {
        let page = client.get(page).await;
        assert_eq!(page.attributes(alternate, "href"), [format!("/drawbridge{path}")]);
    }
    let team = asker.get("/teams/checkout").await;
    let link = team.attributes("a[href*='/me/feeds']", "href").remove(0);
    assert_eq!(link, "/drawbridge/me/feeds?team=checkout");
    // Of a team that is not one's own it shows the address, too.
    let stranger = app.sign_in_developer().await;
    stranger.get("/me/feeds").await.assert_text("Open the page of a team").assert_no_text("Checkout");
    let made = stranger.submit("/me/feeds?team=checkout", "/me/feeds", &[("team", "checkout")]).await;
    assert!(made.select("p.mono[data-copy]")[0].ends_with(TEAM));
    analyst.get("/queue").await.assert_element("a[href='/drawbridge/me/feeds']");
    analyst.get("/me/feeds").await.assert_text("Questions for Network Security");
    analyst.get("/me/feeds?team=nothing").await.assert_status(StatusCode::NOT_FOUND);
}
