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

    page.assert_ok().assert_text("Nobody has answered this yet");
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
async fn a_typing_error_is_put_right_and_told_with_a_way_back() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let page = reader.get("/search?q=postgras+port&category=data-stores").await;

    page.assert_text("Showing answers for “postgres port”.").assert_text("Search instead for “postgras port”");
    let exact = "/search?q=postgras%20port&category=data-stores&exact=1";
    assert_eq!(page.attributes(".spelling a", "href"), [exact]);
    let typed = reader.get(exact).await;
    typed.assert_ok().assert_no_text("Showing answers for");
    assert_ne!(typed.select("#results a.hit").first(), page.select("#results a.hit").first());
}

#[actix_web::test]
async fn where_the_words_as_typed_find_nothing_the_near_spelling_is_offered() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let page = reader.get("/search?q=kuberntes+networkpolcy&exact=1").await;

    page.assert_text("Nobody has answered this yet").assert_text("Did you mean “kubernetes networkpolicy”?");
    let offered = page.attributes(".spelling a", "href");
    assert_eq!(offered, ["/search?q=kubernetes%20networkpolicy"]);
    reader.get(&offered[0]).await.assert_no_text("Nobody has answered this yet");
}

#[actix_web::test]
async fn a_correction_is_told_only_where_it_led_to_an_answer() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    for words in ["where+is+the+printer", "expresso+machin+milk"] {
        reader.get(&format!("/search?q={words}")).await.assert_no_text("Showing answers for").assert_no_text("Did you");
    }
}

#[actix_web::test]
async fn filters_narrow_what_was_found_and_are_taken_back_one_by_one() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let all = reader.get("/search?q=private+dns+record+for+a+private+endpoint").await;
    let facets = all.attributes("nav[aria-label='Narrow down'] .rows a", "href");
    let counts = all.select("nav[aria-label='Narrow down'] .rows .num");
    let narrowed = reader.get(&facets[0]).await;

    assert!(!facets.is_empty() && facets.iter().all(|href| href.contains("&category=")), "{facets:?}");
    let count = counts[0].split(' ').next().unwrap().parse::<usize>().unwrap();
    let hits = narrowed.select("ol.hits a.hit");
    assert_eq!(hits.len(), count.min(20), "{hits:?}");
    let category = facets[0].rsplit('=').next().unwrap();
    let name = &all.select("nav[aria-label='Narrow down'] .rows a")[0];
    assert!(narrowed.select("ol.hits .meta").iter().all(|line| line.contains(name)), "{name}");
    // The form keeps the filter, and the chip takes it away.
    narrowed.assert_element(&format!("form[role=search] input[type=hidden][name=category][value='{category}']"));
    let chip = narrowed.attributes(".chips a", "href");
    assert_eq!(
        chip.first().map(String::as_str),
        Some("/search?q=private%20dns%20record%20for%20a%20private%20endpoint")
    );

    let both = reader.get("/search?q=dns&category=dns&tag=nowhere-at-all").await;
    both.assert_ok().assert_text("No article has the tag “nowhere-at-all”.").assert_text("Category: DNS");
}

#[actix_web::test]
async fn a_filter_in_the_way_of_the_answer_is_told() {
    let app = TestApp::with().articles().start().await;

    let page = app.anonymous().get("/search?q=which+port+does+postgres+use&category=compliance").await;

    page.assert_text("No answer with these filters").assert_no_text("Nobody has answered this yet");
    page.assert_element("a[href='/search?q=which%20port%20does%20postgres%20use']");
}

#[actix_web::test]
async fn filters_that_are_none_are_told_and_the_rest_is_found() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();
    let long = "x".repeat(5_000);

    for (query, words) in [
        ("q=postgres+port&category=nonsense", "There is no category “nonsense”.".to_owned()),
        ("q=postgres+port&tag=%3Cb%3E", "No article has the tag “<b>”.".to_owned()),
        (&format!("q=postgres+port&category={long}"), format!("There is no category “{}…”.", "x".repeat(60))),
    ] {
        let page = reader.get(&format!("/search?{query}")).await;
        page.assert_ok().assert_text(&words).assert_element("ol.hits a.hit").assert_no_element("input[name=category]");
    }
}

#[actix_web::test]
async fn filters_without_words_lead_to_the_list() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    reader.get("/search?q=&category=dns").await.assert_redirect_to("/faq?category=dns");
    reader.get("/search?category=dns&tag=dns").await.assert_redirect_to("/faq?category=dns&tag=dns");
    reader.get("/search?category=nonsense").await.assert_ok().assert_text("There is no category");
    // While somebody types, the page stays.
    let part = reader.get_with("/search?q=&category=dns", &[("HX-Request", "true")]).await;
    part.assert_ok().assert_element("a[href='/faq?category=dns']");
}

#[actix_web::test]
async fn each_hit_says_where_it_stands_and_whose_word_it_is() {
    let app = TestApp::with().articles().start().await;
    let reader = app.anonymous();

    let page = reader.get("/search?q=do+i+need+to+open+a+port").await;
    page.assert_element("ol.hits .meta").assert_text("from the NetSec team").assert_no_text("to be reviewed");
    app.advance(jiff::SignedDuration::from_hours(24 * 800)).await;

    reader.get("/search?q=do+i+need+to+open+a+port").await.assert_text("to be reviewed");
}

#[actix_web::test]
async fn every_link_keeps_to_the_base_of_the_site() {
    let app = TestApp::with().articles().base_url("https://bridge.example/drawbridge").start().await;

    let page = app.anonymous().get("/search?q=postgras+port&category=data-stores").await;

    page.assert_ok();
    for href in page.attributes("main a", "href") {
        assert!(href.starts_with("/drawbridge/"), "{href}");
    }
}
