//! `export`: teams and people as CSV that `import` takes again.

use clap::Subcommand;

use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::config::Settings;
use crate::program::exchange::{export_people, export_teams};

/// What to export, to standard output.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ExportCommand {
    /// All teams: team, department, chat
    Teams,
    /// Everybody: name, email, chat, teams; neither passwords nor rights
    People,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: ExportCommand) -> Outcome {
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let export = match command {
        ExportCommand::Teams => export_teams,
        ExportCommand::People => export_people,
    };
    match block_on(db.read(export)) {
        Ok(document) => {
            print!("{document}");
            Outcome::Done
        }
        Err(error) => Outcome::Unable(format!("nothing was exported: {error}")),
    }
}
