//! What a champion has open, whichever room it lies in, and how it is given to
//! another when they go.
//!
//! Rooms declare their duties through [`Duties`]; `app` wires them into one
//! [`DutyList`]. A handover asks each for what is open and has each move it, all
//! in one transaction.

use std::sync::Arc;

use super::{ProgramError, Team};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Connection, Tx};

/// One thing that somebody has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What is read: `Question 12: May the gateway reach the vault?`
    pub label: String,
    /// Its page, below the base; empty where it has none.
    pub path: String,
    /// One fact beside it, such as `due tomorrow`; may be empty.
    pub fact: String,
}

/// A handover as a room is asked to do its part of it.
#[derive(Debug, Clone)]
pub struct Handing<'a> {
    /// Whose duties.
    pub from: &'a PersonName,
    /// For which team.
    pub team: &'a Team,
    /// Who gets them; none: whoever serves the team otherwise, and where nobody
    /// does, Network Security or the program's lead.
    pub to: Option<&'a PersonName>,
    /// Who hands over; nobody where the site does by itself.
    pub by: Option<PersonId>,
}

/// Duties of one kind; implemented by the room that keeps them.
pub trait Duties: Send + Sync {
    /// What they are called, as a heading: `Questions`.
    fn name(&self) -> &'static str;

    /// What `person` has open for `team`, the most urgent first.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list(
        &self,
        connection: &mut Connection,
        person: PersonId,
        team: &Team,
        now: Timestamp,
    ) -> Result<Vec<Duty>, ProgramError>;

    /// Gives all of [`Duties::list`] to another, with a line in the history of
    /// each. Returns how many there were. Nothing may be left without an owner.
    ///
    /// # Errors
    ///
    /// Whatever the room refuses; the whole handover is undone then.
    fn hand_over(&self, tx: &mut Tx, handing: &Handing<'_>, now: Timestamp) -> Result<usize, ProgramError>;
}

/// The duties of all rooms. Cheap to clone.
#[derive(Clone, Default)]
pub struct DutyList(Arc<Vec<Arc<dyn Duties>>>);

impl DutyList {
    /// These kinds, in the order in which they are shown.
    pub fn new(kinds: Vec<Arc<dyn Duties>>) -> Self {
        DutyList(Arc::new(kinds))
    }

    /// What `person` has open for `team`: each kind that has any, with its name.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn list(
        &self,
        connection: &mut Connection,
        person: PersonId,
        team: &Team,
        now: Timestamp,
    ) -> Result<Vec<(&'static str, Vec<Duty>)>, ProgramError> {
        let mut all = Vec::new();
        for kind in self.0.iter() {
            let open = kind.list(connection, person, team, now)?;
            if !open.is_empty() {
                all.push((kind.name(), open));
            }
        }
        Ok(all)
    }

    /// Has each kind hand over its part. Returns how many things moved.
    ///
    /// # Errors
    ///
    /// What a room refuses.
    pub fn hand_over(&self, tx: &mut Tx, handing: &Handing<'_>, now: Timestamp) -> Result<usize, ProgramError> {
        let mut moved = 0;
        for kind in self.0.iter() {
            moved += kind.hand_over(tx, handing, now)?;
        }
        Ok(moved)
    }
}
