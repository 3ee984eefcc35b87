//! `import`: teams and people from CSV, articles from a folder; all of it or nothing.

use std::path::PathBuf;

use clap::Subcommand;

use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::clock::Clock;
use crate::config::Settings;
use crate::program::exchange::{ImportError, Summary, import_people, import_teams};

/// What to import.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Columns team, department, chat; teams are known by their name
    Teams(ImportArgs),
    /// Columns name, email, chat, teams (names with ; between); people are known by their mail address
    People(ImportArgs),
    /// Completed courses from a learning platform's CSV, whatever its columns are called
    Training(super::training::TrainingArgs),
    /// A folder of markdown, as published articles or as files of ours: ours, MkDocs, Docusaurus, Hugo, a GitHub wiki, or plain
    Articles(super::articles::ArticlesArgs),
}

/// The flags of each.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The CSV file, with the names of the columns in its first line
    file: PathBuf,
    /// Says what would happen, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: ImportCommand) -> Outcome {
    let (import, args): (fn(&mut _, _, &[u8], bool) -> _, _) = match command {
        ImportCommand::Teams(args) => (import_teams, args),
        ImportCommand::People(args) => (import_people, args),
        ImportCommand::Training(args) => return super::training::run(settings, &args),
        ImportCommand::Articles(args) => return super::articles::run(settings, &args),
    };
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => return Outcome::Unable(format!("{} can't be read: {error}", args.file.display())),
    };
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let (now, dry_run) = (Clock::System.now(), args.dry_run);
    match block_on(db.write(move |tx| import(tx, now, &bytes, dry_run))) {
        Ok(summary) => println!("{}", words("", &summary)),
        Err(ImportError::Tried(summary)) => println!("Nothing was written. {}", words("It would be: ", &summary)),
        Err(ImportError::Fault(fault)) => {
            return Outcome::Refused(format!("{}: {fault}; nothing was imported", args.file.display()));
        }
        Err(error) => return Outcome::Unable(format!("nothing was imported: {error}")),
    }
    Outcome::Done
}

fn words(before: &str, summary: &Summary) -> String {
    let Summary { added, changed, unchanged } = summary;
    format!("{before}{added} added, {changed} changed, {unchanged} as they were.")
}
