//! The figures that are kept are those that a plain recount finds, on histories
//! that chance wrote, after each of them has changed.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;
use drawbridge::clock::Day;
use drawbridge::db::keys::{DepartmentId, PersonId, RowVersion, TeamId, TermId};
use drawbridge::db::schema::{departments, teams, terms};
use drawbridge::db::{Connection, DbError, Tx, changes};
use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, department, person, team};

/// Numbers that come out the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i32) -> i32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as i32
    }
}

/// One term as chance wrote it.
fn write_term(tx: &mut Tx, dice: &mut Dice, team: TeamId, person: PersonId, today: Day) -> Result<(), DbError> {
    let from = today.plus_days(-dice.roll(400));
    let last = (dice.roll(2) == 0).then(|| from.plus_days(dice.roll(500)));
    let ran_out = last.filter(|last| *last < today).map(|last| last.plus_days(1));
    let ended = if dice.roll(3) == 0 { Some(from.plus_days(dice.roll(1 + today.days_since(from)))) } else { ran_out };
    let state = if ended.is_some() { "ended" } else { "active" };
    diesel::insert_into(terms::table)
        .values((
            (terms::id.eq(TermId::generate()), terms::team_id.eq(team), terms::person_id.eq(person)),
            (terms::role.eq(if dice.roll(4) == 0 { "deputy" } else { "champion" }), terms::state.eq(state)),
            (
                terms::allocation_percent.eq(10),
                terms::nominated_by.eq(person),
                terms::nominated_at.eq(from.start_utc()),
            ),
            (
                terms::answered_at.eq(from.start_utc()),
                terms::starts_on.eq(from),
                terms::ends_on.eq(last),
                terms::agreed_until.eq(last),
            ),
            (terms::ended_at.eq(ended.map(Day::start_utc)), terms::end_reason.eq("chance")),
            terms::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

type Recounted = (TeamId, Option<Day>, Option<Day>, Option<drawbridge::clock::Timestamp>, String, String);

/// Teams and covered teams by department, and terms that ended early.
type Recount = (BTreeMap<String, (usize, usize)>, usize);

/// Counted from the tables in the plainest way: covered teams of each department.
fn recount(connection: &mut Connection, today: Day) -> Result<Recount, DbError> {
    let rows: Vec<Recounted> = terms::table
        .select((terms::team_id, terms::starts_on, terms::ends_on, terms::ended_at, terms::role, terms::state))
        .load(connection)?;
    let mut covered = HashSet::new();
    let mut ended_early = 0;
    for (team, from, last, ended, role, state) in rows {
        let from = from.expect("chance gives each a first day");
        let goes_on = state == "active" && last.is_none_or(|last| today <= last);
        if goes_on && role == "champion" {
            covered.insert(team);
        }
        let year = today.plus_months(-12);
        if let Some(ended) = ended.map(|at| at.day()) {
            let early = last.is_none_or(|last| ended < last);
            ended_early += usize::from(early && ended > from && ended > year && ended <= today);
        }
    }
    let named: Vec<(TeamId, DepartmentId)> = teams::table.select((teams::id, teams::department_id)).load(connection)?;
    let mut counts = BTreeMap::new();
    for (team, department) in named {
        let name: String = departments::table.find(department).select(departments::name).first(connection)?;
        let count: &mut (usize, usize) = counts.entry(name).or_default();
        count.0 += 1;
        count.1 += usize::from(covered.contains(&team));
    }
    Ok((counts, ended_early))
}

async fn compare(app: &TestApp, lead: &Client, round: usize) {
    let today = app.today();
    let (expected, ended_early) = app.read(move |connection| recount(connection, today)).await;
    let csv = lead.get("/coverage/figures.csv?figure=covered").await.html();
    let shown: BTreeMap<String, (usize, usize)> = csv
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].to_owned(), (cells[1].parse().expect("teams"), cells[2].parse().expect("covered")))
        })
        .collect();
    assert_eq!(shown, expected, "round {round}");
    let early = lead.get("/coverage/figures.csv?figure=ended-early").await.html().lines().count() - 1;
    assert_eq!(early, ended_early, "round {round}");
    let page = lead.get("/coverage").await;
    let (teams, covered) = expected.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    page.assert_text(&format!("{covered} of {teams}"));
    let last = page.select("figure details tbody tr:last-child td");
    assert_eq!(last[..2], [teams.to_string(), covered.to_string()], "round {round}: the end of the chart");
}

#[actix_web::test]
async fn what_is_kept_is_what_a_recount_finds_on_random_histories() {
    let app = TestApp::start().await;
    let mut departments = Vec::new();
    for name in ["Payments", "Platform", "Shop"] {
        departments.push(app.insert(department(name)).await.id);
    }
    let mut all = Vec::new();
    for number in 0..12 {
        all.push(app.insert(team(&format!("Team {number}")).within(departments[number % 3])).await);
    }
    let people = [app.insert(person()).await, app.insert(person()).await, app.insert(person()).await];
    let lead = app.sign_in(Grant::Lead).await;
    let (today, now) = (app.today(), app.now());

    for round in 0..40 {
        let (team, person) = (all[round * 7 % all.len()].clone(), people[round % 3].id);
        app.write(move |tx| {
            let mut dice = Dice(round as u64 * 977 + 13);
            let open = terms::table.filter(terms::team_id.eq(team.id)).filter(terms::person_id.eq(person));
            diesel::delete(open.filter(terms::state.eq("active"))).execute(tx)?;
            write_term(tx, &mut dice, team.id, person, today)?;
            Ok(changes::announce(tx, now, "team", &team.slug)?)
        })
        .await;
        compare(&app, &lead, round).await;
    }
}
