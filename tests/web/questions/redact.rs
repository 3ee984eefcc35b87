//! What should not leave a question is marked, and nothing is published while
//! nobody has decided about it.

use actix_web::http::StatusCode;
use drawbridge::accounts::Person;
use drawbridge::web::Grant;

use super::Company;
use super::publish::{first_category, publish};
use crate::harness::{Answer, Client, TestApp, person};

const ANSWER: &str =
    "Ana Ruiz knows it: `db-1.ledger.internal` at 10.4.0.7.\n\nWrite to bo.lind@corp.io, password=hunter2x9.";

/// A question whose answer tells too much, confirmed by its asker.
async fn confirmed(app: &TestApp, visibility: &str) -> (Company, Client, Person) {
    let company = Company::found(app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let title = "Why can Checkout not reach 10.4.0.7?";
    asker
        .submit("/questions/new", "/questions", &[("title", title), ("visibility", visibility)])
        .await
        .assert_redirect();
    let kim = app.insert(person().named("Kim Osei").granted(Grant::NetSec)).await;
    let writer = app.sign_in_as(&kim).await;
    writer
        .submit("/questions/1", "/questions/1/answer", &[("answer", ANSWER)])
        .await
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let page = writer.submit("/questions/1", "/questions/1/answer", &[("answer", ANSWER)]).await;
    writer.submit_on(&page, "/questions/1/answer", &[("checked", "yes")]).await.assert_redirect();
    asker.submit("/questions/1", "/questions/1/confirmation", &[]).await.assert_redirect();
    (company, writer, kim)
}

/// The name of the radio buttons of a find.
fn field_of(page: &Answer, text: &str) -> String {
    let texts = page.select("fieldset.find legend mark");
    let names = page.attributes("fieldset.find input[type=radio][value=replace]", "name");
    let at = texts.iter().position(|one| one.contains(text)).unwrap_or_else(|| panic!("{text} is not in {texts:?}"));
    names[at].clone()
}

#[actix_web::test]
async fn each_find_is_listed_with_its_place_and_a_proposal_and_has_to_be_decided() {
    let app = TestApp::start().await;
    let (_, writer, _) = confirmed(&app, "everyone").await;
    let action = "/questions/1/publication";

    let form = writer.get("/questions/1/publication/new").await;
    for (text, proposal) in [
        ("Ana Ruiz", "a colleague"),
        ("db-1.ledger.internal", "service.example"),
        ("10.4.0.7", "192.0.2.1"),
        ("bo.lind@corp.io", "somebody@example.com"),
        ("hunt…", "[removed]"),
    ] {
        let with = field_of(&form, text).replace("find-", "with-");
        form.assert_element(&format!("input[name='{with}'][value='{proposal}']"));
    }
    form.assert_text("title; other way to ask, line 1; article, line 1")
        .assert_no_element("fieldset.find input[checked]");
    form.assert_text("Decide about the 5 that are left.");
    let category = first_category(&form);
    let refused = writer.submit_on(&form, action, &[("category", &category), ("act", "ask")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("decide about each of them");
    writer.get("/drafts/1").await.assert_status(StatusCode::NOT_FOUND);

    // One stays, all others are replaced.
    let host = field_of(&refused, "db-1.ledger.internal");
    let all = writer.submit_on(&refused, action, &[("act", "replace"), (&host, "keep")]).await;
    all.assert_ok().assert_text("you have decided about all");
    let sent = writer.submit_on(&all, action, &[("act", "ask")]).await;
    sent.assert_redirect_to("/questions/1");
    let reader = app.sign_in(Grant::NetSec).await;
    let article = publish(&reader).await;

    let page = app.anonymous().get(&article).await;
    page.assert_text("a colleague knows it: db-1.ledger.internal at 192.0.2.1.");
    page.assert_text("Write to somebody@example.com, password=[removed]");
    for gone in ["Ana Ruiz", "10.4.0.7", "bo.lind", "hunter2"] {
        page.assert_no_text(gone);
    }
}

#[actix_web::test]
async fn what_is_written_into_the_draft_later_is_looked_through_as_well() {
    let app = TestApp::start().await;
    let (_, writer, kim) = confirmed(&app, "everyone").await;
    let action = "/questions/1/publication";
    let form = writer.get("/questions/1/publication/new").await;
    let category = first_category(&form);
    let all = writer.submit_on(&form, action, &[("category", &category), ("act", "replace")]).await;
    let own = field_of(&all, "10.4.0.7").replace("find-", "with-");

    let named = writer.submit_on(&all, action, &[("act", "ask"), (&own, "the host of Bo Lind")]).await;
    named.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("a replacement names something itself: Bo Lind");
    writer.submit_on(&all, action, &[("act", "ask")]).await.assert_redirect();
    let reader = app.sign_in(Grant::NetSec).await;
    reader.submit("/drafts/1", "/drafts/1/return", &[("why", "Say whom to ask.")]).await.assert_redirect();
    let asks = [("body", "Ask Kim Osei."), ("act", "ask")];
    let refused = writer.submit("/drafts/1", "/drafts/1", &asks).await;

    refused
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY)
        .assert_text("nobody has decided about what was found in it");
    writer.submit("/drafts/1", "/drafts/1", &[("body", "Ask Kim Osei."), ("act", "save")]).await.assert_redirect();
    let again = writer.get("/questions/1/publication/new").await;
    again.assert_text("Ask Kim Osei.");
    let field = field_of(&again, &kim.name);
    writer.submit_on(&again, action, &[(&field, "keep"), ("act", "ask")]).await.assert_redirect();
    let article = publish(&reader).await;
    app.anonymous().get(&article).await.assert_text("Ask Kim Osei.");
}

#[actix_web::test]
async fn an_article_of_a_restricted_question_tells_nobody_who_asked() {
    for visibility in ["team", "netsec"] {
        let app = TestApp::start().await;
        let (company, writer, _) = confirmed(&app, visibility).await;
        let action = "/questions/1/publication";
        let form = writer.get("/questions/1/publication/new").await;
        let category = first_category(&form);
        // What tells who asked can't be kept, not even by a form of one's own.
        let (team, ana) = (field_of(&form, "Checkout"), field_of(&form, "Ana Ruiz"));
        form.assert_no_element(&format!("input[name='{team}'][value=keep]"));
        let all = writer.submit_on(&form, action, &[("category", &category), ("act", "replace")]).await;
        let mut fields = all.fill_form(action, &[("act", "ask")]);
        fields.iter_mut().filter(|(name, _)| *name == ana).for_each(|(_, value)| *value = "keep".into());
        writer.post_exactly(action, &fields).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        writer.submit_on(&all, action, &[("act", "ask")]).await.assert_redirect();

        // A lead may be its second reader, and learns nothing of the question.
        let lead = app.sign_in(Grant::Lead).await;
        let draft = lead.get("/drafts/1").await;
        draft.assert_text("a question that is not for everyone").assert_no_element("a[href='/questions/1']");
        let article = publish(&lead).await;

        let seen = lead.get(&article).await;
        for told in ["Checkout", "Ana", "Bo", "10.4.0.7", "corp.io", "hunter2", "question 1"] {
            seen.assert_no_text(told);
            assert!(!article.contains(&told.to_lowercase()), "{article}");
        }
        seen.assert_no_element("a[href='/questions/1']");
        lead.get("/questions/1").await.assert_status(StatusCode::NOT_FOUND);
        writer.get(&article).await.assert_element("a[href='/questions/1']");
        let asker = app.sign_in_as(&company.asker).await;
        asker.get(&article).await.assert_element("a[href='/questions/1']");
        asker.get("/questions/1").await.assert_element(&format!("a[href='{article}']"));
    }
}
