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
