//! How champions begin and end: the list, the buddy, the reviews, and what is
//! taken back.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::Person;
use drawbridge::db::keys::TermId;
use drawbridge::db::schema::{audit_entries, onboarding_items, terms};
use drawbridge::program::onboarding::Templates;
use drawbridge::program::{self, TermState};
use drawbridge::web::{Grant, Scope};

use crate::harness::binary::Folder;
use crate::harness::{Client, TestApp, department, membership, person, team, term};

/// A champion of Checkout in Payments, with the list of their term.
struct Begun {
    ana: Person,
    term: TermId,
    list: String,
    manager: Client,
    champion: Client,
}

async fn begun(app: &TestApp) -> Begun {
    let payments = app.insert(department("Payments")).await;
    let checkout = app.insert(team("Checkout").within(payments.id)).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    let term = app.insert(term(ana.id, checkout.id)).await;
    begin(app, term).await;
    let boss =
        app.insert(person().named("Helena Brandt").granted_for(Grant::Manager, Scope::Department(payments.id))).await;
    let (manager, champion) = (app.sign_in_as(&boss).await, app.sign_in_as(&ana).await);
    Begun { list: format!("/terms/{term}/onboarding"), ana, term, manager, champion }
}

/// Copies the list into a term that a builder made, as accepting it does.
async fn begin(app: &TestApp, term: TermId) {
    let now = app.now();
    app.write(move |tx| {
        let found = program::terms::find_term(tx, term)?.term;
        Ok(program::onboarding::begin(tx, &Templates::open(None).get(), now, &found)?)
    })
    .await;
}

/// The address of a thing, and the version of its row.
async fn thing(app: &TestApp, term: TermId, name: &'static str) -> (String, String) {
    let (id, version): (String, i32) = app
        .read(move |connection| {
            onboarding_items::table
                .filter(onboarding_items::term_id.eq(term))
                .filter(onboarding_items::item.eq(name))
                .select((onboarding_items::id, onboarding_items::version))
                .first(connection)
        })
        .await;
    (format!("/onboarding/things/{id}"), version.to_string())
}

async fn mark(app: &TestApp, by: &Client, term: TermId, name: &'static str, fields: &[(&str, &str)]) -> StatusCode {
    let (path, version) = thing(app, term, name).await;
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    by.post(&path, &all).await.status
}

#[actix_web::test]
async fn accepting_a_nomination_copies_the_list_and_whoever_owns_a_thing_ticks_it() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(membership(ana.id, checkout.id)).await;
    let term = app.insert(term(ana.id, checkout.id).state("approved")).await;
    let (champion, netsec) = (app.sign_in_as(&ana).await, app.sign_in(Grant::NetSec).await);
    champion.get(&format!("/terms/{term}/onboarding")).await.assert_status(StatusCode::NOT_FOUND);

    let page = format!("/terms/{term}");
    champion.submit(&page, &format!("{page}/acceptance"), &[]).await.assert_redirect();

    let list = format!("/terms/{term}/onboarding");
    let shown = champion.get(&list).await;
    shown.assert_ok().assert_text("7 of 7 still missing").assert_text("Added to Network Security's chat channel");
    champion
        .get("/me")
        .await
        .assert_text("things are still missing for your start")
        .assert_element(&format!("a[href='{list}']"));
    netsec.get("/me").await.assert_text("3 things for champions");
    assert_eq!(mark(&app, &champion, term, "chat-channel", &[("act", "done")]).await, StatusCode::FORBIDDEN);
    assert_eq!(mark(&app, &netsec, term, "introduced", &[("act", "done")]).await, StatusCode::FORBIDDEN);
    assert_eq!(mark(&app, &netsec, term, "chat-channel", &[("act", "asked")]).await, StatusCode::SEE_OTHER);
    champion.get(&list).await.assert_text("asked for on 18 Nov 2026");
    let fields = [("act", "done"), ("on", "2026-11-18"), ("evidence", "TICKET-17")];
    assert_eq!(mark(&app, &netsec, term, "chat-channel", &fields).await, StatusCode::SEE_OTHER);
    assert_eq!(mark(&app, &champion, term, "introduced", &[("act", "done")]).await, StatusCode::SEE_OTHER);

    let shown = champion.get(&list).await;
    shown.assert_text("5 of 7 still missing").assert_text("done on 18 Nov 2026").assert_text("TICKET-17");
    netsec.get("/me").await.assert_text("2 things for champions");
    let actions: Vec<String> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::action.like("onboarding.%"))
                .order(audit_entries::id)
                .select(audit_entries::action)
                .load(connection)
        })
        .await;
    let marked = "onboarding.marked";
    assert_eq!(actions, ["onboarding.begun", marked, marked, marked]);
}

