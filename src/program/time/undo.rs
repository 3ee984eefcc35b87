//! What an entry was before its person changed it or took it away, for a while.

use diesel::prelude::*;
use jiff::SignedDuration;

use super::model::{Activity, TimeEntry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, RowVersion, TeamId, TimeEntryId};
use crate::db::schema::time_undo;
use crate::db::{Connection, DbError, Tx};

/// How long a change can be undone.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(30);

/// An entry as it was, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = time_undo)]
pub struct Undo {
    /// The entry.
    pub entry_id: TimeEntryId,
    /// Whose.
    pub person_id: PersonId,
    /// For which team.
    pub team_id: TeamId,
    /// The day of the work.
    pub day: Day,
    /// Minutes.
    pub minutes: i32,
    /// What it went into.
    pub activity: Activity,
    /// A few words.
    pub note: String,
    /// When it was written down.
    pub created_at: Timestamp,
    /// The version that it had.
    pub version: RowVersion,
    /// Whether it was taken away; otherwise it was changed.
    pub removed: bool,
    /// When.
    pub made_at: Timestamp,
}

impl Undo {
    /// The entry as it was.
    pub fn entry(&self) -> TimeEntry {
        TimeEntry {
            id: self.entry_id,
            person_id: self.person_id,
            team_id: self.team_id,
            day: self.day,
            minutes: self.minutes,
            activity: self.activity,
            note: self.note.clone(),
            created_at: self.created_at,
            version: self.version,
        }
    }
}

/// Keeps what `entry` was; an older state of the same entry goes.
pub(super) fn keep(tx: &mut Tx, entry: &TimeEntry, removed: bool, now: Timestamp) -> Result<(), DbError> {
    forget(tx, entry.id)?;
    let undo = Undo {
        entry_id: entry.id,
        person_id: entry.person_id,
        team_id: entry.team_id,
        day: entry.day,
        minutes: entry.minutes,
        activity: entry.activity,
        note: entry.note.clone(),
        created_at: entry.created_at,
        version: entry.version,
        removed,
        made_at: now,
    };
    diesel::insert_into(time_undo::table).values(&undo).execute(tx)?;
    Ok(())
}

/// What the entry was, where that can still be undone at `now`.
pub(super) fn find(connection: &mut Connection, id: TimeEntryId, now: Timestamp) -> Result<Option<Undo>, DbError> {
    time_undo::table.find(id).filter(time_undo::made_at.gt(now.plus(-LIFETIME))).first(connection).optional()
}

/// The last change of a person's that can be undone at `now`.
///
/// # Errors
///
/// The database's own.
pub fn latest_of(connection: &mut Connection, person: PersonId, now: Timestamp) -> Result<Option<Undo>, DbError> {
    time_undo::table
        .filter(time_undo::person_id.eq(person))
        .filter(time_undo::made_at.gt(now.plus(-LIFETIME)))
        .order(time_undo::made_at.desc())
        .first(connection)
        .optional()
}

pub(super) fn forget(tx: &mut Tx, id: TimeEntryId) -> Result<(), DbError> {
    diesel::delete(time_undo::table.find(id)).execute(tx)?;
    Ok(())
}

/// Forgets what can't be undone any more.
///
/// # Errors
///
/// The database's own.
pub fn forget_undone(tx: &mut Tx, now: Timestamp) -> Result<usize, DbError> {
    diesel::delete(time_undo::table.filter(time_undo::made_at.le(now.plus(-LIFETIME)))).execute(tx)
}
