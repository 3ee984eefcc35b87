//! What the company reads: some articles often, most of them now and then.

use super::chance::Chance;
use super::company::Company;
use super::{DemoError, held};
use crate::db::Tx;
use crate::knowledge::{self, Library};

/// Articles that are read at all; a folder laid over them may hold a hundred thousand.
const READ: usize = 200;

/// Opens articles on each of the last thirty days.
pub(super) fn live(tx: &mut Tx, chance: &mut Chance, company: &Company, library: &Library) -> Result<(), DemoError> {
    let favourites = [
        ("connection-timed-out", 11),
        ("do-i-need-to-open-a-port", 9),
        ("return-traffic-stateful-stateless", 6),
        ("ci-runner-private-network", 5),
        ("docker-published-ports-and-firewall", 4),
    ];
    for back in 1..=30 {
        let day = company.today.plus_days(-back);
        let busy = if day.is_workday() { 2 } else { 0 };
        for article in library.shelf().articles().take(READ) {
            let slug = article.slug.as_str();
            let liked = favourites.iter().find(|(favourite, _)| *favourite == slug).map_or(1, |(_, liked)| *liked);
            let reads = chance.between(0, busy) * liked;
            if reads > 0 {
                held(knowledge::add_reads(tx, slug, day, i64::from(reads)))?;
            }
        }
    }
    Ok(())
}
