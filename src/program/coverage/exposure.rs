//! What a team has open and asked, which the room of questions knows.

use std::collections::HashMap;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, TeamId};
use crate::db::{Connection, DbError};

/// Days that "asked lately" looks back on: a quarter, so that one busy week does not decide.
pub const ASKED_DAYS: i32 = 90;

/// Questions of one team.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Those that nobody has answered yet.
    pub open: i64,
    /// Those that were asked in the last 90 days.
    pub lately: i64,
}

/// The room of questions tells the program what teams asked, and who answered; `app` wires it in.
pub trait Exposure: Send + Sync {
    /// What these teams have open, and asked since then; all teams where none
    /// are named. Teams without any question are missing.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn asked(
        &self,
        connection: &mut Connection,
        teams: Option<&[TeamId]>,
        since: Timestamp,
    ) -> Result<HashMap<TeamId, Asked>, DbError>;

    /// The days from then on, in order, on which these people answered a
    /// question; everybody's where none are named.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn answered(
        &self,
        connection: &mut Connection,
        people: Option<&[PersonId]>,
        since: Timestamp,
    ) -> Result<HashMap<PersonId, Vec<Day>>, DbError>;
}
