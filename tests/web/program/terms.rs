//! From a nomination to the end of a term.

use actix_web::http::StatusCode;
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;

use crate::harness::binary::Folder;
use crate::harness::{TestApp, membership, person, team, term};

#[actix_web::test]
async fn an_admins_nominee_accepts_and_the_team_is_covered() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let (admin, nominee) = (app.sign_in(Grant::Admin).await, app.sign_in_as(&ana).await);
    admin.get("/coverage").await.assert_text("The one team is not covered");

    let form = format!("/teams/{}/nominations/new", checkout.slug);
    let action = format!("/teams/{}/nominations", checkout.slug);
    let nominated = admin.submit(&form, &action, &[("person", "ana ruiz")]).await;
    let path = nominated.location();
    admin.follow(&nominated).await.assert_text("waits for an answer");
    nominee.get("/me").await.assert_text("You are asked to serve Checkout");
    let accepted = nominee.submit(&path, &format!("{path}/acceptance"), &[]).await;

    nominee.follow(&accepted).await.assert_text("Ana Ruiz serves Checkout now");
    nominee.get(&path).await.assert_text("What Ana Ruiz said yes to").assert_text("Have a direct line.");
    admin.get("/coverage").await.assert_text("The one team is covered");
    // Of a week that is Wednesday when the term begins, three days are owed.
    nominee.get("/me").await.assert_text("0 min of 2 h 24");
    admin.get("/champions").await.assert_text("Ana Ruiz");
}

#[actix_web::test]
async fn a_colleagues_nomination_waits_for_the_manager() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let dev = app.insert(person().named("Dev Patel")).await;
    app.insert(membership(dev.id, checkout.id)).await;
    let boss = app.insert(person().named("Helena Brandt").granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let (colleague, manager) = (app.sign_in_as(&dev).await, app.sign_in_as(&boss).await);

    let action = format!("/teams/{}/nominations", checkout.slug);
    let nominated = colleague.submit(&format!("{action}/new"), &action, &[("person", &dev.handle)]).await;
    let path = nominated.location();

    manager.get("/me").await.assert_text("Dev Patel is put forward as champion of Checkout");
    colleague.post(&format!("{path}/approval"), &[]).await.assert_status(StatusCode::FORBIDDEN);
    colleague.post(&format!("{path}/acceptance"), &[]).await.assert_status(StatusCode::CONFLICT);
    manager.submit(&path, &format!("{path}/approval"), &[]).await.assert_redirect_to(&path);
    manager.post(&format!("{path}/acceptance"), &[]).await.assert_status(StatusCode::FORBIDDEN);
    let fields = [("reason", "Too much on my plate")];
    let asked = colleague.submit(&path, &format!("{path}/refusal"), &fields).await;
    asked.assert_ok().assert_text("Decline this nomination?");
    colleague.submit_on(&asked, &format!("{path}/refusal"), &[]).await.assert_redirect_to(&path);
    colleague.get(&path).await.assert_text("Too much on my plate").assert_text("declined");
}

#[actix_web::test]
async fn a_person_has_one_open_term_in_a_team() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;

    let action = format!("/teams/{}/nominations", checkout.slug);
    let refused = lead.submit(&format!("{action}/new"), &action, &[("person", &ana.handle), ("percent", "60")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#percent-problem");
    let refused = lead.submit(&format!("{action}/new"), &action, &[("person", &ana.handle)]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("serves Checkout already");
    refused.assert_element(&format!("input[name=person][value='{}']", ana.handle));
}

#[actix_web::test]
async fn ending_a_term_ends_what_followed_from_it() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id)).await;
    let champion = app.sign_in_as(&ana).await;
    champion.get("/reviews/new").await.assert_ok();

    let path = format!("/terms/{id}");
    let form = champion.get(&format!("{path}/end")).await;
    form.assert_text("End your term").assert_no_element("[name=thanks]");
    let ended = champion.submit_on(&form, &format!("{path}/end"), &[("reason", "New team")]).await;

    champion.follow(&ended).await.assert_text("New team").assert_text("has ended");
    champion.get("/reviews/new").await.assert_status(StatusCode::NOT_FOUND);
    champion.get(&format!("/teams/{}", checkout.slug)).await.assert_text("has no champion at the moment");
}