#[actix_web::test]
async fn what_does_not_fit_is_refused_with_the_words_kept() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let (path, version) = thing(&app, begun.term, "sast-licence").await;

    for (fields, words) in [
        ([("act", "done"), ("on", "2026-12-01"), ("evidence", "SAST-9")], "lies ahead"),
        ([("act", "done"), ("on", "soon"), ("evidence", "SAST-9")], "is not a date"),
        ([("act", "revoked"), ("on", ""), ("evidence", "SAST-9")], "once the term is over"),
        ([("act", "lost"), ("on", ""), ("evidence", "SAST-9")], "choose what is to be said"),
    ] {
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        let refused = lead.post(&path, &all).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        assert!(refused.html().contains("value=\"SAST-9\""), "{words}");
    }
    let late = lead.post(&path, &[("act", "done"), ("version", "9")]).await;
    late.assert_status(StatusCode::CONFLICT).assert_text("changed by somebody else");
    assert_eq!(mark(&app, &lead, begun.term, "sast-licence", &[("act", "done")]).await, StatusCode::SEE_OTHER);
    assert_eq!(mark(&app, &lead, begun.term, "sast-licence", &[("act", "undone")]).await, StatusCode::SEE_OTHER);
    lead.get(&begun.list).await.assert_text("7 of 7 still missing");
    lead.post("/onboarding/things/nothing", &[("act", "done")]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn at_the_end_accesses_are_to_be_revoked_until_they_are_ticked() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let (lead, netsec) = (app.sign_in(Grant::Lead).await, app.sign_in(Grant::NetSec).await);
    for name in ["scope", "chat-channel", "sast-licence"] {
        assert_eq!(mark(&app, &lead, begun.term, name, &[("act", "done")]).await, StatusCode::SEE_OTHER);
    }
    let (term, now) = (begun.term, app.now());
    app.write(move |tx| {
        let ended = (terms::state.eq(TermState::Ended), terms::ended_at.eq(now));
        diesel::update(terms::table.find(term)).set(ended).execute(tx)?;
        Ok(())
    })
    .await;

    netsec.get("/me").await.assert_text("2 things for champions, or to be taken back from them");
    let all = lead.get("/onboarding").await;
    all.assert_text("2 things are missing, or are to be taken back").assert_text("to be revoked");
    let left = ["Added to Network Security's chat channel", "Licence for the code scanner (SAST)"];
    assert_eq!(all.assert_text("18 Nov 2026").select("tbody th a"), left);
    lead.get("/teams/checkout").await.assert_text("Onboarding and access").assert_text("2 to be taken back");
    assert_eq!(
        mark(&app, &netsec, begun.term, "dast-licence", &[("act", "done")]).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = netsec.get("/onboarding?who=netsec").await;
    let (path, _) = thing(&app, begun.term, "chat-channel").await;
    let back = netsec.submit_on(&page, &path, &[("act", "revoked")]).await;
    back.assert_redirect_to("/onboarding?item=&department=&who=netsec&page=0");
    netsec.follow(&back).await.assert_text("1 thing is missing, or is to be taken back");
    assert_eq!(mark(&app, &netsec, begun.term, "sast-licence", &[("act", "revoked")]).await, StatusCode::SEE_OTHER);
    lead.get("/onboarding").await.assert_text("Nothing is missing for anybody");
    lead.get(&begun.list).await.assert_text("Nothing is left to be taken back").assert_text("revoked on 18 Nov 2026");
    lead.get("/teams/checkout").await.assert_no_text("Onboarding and access");
}

#[actix_web::test]
async fn an_account_that_is_switched_off_ends_it_as_well() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    assert_eq!(mark(&app, &lead, begun.term, "chat-channel", &[("act", "done")]).await, StatusCode::SEE_OTHER);
    let ana = begun.ana.id;
    app.write(move |tx| {
        use drawbridge::accounts::PersonState;
        use drawbridge::db::schema::people;
        diesel::update(people::table.find(ana)).set(people::state.eq(PersonState::Disabled)).execute(tx)?;
        Ok(())
    })
    .await;

    lead.get("/onboarding")
        .await
        .assert_text("1 thing is missing, or is to be taken back")
        .assert_text("to be revoked");
}

