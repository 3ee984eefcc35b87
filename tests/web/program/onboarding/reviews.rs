//! The buddy, and the reviews after 30, 60 and 90 days.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::begun;
use crate::harness::{TestApp, person, team, term};

#[actix_web::test]
async fn a_buddy_is_another_champion_and_is_proposed_by_the_manager() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let wei = app.insert(person().named("Wei Li")).await;
    let cards = app.insert(team("Cards")).await;
    app.insert(term(wei.id, cards.id)).await;
    app.insert(person().named("Bo Dahl")).await;
    let buddy = format!("{}/buddy", begun.list);
    let other = app.sign_in_as(&wei).await;
    other.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);

    for (name, words) in [
        ("Bo Dahl", "serves no team as champion"),
        ("Ana Ruiz", "nobody is their own buddy"),
        ("Nobody Here", "Nobody Here"),
    ] {
        let refused = begun.manager.submit(&begun.list, &buddy, &[("buddy", name)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        assert_eq!(refused.attributes("#field-buddy", "value"), [name]);
    }
    begun.champion.post(&buddy, &[("buddy", "Wei Li")]).await.assert_status(StatusCode::FORBIDDEN);
    begun.manager.submit(&begun.list, &buddy, &[("buddy", "Wei Li")]).await.assert_redirect_to(&begun.list);

    other
        .get(&begun.list)
        .await
        .assert_ok()
        .assert_text("Wei Li walks beside Ana Ruiz")
        .assert_no_element("#field-buddy");
    let removal = format!("{}/buddy-removal", begun.list);
    let sure = other.submit(&begun.list, &removal, &[]).await;
    sure.assert_text("End this buddy's part?");
    other.submit_on(&sure, &removal, &[]).await.assert_redirect_to("/me");
    other.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);
    begun.champion.post(&removal, &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn reviews_are_reminded_of_on_both_desks_and_read_by_those_whom_they_concern() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let review = format!("{}/reviews/30", begun.list);
    let due = format!("a[href='{review}']");
    // The builder's term began thirty days ago.
    begun
        .champion
        .get("/me")
        .await
        .assert_text("Your review after 30 days for Checkout: due today")
        .assert_element(&due);
    begun.manager.get("/me").await.assert_text("Ana Ruiz's review after 30 days for Checkout: due today");

    let empty = begun.champion.submit(&review, &review, &[("answer0", " ")]).await;
    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("write a few words");
    let words = [("answer0", "The chat helps."), ("answer1", "No test environment.")];
    begun.champion.submit(&review, &review, &words).await.assert_redirect_to(&review);
    begun.champion.get("/me").await.assert_no_text("review after 30 days");
    begun.manager.get("/me").await.assert_text("Ana Ruiz's review after 30 days");
    let page = begun.manager.get(&review).await;
    page.assert_text("The chat helps.").assert_text("What is in the way?").assert_text("No test environment.");
    begun.manager.submit_on(&page, &review, &[("answer2", "One hour a week together.")]).await.assert_redirect();
    begun.manager.get("/me").await.assert_no_text("review after 30 days");
    begun.champion.get(&review).await.assert_text("One hour a week together.");
    begun.champion.get(&begun.list).await.assert_text("both wrote");

    app.sign_in(Grant::Lead).await.get(&review).await.assert_ok();
    for grant in [Grant::NetSec, Grant::Admin] {
        let reader = app.sign_in(grant).await;
        reader.get(&begun.list).await.assert_ok().assert_no_text("After 30 days");
        reader.get(&review).await.assert_status(StatusCode::NOT_FOUND);
        reader.post(&review, &[("answer0", "x")]).await.assert_status(StatusCode::NOT_FOUND);
    }
    begun.champion.get(&format!("{}/reviews/31", begun.list)).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn two_who_write_for_one_side_lose_nothing() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let review = format!("{}/reviews/60", begun.list);
    let (hers, theirs) = (begun.manager.get(&review).await, lead.get(&review).await);
    begun.manager.submit_on(&hers, &review, &[("answer0", "From the manager.")]).await.assert_redirect();

    let late = lead.submit_on(&theirs, &review, &[("answer0", "From the lead.")]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("Somebody else wrote for this side meanwhile.");
    late.assert_text("From the manager.");
    assert!(late.html().contains("From the lead.</textarea>"));
    lead.submit_on(&late, &review, &[("answer0", "From both.")]).await.assert_redirect();
    begun.champion.get(&review).await.assert_text("From both.");
}
