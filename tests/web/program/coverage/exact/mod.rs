//! Every figure of the sample company is the number that a plain recount of the
//! tables finds: on the page of coverage, in the rows behind each figure, and in
//! the reports of this quarter and the one before.

mod recount;
mod rows;

use std::collections::BTreeMap;

use drawbridge::clock::Day;
use drawbridge::demo::{self, Size};
use drawbridge::knowledge::Library;
use recount::Days;
use rows::Rows;

use crate::harness::{Client, TestApp};

/// Teams of the sample company; each kind of history is among them.
const TEAMS: usize = 41;

/// The sample company, its lead, and its tables.
async fn company() -> (TestApp, Client, Rows) {
    let app = TestApp::start().await;
    let library = Library::open("", None).expect("the articles that come with the program");
    let now = app.now();
    demo::fill(&app.db, &library, now, Size { teams: TEAMS }).await.expect("the company is made");
    let lead = app
        .read(|connection| {
            Ok(drawbridge::accounts::find_by_email(connection, "ines.marchetti@example.com").expect("the lead"))
        })
        .await;
    let client = app.sign_in_as(&lead).await;
    let rows = app.read(move |connection| Rows::load(connection, recount::day(now.0), now.0)).await;
    (app, client, rows)
}

/// The cells of a CSV by its lines, without the head. No cell of these has a comma.
async fn cells(client: &Client, path: &str) -> Vec<Vec<String>> {
    let csv = client.get(path).await;
    csv.assert_ok();
    csv.html().lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Rows behind a figure, in an order of their own.
async fn behind(client: &Client, figure: &str, quarter: &str) -> Vec<Vec<String>> {
    let mut rows = cells(client, &format!("/coverage/figures.csv?figure={figure}&quarter={quarter}")).await;
    rows.sort();
    rows
}

/// A line for each team of which `line` has something to say.
fn by_team(rows: &Rows, line: impl Fn(&str) -> Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (id, name, department, _) in &rows.teams {
        all.extend(line(id).into_iter().map(|cells| [vec![name.clone(), department.clone()], cells].concat()));
    }
    all.sort();
    all
}

/// A line for each department.
fn by_department(rows: &Rows, until: i32, line: impl Fn(&[&str]) -> Option<Vec<String>>) -> Vec<Vec<String>> {
    let mut departments: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, _, department, at) in rows.teams.iter().filter(|team| recount::day(team.3) <= until) {
        assert!(*at <= rows.now);
        departments.entry(department).or_default().push(id);
    }
    let named = |(name, teams): (&str, Vec<&str>)| Some([vec![name.to_owned()], line(&teams)?].concat());
    departments.into_iter().filter_map(named).collect()
}

fn words(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(usize::to_string).collect()
}

fn percent(part: usize, whole: usize) -> usize {
    let exact = part as f64 * 100.0 / whole as f64;
    if part == 0 || part == whole { exact as usize } else { (exact.round() as usize).clamp(1, 99) }
}

fn band(part: usize, whole: usize) -> &'static str {
    match part * 100 {
        0 => "none",
        share if share >= 80 * whole => "most",
        share if share >= 50 * whole => "half",
        _ => "some",
    }
}

fn date(day: i32) -> String {
    Day::parse("1970-01-01").expect("a day").plus_days(day).to_string()
}