#[actix_web::test]
async fn what_is_missing_is_filtered_and_downloaded_and_managers_see_their_own() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let other = app.insert(team("Catalogue").within(app.insert(department("Storefront")).await.id)).await;
    let bo = app.insert(person().named("Bo Dahl")).await;
    let second = app.insert(term(bo.id, other.id)).await;
    begin(&app, second).await;
    let lead = app.sign_in(Grant::Lead).await;

    lead.get("/onboarding").await.assert_text("14 things").assert_text("Ana Ruiz").assert_text("Bo Dahl");
    let narrowed = lead.get("/onboarding?item=sast-licence").await;
    assert_eq!(narrowed.assert_text("2 things").select("tbody th a"), ["Licence for the code scanner (SAST)"; 2]);
    lead.get("/onboarding?department=storefront").await.assert_text("7 things").assert_no_text("Ana Ruiz");
    lead.get("/onboarding?who=manager&department=payments").await.assert_text("2 things").assert_no_text("Bo Dahl");
    lead.get("/onboarding?who=nobody").await.assert_status(StatusCode::NOT_FOUND);
    lead.get("/onboarding?item=none").await.assert_text("Nothing is missing for anybody");
    begun.manager.get("/onboarding").await.assert_text("7 things").assert_no_text("Bo Dahl");
    begun.manager.get(&format!("/terms/{second}/onboarding")).await.assert_status(StatusCode::NOT_FOUND);
    let csv = begun.manager.get("/onboarding.csv?item=scope").await;
    csv.assert_header("content-type", "text/csv; charset=utf-8; header=present");
    let lines: Vec<String> = csv.html().lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "champion,team,department,thing,owner,state,since,asked_on");
    assert_eq!(lines[1..], ["Ana Ruiz,Checkout,Payments,Scope agreed with the manager,Manager,missing,2026-10-19,"]);
    for who in [begun.champion, app.sign_in_developer().await] {
        for path in ["/onboarding", "/onboarding.csv"] {
            who.get(path).await.assert_status(StatusCode::NOT_FOUND);
        }
    }
    app.sign_in_developer().await.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);
    let stranger = app.sign_in_developer().await;
    assert_eq!(mark(&app, &stranger, begun.term, "scope", &[("act", "done")]).await, StatusCode::NOT_FOUND);
    assert!(app.anonymous().get("/onboarding").await.location().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_buddy_is_another_champion_and_is_proposed_by_the_manager() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let wei = app.insert(person().named("Wei Li")).await;
    let cards = app.insert(team("Cards")).await;
    app.insert(term(wei.id, cards.id)).await;
    app.insert(person().named("Bo Dahl")).await;
    let buddy = format!("{}/buddy", begun.list);
    let other = app.sign_in_as(&wei).await;
    other.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);

    for (name, words) in [
        ("Bo Dahl", "serves no team as champion"),
        ("Ana Ruiz", "nobody is their own buddy"),
        ("Nobody Here", "Nobody Here"),
    ] {
        let refused = begun.manager.submit(&begun.list, &buddy, &[("buddy", name)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        assert_eq!(refused.attributes("#field-buddy", "value"), [name]);
    }
    begun.champion.post(&buddy, &[("buddy", "Wei Li")]).await.assert_status(StatusCode::FORBIDDEN);
    begun.manager.submit(&begun.list, &buddy, &[("buddy", "Wei Li")]).await.assert_redirect_to(&begun.list);

    other
        .get(&begun.list)
        .await
        .assert_ok()
        .assert_text("Wei Li walks beside Ana Ruiz")
        .assert_no_element("#field-buddy");
    let removal = format!("{}/buddy-removal", begun.list);
    let sure = other.submit(&begun.list, &removal, &[]).await;
    sure.assert_text("End this buddy's part?");
    other.submit_on(&sure, &removal, &[]).await.assert_redirect_to("/me");
    other.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);
    begun.champion.post(&removal, &[("confirmed", "yes")]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn reviews_are_reminded_of_on_both_desks_and_read_by_those_whom_they_concern() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let review = format!("{}/reviews/30", begun.list);
    let due = format!("a[href='{review}']");
    // The builder's term began thirty days ago.
    begun
        .champion
        .get("/me")
        .await
        .assert_text("Your review after 30 days for Checkout: due today")
        .assert_element(&due);
    begun.manager.get("/me").await.assert_text("Ana Ruiz's review after 30 days for Checkout: due today");

    let empty = begun.champion.submit(&review, &review, &[("answer0", " ")]).await;
    empty.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("write a few words");
    let words = [("answer0", "The chat helps."), ("answer1", "No test environment.")];
    begun.champion.submit(&review, &review, &words).await.assert_redirect_to(&review);
    begun.champion.get("/me").await.assert_no_text("review after 30 days");
    begun.manager.get("/me").await.assert_text("Ana Ruiz's review after 30 days");
    let page = begun.manager.get(&review).await;
    page.assert_text("The chat helps.").assert_text("What is in the way?").assert_text("No test environment.");
    begun.manager.submit_on(&page, &review, &[("answer2", "One hour a week together.")]).await.assert_redirect();
    begun.manager.get("/me").await.assert_no_text("review after 30 days");
    begun.champion.get(&review).await.assert_text("One hour a week together.");
    begun.champion.get(&begun.list).await.assert_text("both wrote");

    app.sign_in(Grant::Lead).await.get(&review).await.assert_ok();
    for grant in [Grant::NetSec, Grant::Admin] {
        let reader = app.sign_in(grant).await;
        reader.get(&begun.list).await.assert_ok().assert_no_text("After 30 days");
        reader.get(&review).await.assert_status(StatusCode::NOT_FOUND);
        reader.post(&review, &[("answer0", "x")]).await.assert_status(StatusCode::NOT_FOUND);
    }
    begun.champion.get(&format!("{}/reviews/31", begun.list)).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn two_who_write_for_one_side_lose_nothing() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    let review = format!("{}/reviews/60", begun.list);
    let (hers, theirs) = (begun.manager.get(&review).await, lead.get(&review).await);
    begun.manager.submit_on(&hers, &review, &[("answer0", "From the manager.")]).await.assert_redirect();

    let late = lead.submit_on(&theirs, &review, &[("answer0", "From the lead.")]).await;

    late.assert_status(StatusCode::CONFLICT).assert_text("Somebody else wrote for this side meanwhile.");
    late.assert_text("From the manager.");
    assert!(late.html().contains("From the lead.</textarea>"));
    lead.submit_on(&late, &review, &[("answer0", "From both.")]).await.assert_redirect();
    begun.champion.get(&review).await.assert_text("From both.");
}

#[actix_web::test]
async fn a_renewed_term_takes_its_list_along() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let lead = app.sign_in(Grant::Lead).await;
    assert_eq!(mark(&app, &lead, begun.term, "chat-channel", &[("act", "done")]).await, StatusCode::SEE_OTHER);
    let (before, person, now) = (begun.term, begun.ana.id, app.now());
    let team = app.read(move |connection| terms::table.find(before).select(terms::team_id).first(connection)).await;
    app.write(move |tx| {
        let ended = (terms::state.eq(TermState::Ended), terms::ended_at.eq(now));
        diesel::update(terms::table.find(before)).set(ended).execute(tx)?;
        Ok(())
    })
    .await;
    let next = app.insert(term(person, team)).await;
    app.write(move |tx| {
        diesel::update(terms::table.find(next)).set(terms::renews_id.eq(before)).execute(tx)?;
        Ok(())
    })
    .await;

    begin(&app, next).await;

    lead.get(&begun.list).await.assert_status(StatusCode::NOT_FOUND);
    lead.get(&format!("/terms/{next}/onboarding")).await.assert_text("6 of 7 still missing");
    lead.get("/onboarding").await.assert_text("6 things").assert_no_text("to be revoked");
}

