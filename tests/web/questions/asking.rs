//! The fields of asking beside its words.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{launches, questions};
use drawbridge::program::{Actor, BelongingKind, NewBelonging, put_belonging, team_by_id};

use super::{Company, ask};
use crate::harness::{TestApp, person};

#[actix_web::test]
async fn a_link_fills_everything_in() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let team = company.team.id;
    app.write(move |tx| {
        let team = team_by_id(tx, team)?;
        let new = NewBelonging { kind: BelongingKind::Service, name: "checkout-api".into(), link: String::new() };
        put_belonging(tx, Actor::Trusted(None), drawbridge::clock::Timestamp(0), &team, &new)?;
        Ok(())
    })
    .await;

    let link = "/questions/new?title=Port+5432%3F&body=Why.&flow=checkout+--+5432%2Ftcp+--%3E+prod-db&urgency=low\
                &visibility=team&about=service%3Acheckout-api&launch=new&launch_name=Night&launch_day=2026-11-20\
                &launch_time=02%3A00";
    let form = asker.get(link).await;
    form.assert_element("input[name=flow][value='checkout -- 5432/tcp --> prod-db']")
        .assert_element("input[name=urgency][value=low][checked]")
        .assert_element("input[name=visibility][value=team][checked]")
        .assert_element("option[value='service:checkout-api'][selected]")
        .assert_element("input[name=launch_name][value=Night]");
    let sent = asker.submit_on(&form, "/questions", &[]).await;

    let page = asker.follow(&sent).await;
    page.assert_text("checkout-api")
        .assert_text("Night waits for it and launches in 1 day")
        .assert_text("marked low")
        .assert_text("5432/tcp")
        .assert_text("Only the team and Network Security and whoever asked may read this.");
    asker.get("/launches/night").await.assert_text("Not ready: 1 question is open.");
}

#[actix_web::test]
async fn what_does_not_fit_is_said_beside_its_field_and_kept() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let team = company.team.id.to_string();

    for (field, value, words) in [
        ("flow", "checkout to prod", "write a flow as"),
        ("topics", "quokkas", "no article has the topic “quokkas”"),
        ("on_behalf", "Nobody At All", "nobody here is called so"),
        ("about", "service:ledger", "choose what belongs to the team"),
        ("about", "nonsense", "choose what belongs to your team"),
        ("visibility", "nobody", "choose who reads it"),
        ("launch", "none-such", "there is no such launch"),
    ] {
        let refused = asker.post("/questions", &[("title", "Port?"), ("team", &team), (field, value)]).await;
        if field == "launch" {
            refused.assert_status(StatusCode::NOT_FOUND);
            continue;
        }
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element("input[name=title][value='Port?']");
    }
    let new = [("title", "Port?"), ("team", team.as_str()), ("launch", "new"), ("launch_name", "Night")];
    let refused = asker.post("/questions", &new).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("say the day");
    let made: i64 = app.read(|connection| launches::table.count().get_result(connection)).await;
    assert_eq!(made, 0);
    let stranger = app.sign_in_developer().await;
    let teamless = stranger.post("/questions", &[("title", "Port?"), ("visibility", "team")]).await;
    teamless.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("asked for no team");
}

#[actix_web::test]
async fn a_key_is_warned_of_before_it_is_saved() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    asker.get("/questions/new").await.assert_no_element("input[name=checked]");

    let fields = [("title", "Does it connect?"), ("body", "DB_PASSWORD=correct-horse")];
    let warned = asker.submit("/questions/new", "/questions", &fields).await;

    warned
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_text("this looks like a password (correc…). Nothing was saved yet")
        .assert_element("input[name=checked]");
    let asked: i64 = app.read(|connection| questions::table.count().get_result(connection)).await;
    assert_eq!(asked, 0);
    asker.submit_on(&warned, "/questions", &[("checked", "yes")]).await.assert_redirect_to("/questions/1");
    let visitor = app.anonymous();
    visitor.post("/questions", &fields).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn somebody_asks_for_somebody_else() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let champion = app.sign_in_as(&company.champion).await;
    let asker = app.sign_in_as(&company.asker).await;

    let fields = [("title", "May we peer?"), ("on_behalf", "Bo Lind"), ("visibility", "netsec")];
    champion.submit("/questions/new", "/questions", &fields).await.assert_redirect_to("/questions/1");

    for client in [&asker, &champion] {
        client.get("/questions/1").await.assert_text("put down by Ana Ruiz");
    }
    asker.get("/me").await.assert_text("May we peer?");
}

#[actix_web::test]
async fn me_too_takes_the_place_of_asking_again() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "Which port has the quokka pool?").await;
    app.indexed().await;
    let other = app.insert(person().named("Cy Moss")).await;
    let other = app.sign_in_as(&other).await;

    other
        .get("/questions/similar?title=quokka+pool+port")
        .await
        .assert_text("Others asked")
        .assert_element("a[href='/questions/1']");
    other.submit(&question, &format!("{question}/watch"), &[]).await.assert_redirect_to(&question);
    other.post(&format!("{question}/watch"), &[]).await.assert_redirect();
    asker.get(&question).await.assert_text("1 person more wants to know.").assert_no_element("form[action$='/watch']");
    let champion = app.sign_in_as(&company.champion).await;
    champion.submit(&question, &format!("{question}/answer"), &[("answer", "6432.")]).await;
    other.get("/me").await.assert_text("Which port has the quokka pool?");
    other.submit(&question, &format!("{question}/unwatch"), &[]).await.assert_redirect();

    other.get("/me").await.assert_no_text("Which port has the quokka pool?");
    app.anonymous().get("/questions/similar?title=quokka+pool+port").await.assert_no_text("quokka");
}

#[actix_web::test]
async fn all_fields_survive_signing_in() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let fields = [
        ("title", "Port?"),
        ("flow", "checkout -- 5432/tcp --> prod-db"),
        ("visibility", "netsec"),
        ("topics", ""),
        ("urgency", "low"),
    ];

    let kept = app.anonymous().post("/questions", &fields).await.location();
    let back = kept.strip_prefix("/sign-in?return=").expect("to the sign-in").to_owned();
    let back = percent_encoding::percent_decode_str(&back).decode_utf8().expect("UTF-8").into_owned();

    let form = app.sign_in_as(&company.asker).await.get(&back).await;
    form.assert_element("input[name=flow][value='checkout -- 5432/tcp --> prod-db']")
        .assert_element("input[name=visibility][value=netsec][checked]")
        .assert_element("input[name=urgency][value=low][checked]");
}

#[actix_web::test]
async fn topics_are_proposed_by_the_words() {
    let app = TestApp::with().articles().start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    let form = asker.get("/questions/new?title=Which+port+does+kafka+need%3F").await;
    let proposed = form.attributes("input[name=topics]", "value").join("");
    assert!(!proposed.is_empty());
    let sent = asker.submit_on(&form, "/questions", &[]).await;

    let first = proposed.split(", ").last().expect("a topic").to_owned();
    asker.follow(&sent).await.assert_text(&first);
}
