//! Belts that the records carry, and thanks.

use super::chance::Chance;
use super::company::{Company, working_hour};
use super::{DemoError, SEED, held};
use crate::accounts;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::belts::{Belts, Case, agree, ask, gather, reached};
use crate::program::files::ProgramFile;
use crate::program::kudos;
use crate::program::{Actor, teams_of};
use crate::questions::GivenAnswers;

/// What champions are thanked for.
const REASONS: &[&str] = &[
    "Found the open metrics port before the audit did.",
    "Sat with us for an hour until the staging firewall made sense.",
    "Answered on a Friday evening, and was right.",
    "The threat model changed our design for the better.",
];

/// Gives the belts that are earned, where a manager is known to agree, and
/// leaves one to be agreed to.
pub(super) fn live(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    let mut chance = Chance::new(SEED + 16);
    let belts = Belts::parse(Belts::BUILT_IN).unwrap_or_default();
    let manager = held(accounts::find_by_handle(tx, "helena-brandt"))?;
    let at = working_hour(company.today.plus_days(-2), 10);
    for life in company.teams.iter().filter(|life| life.team.department == "Payments") {
        for served in life.served.iter().filter(|served| served.on(company.today)) {
            let (person, teams) = (&served.person, held(teams_of(tx, served.person.id))?);
            let evidence = held(gather(tx, &GivenAnswers, &belts.ladder(), person.id, at.day()))?;
            let case = Case { person, teams: &teams, belts: &belts, answers: &GivenAnswers };
            for _ in 0..reached(&belts.0, &evidence, at.day()) {
                held(ask(tx, Actor::Trusted(Some(person.id)), at, &case))?;
                held(agree(tx, Actor::Trusted(Some(company.lead.id)), at, &case))?;
                if life.team.name != "Checkout" {
                    held(agree(tx, Actor::Trusted(Some(manager.id)), at, &case))?;
                    continue;
                }
                // One that waits for the manager, so that agreeing can be tried.
                break;
            }
        }
    }
    for life in company.teams.iter().filter(|life| chance.happens(30) || life.team.name == "Checkout") {
        let (Some(served), Some(colleague)) = (life.served.last(), life.people.last()) else { continue };
        if served.person.id == colleague.id || served.until.is_some() {
            continue;
        }
        let reason = REASONS[(life.gives.unsigned_abs() as usize) % REASONS.len()];
        let (by, when) = (Actor::Trusted(Some(colleague.id)), working_hour(company.today.plus_days(-9), 16).min(now));
        held(kudos::give(tx, by, when, &served.person, reason))?;
    }
    Ok(())
}
