//! The two hops and their clocks: whose turn it is, until when, and what stops them.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::calendar::{WorkCalendar, Zone};
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::PersonId;
use drawbridge::db::schema::{absences, questions};
use drawbridge::questions::{Clocks, QuestionNumber, Reader, Walk, find, list_events_of, settle_turns};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{TestApp, membership, person, term};

/// Somebody is away from today on, for so many days.
pub(super) async fn be_away(app: &TestApp, who: PersonId, days: i32) {
    let (first, now) = (app.today(), app.now());
    app.write(move |tx| {
        diesel::insert_into(absences::table)
            .values((
                absences::id.eq(drawbridge::db::keys::AbsenceId::generate()),
                absences::person_id.eq(who),
                absences::first_on.eq(first),
                absences::last_on.eq(first.plus_days(days)),
                absences::entered_at.eq(now),
                absences::version.eq(drawbridge::db::keys::RowVersion::FIRST),
            ))
            .execute(tx)?;
        Ok(())
    })
    .await;
}

async fn due_at(app: &TestApp, number: i64) -> Timestamp {
    app.read(move |connection| {
        questions::table.filter(questions::number.eq(number)).select(questions::due_at).first(connection)
    })
    .await
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a time")
}

#[actix_web::test]
async fn working_time_is_counted_by_the_calendar_of_the_company() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let zone = Zone::parse("America/New_York").expect("a zone");
    app.calendar.set(WorkCalendar { zone, ..WorkCalendar::default() });

    // Ten in the morning in UTC is five there: the clock starts at nine.
    ask(&asker, "May we peer?").await;
    asker.submit("/questions/new", "/questions", &[("title", "Whenever"), ("urgency", "low")]).await;

    assert_eq!(due_at(&app, 1).await, at("2026-11-18T22:00:00Z"));
    assert_eq!(due_at(&app, 2).await, at("2026-11-20T22:00:00Z"));
    asker.get("/questions/new").await.assert_text("09:00-17:00 in America/New_York");
}

#[actix_web::test]
async fn the_clock_stands_still_while_it_waits_for_the_asker() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    app.advance(SignedDuration::from_hours(2)).await;

    let empty = champion.submit(&question, &format!("{question}/inquiry"), &[("inquiry", " ")]).await;
    champion
        .submit(&question, &format!("{question}/inquiry"), &[("inquiry", "Which **region**?")])
        .await
        .assert_redirect_to(&question);

    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("write what you need to know first");
    asker.get(&question).await.assert_text("It waits for Bo Lind, who was asked something back").assert_text("Reply");
    asker.get("/me").await.assert_text("You were asked something back");
    champion.get(&question).await.assert_no_element("form[action$='/inquiry']");
    // Two days later it is not late, and six hours are left still.
    app.advance(SignedDuration::from_hours(48)).await;
    asker.get(&question).await.assert_no_text("overdue");
    app.sign_in_developer().await.post(&format!("{question}/comments"), &[("comment", "Me too.")]).await;
    asker.get(&question).await.assert_text("It waits for Bo Lind");
    asker.submit(&question, &format!("{question}/comments"), &[("comment", "Frankfurt.")]).await;

    assert_eq!(due_at(&app, 1).await, at("2026-11-23T10:00:00Z"));
    asker
        .get(&question)
        .await
        .assert_text("It is the turn of Ana Ruiz")
        .assert_text("In working time: 2 hours with the champion, 16 hours with the asker.");
}

#[actix_web::test]
async fn what_the_row_says_is_what_the_history_adds_up_to() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let (champion, analyst) = (app.sign_in_as(&company.champion).await, app.sign_in(Grant::NetSec).await);
    for (client, act, fields, hours) in [
        (&champion, "comments", vec![("comment", "Looking.")], 1),
        (&champion, "escalation", vec![("why", "Zones.")], 2),
        (&analyst, "claim", vec![], 1),
        (&analyst, "inquiry", vec![("inquiry", "Which?")], 3),
        (&asker, "comments", vec![("comment", "This.")], 24),
        (&analyst, "answer", vec![("answer", "Yes."), ("version", "2")], 2),
        (&analyst, "answer", vec![("answer", "Yes, do."), ("version", "3")], 30),
    ] {
        app.advance(SignedDuration::from_hours(hours)).await;
        client.post(&format!("{question}/{act}"), &fields).await.assert_redirect();
    }

    let now = app.now();
    let (question, events) = app
        .read(|connection| {
            let question = find(connection, &Reader::Site, QuestionNumber(1)).map_err(|_| diesel::NotFound)?;
            let events = list_events_of(connection, question.id)?;
            Ok((question, events))
        })
        .await;
    let walk = Walk::of(&events, &WorkCalendar::default());
    let spent = walk.until(&WorkCalendar::default(), now);

    let hours = SignedDuration::from_hours;
    // Wednesday 10 to 13; then 13 to 17 but for what is after hours; Thursday; Friday.
    assert_eq!((spent.champion, spent.netsec, spent.asker), (Some(hours(3)), Some(hours(4)), hours(8)));
    assert_eq!(walk.responded.map(|(at, _)| at), question.first_response_at);
    assert_eq!(walk.answered.map(|(at, _)| at), question.answered_at);
    assert_eq!(question.first_response_at, Some(at("2026-11-18T11:00:00Z")));
}

