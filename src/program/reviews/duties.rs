//! Reviews that are not finished, as duties to be handed over.

use diesel::prelude::*;

use super::{actions, store};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::{grants, people};
use crate::db::{Connection, Tx};
use crate::program::absences::away_these;
use crate::program::duties::{Duties, Duty, Handing};
use crate::program::{Actor, ProgramError, Team, serving};
use crate::web::Grant;

/// Reviews that somebody began and has not finished.
pub struct ReviewDuties;

impl Duties for ReviewDuties {
    fn name(&self) -> &'static str {
        "Reviews"
    }

    fn list(
        &self,
        connection: &mut Connection,
        person: PersonId,
        team: &Team,
        _: Timestamp,
    ) -> Result<Vec<Duty>, ProgramError> {
        let open = store::list_open(connection, person, team.id)?;
        Ok(open
            .into_iter()
            .map(|review| Duty {
                label: format!("{}: {}", review.kind.label(), review.title),
                path: review.path(),
                fact: format!("since {}", review.day.words()),
            })
            .collect())
    }

    fn hand_over(&self, tx: &mut Tx, handing: &Handing<'_>, now: Timestamp) -> Result<usize, ProgramError> {
        let open = store::list_open(tx, handing.from.id, handing.team.id)?;
        if open.is_empty() {
            return Ok(0);
        }
        let to = match handing.to {
            Some(person) => person.id,
            None => next_in_line(tx, handing, now)?,
        };
        for review in &open {
            store::save_person(tx, review, to)?;
            let after = store::find_review(tx, review.id)?;
            actions::record(tx, Actor::Trusted(handing.by), now, "review.handed_over", &after)?;
        }
        Ok(open.len())
    }
}

/// Whoever serves the team beside the one who goes and is there, else a lead who
/// is, else an admin who is: nobody comes back from leave to a review that waited
/// for them without anybody's word. Where nobody at all is there, it goes to the
/// first of them all the same: a review is somebody's.
fn next_in_line(tx: &mut Tx, handing: &Handing<'_>, now: Timestamp) -> Result<PersonId, ProgramError> {
    let mut line: Vec<(PersonId, bool)> = serving(tx, handing.team.id, now.day())?
        .iter()
        .filter(|one| one.person_id != handing.from.id)
        .map(|one| (one.person_id, one.is_there()))
        .collect();
    for grant in [Grant::Lead, Grant::Admin] {
        let holders: Vec<PersonId> = grants::table
            .inner_join(people::table.on(people::id.eq(grants::person_id)))
            .filter(grants::kind.eq(grant))
            .filter(people::state.eq(crate::accounts::PersonState::Active))
            .filter(people::id.ne(handing.from.id))
            .order((people::name_folded, people::id))
            .select(people::id)
            .load(tx)?;
        let away = away_these(tx, &holders.iter().copied().collect(), now.day())?;
        line.extend(holders.into_iter().map(|person| (person, !away.contains_key(&person))));
    }
    let first = line.iter().find(|(_, is_there)| *is_there).or_else(|| line.first());
    if let Some((person, _)) = first {
        return Ok(*person);
    }
    Err(ProgramError::WrongState("open reviews need somebody to take them over; name who".into()))
}
