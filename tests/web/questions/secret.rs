//! N11: whoever pastes what looks like a key is warned before it is saved,
//! whichever form takes the words.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use super::{Company, ask};
use crate::harness::TestApp;

#[actix_web::test]
async fn n11_every_form_warns_before_it_saves() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let question = ask(&asker, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let analyst = app.sign_in(Grant::NetSec).await;

    for (index, (client, act, field)) in [
        (&champion, "comments", "comment"),
        (&champion, "inquiry", "inquiry"),
        (&asker, "comments", "comment"),
        (&champion, "escalation", "why"),
        (&analyst, "answer", "answer"),
        (&asker, "missing", "missing"),
    ]
    .into_iter()
    .enumerate()
    {
        let secret = format!("password=hunter2x{index}");
        let action = format!("{question}/{act}");
        let refused = client.submit(&question, &action, &[(field, &secret)]).await;

        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("this looks like a password (hunt…)");
        assert!(refused.html().contains(&secret), "no word is lost");
        refused.assert_element("input[name=checked]");
        let page = client.get(&question).await;
        page.assert_no_text(&secret);
        page.assert_no_element("input[name=checked]");
        let sent = client.submit_on(&refused, &action, &[("checked", "yes")]).await;
        sent.assert_redirect_to(&question);
        client.get(&question).await.assert_text(&secret);
    }
}

#[actix_web::test]
async fn n11_saved_replies_and_both_parts_of_a_split_are_asked_about_too() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    let split = [("second_title", "Which MTU?")];

    for (page, action, field, fields) in [
        ("/replies/new", "/replies", "body", &[("key", "pool"), ("title", "The pool")][..]),
        ("/questions/1/split/new", "/questions/1/split", "body", &split[..]),
        ("/questions/1/split/new", "/questions/1/split", "second_body", &split[..]),
        ("/questions/1/split/new", "/questions/1/split", "second_title", &[][..]),
    ] {
        let mut fields = fields.to_vec();
        fields.push((field, "password=hunter2x"));
        champion.get(page).await.assert_no_element("input[name=checked]");
        let refused = champion.submit(page, action, &fields).await;

        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("this looks like a password (hunt…)");
        refused.assert_element("input[name=checked]");
        assert!(refused.html().contains("password=hunter2x"), "no word is lost");
    }
    let fields = [("key", "pool"), ("title", "The pool"), ("body", "password=hunter2x"), ("checked", "yes")];
    champion.post("/replies", &fields).await.assert_redirect_to("/replies");
}
