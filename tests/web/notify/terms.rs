//! A nomination is heard of at the moment of each word that is given on it.

use drawbridge::web::{Grant, Scope};

use super::heard;
use crate::harness::{Client, Named, TestApp, membership, person, team};
use drawbridge::db::keys::TeamId;

struct Cast {
    checkout: Named<TeamId>,
    colleague: Client,
    nominee: Client,
    manager: Client,
    lead: Client,
}

impl Cast {
    async fn gather(app: &TestApp) -> Self {
        let checkout = app.insert(team("Checkout")).await;
        let people = [app.insert(person().named("Dev Patel")).await, app.insert(person().named("Ana Ruiz")).await];
        for one in &people {
            app.insert(membership(one.id, checkout.id)).await;
        }
        let scope = Scope::Team(checkout.id);
        let manager = app.insert(person().named("Helena Brandt").granted_for(Grant::Manager, scope)).await;
        Cast {
            colleague: app.sign_in_as(&people[0]).await,
            nominee: app.sign_in_as(&people[1]).await,
            manager: app.sign_in_as(&manager).await,
            lead: app.sign_in(Grant::Lead).await,
            checkout,
        }
    }

    /// Nominates Ana Ruiz, and returns the term's address.
    async fn nominate(&self, client: &Client) -> String {
        let action = format!("/teams/{}/nominations", self.checkout.slug);
        client.submit(&format!("{action}/new"), &action, &[("person", "Ana Ruiz")]).await.location()
    }
}

#[actix_web::test]
async fn each_word_that_is_waited_for_is_asked_for_and_each_answer_reaches_who_waited() {
    let app = TestApp::start().await;
    let cast = Cast::gather(&app).await;

    let path = cast.nominate(&cast.colleague).await;
    assert_eq!(heard(&cast.manager).await, ["Dev Patel nominated Ana Ruiz as champion of Checkout: agree, or say no"]);
    for silent in [&cast.colleague, &cast.nominee, &cast.lead] {
        assert_eq!(heard(silent).await.len(), 0, "the team has a manager, and nobody else is asked");
    }
    let page = cast.manager.get("/notifications").await;
    let link = page.attributes("ul.notices li a", "href").remove(0);
    cast.manager.get(&link).await.assert_redirect_to(&path);

    cast.manager.submit(&path, &format!("{path}/approval"), &[]).await.assert_redirect();
    assert_eq!(heard(&cast.nominee).await, ["You are asked to serve Checkout as champion: accept, or decline"]);

    cast.nominee.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();
    for waited in [&cast.manager, &cast.colleague] {
        assert_eq!(heard(waited).await[0], "Ana Ruiz accepted to serve Checkout as champion from 18 Nov 2026 on");
    }
    assert_eq!((heard(&cast.nominee).await.len(), heard(&cast.lead).await.len()), (1, 0));
}

#[actix_web::test]
async fn a_no_reaches_whoever_nominated_with_its_reason() {
    let app = TestApp::start().await;
    let cast = Cast::gather(&app).await;

    let path = cast.nominate(&cast.colleague).await;
    cast.manager.submit(&path, &format!("{path}/approval"), &[]).await.assert_redirect();
    let fields = [("reason", "Too much on my plate")];
    let asked = cast.nominee.submit(&path, &format!("{path}/refusal"), &fields).await;
    cast.nominee.submit_on(&asked, &format!("{path}/refusal"), &[]).await.assert_redirect();

    for waited in [&cast.colleague, &cast.manager] {
        assert_eq!(heard(waited).await[0], "Ana Ruiz declined to serve Checkout as champion: nominate another");
        waited.get("/notifications").await.assert_text("Too much on my plate");
    }
}

#[actix_web::test]
async fn where_a_team_has_no_manager_the_lead_is_asked_and_who_may_decide_asks_the_nominee_at_once() {
    let app = TestApp::start().await;
    let cast = Cast::gather(&app).await;
    let ledger = app.insert(team("Ledger")).await;
    let own = app.insert(person().named("Cy Moss")).await;
    app.insert(membership(own.id, ledger.id)).await;
    let own = app.sign_in_as(&own).await;

    let action = format!("/teams/{}/nominations", ledger.slug);
    own.submit(&format!("{action}/new"), &action, &[("person", "Cy Moss"), ("role", "deputy")]).await.assert_redirect();
    cast.nominate(&cast.manager).await;

    assert_eq!(heard(&cast.lead).await, ["Cy Moss would like to serve Ledger as deputy: agree, or say no"]);
    assert_eq!((heard(&own).await.len(), heard(&cast.manager).await.len()), (0, 0));
    assert_eq!(heard(&cast.nominee).await, ["You are asked to serve Checkout as champion: accept, or decline"]);
}
