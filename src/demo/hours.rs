//! What differs between people: contracts, shares, zones; a month that is
//! closed; and work of the last days that nobody logged yet.

use super::company::{Company, Served, TeamLife, working_hour};
use super::{DemoError, held};
use crate::accounts;
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::program::reviews::{Findings, PreflightWords, ReviewState};
use crate::program::terms::list_terms_of_team;
use crate::program::time::closing::close_months;
use crate::program::time::owed::{set_hours, set_share, set_zone};
use crate::program::{self, Actor, NewReview, ReviewKind, ReviewOutcome};

/// Every so many-th champion works part time.
const PART_TIME_EVERY: usize = 7;
/// Hours of their week, in minutes.
const PART_TIME: [i32; 3] = [30 * 60, 32 * 60, 20 * 60];
/// Reviews of the last days: days ago, title, minutes where they were said.
const NOT_LOGGED: [(i32, ReviewKind, &str, Option<i32>); 2] = [
    (1, ReviewKind::PullRequest, "checkout: read timeouts from the vault", Some(40)),
    (2, ReviewKind::Design, "ADR-31: one queue for refunds", None),
];

/// Lives what makes a week of one person another than that of the next.
pub(super) fn live(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    let manager = held(accounts::find_by_handle(tx, "helena-brandt"))?;
    let (lead, manager) = (Actor::Trusted(Some(company.lead.id)), Actor::Trusted(Some(manager.id)));
    let champions = company.teams.iter().filter_map(|life| Some((life, serving(life, company.today)?)));
    for (place, (_, served)) in champions.skip(1).step_by(PART_TIME_EVERY).enumerate() {
        let from = company.today.plus_days(-120).month_start();
        let minutes = PART_TIME[place % PART_TIME.len()];
        held(set_hours(tx, lead, working_hour(from, 9), &served.person, from, minutes))?;
    }
    let mut payments = company.teams.iter().filter(|life| life.team.department == "Payments");
    if let Some(life) = payments.next() {
        for one in NOT_LOGGED {
            review(tx, life, company.today, one)?;
        }
    }
    // Half a day more for a migration, from the first of last month on.
    let from = company.today.month_start().plus_months(-1);
    let long = |life: &&TeamLife| serving(life, company.today).is_some_and(|served| served.from <= from);
    if let Some(life) = payments.find(long) {
        raise_share(tx, manager, life, company.today, from)?;
    }
    if let Some(served) = payments.find_map(|life| serving(life, company.today)) {
        held(set_zone(tx, manager, working_hour(company.today.plus_days(-60), 9), &served.person, "America/New_York"))?;
    }
    let month = company.today.month_start().plus_months(-2);
    let at = working_hour(month.plus_months(1).plus_days(9), 9).min(now);
    held(close_months(tx, lead, at, month))
}

/// Who serves a team today.
fn serving(life: &TeamLife, today: Day) -> Option<&Served> {
    life.served.iter().find(|served| served.on(today))
}

fn raise_share(tx: &mut Tx, by: Actor<'_>, life: &TeamLife, today: Day, from: Day) -> Result<(), DemoError> {
    let Some(served) = serving(life, today).filter(|served| served.from <= from) else { return Ok(()) };
    let terms = held(list_terms_of_team(tx, life.team.id))?;
    let term = terms.iter().find(|row| row.term.person_id == served.person.id && row.term.starts_on <= Some(from));
    match term {
        Some(row) => held(set_share(tx, by, working_hour(from.plus_days(-3), 11), row.term.id, from, 15)),
        None => Ok(()),
    }
}

fn review(
    tx: &mut Tx,
    life: &TeamLife,
    today: Day,
    (ago, kind, title, minutes): (i32, ReviewKind, &str, Option<i32>),
) -> Result<(), DemoError> {
    let day = today.plus_days(-ago);
    let Some(served) = serving(life, today).filter(|served| served.from <= day) else { return Ok(()) };
    let new = NewReview {
        team: life.team.id,
        kind,
        title: title.to_owned(),
        link: String::new(),
        outcome: ReviewOutcome::Approved,
        day,
        minutes,
        note: String::new(),
        state: ReviewState::Done,
        findings: Findings::default(),
        preflight: PreflightWords::default(),
        log_minutes: false,
    };
    held(program::record_review(tx, Actor::Trusted(Some(served.person.id)), working_hour(day, 15), &new)).map(drop)
}
