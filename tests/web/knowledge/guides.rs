use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::TestApp;

const GUIDE: &str = "/guides/do-i-need-to-open-a-port";

#[actix_web::test]
async fn guides_are_offered_on_the_first_page_in_the_faq_and_beside_the_articles_they_name() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/").await.assert_text("Not sure? Answer").assert_element(&format!("a[href='{GUIDE}']"));
    reader.get("/faq").await.assert_element(&format!("a[href='{GUIDE}']")).assert_element("a[href='/guides']");
    reader.get("/faq/environment-segmentation").await.assert_element(&format!("a[href='{GUIDE}']"));
    reader.get("/faq/introducing-policy-as-code").await.assert_no_element(&format!("a[href='{GUIDE}']"));
    let list = reader.get("/guides").await;
    list.assert_ok().assert_text("At most five questions").assert_element(&format!("a.hit[href='{GUIDE}']"));
}

#[actix_web::test]
async fn a_guide_is_walked_by_links_and_ends_with_answer_reason_and_next_step() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let first = reader.get(GUIDE).await;
    first.assert_ok().assert_text("Question 1 of at most 5").assert_no_text("Your answers so far");
    assert_eq!(first.select("h1"), ["Who starts the connection?"]);
    let second = reader.get(&choice(&first, "My service, job or function calls something")).await;
    second.assert_text("Question 2 of at most").assert_text("Your answers so far").assert_text("Change");
    let third = reader.get(&choice(&second, "Another service of the company")).await;
    let end = reader.get(&choice(&third, "No, the call goes from one environment to another")).await;

    end.assert_ok().assert_element(".verdict.state-forbidden").assert_text("Forbidden");
    end.assert_text("Not by default: environments stay apart").assert_text("breach of the weakest");
    end.assert_element("a.button[href='/faq/environment-segmentation']").assert_element(".guide-answer p");
    assert_eq!(end.select(".guide-way li").len(), 3);
    let asked = end.attributes("a[href*='/questions/new']", "href");
    assert!(asked[0].starts_with("/questions/new?title=Do%20I%20need"), "{asked:?}");
    let form = reader.get(&asked[0]).await;
    let body = form.select("#field-body").join("");
    form.assert_ok();
    for words in ["Who starts the connection? **My service", "one environment to another**", "The guide says: Not by"] {
        assert!(body.contains(words), "{body} lacks {words}");
    }
}

/// The address of the choice that begins with these words.
fn choice(page: &crate::harness::Answer, words: &str) -> String {
    let at = page.select(".guide-choices a").iter().position(|label| label.starts_with(words));
    let at = at.unwrap_or_else(|| panic!("{page}: no choice “{words}”"));
    page.attributes(".guide-choices a", "href").swap_remove(at)
}

#[actix_web::test]
async fn every_step_can_be_changed_and_the_address_holds_nothing_but_the_answers() {
    let app = TestApp::with().articles().start().await;
    let (reader, other) = (app.anonymous(), app.anonymous());
    let path = format!("{GUIDE}?a=my-service.inside.same.groups");

    let end = reader.get(&path).await;

    end.assert_ok();
    assert_eq!(end.select(".guide-way strong"), other.get(&path).await.select(".guide-way strong"));
    let changes = end.attributes(".guide-way a", "href");
    let expected = ["", "?a=my-service", "?a=my-service.inside", "?a=my-service.inside.same"];
    assert_eq!(changes, expected.map(|rest| format!("{GUIDE}{rest}")));
    for href in changes {
        reader.get(&href).await.assert_ok().assert_element(".guide-choices a");
    }
}

#[actix_web::test]
async fn an_address_that_the_guide_no_longer_knows_goes_on_from_what_it_knows() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();
    let long = "x.".repeat(3_000);

    for rest in ["my-service.gone", "my-service.gone.same", "my-service.%3Cscript%3E"] {
        let page = reader.get(&format!("{GUIDE}?a={rest}")).await;
        page.assert_ok().assert_text("This guide was changed").assert_text("What does it call?");
        assert!(!page.html().contains("<script>"), "{rest}");
    }
    reader.get(&format!("{GUIDE}?a=reply.more")).await.assert_ok().assert_text("It ends earlier now");
    reader.get(&format!("{GUIDE}?a={long}")).await.assert_ok().assert_text("Who starts the connection?");
    reader.get("/guides/no-such-guide").await.assert_status(StatusCode::NOT_FOUND);
    reader.get("/guides/..%2Fsecret").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn where_nobody_can_tell_asking_is_the_answer() {
    let app = TestApp::with().articles().start().await;

    let end = app.anonymous().get(&format!("{GUIDE}?a=my-service.inside.same.unknown")).await;

    end.assert_ok().assert_element(".verdict.state-unknown");
    let href = end.attributes(".verdict a.button", "href");
    assert!(href[0].starts_with("/questions/new?title=What%20lies%20between"), "{href:?}");
}

#[actix_web::test]
async fn every_address_of_a_guide_stays_below_the_base() {
    let app = TestApp::with().articles().base_url("https://bridge.example/drawbridge").start().await;
    let reader = app.anonymous();

    for path in ["/guides", GUIDE, &format!("{GUIDE}?a=my-service.inside.different"), "/", "/faq"] {
        let page = reader.get(path).await;
        page.assert_ok();
        for href in page.attributes("a[href]", "href") {
            assert!(!href.starts_with('/') || href.starts_with("/drawbridge/"), "{path}: {href}");
        }
    }
}

#[actix_web::test]
async fn without_public_reading_guides_ask_to_sign_in() {
    let app = TestApp::with().articles().public_reading(false).start().await;

    for path in ["/guides", GUIDE] {
        let sent = app.anonymous().get(path).await;
        assert!(sent.location().starts_with("/sign-in?return="), "{path}");
    }
    app.sign_in(Grant::NetSec).await.get(GUIDE).await.assert_ok();
}