#[actix_web::test]
async fn the_rows_behind_each_figure_are_those_of_a_recount() {
    let (app, lead, rows) = company().await;
    let today = rows.today;
    let year = (recount::day(app.today().plus_months(-12).start_utc().0) + 1, today);
    let months = recount::day(app.today().month_start().plus_months(-1).start_utc().0);

    let covered = by_department(&rows, today, |teams| Some(share(&rows, teams, today)));
    assert_eq!(behind(&lead, "covered", "").await, covered);
    let ending = behind(&lead, "ending", "").await;
    let ending: Vec<_> = ending.into_iter().map(|row| [&row[..2], &row[3..]].concat()).collect();
    assert_eq!(ending, by_team(&rows, |team| rows.ending(team, today).iter().map(|day| vec![date(*day)]).collect()));
    let waiting = behind(&lead, "nominations", "").await.into_iter().map(|row| row[..2].to_vec()).collect::<Vec<_>>();
    assert_eq!(waiting, by_team(&rows, |team| vec![vec![]; rows.nominations(team)]));
    let training = |team: &str| match rows.training(team, today) {
        (_, 0) => vec![],
        (done, wanted) => vec![words(&[done as usize, wanted as usize])],
    };
    assert_eq!(behind(&lead, "training", "").await, by_team(&rows, training));
    let time = |team: &str| rows.honoured(team, (months, today), true).map(|band| vec![band.to_owned()]);
    assert_eq!(behind(&lead, "time", "").await, by_team(&rows, |team| time(team).into_iter().collect()));
    let attendance = |team: &str| match rows.attendance(team, year) {
        (_, 0) => vec![],
        (there, all) => vec![words(&[there, all])],
    };
    assert_eq!(behind(&lead, "attendance", "").await, by_team(&rows, attendance));
    let early = behind(&lead, "ended-early", "").await.into_iter().map(|row| row[..2].to_vec()).collect::<Vec<_>>();
    assert_eq!(early, by_team(&rows, |team| vec![vec![]; rows.ended_early(team, year).0]));
    assert_eq!(
        behind(&lead, "first-contribution", "").await,
        by_department(&rows, today, |teams| first(&rows, teams, year))
    );
    let people = by_department(&rows, today, |teams| {
        let (champions, people) = rows.people(teams, today);
        let ratio = (people + champions / 2).checked_div(champions).map(|each| format!("1 per {}", each.max(1)));
        Some([words(&[people, champions]), vec![ratio.unwrap_or_else(|| "–".into())]].concat())
    });
    assert_eq!(behind(&lead, "people", "").await, people);

    // Each of these would pass on a company in which nothing ever happened.
    for figure in ["ending", "nominations", "training", "time", "attendance", "ended-early", "first-contribution"] {
        assert!(!behind(&lead, figure, "").await.is_empty(), "the sample company has {figure}");
    }
}

fn share(rows: &Rows, teams: &[&str], on: i32) -> Vec<String> {
    let covered = teams.iter().filter(|team| rows.is_covered(team, on)).count();
    let counts = words(&[teams.len(), covered, percent(covered, teams.len())]);
    [counts, vec![band(covered, teams.len()).to_owned()]].concat()
}

fn begun(rows: &Rows, teams: &[&str], days: Days) -> (usize, Vec<i32>) {
    let each = teams.iter().map(|team| rows.first_work(team, days));
    let (begun, mut took) = each.fold((0, vec![]), |sum, one| (sum.0 + one.0, [sum.1, one.1].concat()));
    took.sort_unstable();
    (begun, took)
}

fn first(rows: &Rows, teams: &[&str], days: Days) -> Option<Vec<String>> {
    let (begun, took) = begun(rows, teams, days);
    Some([words(&[begun, took.len()]), vec![median(&took)]].concat()).filter(|_| begun > 0)
}

fn median(took: &[i32]) -> String {
    match took.get(took.len().saturating_sub(1) / 2) {
        Some(1) if took.len() >= 5 => "1 day".into(),
        Some(days) if took.len() >= 5 => format!("{days} days"),
        _ => "too few to say".into(),
    }
}