#[actix_web::test]
async fn a_term_that_was_ended_says_its_days_and_by_whom() {
    let app = TestApp::start().await;
    let lead = app.sign_in_as(&app.insert(person().named("Lea Lead").granted(Grant::Lead)).await).await;
    for (name, ends_in, on, days) in [
        ("Open", None, "2026-11-18", "19 Oct 2026 to 18 Nov 2026"),
        ("Agreed", Some(6), "2026-11-18", "19 Oct 2026 to 18 Nov 2026"),
        ("Earlier", Some(6), "2026-11-02", "19 Oct 2026 to 2 Nov 2026"),
    ] {
        let (team, who) = (app.insert(team(name)).await, app.insert(person()).await);
        let new = term(who.id, team.id);
        let id = app.insert(if let Some(days) = ends_in { new.ends_in(days) } else { new }).await;
        let path = format!("/terms/{id}");

        let ended = lead.submit(&format!("{path}/end"), &format!("{path}/end"), &[("on", on)]).await;

        lead.follow(&ended).await.assert_text(days).assert_text("by Lea Lead").assert_no_text("since 19 Oct");
        lead.get(&format!("/people/{}", who.handle)).await.assert_text(days);
    }
}

#[actix_web::test]
async fn thanks_are_read_on_the_desk_however_long_ago_the_term_ended() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;
    let path = format!("/terms/{id}");
    lead.submit(&format!("{path}/end"), &format!("{path}/end"), &[("on", "2026-10-25")]).await.assert_redirect();

    let thanked = lead.submit(&path, &format!("{path}/thanks"), &[("thanks", "You kept us calm")]).await;

    lead.follow(&thanked).await.assert_text("reads your thanks on their desk");
    app.sign_in_as(&ana).await.get("/me").await.assert_text("You kept us calm");
    app.advance(SignedDuration::from_hours(24 * 15)).await;
    app.sign_in_as(&ana).await.get("/me").await.assert_no_text("You kept us calm");
}

#[actix_web::test]
async fn who_comes_second_is_told_that_the_place_is_taken_and_can_decline() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let (ana, dev) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Dev Patel")).await);
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(checkout.id))).await;
    let (first, second) = (app.sign_in_as(&ana).await, app.sign_in_as(&dev).await);
    let manager = app.sign_in_as(&boss).await;
    let action = format!("/teams/{}/nominations", checkout.slug);
    let mut paths = Vec::new();
    for person in [&ana, &dev] {
        let nominated = manager.submit(&format!("{action}/new"), &action, &[("person", &person.handle)]).await;
        paths.push(nominated.location());
    }
    second.get(&paths[1]).await.assert_element(&format!("form[action='{}/acceptance']", paths[1]));
    first.submit(&paths[0], &format!("{}/acceptance", paths[0]), &[]).await.assert_redirect();

    let page = second.get(&paths[1]).await;
    page.assert_text("Ana Ruiz serves Checkout as champion, so there is no place for you now");
    page.assert_no_element(&format!("form[action='{}/acceptance']", paths[1]));
    page.assert_element(&format!("form[action='{}/refusal']", paths[1]));
    let late = second.post(&format!("{}/acceptance", paths[1]), &[]).await;
    late.assert_status(StatusCode::CONFLICT).assert_element(&format!("form[action='{}/refusal']", paths[1]));
    manager.get(&paths[1]).await.assert_text("there is no place for Dev Patel now").assert_text("Take it back");
    manager.get("/notifications").await.assert_text("there is no place for Dev Patel now");
    second.get("/notifications").await.assert_text("there is no place for Dev Patel now");
}

#[actix_web::test]
async fn a_term_serves_from_its_first_day_and_not_past_its_last() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let (admin, nominee) = (app.sign_in(Grant::Admin).await, app.sign_in_as(&ana).await);
    let (first, last) = (app.today().plus_days(1).to_string(), app.today().plus_days(1).to_string());
    let action = format!("/teams/{}/nominations", checkout.slug);
    let fields = [("person", "Ana Ruiz"), ("starts_on", first.as_str()), ("ends_on", last.as_str())];
    let path = admin.submit(&format!("{action}/new"), &action, &fields).await.location();
    nominee.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();

    nominee.get("/reviews/new").await.assert_status(StatusCode::NOT_FOUND);
    app.advance(SignedDuration::from_hours(24)).await;
    nominee.get("/reviews/new").await.assert_ok();
    app.advance(SignedDuration::from_hours(24)).await;
    nominee.get("/reviews/new").await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn whoever_is_switched_off_serves_no_more() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    app.insert(term(ana.id, checkout.id)).await;
    let admin = app.sign_in(Grant::Admin).await;
    let own = format!("/teams/{}", checkout.slug);
    admin.get("/coverage").await.assert_text("The one team is covered");

    admin.post("/accounts/ana-ruiz/state", &[("state", "disabled")]).await.assert_redirect();

    admin.get("/coverage").await.assert_text("The one team is not covered").assert_text("no champion");
    admin.get(&own).await.assert_text("has no champion at the moment").assert_text("account switched off");
    admin.get("/champions").await.assert_no_text("Ana Ruiz");
    let now = app.now();
    let serving = app.read(move |c| Ok(drawbridge::program::serving(c, checkout.id, now.day()).unwrap())).await;
    assert_eq!(serving, []);
    admin.post("/accounts/ana-ruiz/state", &[("state", "active")]).await.assert_redirect();
    admin.get("/coverage").await.assert_text("The one team is covered");
}

