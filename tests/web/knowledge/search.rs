use crate::harness::TestApp;

#[actix_web::test]
async fn words_of_a_question_find_the_article_that_answers() {
    let app = TestApp::with().articles().start().await;

    let page = app.anonymous().get("/search?q=do+i+need+to+open+a+port").await;

    page.assert_ok().assert_element("#results mark").assert_element("input[name=q][value='do i need to open a port']");
    assert_eq!(
        page.attributes("#results a.hit", "href").first().map(String::as_str),
        Some("/faq/do-i-need-to-open-a-port")
    );
    assert!(page.header("vary").contains("HX-Request"));
}

#[actix_web::test]
async fn htmx_gets_the_part_that_stands_in_the_page() {
    let app = TestApp::with().articles().start().await;

    let part = app.anonymous().get_with("/search?q=connection+refused", &[("HX-Request", "true")]).await;

    part.assert_ok().assert_element("#results-status[role=status]").assert_element("a.hit");
    assert!(!part.html().contains("<html"));
}

#[actix_web::test]
async fn where_nothing_answers_the_page_says_so_and_offers_to_ask() {
    let app = TestApp::with().articles().start().await;

    let page = app.anonymous().get("/search?q=where+is+the+espresso+machine+%26+milk").await;

    page.assert_ok().assert_text("Nothing here answers that");
    let asked = "where%20is%20the%20espresso%20machine%20%26%20milk";
    page.assert_element(&format!("a[href='/questions/new?title={asked}&searched={asked}']"));
}

#[actix_web::test]
async fn typing_errors_and_half_words_are_forgiven() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    for (typed, slug) in [
        ("postgras+port", "/faq/postgres-5432-5433"),
        ("kuberntes+default+deny+networkpolicy", "/faq/networkpolicy-default-deny"),
        ("rabbitmq+por", "/faq/rabbitmq-ports"),
        ("no_proxy", "/faq/http-proxy-settings"),
        ("%3A5433", "/faq/postgres-5432-5433"),
    ] {
        let page = reader.get(&format!("/search?q={typed}")).await;
        let first = page.attributes("#results a.hit", "href");
        assert_eq!(first.first().map(String::as_str), Some(slug), "{typed}");
    }
    reader.get("/search?q=postgras+port").await.assert_text("Understood as “postgres port”");
}

#[actix_web::test]
async fn w03_hostile_questions_are_words_like_any_other() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();
    let long = "port+".repeat(1_500);

    for query in [
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "status%3Adraft+OR+*",
        "title%3A%22x%22%5E9",
        "%22",
        "(((",
        "",
        "%F0%9F%92%A5",
        &long,
    ] {
        let page = reader.get(&format!("/search?q={query}")).await;
        page.assert_ok();
        assert!(!page.html().contains("<script>alert"), "{query}");
    }
}

#[actix_web::test]
async fn a_correction_is_told_only_where_it_led_to_an_answer() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/search?q=where+is+the+printer").await.assert_no_text("Understood as");
    reader.get("/search?q=expresso+machin+milk").await.assert_no_text("Understood as");
}
