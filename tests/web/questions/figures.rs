//! How long answers take: every figure is what the raw history adds up to.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{question_events as events, question_topics as topics, questions, teams};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{Client, TestApp, membership, person, team, term};

/// A minute in microseconds.
const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Whether somebody works in the minute that begins then: nine to five in UTC,
/// Monday to Friday. Day 0 was a Thursday.
fn is_worked(at: i64) -> bool {
    let (day, minute) = (at.div_euclid(DAY), at.rem_euclid(DAY) / MINUTE);
    (day + 3).rem_euclid(7) < 5 && (9 * 60..17 * 60).contains(&minute)
}

/// Minutes of work from one whole minute to another, counted one by one.
fn worked(from: i64, to: i64) -> i64 {
    (from / MINUTE..to / MINUTE).filter(|minute| is_worked(minute * MINUTE)).count() as i64
}

/// One question as the test counts it.
#[derive(Default)]
struct Counted {
    keys: BTreeMap<&'static str, Vec<String>>,
    respond: Option<i64>,
    answer: Option<i64>,
    champion: Option<i64>,
    netsec: Option<i64>,
    reopened: bool,
}

/// One event: what happened, whose turn it is since then, and when.
type Happened = (String, Option<String>, i64);

/// Goes through a history in the plainest way: for each answer, all turns before it again.
fn replay(history: &[Happened]) -> Counted {
    let time_of = |turns: &[&str], until: i64| -> Option<i64> {
        let (mut sum, mut was_there, mut now) = (0, false, None::<(&str, i64)>);
        for (_, turn, at) in history.iter().filter(|(.., at)| *at <= until) {
            let Some(turn) = turn else { continue };
            if let Some((before, since)) = now {
                sum += if turns.contains(&before) { worked(since, *at) } else { 0 };
            }
            was_there |= turns.contains(&turn.as_str()) && *at < until;
            now = Some((turn, *at));
        }
        if let Some((last, since)) = now {
            sum += if turns.contains(&last) { worked(since, until) } else { 0 };
        }
        was_there.then_some(sum)
    };
    let somebody = ["champion", "netsec", "both"];
    let first = history.iter().find(|(kind, ..)| ["responded", "asked_back", "answered"].contains(&kind.as_str()));
    // What was said to lack something was no answer.
    let counts = |(kind, ..): &&Happened| ["answered", "missed"].contains(&kind.as_str());
    let last = history.iter().rev().find(counts).filter(|(kind, ..)| kind == "answered").map(|(.., at)| *at);
    let end = last.unwrap_or(i64::MAX / 2);
    let ended = history.last().map_or(0, |(.., at)| *at);
    Counted {
        respond: first.and_then(|(.., at)| time_of(&somebody, *at)),
        answer: last.and_then(|at| time_of(&somebody, at)),
        champion: time_of(&["champion", "both"], end.min(ended + 1)),
        netsec: time_of(&["netsec", "both"], end.min(ended + 1)),
        reopened: history.iter().any(|(kind, ..)| kind == "reopened"),
        ..Counted::default()
    }
}

/// Every question of the database, counted from its raw rows.
async fn count(app: &TestApp) -> Vec<Counted> {
    app.read(|connection| {
        type Asked = (drawbridge::db::keys::QuestionId, i64, String, Option<String>);
        let rows: Vec<Asked> = questions::table
            .left_join(teams::table)
            .filter(questions::merged_into.is_null())
            .order(questions::number)
            .select((questions::id, questions::asked_at, questions::urgency, teams::slug.nullable()))
            .load(connection)?;
        let mut all = Vec::new();
        for (id, asked_at, urgency, team) in rows {
            let history: Vec<Happened> = events::table
                .filter(events::question_id.eq(id))
                .order((events::happened_at, events::id))
                .select((events::kind, events::turn, events::happened_at))
                .load(connection)?;
            let about: Vec<String> = topics::table
                .filter(topics::question_id.eq(id))
                .filter(topics::kind.eq("category"))
                .select(topics::value)
                .load(connection)?;
            let mut counted = replay(&history);
            let month = if asked_at < 20_788 * DAY { "2026-11-01" } else { "2026-12-01" };
            counted.keys.insert("month", vec![month.to_owned()]);
            counted.keys.insert("urgency", vec![urgency]);
            counted.keys.insert("team", vec![team.unwrap_or_default()]);
            counted.keys.insert("topic", if about.is_empty() { vec![String::new()] } else { about });
            all.push(counted);
        }
        Ok(all)
    })
    .await
}