#[actix_web::test]
async fn a_team_has_one_champion_and_any_deputies() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(person().named("Bob Ray")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;

    let action = format!("/teams/{}/nominations", checkout.slug);
    let refused = lead.submit(&format!("{action}/new"), &action, &[("person", "Bob Ray")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#role-problem");
    refused.assert_text("Ana Ruiz serves Checkout as champion; choose deputy");

    let fields = [("person", "Bob Ray"), ("role", "deputy")];
    lead.submit(&format!("{action}/new"), &action, &fields).await.assert_redirect();
}

#[actix_web::test]
async fn a_last_day_that_has_passed_is_refused_at_its_field() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    app.insert(person().named("Ana Ruiz")).await;
    let lead = app.sign_in(Grant::Lead).await;

    let action = format!("/teams/{}/nominations", checkout.slug);
    let (first, last) = (app.today().plus_days(-9).to_string(), app.today().plus_days(-1).to_string());
    let fields = [("person", "Ana Ruiz"), ("starts_on", first.as_str()), ("ends_on", last.as_str())];
    let refused = lead.submit(&format!("{action}/new"), &action, &fields).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#ends_on-problem");
    refused.assert_text("has passed already");
}

#[actix_web::test]
async fn whoever_accepts_belongs_to_the_team_and_stays_while_they_serve() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let (lead, nominee) = (app.sign_in(Grant::Lead).await, app.sign_in_as(&ana).await);
    let (own, action) = (format!("/teams/{}", checkout.slug), format!("/teams/{}/nominations", checkout.slug));
    let path = lead.submit(&format!("{action}/new"), &action, &[("person", "Ana Ruiz")]).await.location();
    lead.get(&path).await.assert_text("Ana Ruiz is asked next");

    nominee.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();

    nominee.get("/me").await.assert_no_text("You belong to no team yet");
    let fields = [("person", "ana-ruiz"), ("confirmed", "yes")];
    let refused = lead.post(&format!("{own}/members/remove"), &fields).await;
    refused.assert_status(StatusCode::CONFLICT).assert_text("end that term first");
    lead.post(&format!("{path}/end"), &[("confirmed", "yes")]).await.assert_redirect();
    lead.post(&format!("{own}/members/remove"), &fields).await.assert_redirect();
}

#[actix_web::test]
async fn a_nomination_is_refused_after_one_question() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id).state("nominated")).await;
    let lead = app.sign_in(Grant::Lead).await;

    let path = format!("/terms/{id}");
    lead.get(&path).await.assert_no_text("Take it back");
    let asked = lead.submit(&path, &format!("{path}/rejection"), &[("reason", "Too early")]).await;
    asked.assert_ok().assert_text("Refuse this nomination?");
    lead.submit_on(&asked, &format!("{path}/rejection"), &[]).await.assert_redirect_to(&path);

    lead.get(&path).await.assert_text("not approved").assert_text("Too early");
}

#[actix_web::test]
async fn whoever_says_no_says_why_and_keeps_the_words() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id).state("approved")).await;
    let (nominee, path) = (app.sign_in_as(&ana).await, format!("/terms/{id}"));

    let refused = nominee.submit(&path, &format!("{path}/refusal"), &[("reason", " ")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_element("#reason-problem");
    let long = "x".repeat(501);
    let refused = nominee.submit(&path, &format!("{path}/refusal"), &[("reason", long.as_str())]).await;

    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("500 are allowed").assert_text(&long);
    nominee.get(&path).await.assert_text("waits for an answer");
}

#[actix_web::test]
async fn what_was_accepted_is_kept_when_the_company_writes_another_scope() {
    let folder = Folder::new();
    folder.write("program/scope.md", "- Guard the **old** bridge.\n");
    let app = TestApp::with().content(&folder.0).start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let id = app.insert(term(ana.id, checkout.id).state("approved")).await;
    let (nominee, path) = (app.sign_in_as(&ana).await, format!("/terms/{id}"));
    nominee.get(&path).await.assert_text("Guard the old bridge.");
    nominee.submit(&path, &format!("{path}/acceptance"), &[]).await.assert_redirect();

    folder.write("program/scope.md", "- Guard the new bridge, which is longer.\n");
    let lead = app.sign_in(Grant::Lead).await;
    let form = "/teams/checkout/nominations/new";
    let mut page = lead.get(form).await;
    for _ in 0..40 {
        if page.text().contains("new bridge") {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        page = lead.get(form).await;
    }

    page.assert_text("Guard the new bridge, which is longer.");
    lead.get(&path).await.assert_text("Guard the old bridge.").assert_no_text("new bridge");
    folder.write("program/scope.md", " \n");
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_300)).await;
    lead.get(form).await.assert_text("Guard the new bridge");
}
