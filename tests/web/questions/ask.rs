//! Asking: who gets it, and that no word is lost on the way.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::schema::{question_drafts, questions};
use jiff::SignedDuration;

use super::{Company, ask};
use crate::harness::{TestApp, membership, person, team};

#[actix_web::test]
async fn a_question_goes_to_the_champion_of_the_team() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    let form = asker.get("/questions/new?title=Port+5433%3F&searched=port+5433").await;
    form.assert_ok().assert_text("Ana Ruiz answers first");
    let sent = asker.submit_on(&form, "/questions", &[("body", "From **checkout** to the pool.")]).await;

    sent.assert_redirect_to("/questions/1");
    let page = asker.follow(&sent).await;
    page.assert_ok()
        .assert_text("Port 5433?")
        .assert_text("with the champion")
        .assert_text("It is the turn of Ana Ruiz, who serves Checkout")
        .assert_text("due in 1 day")
        .assert_text("Bo Lind asked")
        .assert_text("Searched for “port 5433” first.")
        .assert_element(".prose strong");
}

#[actix_web::test]
async fn a_team_without_a_champion_sends_it_to_network_security_and_says_so() {
    let app = TestApp::start().await;
    let (asker, team) = (app.insert(person()).await, app.insert(team("Ledger")).await);
    app.insert(membership(asker.id, team.id)).await;
    let asker = app.sign_in_as(&asker).await;

    let question = ask(&asker, "May we peer?").await;

    asker
        .get(&question)
        .await
        .assert_text("with Network Security")
        .assert_text("Team Ledger has no champion, so this went straight to Network Security.")
        .assert_text("nobody has taken it yet");
}

#[actix_web::test]
async fn somebody_without_a_team_asks_network_security() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;

    asker.get("/questions/new").await.assert_text("You belong to no team yet");
    let question = ask(&asker, "May we peer?").await;

    asker.get(&question).await.assert_text("belongs to no team, so this went straight to Network Security.");
}

#[actix_web::test]
async fn a_champion_does_not_ask_themselves() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let champion = app.sign_in_as(&company.champion).await;

    let question = ask(&champion, "May we peer?").await;

    champion.get(&question).await.assert_text("Ana Ruiz serves team Checkout as champion, so this went straight");
}

#[actix_web::test]
async fn words_typed_before_signing_in_are_kept() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let visitor = app.anonymous();

    let kept = visitor
        .submit(
            "/questions/new?searched=pool+port",
            "/questions",
            &[("title", "Which port has the pool?"), ("body", "It says <refused>."), ("urgency", "blocked")],
        )
        .await;
    let target = kept.location();
    let back = target.strip_prefix("/sign-in?return=").expect("to the sign-in").to_owned();
    let back = percent_encoding::percent_decode_str(&back).decode_utf8().expect("UTF-8").into_owned();
    let asker = app.sign_in_as(&company.asker).await;
    let form = asker.get(&back).await;

    form.assert_text("Your words are still here")
        .assert_element("input[name=title][value='Which port has the pool?']")
        .assert_element("input[name=urgency][value=blocked][checked]")
        .assert_text("It says <refused>.");
    let sent = asker.submit_on(&form, "/questions", &[]).await;
    asker.follow(&sent).await.assert_text("blocked now").assert_text("Searched for “pool port” first.");
    let drafts: i64 = app.read(|connection| question_drafts::table.count().get_result(connection)).await;
    assert_eq!(drafts, 0, "a draft that was sent is forgotten");
}

#[actix_web::test]
async fn drafts_are_bounded_and_run_out() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    for number in 0..3 {
        visitor.post("/questions", &[("title", &format!("Question {number}"))]).await.assert_redirect();
    }

    let now = app.now();
    let forgotten = app
        .write(move |tx| Ok(drawbridge::questions::forget_drafts(tx, now.plus(SignedDuration::from_hours(1)))?))
        .await;
    let too_long = visitor.post("/questions", &[("title", "Long"), ("body", &"x".repeat(20_001))]).await;

    assert_eq!(forgotten, 3);
    too_long.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("20000 are allowed");
}