/// The smallest time that so many of a hundred do not exceed, by counting.
fn percentile(times: &[i64], percent: usize) -> String {
    let mut candidates: Vec<i64> = times.to_vec();
    candidates.sort_unstable();
    let reaches = |time: &&i64| times.iter().filter(|other| other <= time).count() * 100 >= times.len() * percent;
    candidates.iter().find(reaches).map(ToString::to_string).unwrap_or_default()
}

/// The lines that the CSV should have, the heading left out.
fn expected(all: &[Counted], by: &'static str) -> Vec<String> {
    let line = |key: &str, some: &[&Counted], respond: Vec<i64>, answer: Vec<i64>| {
        let answered: Vec<_> = some.iter().filter(|one| one.answer.is_some()).collect();
        let alone = answered.iter().filter(|one| one.netsec.is_none()).count();
        let reopened = some.iter().filter(|one| one.reopened).count();
        let times = [(&respond, 50), (&respond, 90), (&answer, 50), (&answer, 90)];
        let times = times.map(|(times, percent)| percentile(times, percent)).join(",");
        format!("{key},{},{},{alone},{reopened},{times}", some.len(), answered.len())
    };
    if by == "hop" {
        let hop = |key: &str, time: &dyn Fn(&Counted) -> Option<i64>| {
            let there: Vec<&Counted> = all.iter().filter(|one| time(one).is_some()).collect();
            let times = there.iter().filter(|one| one.answer.is_some()).filter_map(|one| time(one)).collect();
            line(key, &there, Vec::new(), times)
        };
        return vec![hop("champion", &|one| one.champion), hop("netsec", &|one| one.netsec)];
    }
    let mut keys: Vec<String> = all.iter().flat_map(|one| one.keys[by].clone()).collect();
    keys.sort();
    keys.dedup();
    let group = |key: &String| {
        let some: Vec<&Counted> = all.iter().filter(|one| one.keys[by].contains(key)).collect();
        let respond = some.iter().filter_map(|one| one.respond).collect();
        line(key, &some, respond, some.iter().filter_map(|one| one.answer).collect())
    };
    keys.iter().map(group).collect()
}

/// Lines of the CSV that have any question, sorted.
async fn lines(client: &Client, by: &str) -> Vec<String> {
    let csv = client.get(&format!("/questions/figures.csv?by={by}")).await;
    csv.assert_status(StatusCode::OK);
    let mut lines: Vec<String> =
        String::from_utf8_lossy(&csv.body).lines().skip(1).map(|line| line.replace('"', "")).collect();
    lines.retain(|line| !line.contains(",0,0,0,0,"));
    lines.sort();
    lines
}