#[actix_web::test]
async fn the_page_adds_up_to_a_recount_and_puts_the_most_exposed_first() {
    let (app, lead, rows) = company().await;
    let (today, all): (i32, Vec<&str>) = (rows.today, rows.teams.iter().map(|team| team.0.as_str()).collect());
    let year = (recount::day(app.today().plus_months(-12).start_utc().0) + 1, today);
    let months = recount::day(app.today().month_start().plus_months(-1).start_utc().0);
    let page = lead.get("/coverage").await;

    let sum = |count: &dyn Fn(&str) -> (usize, usize)| {
        all.iter().map(|team| count(team)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let covered = sum(&|team| (usize::from(rows.is_covered(team, today)), 1));
    let training = sum(&|team| {
        let (done, wanted) = rows.training(team, today);
        (done as usize, wanted as usize)
    });
    let time = sum(&|team| {
        let band = rows.honoured(team, (months, today), true);
        (usize::from(band == Some("given")), usize::from(band.is_some()))
    });
    let (there, meetings) = sum(&|team| rows.attendance(team, year));
    let early = sum(&|team| rows.ended_early(team, year));
    let (champions, people) = rows.people(&all, today);
    let of = |(part, whole): (usize, usize)| format!("{part} of {whole}");
    let share = |(part, whole): (usize, usize)| format!("{} %", percent(part, whole));
    let values = page.select(".figures .figure dd.value");
    let expected = [
        share(covered),
        sum(&|team| (rows.ending(team, today).len(), 0)).0.to_string(),
        sum(&|team| (rows.nominations(team), 0)).0.to_string(),
        share(training),
        of(time),
        share((there, meetings)),
        of(early),
        median(&begun(&rows, &all, year).1),
        format!("1 per {}", (people + champions / 2) / champions),
    ];
    assert_eq!(values, expected);
    let beside = page.select(".figures .figure dd.trend");
    for words in [of(covered), of(training), format!("{} in twelve months", of((there, meetings)))] {
        assert!(beside.contains(&words), "{words} in {beside:?}");
    }
    let holes = page.select("main section:first-of-type li > a");
    let expected = rows.exposed();
    assert_eq!(holes, expected[..holes.len()]);
    assert!(holes.len() > 2 && rows.teams.len() == TEAMS, "{holes:?}");
}

#[actix_web::test]
async fn reports_of_this_quarter_and_the_one_before_are_those_of_a_recount() {
    let (_app, lead, rows) = company().await;
    let of = |text: &str| recount::day(Day::parse(text).expect("a day").start_utc().0);
    for (quarter, days) in
        [("2026-Q4", (of("2026-10-01"), rows.today)), ("2026-Q3", (of("2026-07-01"), of("2026-09-30")))]
    {
        let line = |teams: &[&str]| {
            let count = |counts: &dyn Fn(&str) -> usize| teams.iter().map(|team| counts(team)).sum::<usize>();
            let bands = ["given", "partly", "hardly"]
                .map(|band| count(&|team| usize::from(rows.honoured(team, days, false) == Some(band))));
            let (begun, took) = begun(&rows, teams, days);
            let counts = [
                count(&|team| rows.training(team, days.1).0 as usize),
                count(&|team| rows.training(team, days.1).1 as usize),
                count(&|team| rows.ended_early(team, days).0),
                count(&|team| rows.ended_early(team, days).1),
                begun,
                took.len(),
            ];
            Some([share(&rows, teams, days.1), words(&bands), words(&counts)].concat())
        };
        let mut expected = by_department(&rows, days.1, line);
        let all: Vec<&str> =
            rows.teams.iter().filter(|team| recount::day(team.3) <= days.1).map(|team| team.0.as_str()).collect();
        expected.push([vec!["All teams".to_owned()], line(&all).expect("a line")].concat());

        let report = cells(&lead, &format!("/coverage/report.csv?quarter={quarter}")).await;

        let shown: Vec<_> = report.into_iter().map(|row| row[1..15].to_vec()).collect();
        assert_eq!(shown, expected, "{quarter}");
        let ending = behind(&lead, "ending", quarter).await.len();
        assert_eq!(ending, all.iter().map(|team| rows.ending(team, days.1).len()).sum::<usize>(), "{quarter}");
        let attended = behind(&lead, "attendance", quarter).await.into_iter().map(|row| row[2..].to_vec());
        let expected = by_team(&rows, |team| match rows.attendance(team, days) {
            (_, 0) => vec![],
            (there, all) => vec![words(&[there, all])],
        });
        assert_eq!(
            attended.collect::<Vec<_>>(),
            expected.into_iter().map(|row| row[2..].to_vec()).collect::<Vec<_>>(),
            "{quarter}"
        );
    }
}
