//! What somebody who looks after teams has to see to, as it was counted with
//! the coverage: numbers that a desk shows and that would take long to count
//! for each look at it.

use super::access;
use super::book::Snapshot;
use super::view::{Narrow, View};
use crate::clock::Day;
use crate::program::onboarding::Owner;
use crate::program::training::lasts_overseen;
use crate::web::{Grant, Member};

/// Teams of a company that is counted anew for each desk: that takes a few
/// milliseconds, and says what was done a moment ago. A larger one is counted
/// now and then, beside the requests.
const FEW_TEAMS: usize = 500;

/// What was counted for one member; nothing for those who look after nothing.
#[derive(Debug, Clone, Default)]
pub struct Overseen {
    /// Teams without a champion; none for those who look after no team.
    pub uncovered: Option<usize>,
    /// What was counted in a large company; none where it is to be counted now.
    pub counted: Option<Counted>,
}

/// What takes long to count in a large company.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// Terms that end within 30 days; none for those who look after some teams only.
    pub ending: Option<usize>,
    /// The last days of other people's courses that end soon, or have ended, in order.
    pub lasts: Vec<Day>,
    /// Things of onboarding that wait for each kind of owner in the whole company.
    pub things: Vec<(Owner, i64)>,
    /// For whom in the whole company something of it is missing, in a line.
    pub missing: String,
}

impl Overseen {
    /// Whether anything is counted for them at all.
    pub fn concerns(member: &Member) -> bool {
        [Grant::Manager, Grant::Lead, Grant::NetSec].into_iter().any(|grant| member.has(grant))
    }

    /// What `member` has to see to.
    pub fn of(snapshot: &Snapshot, member: &Member) -> Self {
        let uncovered = if !looks_after_teams(member) {
            None
        } else if access::sees_all(member) {
            (!snapshot.rows.is_empty()).then(|| snapshot.overview().holes.len())
        } else {
            let view = View::of(snapshot, member, Narrow::default());
            (!view.is_empty()).then(|| view.overview().holes.len())
        };
        let is_large = snapshot.rows.len() > FEW_TEAMS;
        Overseen { uncovered, counted: is_large.then(|| Counted::of(snapshot, member)) }
    }
}

impl Counted {
    fn of(snapshot: &Snapshot, member: &Member) -> Self {
        let lapses = snapshot.training.lapses();
        Counted {
            ending: access::sees_all(member).then(|| snapshot.overview().figures.ending),
            lasts: if looks_after_teams(member) { lasts_overseen(lapses, member) } else { Vec::new() },
            things: snapshot.things.to_vec(),
            missing: snapshot.missing.to_string(),
        }
    }
}

fn looks_after_teams(member: &Member) -> bool {
    member.has(Grant::Lead) || member.has(Grant::Manager)
}
