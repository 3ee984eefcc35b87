//! `import`: teams, people, services and repositories from CSV, a Backstage
//! catalogue, CODEOWNERS, articles from a folder; all of it or nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::Tx;
use crate::program::exchange::{
    ImportError, Report, Way, import_catalogue, import_code_owners, import_people, import_repositories,
    import_services, import_teams, read_files,
};

/// What to import.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Columns team, department, chat, address; teams are known by their address, else by their name
    Teams(ImportArgs),
    /// Columns name, email, chat, teams (names with ; between); people are known by their mail address,
    /// and who came with this list before and is missing now has left
    People(ImportArgs),
    /// Backstage: groups as teams, users as people, components as services and repositories
    Catalogue(ImportArgs),
    /// Columns repository, team, link; or a CODEOWNERS file with --repository
    Repositories(RepositoryArgs),
    /// Columns service, team, link
    Services(ImportArgs),
    /// Completed courses from a learning platform's CSV, whatever its columns are called
    Training(super::training::TrainingArgs),
    /// A folder of markdown, as published articles or as files of ours: ours, MkDocs, Docusaurus, Hugo, a GitHub wiki, or plain
    Articles(super::articles::ArticlesArgs),
}

/// The flags of each.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The file; for a catalogue also a folder, whose YAML files are read
    file: PathBuf,
    /// Says what would be added and changed and who would leave, and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Goes on where more than a tenth of the people of the list would leave
    #[arg(long)]
    let_leave: bool,
}

/// The flags of `import repositories`.
#[derive(Debug, clap::Args)]
pub struct RepositoryArgs {
    #[command(flatten)]
    import: ImportArgs,
    /// The repository that a CODEOWNERS file belongs to
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
}

/// What is done with the bytes of a file.
type Import = Arc<dyn Fn(&mut Tx, Timestamp, Way) -> Result<Report, ImportError> + Send + Sync>;

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: ImportCommand) -> Outcome {
    let (import, args) = match prepared(settings, command) {
        Ok(Prepared::Import(import, args)) => (import, args),
        Ok(Prepared::Done(outcome)) => return outcome,
        Err(words) => return Outcome::Unable(words),
    };
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let (now, way) = (Clock::System.now(), Way { dry_run: args.dry_run, let_leave: args.let_leave, by: None });
    match block_on(db.write(move |tx| import(tx, now, way))) {
        Ok(report) => {
            // What was asked for is not repeated; what somebody should know is.
            list(&report, |sign| sign == '-' || sign == '!');
            say!("{}", report.words());
            Outcome::Done
        }
        Err(error) => failed(&args.file, error),
    }
}

enum Prepared {
    Import(Import, ImportArgs),
    /// It was something else, and has run.
    Done(Outcome),
}

fn prepared(settings: &Settings, command: ImportCommand) -> Result<Prepared, String> {
    type Take = fn(&mut Tx, Timestamp, &[u8], Way) -> Result<Report, ImportError>;
    let (take, args): (Take, ImportArgs) = match command {
        ImportCommand::Teams(args) => (import_teams, args),
        ImportCommand::People(args) => (import_people, args),
        ImportCommand::Services(args) => (import_services, args),
        ImportCommand::Repositories(RepositoryArgs { import, repository: None }) => (import_repositories, import),
        ImportCommand::Repositories(RepositoryArgs { import, repository: Some(name) }) => {
            let bytes = read(&import.file)?;
            let run: Import = Arc::new(move |tx, now, way| import_code_owners(tx, now, &name, &bytes, way));
            return Ok(Prepared::Import(run, import));
        }
        ImportCommand::Catalogue(args) => {
            let files = read_files(&args.file)?;
            let run: Import = Arc::new(move |tx, now, way| import_catalogue(tx, now, &files, way));
            return Ok(Prepared::Import(run, args));
        }
        ImportCommand::Training(args) => return Ok(Prepared::Done(super::training::run(settings, &args))),
        ImportCommand::Articles(args) => return Ok(Prepared::Done(super::articles::run(settings, &args))),
    };
    let bytes = read(&args.file)?;
    Ok(Prepared::Import(Arc::new(move |tx, now, way| take(tx, now, &bytes, way)), args))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{} can't be read: {error}", file.display()))
}

fn failed(file: &Path, error: ImportError) -> Outcome {
    match error {
        ImportError::Tried(report) => {
            list(&report, |_| true);
            say!("Nothing was written. It would be: {}", report.words());
            Outcome::Done
        }
        ImportError::ManyLeave { ref report, .. } => {
            list(report, |sign| sign == '-' || sign == '!');
            Outcome::Refused(format!(
                "{}: {error}; nothing was imported. If they have really left, import it again with --let-leave",
                file.display()
            ))
        }
        ImportError::Faults(faults) => match &faults[..] {
            [fault] => Outcome::Refused(format!("{}: {fault}; nothing was imported", file.display())),
            _ => {
                for fault in &faults {
                    say!("{}: {fault}", file.display());
                }
                Outcome::Refused(format!("{}: {} faults; nothing was imported", file.display(), faults.len()))
            }
        },
        error => Outcome::Unable(format!("nothing was imported: {error}")),
    }
}

fn list(report: &Report, shown: impl Fn(char) -> bool) {
    for change in report.changes.iter().filter(|change| shown(change.kind.sign())) {
        say!("{} {}", change.kind.sign(), change.words);
    }
}
