//! What champions are owed: shares and hours that change from a day on, weeks
//! where the company begins them, days where the person works.

use std::sync::Arc;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::calendar::{Holidays, WeekStart, Zone};
use drawbridge::db::keys::{AbsenceId, TermId};
use drawbridge::db::schema::{absences, terms};
use drawbridge::program::time::owed::{honoured_by, honoured_by_teams};
use drawbridge::program::time::rules::Band;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{champion, log_line, serving, team_of, with_calendar};
use crate::harness::{TestApp, person, team, term};

async fn term_of(app: &TestApp) -> TermId {
    app.read(|connection| terms::table.select(terms::id).first(connection)).await
}

#[actix_web::test]
async fn a_share_changes_from_a_day_on_and_keeps_its_history() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let (path, lead) = (format!("/terms/{}/share", term_of(&app).await), app.sign_in(Grant::Lead).await);

    // Monday and Tuesday at 10 %, Wednesday to Friday at 20 %.
    let set = lead.submit(&path, &path, &[("percent", "20"), ("from_day", "2026-11-18")]).await;
    set.assert_redirect_to(&path);

    ana.get("/me").await.assert_text("0 min of 6 h 24");
    let history = ana.get(&path).await;
    history.assert_text("20 % from 18 Nov 2026").assert_text("10 % at the beginning of the term");
    history.assert_no_element(&format!("form[action='{path}']"));
    lead.submit(&path, &path, &[("percent", "0"), ("from_day", "2026-11-18")]).await.assert_redirect();
    ana.get("/me").await.assert_text("0 min of 1 h 36");
}

