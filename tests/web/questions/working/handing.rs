//! Giving a question to somebody, and getting it back from who is away.

use actix_web::http::StatusCode;
use drawbridge::accounts::Person;
use drawbridge::questions::{Clocks, settle_turns};
use drawbridge::web::Grant;
use jiff::SignedDuration;

use crate::harness::{Client, TestApp, membership, person, term};
use crate::questions::clocks::be_away;
use crate::questions::{Company, ask};

async fn deputy(app: &TestApp, company: &Company) -> Person {
    let deputy = app.insert(person().named("Cy Moss")).await;
    app.insert(membership(deputy.id, company.team.id)).await;
    app.insert(term(deputy.id, company.team.id).deputy()).await;
    deputy
}

async fn hand(client: &Client, question: &str, to: &str, word: &str) -> crate::harness::Answer {
    client.post(&format!("{question}/handing"), &[("to", to), ("word", word)]).await
}

#[actix_web::test]
async fn a_champion_hands_on_to_another_of_the_team_with_a_word() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let deputy = deputy(&app, &company).await;
    let champion = app.sign_in_as(&company.champion).await;
    let due = app.sign_in_as(&company.asker).await.get(&question).await.select("section.panel strong");

    let page = champion.get(&question).await;
    assert_eq!(page.attributes("select[name=to] option", "value"), ["", "@cy-moss"]);
    let silent = hand(&champion, &question, "@cy-moss", "").await;
    let fields = [("to", "@cy-moss"), ("word", "You know peering.")];
    champion.submit(&question, &format!("{question}/handing"), &fields).await.assert_redirect_to(&question);

    silent.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say in one line what they should know");
    let page = app.sign_in_as(&deputy).await.get(&question).await;
    page.assert_text("It is the turn of Cy Moss")
        .assert_text("Ana Ruiz handed it on")
        .assert_text("To Cy Moss: You know peering.");
    assert_eq!(page.select("section.panel strong"), due, "the clock goes on");
    hand(&champion, &question, "@cy-moss", "Again.").await.assert_text("Cy Moss has it already");
}

#[actix_web::test]
async fn network_security_gives_a_question_back_to_the_team_and_its_clock_begins_anew() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/escalation"), &[("why", "Zones.")]).await;
    let analyst = app.sign_in(Grant::NetSec).await;
    app.advance(SignedDuration::from_hours(24)).await;

    hand(&analyst, &question, "team", "It is all in the FAQ.").await.assert_redirect_to(&question);

    champion
        .get(&question)
        .await
        .assert_text("It is the turn of Ana Ruiz")
        .assert_text("To whoever serves Checkout: It is all in the FAQ.")
        .assert_text("is due in 1 day");
    analyst.get("/queue").await.assert_text("Nothing waits for Network Security.");
}

#[actix_web::test]
async fn a_lead_or_an_analyst_gives_a_question_to_somebody_in_network_security() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_developer().await;
    let question = ask(&asker, "May we peer?").await;
    let kim = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let lee = app.insert(person().named("Lee Ray").granted(Grant::NetSec)).await;
    app.insert(person().named("Away Ada").granted(Grant::NetSec)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let champion = app.sign_in_as(&company.champion).await;

    let action = format!("{question}/handing");
    lead.submit(&question, &action, &[("to", "@kim-oh")]).await.assert_redirect_to(&question);
    let page = app.sign_in_as(&lee).await.get(&question).await;
    page.assert_text("Kim Oh of Network Security has taken it")
        .assert_text("gave it to somebody")
        .assert_text("To Kim Oh.");
    hand(&app.sign_in_as(&kim).await, &question, "@lee-ray", "Yours is VPN.").await.assert_redirect_to(&question);

    lead.get(&question).await.assert_text("Lee Ray of Network Security has taken it");
    for (to, words) in [
        ("@lee-ray", "Lee Ray has it already"),
        ("@bo-lind", "Bo Lind is not in Network Security"),
        ("@nobody", "nobody here is called so"),
        ("", "choose to whom it goes"),
        ("lee", "choose to whom it goes"),
    ] {
        hand(&lead, &question, to, "").await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    for (client, who) in [(&asker, "the asker"), (&champion, "another team’s champion")] {
        client.get(&question).await.assert_no_element("form[action$='/handing']");
        assert_eq!(hand(client, &question, "@kim-oh", "Go.").await.status, StatusCode::FORBIDDEN, "{who}");
    }
    app.anonymous().post(&action, &[("to", "@kim-oh")]).await.assert_redirect_to("/sign-in");
}

#[actix_web::test]
async fn nobody_gets_a_question_who_left_is_away_or_has_no_part_in_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/escalation"), &[("why", "Zones.")]).await;
    let kim = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let gone = app.insert(person().named("Gone Gil").granted(Grant::NetSec)).await;
    app.write(move |tx| {
        use diesel::prelude::*;
        use drawbridge::db::schema::people;
        diesel::update(people::table.find(gone.id)).set(people::state.eq("disabled")).execute(tx)?;
        Ok(())
    })
    .await;
    be_away(&app, kim.id, 3).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    for (to, words) in [
        ("@kim-oh", "Kim Oh is away until 21 Nov 2026"),
        ("@gone-gil", "Gone Gil can no longer sign in"),
        ("@bo-lind", "choose somebody who serves Checkout, is there, and did not ask it"),
    ] {
        let refused = hand(&analyst, &question, to, "Please.").await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element("input[name=word][value='Please.']");
    }
    analyst.get(&question).await.assert_no_text("Gone Gil").assert_text("nobody has taken it yet");
}

