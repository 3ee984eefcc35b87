//! `audit verify`: whether the record is still what was recorded.

use clap::Subcommand;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::audit::{Verified, verify};
use crate::config::Settings;
use crate::db::DbError;

/// What to do with the record of changes.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Reads the record from its beginning: 0 nothing was changed, 1 something was, and it names the first
    Verify,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: &AuditCommand) -> Outcome {
    let AuditCommand::Verify = command;
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let verified: Result<Verified, DbError> = block_on(async move { db.read(verify).await });
    match verified {
        Ok(verified) => told(&verified),
        Err(error) => Outcome::Unable(format!("the record can't be read: {error}")),
    }
}

fn told(verified: &Verified) -> Outcome {
    let Verified { sealed, erased, open, head, fault } = verified;
    if let Some(fault) = fault {
        return Outcome::Refused(format!("the record was changed: {fault}. The {sealed} entries before it are whole"));
    }
    say!("Sealed entries: {sealed}, all as they were recorded. Erased words: {erased}. Not sealed yet: {open}.");
    if !head.is_empty() {
        say!("The last seal is {head}; kept elsewhere, it shows later that the record was not written anew.");
    }
    Outcome::Done
}