#[actix_web::test]
async fn a_share_that_does_not_fit_is_said_beside_its_field() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let (path, lead) = (format!("/terms/{}/share", term_of(&app).await), app.sign_in(Grant::Lead).await);

    for (percent, day, words) in [
        ("51", "2026-11-18", "not a number from 0 to 50"),
        ("-1", "2026-11-18", "not a number from 0 to 50"),
        ("20", "soon", "is not a date"),
        ("20", "2026-10-01", "has not begun by then"),
        ("20", "2029-01-01", "within a year"),
    ] {
        let refused = lead.submit(&path, &path, &[("percent", percent), ("from_day", day)]).await;
        refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text(words);
        refused.assert_element(&format!("input[name=percent][value='{percent}']"));
    }
    lead.post("/time/months/close", &[("month", "2026-10")]).await.assert_redirect();
    let closed = lead.submit(&path, &path, &[("percent", "20"), ("from_day", "2026-10-30")]).await;
    closed.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("October 2026 is closed");
    ana.post(&path, &[("percent", "50"), ("from_day", "2026-11-18")]).await.assert_status(StatusCode::FORBIDDEN);
    app.sign_in_developer().await.post("/terms/nothing/share", &[]).await.assert_status(StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn hours_of_a_contract_are_for_few_eyes_and_change_what_is_owed() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let (path, admin) = ("/people/ana-ruiz/hours", app.sign_in(Grant::Admin).await);

    admin.submit(path, path, &[("hours", "30"), ("from_day", "2026-11-01")]).await.assert_redirect_to(path);

    ana.get("/me").await.assert_text("0 min of 3 h");
    ana.get(path).await.assert_text("Ana Ruiz works 30 h a week").assert_no_element("input[name=hours]");
    ana.post(path, &[("hours", "10"), ("from_day", "2026-11-18")]).await.assert_status(StatusCode::FORBIDDEN);
    let refused = admin.submit(path, path, &[("hours", "-5"), ("from_day", "2026-11-18")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("not a number of hours");
    let stranger = app.sign_in_developer().await;
    stranger.get(path).await.assert_status(StatusCode::NOT_FOUND);
    app.sign_in(Grant::NetSec).await.get(path).await.assert_status(StatusCode::NOT_FOUND);
    stranger.get(&format!("/terms/{}/share", term_of(&app).await)).await.assert_ok().assert_no_text("30 h");
}

#[actix_web::test]
async fn holidays_days_away_and_the_companys_week_count() {
    let app = TestApp::start().await;
    let (who, ana) = serving(&app, "Ana Ruiz").await;
    log_line(&ana, "45m training 15 nov").await;
    ana.get("/me").await.assert_text("0 min of 4 h");

    // Sunday, 15 November, belongs to this week where weeks begin on Sunday.
    let holidays = "[[holiday]]\nname = \"Company day\"\non = \"2026-11-20\"\n";
    let holidays = Arc::new(Holidays::parse(holidays).expect("a file"));
    with_calendar(&app, |calendar| {
        calendar.week_starts = WeekStart::parse("sunday").expect("a day");
        calendar.holidays = holidays;
    });
    let now = app.now();
    app.write(move |tx| {
        diesel::insert_into(absences::table)
            .values((
                absences::id.eq(AbsenceId::generate()),
                absences::person_id.eq(who.id),
                absences::first_on.eq(now.day()),
                absences::last_on.eq(now.day()),
                absences::entered_at.eq(now),
                absences::version.eq(1),
            ))
            .execute(tx)?;
        Ok(())
    })
    .await;

    ana.get("/me").await.assert_text("45 min of 2 h 24");
    let weeks = ana.get("/time").await;
    assert_eq!(weeks.select("figure tbody tr:last-child td"), ["45 min", "2 h 24", "31 %"]);
    assert_eq!(weeks.select("figure tbody tr:last-child th"), ["15–21 Nov"]);
}

#[actix_web::test]
async fn time_is_summed_up_by_week_month_and_quarter() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    for line in ["1h training", "2h meeting 2 nov", "30m answering 30 oct"] {
        log_line(&ana, line).await;
    }

    // Ana serves since 19 October: 10 working days of October, 22 of December, 21 of November.
    for (by, rows, last) in [
        ("week", 9, ["1 h", "4 h", "25 %"]),
        ("month", 12, ["3 h", "16 h 48", "17 %"]),
        ("quarter", 8, ["3 h 30", "42 h 24", "8 %"]),
    ] {
        let page = ana.get(&format!("/time?by={by}")).await;
        assert_eq!(page.select("figure tbody tr").len(), rows, "{by}");
        assert_eq!(page.select("figure tbody tr:last-child td"), last, "{by}");
        page.assert_element(&format!("nav a[aria-current=page][href='/time?by={by}']"))
            .assert_element("svg.chart rect.bar");
    }
    app.sign_in_developer().await.get("/time?by=month").await.assert_ok().assert_no_text("16 h 48");
}

#[actix_web::test]
async fn today_is_the_persons_own_day() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let path = "/people/ana-ruiz/hours";
    ana.submit(path, "/people/ana-ruiz/zone", &[("zone", "Pacific/Auckland")]).await.assert_redirect_to(path);
    // 11:30 UTC on 18 November is half past midnight on the 19th in Auckland.
    app.advance(SignedDuration::from_mins(90)).await;

    let logged = ana.submit("/me", "/time", &[("line", "45m training today")]).await;

    ana.follow(&logged).await.assert_text("Logged 45 min of training on Thu 19 Nov.");
    let ahead = ana.submit("/me", "/time", &[("line", "45m training 20 nov")]).await;
    ahead.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("20 Nov 2026 lies ahead");
    let wrong = ana.post("/people/ana-ruiz/zone", &[("zone", "Mars/Olympus")]).await;
    wrong.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("is no time zone");
    let stranger = app.sign_in_developer().await;
    stranger.post("/people/ana-ruiz/zone", &[("zone", "UTC")]).await.assert_status(StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_day_is_as_long_as_its_clock_says() {
    let app = TestApp::start().await;
    with_calendar(&app, |calendar| calendar.zone = Zone::parse("Europe/Berlin").expect("a zone"));
    let ana = champion(&app, "Ana Ruiz").await;

    // The clocks went back on 25 October: 25 hours.
    log_line(&ana, "24h training 25 oct").await;
    log_line(&ana, "1h meeting 25 oct").await;
    let refused = ana.submit("/me", "/time", &[("line", "1m meeting 25 oct")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("this makes more than 25 h");
    log_line(&ana, "24h training 24 oct").await;
    let refused = ana.submit("/me", "/time", &[("line", "1m meeting 24 oct")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("this makes more than 24 h");
}

#[actix_web::test]
async fn the_window_is_the_companys() {
    let app = TestApp::start().await;
    with_calendar(&app, |calendar| calendar.open_days = 3);
    let ana = champion(&app, "Ana Ruiz").await;

    log_line(&ana, "45m training 15 nov").await;
    let refused = ana.submit("/me", "/time", &[("line", "45m training 14 nov")]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("more than 3 days ago");
}

#[actix_web::test]
async fn time_honoured_is_said_of_teams_from_the_monthly_sums() {
    let app = TestApp::start().await;
    let (ana, bob) = (champion(&app, "Ana Ruiz").await, champion(&app, "Bob Ray").await);
    let newcomer = app.insert(person().named("Cleo Day")).await;
    let (young, empty) = (app.insert(team("Young")).await, app.insert(team("Empty")).await);
    app.insert(term(newcomer.id, young.id)).await;
    let started = app.today().plus_days(-3);
    app.write(move |tx| {
        diesel::update(terms::table.filter(terms::team_id.eq(young.id)))
            .set(terms::starts_on.eq(started))
            .execute(tx)?;
        Ok(())
    })
    .await;
    // 10 + 13 working days at 48 minutes are 1,104; 80 % of that are 884.
    for day in ["18 nov", "17 nov", "16 nov", "30 oct"] {
        log_line(&ana, &format!("3h30 training {day}")).await;
    }
    log_line(&ana, "45m training").await;
    log_line(&bob, "5h training").await;

    let (today, calendar) = (app.today(), app.calendar.get());
    let (ana_team, bob_team) = (team_of(&app, "team-of-ana-ruiz").await, team_of(&app, "team-of-bob-ray").await);
    let own = calendar.clone();
    let all = app.read(move |connection| Ok(honoured_by_teams(connection, &own, None, today).expect("figures"))).await;

    assert_eq!((all[&ana_team.id].given, all[&ana_team.id].owed), (885, 1_104));
    assert_eq!(all[&ana_team.id].band(), Some(Band::Given));
    assert_eq!(all[&bob_team.id].band(), Some(Band::Hardly));
    assert_eq!((all[&young.id].is_early, all[&young.id].band()), (true, None));
    assert!(!all.contains_key(&empty.id));
    for team in [ana_team.id, bob_team.id, young.id, empty.id] {
        let own = calendar.clone();
        let one = app.read(move |c| Ok(honoured_by(c, &own, team, today).expect("figures"))).await;
        assert_eq!(one, all.get(&team).copied());
    }
}

#[actix_web::test]
async fn coverage_report_and_team_say_the_same_by_what_is_owed() {
    let app = TestApp::start().await;
    let ana = champion(&app, "Ana Ruiz").await;
    let (lead, hours) = (app.sign_in(Grant::Lead).await, "/people/ana-ruiz/hours");
    // 23 working days since 19 October: 18 h 24 at 40 hours a week, 9 h 12 at 20.
    log_line(&ana, "5h training").await;
    log_line(&ana, "3h meeting 16 nov").await;
    let csv = async |path: &str| lead.get(path).await.html();
    // What was logged stands in the figures within a second.
    let says = async |words: &str| {
        for _ in 0..100 {
            if csv("/coverage.csv").await.contains(words) {
                return true;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        false
    };
    assert!(says(",partly,").await);

    lead.submit(hours, hours, &[("hours", "20"), ("from_day", "2026-10-01")]).await.assert_redirect();

    assert!(says(",given,").await);
    lead.get("/coverage").await.assert_text("Time honoured compares what a team's champions and deputies gave");
    let report = lead.get("/coverage/report").await;
    report.assert_text("Time honoured compares").assert_text("1 of 1");
    let page = ana.get("/teams/team-of-ana-ruiz").await;
    page.assert_text("Champion time since 1 Oct 2026: given").assert_text("Time honoured compares");
    let (term, share) = (term_of(&app).await, "percent");
    let path = format!("/terms/{term}/share");
    lead.submit(&path, &path, &[(share, "50"), ("from_day", "2026-10-19")]).await.assert_redirect();
    assert!(csv("/coverage.csv").await.contains(",hardly,"), "a share of 50 % owes five times as much");
    lead.get("/coverage/figures/time").await.assert_text("hardly").assert_no_element("main a[href^='/people/']");
    ana.get(&format!("/terms/{term}")).await.assert_text("50 % of contracted hours");
    ana.get("/teams/team-of-ana-ruiz").await.assert_text("50 % of their time");
}