#[actix_web::test]
async fn what_only_network_security_reads_is_given_to_no_champion() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.submit("/questions/new", "/questions", &[("title", "Broken into?"), ("visibility", "netsec")]).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    analyst.get("/questions/1").await.assert_no_element("option[value=team]");
    for to in ["team", "@ana-ruiz"] {
        let refused = hand(&analyst, "/questions/1", to, "Please.").await;
        refused
            .assert_status(StatusCode::UNPROCESSABLE_ENTITY)
            .assert_text("only Network Security may read this question");
    }
    let champion = app.sign_in_as(&company.champion).await;
    assert_eq!(hand(&champion, "/questions/1", "@ana-ruiz", "Mine.").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn what_somebody_took_who_is_away_now_goes_back_to_the_queue_and_says_so() {
    let app = TestApp::start().await;
    let question = ask(&app.sign_in_developer().await, "May we peer?").await;
    let kim = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    app.sign_in_as(&kim).await.submit(&question, &format!("{question}/claim"), &[]).await.assert_redirect();
    let now = app.now();
    let settle = move |tx: &mut drawbridge::db::Tx| Ok(settle_turns(tx, &Clocks::default(), now)?);

    assert_eq!(app.write(settle).await, 0);
    be_away(&app, kim.id, 3).await;
    assert_eq!(app.write(settle).await, 1);
    assert_eq!(app.write(settle).await, 0);

    let analyst = app.sign_in(Grant::NetSec).await;
    analyst
        .get(&question)
        .await
        .assert_text("Kim Oh is away until 21 Nov 2026, so it waits for anybody in Network Security again.")
        .assert_text("nobody has taken it yet");
    analyst.get("/queue").await.assert_text("Nobody has taken 1 of them.");
}

#[actix_web::test]
async fn what_was_handed_to_somebody_goes_back_where_they_may_no_longer_have_it() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let cy = deputy(&app, &company).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    hand(&champion, &question, "@cy-moss", "Yours.").await.assert_redirect();
    let other = ask(&app.sign_in_developer().await, "May we route?").await;
    let kim = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    app.sign_in_as(&kim).await.submit(&other, &format!("{other}/claim"), &[]).await.assert_redirect();
    be_away(&app, cy.id, 3).await;
    app.write(move |tx| {
        use diesel::prelude::*;
        use drawbridge::db::schema::grants;
        diesel::delete(grants::table.filter(grants::person_id.eq(kim.id))).execute(tx)?;
        Ok(())
    })
    .await;

    let now = app.now();
    let settle = move |tx: &mut drawbridge::db::Tx| Ok(settle_turns(tx, &Clocks::default(), now)?);
    assert_eq!(app.write(settle).await, 2);

    champion
        .get(&question)
        .await
        .assert_text("Cy Moss is away until 21 Nov 2026, so it waits for whoever serves the team again.")
        .assert_text("It is the turn of Ana Ruiz");
    app.sign_in(Grant::NetSec).await.get(&other).await.assert_text("Kim Oh is no longer in Network Security");
}

#[actix_web::test]
async fn words_that_come_too_late_are_kept_to_be_said_as_a_comment() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let deputy = app.sign_in_as(&deputy(&app, &company).await).await;
    let champion = app.sign_in_as(&company.champion).await;
    let drawn = champion.get(&question).await;
    deputy.submit(&question, &format!("{question}/answer"), &[("answer", "Yes.")]).await.assert_redirect();

    for (act, field) in [("inquiry", "inquiry"), ("escalation", "why")] {
        let late = champion.submit_on(&drawn, &format!("{question}/{act}"), &[(field, "Which region?")]).await;

        late.assert_status(StatusCode::CONFLICT).assert_text("is answered, so this can't be done any more");
        assert_eq!(late.select("textarea[name=comment]"), ["Which region?"], "{act}");
    }
}

#[actix_web::test]
async fn who_asks_back_hears_first_what_was_said_meanwhile() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let drawn = champion.get(&question).await;
    asker.submit(&question, &format!("{question}/comments"), &[("comment", "In Frankfurt.")]).await;
    let action = format!("{question}/inquiry");

    let held = champion.submit_on(&drawn, &action, &[("inquiry", "Which region?")]).await;

    held.assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_text("Bo Lind commented while you wrote: “In Frankfurt.”");
    assert_eq!(held.select("textarea[name=inquiry]"), ["Which region?"]);
    champion.submit_on(&held, &action, &[]).await.assert_redirect_to(&question);
}