#[actix_web::test]
async fn a_question_for_which_work_stands_still_goes_to_both_at_once() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", "Nothing works"), ("urgency", "blocked")]).await;
    let (champion, analyst) = (app.sign_in_as(&company.champion).await, app.sign_in(Grant::NetSec).await);

    asker
        .get("/questions/1")
        .await
        .assert_text("Work stands still, so Ana Ruiz and Network Security have it at once.")
        .assert_text("is due in 4 hours");
    champion.get("/me").await.assert_text("Nothing works");
    analyst.get("/queue").await.assert_text("Nothing works");
    champion.get("/questions/1").await.assert_no_element("form[action$='/escalation']");
    analyst.submit("/queue", "/questions/1/claim", &[]).await.assert_redirect();
    champion.submit("/questions/1", "/questions/1/answer", &[("answer", "Restart it.")]).await.assert_redirect();

    analyst.get("/queue").await.assert_text("Nothing waits for Network Security.");
    asker.get("/questions/1").await.assert_text("Ana Ruiz answered");
}

#[actix_web::test]
async fn whoever_is_there_has_it_where_the_champion_is_away() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    be_away(&app, company.champion.id, 5).await;
    let deputy = app.insert(person().named("Cy Moss")).await;
    app.insert(membership(deputy.id, company.team.id)).await;
    app.insert(term(deputy.id, company.team.id).deputy()).await;

    let question = ask(&asker, "May we peer?").await;

    asker
        .get(&question)
        .await
        .assert_text("Ana Ruiz is away until 23 Nov 2026, so Cy Moss has it.")
        .assert_text("It is the turn of Cy Moss");
    be_away(&app, deputy.id, 1).await;
    let second = ask(&asker, "May we peer twice?").await;
    asker
        .get(&second)
        .await
        .assert_text("Nobody who serves team Checkout is there")
        .assert_text("with Network Security");
}

#[actix_web::test]
async fn what_waits_with_somebody_who_goes_moves_on_by_itself() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let now = app.now();
    let settle = move |tx: &mut drawbridge::db::Tx| Ok(settle_turns(tx, &Clocks::default(), now)?);

    assert_eq!(app.write(settle).await, 0);
    be_away(&app, company.champion.id, 5).await;
    assert_eq!(app.write(settle).await, 1);
    assert_eq!(app.write(settle).await, 0);

    asker
        .get(&question)
        .await
        .assert_text("so this went on to Network Security.")
        .assert_text("nobody has taken it yet");
    app.sign_in(Grant::NetSec).await.get("/queue").await.assert_text("May we peer?");
}

#[actix_web::test]
async fn a_machine_whose_clock_is_set_back_makes_nobody_younger() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    app.advance(-SignedDuration::from_mins(30)).await;

    champion.submit(&question, &format!("{question}/escalation"), &[("why", "Zones.")]).await.assert_redirect();

    assert_eq!(due_at(&app, 1).await, at("2026-11-20T10:00:00Z"));
}

#[actix_web::test]
async fn only_whoever_answers_asks_back() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let action = format!("{question}/inquiry");

    for client in [&asker, &app.sign_in(Grant::Manager).await, &app.sign_in_developer().await] {
        client.get(&question).await.assert_no_element("form[action$='/inquiry']");
        client.post(&action, &[("inquiry", "Which?")]).await.assert_status(StatusCode::FORBIDDEN);
    }
    app.anonymous().post(&action, &[("inquiry", "Which?")]).await.assert_redirect_to("/sign-in");
}
