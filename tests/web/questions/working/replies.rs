//! What is said often: whose it is, and how it gets into what is being written.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp};
use crate::questions::{Company, ask};

async fn save(client: &Client, key: &str, body: &str, shared: bool) {
    let mut fields = vec![("key", key), ("title", "Often"), ("body", body)];
    if shared {
        fields.push(("shared", "yes"));
    }
    client.submit("/replies/new", "/replies", &fields).await.assert_redirect_to("/replies");
}

#[actix_web::test]
async fn a_reply_is_put_into_an_answer_by_its_key_with_names_in_their_places() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let champion = app.sign_in_as(&company.champion).await;
    save(&champion, "Ports", "Hello {asker}, see {number}. {me}", false).await;

    let page = champion.get(&question).await;
    page.assert_element("datalist#saved-replies option[value=ports]");
    let action = format!("{question}/reply");
    let fields = |reply| [("reply", reply), ("answer", "Yes."), ("version", "1")];
    let put = champion.post(&action, &fields("PORTS")).await;
    let unknown = champion.post(&action, &fields("prots")).await;

    assert_eq!(put.select("textarea[name=answer]"), ["Yes. Hello Bo Lind, see 1. Ana Ruiz"]);
    put.assert_ok().assert_element("[data-go-on] textarea[name=answer]");
    unknown.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("there is no reply “prots”");
    assert_eq!(unknown.select("textarea[name=answer]"), ["Yes."]);
    champion.submit_on(&put, &format!("{question}/answer"), &[]).await.assert_redirect();
    champion.get(&question).await.assert_text("Hello Bo Lind, see 1.");
}

#[actix_web::test]
async fn what_is_shared_is_everybodys_who_answers_and_network_securitys_to_change() {
    let app = TestApp::start().await;
    let company = Company::found(&app).await;
    let champion = app.sign_in_as(&company.champion).await;
    let (kim, lee) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    save(&kim, "proxy", "Use the proxy.", true).await;
    save(&kim, "mine", "Only mine.", false).await;
    save(&champion, "proxy", "Ask the proxy team.", false).await;

    lee.get("/replies").await.assert_text("Use the proxy.").assert_no_text("Only mine.");
    let page = champion.get("/replies").await;
    page.assert_text("Use the proxy.").assert_text("Ask the proxy team.").assert_no_text("Only mine.");
    assert_eq!(page.attributes("a[href$='/edit']", "href").len(), 1, "one's own");
    let shared = lee.get("/replies").await.attributes("a[href$='/edit']", "href").remove(0);
    let (action, id) = (shared.trim_end_matches("/edit"), shared.clone());
    champion.get(&id).await.assert_status(StatusCode::FORBIDDEN);
    let fields = [("key", "proxy"), ("title", "T"), ("body", "B"), ("version", "1")];
    champion.post(action, &fields).await.assert_status(StatusCode::FORBIDDEN);
    champion.post(&format!("{action}/deletion"), &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
    champion
        .post("/replies", &[("key", "x"), ("title", "T"), ("body", "B"), ("shared", "yes")])
        .await
        .assert_status(StatusCode::FORBIDDEN);
    // One's own comes before what is shared.
    let question = ask(&app.sign_in_as(&company.asker).await, "May we peer?").await;
    let put = champion.post(&format!("{question}/reply"), &[("reply", "proxy"), ("answer", "")]).await;
    assert_eq!(put.select("textarea[name=answer]"), ["Ask the proxy team."]);
    let others = kim.get("/replies").await.attributes("a[href$='/edit']", "href");
    let own = others.iter().find(|href| **href != shared).expect("their own");
    lee.get(own).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_reply_that_two_change_keeps_both_texts_and_one_that_goes_asks_first() {
    let app = TestApp::start().await;
    let (kim, lee) = (app.sign_in(Grant::NetSec).await, app.sign_in(Grant::NetSec).await);
    save(&kim, "proxy", "Use the proxy.", true).await;
    let edit = kim.get("/replies").await.attributes("a[href$='/edit']", "href").remove(0);
    let action = edit.trim_end_matches("/edit").to_owned();
    let (one, other) = (kim.get(&edit).await, lee.get(&edit).await);

    kim.submit_on(&one, &action, &[("body", "Use proxy A.")]).await.assert_redirect_to("/replies");
    let late = lee.submit_on(&other, &action, &[("body", "Use proxy B.")]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("Use proxy A.");
    assert_eq!(late.select("textarea[name=body]"), ["Use proxy B."]);
    lee.submit_on(&late, &action, &[]).await.assert_redirect_to("/replies");
    let asked = lee.submit(&edit, &format!("{action}/deletion"), &[]).await;
    asked.assert_text("Delete the reply “Often”?");
    lee.submit_on(&asked, &format!("{action}/deletion"), &[]).await.assert_redirect_to("/replies");
    kim.get("/replies").await.assert_text("No reply is saved yet");
    kim.get(&edit).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn bad_replies_are_refused_beside_their_fields() {
    let app = TestApp::start().await;
    let kim = app.sign_in(Grant::NetSec).await;
    save(&kim, "proxy", "Use the proxy.", false).await;
    let long = "x".repeat(20_001);

    for (key, title, body, words) in [
        ("", "T", "B", "give a key of a few letters"),
        ("two words", "T", "B", "take letters, digits and hyphens"),
        ("a", "", "B", "say in a few words what it is for"),
        ("a", "T", " ", "write the words first"),
        ("a", "T", long.as_str(), "20000 are allowed"),
        ("proxy", "T", "B", "there is a reply “proxy” already"),
    ] {
        let refused = kim.submit("/replies/new", "/replies", &[("key", key), ("title", title), ("body", body)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
    }
    for client in [&app.sign_in_developer().await, &app.sign_in(Grant::Lead).await] {
        client.get("/replies").await.assert_status(StatusCode::NOT_FOUND);
        client
            .post("/replies", &[("key", "a"), ("title", "T"), ("body", "B")])
            .await
            .assert_status(StatusCode::FORBIDDEN);
    }
    app.anonymous().get("/replies").await.assert_redirect();
}
