//! Everybody's training, for those who look after all of it.

use std::collections::HashMap;

use super::catalogue;
use super::learners::{TrainingCount, counts, learners};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::PersonId;
use crate::program::ProgramError;
use crate::program::ladder::Ladder;
use crate::program::training::reminders::{Lapse, lapses};

/// Everybody's training at once.
#[derive(Debug, Clone, Default)]
pub struct Overall {
    /// What each person who has to have any course has in date.
    pub counts: HashMap<PersonId, TrainingCount>,
    /// What ends within sixty days, or has ended and is required, by its last day.
    pub lapses: Vec<Lapse>,
}

/// Everybody's training on `today`.
///
/// # Errors
///
/// The database's own.
pub fn overall(connection: &mut Connection, ladder: &Ladder, today: Day) -> Result<Overall, ProgramError> {
    let catalogue = catalogue(connection, ladder)?;
    let learners = learners(connection, &catalogue, today)?;
    Ok(Overall { counts: counts(&catalogue, &learners, today), lapses: lapses(&catalogue, &learners, today) })
}
