//! `audit verify`: whether the record is still what was recorded.

use clap::Subcommand;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::audit::{Kept, Verified, check_kept, verify};
use crate::config::Settings;
use crate::db::{Connection, DbError};

/// What to do with the record of changes.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Reads the record from its beginning: 0 nothing was changed, 1 something was, and it names the first
    Verify {
        /// A seal that was printed before and kept elsewhere: the record has to hold it as it was then
        #[arg(long, value_name = "NUMBER:HASH")]
        expect: Option<Kept>,
    },
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: &AuditCommand) -> Outcome {
    let AuditCommand::Verify { expect } = command;
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let expect = expect.clone();
    let read = move |connection: &mut Connection| {
        let verified = verify(connection)?;
        let other = match expect.filter(|_| verified.fault.is_none()) {
            Some(kept) => check_kept(connection, &kept, verified.sealed)?,
            None => None,
        };
        Ok::<_, DbError>((verified, other))
    };
    match block_on(async move { db.read(read).await }) {
        Ok((_, Some(other))) => Outcome::Refused(format!("the record was changed: {other}")),
        Ok((verified, None)) => told(&verified),
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
        say!("The last seal is {sealed}:{head}");
        say!(
            "Kept elsewhere, it shows later that nothing was cut off or written anew: audit verify --expect NUMBER:HASH"
        );
    }
    Outcome::Done
}
