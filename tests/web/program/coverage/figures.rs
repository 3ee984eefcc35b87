//! The figures, what they say they count, and the rows behind them.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::{PersonId, QuestionId, RowVersion, TeamId};
use drawbridge::db::schema::{questions, terms};
use drawbridge::db::{DbError, Tx};
use drawbridge::web::{Grant, Scope};
use jiff::SignedDuration;

use crate::harness::{TestApp, department, person, team, term};

/// A question of this team; open where nobody answered it.
fn ask(tx: &mut Tx, number: i64, team: TeamId, asker: PersonId, at: Timestamp, open: bool) -> Result<(), DbError> {
    diesel::insert_into(questions::table)
        .values((
            (
                questions::id.eq(QuestionId::generate()),
                questions::number.eq(number),
                questions::title.eq("Which port?"),
            ),
            (questions::title_folded.eq("which port?"), questions::body.eq(""), questions::searched.eq("")),
            (questions::asker_id.eq(asker), questions::team_id.eq(team), questions::urgency.eq("normal")),
            (questions::state.eq(if open { "with_netsec" } else { "answered" }), questions::asked_at.eq(at)),
            (questions::turn_since.eq(at), questions::due_at.eq(at), questions::answer.eq("")),
            questions::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

#[actix_web::test]
async fn the_most_exposed_team_without_a_champion_stands_first() {
    let app = TestApp::start().await;
    let (busy, quiet, open) =
        (app.insert(team("Busy")).await, app.insert(team("Aquarium")).await, app.insert(team("Open")).await);
    let (asker, now) = (app.insert(person()).await, app.now());
    app.write(move |tx| {
        for number in 1..4 {
            ask(tx, number, busy.id, asker.id, now, false)?;
        }
        Ok(ask(tx, 4, open.id, asker.id, now, true)?)
    })
    .await;

    let page = app.sign_in(Grant::Lead).await.get("/coverage").await;

    let first = page.attributes("main section:first-of-type li > a", "href");
    assert_eq!(first, ["/teams/open", "/teams/busy", "/teams/aquarium"]);
    page.assert_text("1 open question, 1 asked in 90 days").assert_text("3 asked in 90 days");
    assert_eq!(quiet.slug, "aquarium");
}

#[actix_web::test]
async fn every_figure_says_what_it_counts_how_old_it_is_and_opens_its_rows() {
    let app = TestApp::start().await;
    let checkout = app.insert(team("Checkout")).await;
    let ana = app.insert(person().named("Ana Ruiz")).await;
    app.insert(term(ana.id, checkout.id)).await;
    let lead = app.sign_in(Grant::Lead).await;

    let page = lead.get("/coverage").await;

    let figures = page.select(".figures .figure").len();
    assert!(figures >= 8, "{figures} figures");
    assert_eq!(page.select(".figures .figure details p:first-of-type").len(), figures);
    assert_eq!(page.select(".figures .figure details time").len(), figures);
    for href in page.attributes(".figures .figure a", "href") {
        lead.get(&href).await.assert_ok().assert_text("Counted").assert_no_text("Ana Ruiz");
    }
}

#[actix_web::test]
async fn terms_that_ended_early_are_listed_with_their_reason_and_without_a_name() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let ana = app.insert(person().named("Ana Ruiz")).await;
    let ended = app.insert(term(ana.id, checkout.id).state("ended")).await;
    app.insert(term(ana.id, search.id)).await;
    let now = app.now();
    app.write(move |tx| {
        diesel::update(terms::table.find(ended))
            .set((terms::answered_at.eq(now), terms::ended_at.eq(now), terms::end_reason.eq("=moved to another team")))
            .execute(tx)?;
        Ok(())
    })
    .await;
    let lead = app.sign_in(Grant::Lead).await;

    lead.get("/coverage").await.assert_text("1 of 2").assert_text("most often: =moved to another team (1)");
    let rows = lead.get("/coverage/figures/ended-early").await;
    rows.assert_text("Checkout")
        .assert_text("=moved to another team")
        .assert_no_text("Ana Ruiz")
        .assert_no_text("Search");
    let csv = lead.get("/coverage/figures.csv?figure=ended-early").await.html();

    assert_eq!(csv.lines().next(), Some("team,department,role,first_day,last_day_agreed,ended,reason"), "{csv}");
    assert!(csv.contains(",2026-10-19,,2026-11-18,'=moved to another team"), "{csv}");
}

#[actix_web::test]
async fn nothing_orders_teams_by_the_time_that_was_given() {
    let app = TestApp::start().await;
    // By name another order than by what was given.
    for (name, line) in [("Alpha", "30m training"), ("Beta", "9h training"), ("Gamma", "2h training")] {
        let (team, who) = (app.insert(team(name)).await, app.insert(person()).await);
        app.insert(term(who.id, team.id)).await;
        app.sign_in_as(&who).await.submit("/me", "/time", &[("line", line)]).await.assert_redirect();
    }
    let lead = app.sign_in(Grant::Lead).await;

    for sort in ["time", "-time"] {
        let page = lead.get(&format!("/coverage?sort={sort}")).await;
        let mut teams = page.select("#teams tbody th");
        assert!(
            !page
                .attributes("thead a", "href")
                .iter()
                .any(|href| href.contains("sort=time") || href.contains("sort=-time"))
        );
        let csv = lead.get(&format!("/coverage.csv?sort={sort}")).await.html();
        let mut lines: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        if sort == "-time" {
            teams.reverse();
            lines.reverse();
        }
        assert_eq!((teams.join(","), lines.join(",")), ("Alpha,Beta,Gamma".into(), "Alpha,Beta,Gamma".into()));
    }
    lead.get("/coverage?time=given").await.assert_ok();
}

#[actix_web::test]
async fn a_term_that_is_given_an_earlier_last_day_ended_early() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;
    // Agreed until 8 December: one ended weeks ago, as was said later; one is to end sooner; one a day later.
    for (name, on) in [("Past", "2026-11-02"), ("Ahead", "2026-11-20"), ("Later", "2026-12-09")] {
        let (team, who) = (app.insert(team(name)).await, app.insert(person()).await);
        let id = app.insert(term(who.id, team.id).ends_in(20)).await;
        lead.submit(&format!("/terms/{id}/end"), &format!("/terms/{id}/end"), &[("on", on)]).await.assert_redirect();
    }
    app.advance(SignedDuration::from_hours(24 * 25)).await;
    let now = app.now();
    app.write(move |tx| Ok(drawbridge::app::settle(tx, &drawbridge::questions::Clocks::default(), now)?)).await;
    let lead = app.sign_in(Grant::Lead).await;

    let rows = lead.get("/coverage/figures/ended-early?quarter=2026-Q4").await;

    rows.assert_text("Past").assert_text("2 Nov 2026").assert_text("Ahead").assert_text("8 Dec 2026");
    rows.assert_no_text("Later");
}

#[actix_web::test]
async fn figures_and_their_rows_are_of_the_teams_that_somebody_looks_after() {
    let app = TestApp::start().await;
    let payments = app.insert(department("Payments")).await;
    let (checkout, search) = (app.insert(team("Checkout").within(payments.id)).await, app.insert(team("Search")).await);
    for id in [checkout.id, search.id] {
        let champion = app.insert(person()).await;
        app.insert(term(champion.id, id).state("nominated")).await;
    }
    let boss = app.insert(person().granted_for(Grant::Manager, Scope::Department(payments.id))).await;
    let manager = app.sign_in_as(&boss).await;

    let rows = manager.get("/coverage/figures/nominations").await;

    rows.assert_text("Checkout").assert_text("approval").assert_no_text("Search");
    let csv = manager.get("/coverage/figures.csv?figure=nominations").await.html();
    assert!(csv.contains("Checkout") && !csv.contains("Search"), "{csv}");
}

#[actix_web::test]
async fn figures_are_for_those_who_oversee_teams_and_an_unknown_one_is_not_there() {
    let app = TestApp::start().await;

    for path in ["/coverage/figures/time", "/coverage/figures.csv?figure=time"] {
        app.sign_in_developer().await.get(path).await.assert_status(StatusCode::NOT_FOUND);
        app.anonymous().get(path).await.assert_redirect();
    }
    let lead = app.sign_in(Grant::Lead).await;
    lead.get("/coverage/figures/people-by-hours").await.assert_status(StatusCode::NOT_FOUND);
    lead.get("/coverage/figures.csv?figure=people-by-hours").await.assert_status(StatusCode::NOT_FOUND);
}

/// A meeting of everybody who serves, ten days ago, with those who were there.
fn meet(tx: &mut Tx, at: Timestamp, organiser: PersonId, there: &[PersonId]) -> Result<(), DbError> {
    let (day, start) = (at.day().plus_days(-10), at.day().plus_days(-10).start_utc().0);
    let statements = [
        format!(
            "INSERT INTO meetings (id, number, kind, title, organiser_id, zone, first_day, starts_minute, minutes, \
             repeats, last_day, sequence, created_at, changed_at, version) SELECT \
             '01900000-0000-7000-8000-000000000001', 1, 'champions', 'Champions', '{organiser}', 'UTC', {0}, 600, 60, \
             'once', {0}, 0, {start}, {start}, 1",
            start / 86_400_000_000
        ),
        "INSERT INTO meeting_invitees (id, meeting_id, kind, key) SELECT '01900000-0000-7000-8000-000000000002', \
         '01900000-0000-7000-8000-000000000001', 'champions', ''"
            .to_owned(),
        format!(
            "INSERT INTO meeting_dates (id, meeting_id, planned_on, day, starts_minute, minutes, starts_at, ends_at, \
             state, notes_version, version) SELECT '01900000-0000-7000-8000-000000000003', \
             '01900000-0000-7000-8000-000000000001', {0}, {0}, 600, 60, {start}, {start}, 'planned', 1, 1",
            start / 86_400_000_000
        ),
    ];
    for statement in statements {
        diesel::sql_query(statement).execute(tx)?;
    }
    for (place, person) in there.iter().enumerate() {
        let statement = format!(
            "INSERT INTO meeting_participants (id, date_id, person_id, attended) SELECT \
             '01900000-0000-7000-8000-00000000010{place}', '01900000-0000-7000-8000-000000000003', '{person}', {}",
            if matches!(tx, drawbridge::db::Connection::Postgres(_)) { "CAST(1 AS INTEGER)::boolean" } else { "1" }
        );
        diesel::sql_query(statement).execute(tx)?;
    }
    assert!(day < at.day());
    Ok(())
}

#[actix_web::test]
async fn a_team_was_at_a_meeting_where_somebody_who_serves_it_was_there() {
    let app = TestApp::start().await;
    let (checkout, search) = (app.insert(team("Checkout")).await, app.insert(team("Search")).await);
    let (ana, bo) = (app.insert(person().named("Ana Ruiz")).await, app.insert(person().named("Bo Li")).await);
    app.insert(term(ana.id, checkout.id)).await;
    app.insert(term(bo.id, search.id)).await;
    let now = app.now();
    app.write(move |tx| Ok(meet(tx, now, ana.id, &[ana.id])?)).await;
    let lead = app.sign_in(Grant::Lead).await;

    lead.get("/coverage").await.assert_text("1 of 2 in twelve months");
    let csv = lead.get("/coverage/figures.csv?figure=attendance").await.html();

    assert_eq!(
        csv.lines().map(|line| line.rsplit(',').take(2).collect::<Vec<_>>().join(" of ")).collect::<Vec<_>>(),
        ["meetings of was_there", "1 of 1", "1 of 0"]
    );
}
