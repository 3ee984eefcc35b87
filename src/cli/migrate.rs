//! `migrate`: brings the schema up to date and stops.

use super::say::say;
use super::serve::open_database;
use super::{Outcome, folder, start_log};
use crate::config::Settings;

/// Opens the database, which migrates it. Holds the folder meanwhile, so that
/// no site serves from under it.
pub fn run(settings: &Settings) -> Outcome {
    if let Err(words) = start_log(settings) {
        return Outcome::Unable(words);
    }
    let prepared = folder::prepare(&settings.data).and_then(|()| folder::lock(&settings.data));
    match prepared.and_then(|_lock| open_database(settings)) {
        Ok(_) => {
            say!("The schema of {} is up to date.", settings.database.shown());
            Outcome::Done
        }
        Err(words) => Outcome::Refused(words),
    }
}