#[actix_web::test]
async fn a_question_without_its_sentence_comes_back_with_its_words() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;

    let refused = asker.submit("/questions/new", "/questions", &[("body", "All of this.")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("Please mend one thing").assert_text("Title: ");
    refused.assert_text("All of this.");
}

#[actix_web::test]
async fn a_question_for_somebody_elses_team_is_refused() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let stranger = app.sign_in_developer().await;
    let key = company.team.id.to_string();

    let refused = stranger.post("/questions", &[("title", "Port?"), ("team", &key)]).await;
    let nonsense = stranger.post("/questions", &[("title", "Port?"), ("team", "' or 1=1")]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    nonsense.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn sending_twice_asks_once() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;
    let fields =
        [("csrf".to_owned(), asker.csrf().await), ("once".into(), "same".into()), ("title".into(), "Port?".into())];

    let first = asker.post_exactly("/questions", &fields).await.location();
    let second = asker.post_exactly("/questions", &fields).await.location();

    assert_eq!(first, second);
    let asked: i64 = app.read(|connection| questions::table.count().get_result(connection)).await;
    assert_eq!(asked, 1);
}

#[actix_web::test]
async fn a_preview_shows_the_words_and_sends_nothing() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;

    let shown =
        asker.post("/questions", &[("title", ""), ("body", "**loud** <script>1</script>"), ("preview", "yes")]).await;
    let part = asker.post("/questions/preview", &[("body", "**loud**")]).await;

    shown.assert_ok().assert_element("#preview strong").assert_no_element("#preview script");
    part.assert_ok().assert_element("#preview strong").assert_no_element("h1");
    let asked: i64 = app.read(|connection| questions::table.count().get_result(connection)).await;
    assert_eq!(asked, 0);
}

#[actix_web::test]
async fn without_public_reading_asking_starts_with_signing_in() {
    let app = TestApp::with().public_reading(false).start().await;

    let form = app.anonymous().get("/questions/new?title=Port").await;

    form.assert_redirect_to("/sign-in?return=/questions/new%3Ftitle%3DPort");
}

#[actix_web::test]
async fn going_back_and_sending_again_leads_to_the_same_question() {
    let app = TestApp::start().await;
    let (asker, other) = (app.sign_in_developer().await, app.sign_in_developer().await);
    let words = [("title", "Port 5432?"), ("body", "From checkout.")];

    let first = asker.post("/questions", &words).await.location();
    app.advance(SignedDuration::from_mins(2)).await;
    let again = asker.post("/questions", &words).await;

    again.assert_redirect_to(&first);
    asker.follow(&again).await.assert_text("You sent this already.");
    let unlike = [("title", "Port 5432?"), ("body", "From payments.")];
    assert_ne!(asker.post("/questions", &unlike).await.location(), first);
    assert_ne!(other.post("/questions", &words).await.location(), first);
    app.advance(SignedDuration::from_mins(9)).await;
    assert_ne!(asker.post("/questions", &words).await.location(), first);
}

#[actix_web::test]
async fn whoever_has_no_champion_hears_where_the_question_went() {
    let app = TestApp::start().await;
    let (asker, team) = (app.insert(person()).await, app.insert(team("Ledger")).await);
    app.insert(membership(asker.id, team.id)).await;
    let asker = app.sign_in_as(&asker).await;

    let sent = asker.submit("/questions/new", "/questions", &[("title", "May we peer?")]).await;

    let page = asker.follow(&sent).await;
    let words = "Team Ledger has no champion, so this went straight to Network Security.";
    assert!(page.select("[role=status]").join(" ").contains(words));
    assert!(page.select("section.panel").join(" ").contains(words));
}

#[actix_web::test]
async fn a_draft_that_is_gone_is_said_to_be() {
    let app = TestApp::start().await;
    let asker = app.sign_in_developer().await;

    for draft in ["nope", "01900000-0000-7000-8000-000000000000"] {
        let form = asker.get(&format!("/questions/new?draft={draft}")).await;
        form.assert_ok().assert_text("What you wrote before signing in is no longer here");
    }
    asker.get("/questions/new").await.assert_no_text("no longer here");
}

#[actix_web::test]
async fn what_a_browser_keeps_belongs_to_one_person_and_one_question() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    let one = asker.get("/questions/new?title=Port+1%3F&searched=port+1").await;
    let other = asker.get("/questions/new?title=Port+2%3F&searched=port+2").await;

    one.assert_element("html[data-person='/people/bo-lind']").assert_element("form[data-sign-out]");
    assert_ne!(
        one.attributes("form[data-draft]", "data-draft-of"),
        other.attributes("form[data-draft]", "data-draft-of")
    );
    app.anonymous().get("/questions/new").await.assert_no_element("html[data-person]");
}
