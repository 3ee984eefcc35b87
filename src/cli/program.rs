//! `program check`: what is kept of the program, held against what it was made from.

use clap::Subcommand;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::config::Settings;
use crate::db::DbError;
use crate::program::time::sums::{self, Checked};

/// What to do with the program's records.
#[derive(Debug, Subcommand)]
pub enum ProgramCommand {
    /// Adds up all time entries and compares them with the monthly sums: 0 they agree, 1 they do not
    Check,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: &ProgramCommand) -> Outcome {
    let ProgramCommand::Check = command;
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let checked: Result<Checked, DbError> = block_on(async move { db.read(sums::check).await });
    match checked {
        Ok(checked) => told(&checked),
        Err(error) => Outcome::Unable(format!("the database failed: {error}")),
    }
}

fn told(checked: &Checked) -> Outcome {
    for fault in &checked.faults {
        say!("{fault}");
    }
    let (entries, sums) = (checked.entries, checked.sums);
    if checked.wrong == 0 {
        say!("Time entries: {entries}. Monthly sums: {sums}. They agree.");
        return Outcome::Done;
    }
    Outcome::Refused(format!("monthly sums that do not agree with their time entries: {} of {sums}", checked.wrong))
}
