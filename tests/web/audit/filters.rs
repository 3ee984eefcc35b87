//! What of the record is asked for, and what is said where it can't be.

use actix_web::http::StatusCode;
use drawbridge::accounts::{self, NewPerson};
use drawbridge::web::Grant;

use crate::harness::{TestApp, person};

#[actix_web::test]
async fn a_range_that_ends_before_it_begins_is_said_at_its_end() {
    let app = TestApp::start().await;
    let netsec = app.sign_in(Grant::NetSec).await;

    let refused = netsec.get("/audit?from=2026-11-19&to=2026-11-18").await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_no_text("Nothing of this kind");
    refused.assert_element("input[name=to][value='2026-11-18'][aria-invalid=true] + .problem");
    refused.assert_element("a[href='#field-to']").assert_text("To: lies before From");
    refused.assert_no_element("input[name=from][aria-invalid]");
    let file = netsec.get("/audit.csv?from=2026-11-19&to=2026-11-18").await;
    file.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    netsec.get("/audit?from=2026-11-18&to=2026-11-18").await.assert_ok();
}

#[actix_web::test]
async fn who_is_found_by_name_handle_or_mail_address() {
    let app = TestApp::start().await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let (client, netsec) = (app.sign_in_as(&ana).await, app.sign_in(Grant::NetSec).await);
    client.post("/sign-out", &[]).await.assert_redirect();

    for who in ["ana-ruiz", "@ana-ruiz", "Ana+Ruiz", "ana++RUIZ", "Ana.Ruiz@example.com"] {
        let page = netsec.get(&format!("/audit?who={who}")).await;
        page.assert_ok().assert_text("session.ended");
        assert!(page.select("td[data-label='Who']").iter().all(|name| name == "Ana Ruiz"), "{who}: {page}");
    }
}

#[actix_web::test]
async fn a_name_of_nobody_or_of_several_is_said_beside_it() {
    let app = TestApp::start().await;
    app.insert(person().named("Ana Ruiz")).await;
    let now = app.now();
    app.write(move |tx| {
        let other = NewPerson { name: "Ana Ruiz".into(), email: "other@example.com".into(), chat: String::new() };
        Ok(accounts::add_person(tx, None, now, &other)?)
    })
    .await;
    let netsec = app.sign_in(Grant::NetSec).await;

    for (who, words) in [
        ("Ana+Ruiz", "several people are called “Ana Ruiz”; give a handle or a mail address"),
        ("Ana", "nobody here is known as “Ana”"),
    ] {
        let refused = netsec.get(&format!("/audit?who={who}")).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.select("label .problem"), [words]);
    }
    netsec.get("/audit?who=other@example.com").await.assert_ok();
}
