//! What somebody who looks after teams has to see to, as it was counted with
//! the coverage: numbers that a desk shows and that would take long to count
//! for each look at it.

use super::access;
use super::book::Snapshot;
use super::view::{Narrow, View};
use crate::clock::Day;
use crate::program::onboarding::Owner;
use crate::web::{Grant, Member};

/// What was counted for one member; nothing for those who look after nothing.
#[derive(Debug, Clone, Default)]
pub struct Overseen {
    /// Teams without a champion; none for those who look after no team.
    pub uncovered: Option<usize>,
    /// Terms that end within 30 days; none for those who look after some teams only.
    pub ending: Option<usize>,
    /// The last days of other people's courses that end soon, or have ended, in order.
    pub lasts: Vec<Day>,
    /// Things of onboarding that wait for each kind of owner in the whole company.
    pub things: Vec<(Owner, i64)>,
}

impl Overseen {
    /// Whether anything is counted for them at all.
    pub fn concerns(member: &Member) -> bool {
        [Grant::Manager, Grant::Lead, Grant::NetSec].into_iter().any(|grant| member.has(grant))
    }

    /// What `member` has to see to.
    pub fn of(snapshot: &Snapshot, member: &Member) -> Self {
        let mut overseen = Overseen { things: snapshot.things.to_vec(), ..Overseen::default() };
        let leads = member.has(Grant::Lead);
        if !leads && !member.has(Grant::Manager) {
            return overseen;
        }
        overseen.lasts = snapshot
            .training
            .lapses()
            .iter()
            .filter(|lapse| lapse.person != member.id)
            .filter(|lapse| leads || lapse.teams.iter().any(|(team, department)| member.manages(*team, *department)))
            .map(|lapse| lapse.last)
            .collect();
        overseen.uncovered = if access::sees_all(member) {
            overseen.ending = Some(snapshot.overview().figures.ending);
            (!snapshot.rows.is_empty()).then(|| snapshot.overview().holes.len())
        } else {
            let view = View::of(snapshot, member, Narrow::default());
            (!view.rows.is_empty()).then(|| view.overview().holes.len())
        };
        overseen
    }
}