/// Some questions that go all the ways there are.
async fn live(app: &TestApp) {
    let company = Company::found(app).await;
    let other = app.insert(team("Ledger")).await;
    let (second, colleague) = (app.insert(person().named("Cy Ash")).await, app.insert(person().named("Di Orr")).await);
    app.insert(membership(colleague.id, other.id)).await;
    app.insert(term(second.id, other.id)).await;
    let (asker, champion) = (app.sign_in_as(&company.asker).await, app.sign_in_as(&company.champion).await);
    let (colleague, analyst) = (app.sign_in_as(&colleague).await, app.sign_in(Grant::NetSec).await);
    for (number, title) in (1..).zip(["Do I need to open a port?", "Which DNS?", "May we peer?", "Who answers?"]) {
        let client = if number % 2 == 0 { &colleague } else { &asker };
        let address = ask(client, title).await;
        assert_eq!(address, format!("/questions/{number}"));
        app.advance(SignedDuration::from_mins(37)).await;
    }
    let urgent = [("title", "Nothing works"), ("urgency", "blocked"), ("topics", "dns, tls-certificates")];
    asker.submit("/questions/new", "/questions", &urgent).await.assert_redirect();
    for (client, number, act, fields, minutes) in [
        (&champion, 1, "comments", vec![("comment", "Looking.")], 61),
        (&champion, 1, "answer", vec![("answer", "No."), ("version", "1")], 125),
        (&champion, 3, "escalation", vec![("why", "Zones.")], 7),
        (&analyst, 3, "inquiry", vec![("inquiry", "Which?")], 333),
        (&asker, 3, "comments", vec![("comment", "This.")], 60 * 49),
        (&analyst, 3, "answer", vec![("answer", "Yes."), ("version", "2")], 211),
        // Not confirmed yet, so both are one conversation.
        (&asker, 1, "reopening", vec![("reason", "And to the vendor?")], 47),
        (&asker, 3, "missing", vec![("missing", "From where?")], 19),
    ] {
        app.advance(SignedDuration::from_mins(minutes)).await;
        client
            .post(&format!("/questions/{number}/{act}"), &fields)
            .await
            .assert_redirect_to(&format!("/questions/{number}"));
    }
    app.advance(SignedDuration::from_mins(301)).await;
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "That, too.")]).await.assert_redirect();
    asker.post("/questions/1/confirmation", &[]).await.assert_redirect();
    analyst.post("/questions/4/merger", &[("into", "2")]).await.assert_redirect_to("/questions/2");
    analyst.submit("/questions/2", "/questions/2/answer", &[("answer", "Ours.")]).await.assert_redirect();
    app.advance(SignedDuration::from_hours(24 * 14)).await;
    // Nobody is signed in any more after two weeks.
    let (analyst, asker) = (app.sign_in(Grant::NetSec).await, app.sign_in_as(&company.asker).await);
    let answer = [("answer", "Now it does."), ("version", "1")];
    analyst.post("/questions/5/answer", &answer).await.assert_redirect_to("/questions/5");
    asker.post("/questions/1/reopening", &[("reason", "It is closed.")]).await.assert_redirect_to("/questions/1");
    ask(&asker, "And in December?").await;
}

#[actix_web::test]
async fn every_figure_is_what_the_raw_history_adds_up_to() {
    let app = TestApp::start().await;
    live(&app).await;
    let reader = app.sign_in_developer().await;
    let all = count(&app).await;
    assert_eq!(all.len(), 5, "one was merged");
    assert_eq!(all.iter().filter(|one| one.answer.is_some()).count(), 3, "one lacked something");
    assert_eq!(all.iter().filter(|one| one.reopened).count(), 1, "what was missing reopens nothing");

    for by in ["month", "hop", "team", "topic", "urgency"] {
        let mut expected = expected(&all, by);
        expected.sort();
        assert_eq!(lines(&reader, by).await, expected, "by {by}");
    }
}

#[actix_web::test]
async fn the_page_says_what_it_counts_and_how_old_it_is() {
    let app = TestApp::start().await;
    live(&app).await;
    let reader = app.sign_in_developer().await;
    reader.post("/questions/2/watch", &[]).await.assert_redirect();

    let page = reader.get("/questions/figures").await;
    page.assert_status(StatusCode::OK)
        .assert_text("Half of the questions are answered within")
        .assert_text("Counted")
        .assert_text("said “me too”")
        .assert_text("December 2026");
    for (by, words) in
        [("hop", "With Network Security"), ("team", "Ledger"), ("topic", "Articles"), ("urgency", "blocked now")]
    {
        reader.get(&format!("/questions/figures?by={by}")).await.assert_text(words);
    }
    reader
        .get("/questions/figures?by=person")
        .await
        .assert_status(StatusCode::BAD_REQUEST)
        .assert_text("choose one of");
    app.anonymous().get("/questions/figures").await.assert_redirect();
}

#[actix_web::test]
async fn what_is_not_for_everyone_counts_for_network_security_alone() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    ask(&asker, "Open?").await;
    asker.submit("/questions/new", "/questions", &[("title", "Closed?"), ("visibility", "netsec")]).await;
    let (champion, analyst) = (app.sign_in_as(&company.champion).await, app.sign_in(Grant::NetSec).await);

    assert_eq!(lines(&champion, "team").await, ["checkout,1,0,0,0,,,,"]);
    assert_eq!(lines(&analyst, "team").await, ["checkout,2,0,0,0,,,,"]);
    analyst.get("/questions/figures").await.assert_text("are among them");
}
