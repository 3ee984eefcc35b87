use drawbridge::knowledge::{KnowledgeError, Library, NewArticle, publish};

use crate::harness::{TestApp, person};

fn answer() -> NewArticle {
    NewArticle {
        title: "May the label printer reach the parcel gateway?".into(),
        category: "ports-firewalls".into(),
        tags: vec!["printer".into()],
        phrasings: vec!["zebra label printer cannot reach parcelhub".into()],
        body: "Yes, on 9100/tcp through the print relay.\n\n<script>alert(1)</script>".into(),
        question_number: Some(17),
        ..NewArticle::default()
    }
}

#[actix_web::test]
async fn within_a_second_the_first_words_find_what_was_published() {
    let app = TestApp::with().articles().start().await;
    let author = app.insert(person().named("Nia Sec")).await;
    let (now, library) = (app.now(), Library::open("", None).unwrap());
    let reader = app.anonymous();
    let query = "/search?q=zebra+label+printer+cannot+reach+parcelhub";
    reader.get(query).await.assert_text("Nobody has answered this yet");

    let slug = app.db.write(move |tx| publish(tx, &library, author.id, now, &answer())).await;

    assert_eq!(slug.map(|slug| slug.to_string()).unwrap(), "may-the-label-printer-reach-the-parcel-gateway");
    actix_web::rt::time::sleep(std::time::Duration::from_secs(1)).await;
    let found = reader.get(query).await.attributes("#results a.hit", "href");
    assert_eq!(found.first().map(String::as_str), Some("/faq/may-the-label-printer-reach-the-parcel-gateway"));
    let page = reader.get("/faq/may-the-label-printer-reach-the-parcel-gateway").await;
    page.assert_ok().assert_no_text("Nia Sec");
    page.assert_text("<script>alert(1)</script>");
    assert!(page.select("article script").is_empty());
    let signed_in = app.sign_in_developer().await;
    let page = signed_in.get("/faq/may-the-label-printer-reach-the-parcel-gateway").await;
    page.assert_text("Nia Sec").assert_element("a[href='/questions/17']");
}

#[actix_web::test]
async fn a_slug_that_is_taken_gets_a_number() {
    let app = TestApp::with().articles().start().await;
    let author = app.insert(person()).await;
    let (now, library) = (app.now(), Library::open("", None).unwrap());

    let slugs = app
        .db
        .write(move |tx| {
            let again = NewArticle { slug: Some("connection-refused".into()), ..answer() };
            let first = publish(tx, &library, author.id, now, &again)?;
            let second = publish(tx, &library, author.id, now, &again)?;
            Ok::<_, KnowledgeError>([first.to_string(), second.to_string()])
        })
        .await;

    assert_eq!(slugs.unwrap(), ["connection-refused-2", "connection-refused-3"]);
}