#[actix_web::test]
async fn the_company_edits_the_list_and_a_broken_one_changes_nothing() {
    let folder = Folder::new();
    let item = "[[item]]\nname = \"badge\"\ntitle = \"A badge for the lab\"\nwho = \"lead\"\naccess = true\n";
    folder.write("program/onboarding.toml", &format!("questions = [\"How is it?\"]\n{item}"));
    let app = TestApp::with().content(&folder.0).start().await;
    let begun = begun(&app).await;
    let review = format!("{}/reviews/30", begun.list);

    begun.champion.get(&review).await.assert_text("How is it?").assert_no_text("What went well?");
    folder.write("program/onboarding.toml", "questions = [\"Broken?\"\n");
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_100)).await;
    begun.champion.get(&review).await.assert_text("How is it?");
    folder.write("program/onboarding.toml", &format!("questions = [\"And now?\"]\n{item}"));
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_100)).await;
    begun.champion.get(&review).await.assert_text("And now?");
}

#[actix_web::test]
async fn the_list_is_found_from_the_navigation_the_term_and_the_desks() {
    let app = TestApp::start().await;
    let begun = begun(&app).await;
    let (lead, developer) = (app.sign_in(Grant::Lead).await, app.sign_in_developer().await);
    let entry = "nav a[href='/onboarding']";
    let line = "Things are missing, or to be taken back: Ana Ruiz of Checkout (7)";

    for client in [&lead, &begun.manager] {
        let desk = client.get("/me").await;
        desk.assert_element(entry).assert_text(line);
        desk.assert_element("#reminders ~ ul a[href='/onboarding']");
    }
    for client in [&begun.champion, &developer] {
        client.get("/me").await.assert_no_element(entry).assert_no_text(line);
    }
    let elsewhere = app.insert(team("Elsewhere")).await;
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Team(elsewhere.id))).await;
    app.sign_in_as(&boss).await.get("/me").await.assert_no_text("Ana Ruiz of Checkout");
    let term = format!("/terms/{}", begun.term);
    for client in [&lead, &begun.manager, &begun.champion] {
        let page = client.get(&term).await;
        page.assert_element(&format!("main a[href='{}']", begun.list)).assert_text("7 of 7 missing");
    }
    let colleague = app.insert(person().named("Cat Moss")).await;
    app.sign_in_as(&colleague).await.get(&term).await.assert_no_element(&format!("a[href='{}']", begun.list));
}
