//! `export`: teams and people as CSV, articles as files, that `import` takes again.

use std::path::PathBuf;

use clap::Subcommand;

use super::say::{put, say};
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::config::Settings;
use crate::db::Db;
use crate::knowledge::writing::{self, ExportError};
use crate::knowledge::{KnowledgeError, Library};
use crate::program::ProgramError;
use crate::program::exchange::{export_code_owners, export_people, export_repositories, export_services, export_teams};
use crate::program::training::imports::export_completions;

/// What to export.
#[derive(Debug, Clone, Subcommand)]
pub enum ExportCommand {
    /// All teams, to standard output: team, department, chat
    Teams,
    /// Everybody, to standard output: name, email, chat, teams; neither passwords nor rights
    People,
    /// Every completed course, to standard output; files that were handed in stay where they are
    Training,
    /// All repositories, to standard output: repository, team, link; with --repository the CODEOWNERS of one
    Repositories(RepositoriesArgs),
    /// All services, to standard output: service, team, link
    Services,
    /// Articles of the database as markdown files with front matter, as content check reads them
    Articles(ArticlesArgs),
}

/// The flags of `export repositories`.
#[derive(Debug, Clone, clap::Args)]
pub struct RepositoriesArgs {
    /// The repository whose CODEOWNERS is written: whose each of its paths is
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
}

/// The flags of `export articles`.
#[derive(Debug, Clone, clap::Args)]
pub struct ArticlesArgs {
    /// The folder that the files go into, as faq/SHELF/SLUG.md; a new or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also the articles that come with the program, and those of --content
    #[arg(long)]
    all: bool,
    /// Overwrites the files of these articles where the folder holds them; other files stay
    #[arg(long)]
    force: bool,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: &ExportCommand) -> Outcome {
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let export = match command {
        ExportCommand::Teams => export_teams,
        ExportCommand::People => export_people,
        ExportCommand::Training => export_completions,
        ExportCommand::Repositories(RepositoriesArgs { repository: None }) => export_repositories,
        ExportCommand::Repositories(RepositoriesArgs { repository: Some(name) }) => return code_owners(&db, name),
        ExportCommand::Services => export_services,
        ExportCommand::Articles(args) => return articles(settings, &db, args),
    };
    match block_on(db.read(export)) {
        Ok(document) => {
            put(format_args!("{document}"));
            Outcome::Done
        }
        Err(error) => Outcome::Unable(format!("nothing was exported: {error}")),
    }
}

fn code_owners(db: &Db, repository: &str) -> Outcome {
    let name = repository.to_owned();
    match block_on(db.read(move |connection| export_code_owners(connection, &name))) {
        Ok(document) => {
            put(format_args!("{document}"));
            Outcome::Done
        }
        Err(ProgramError::NotFound(_)) => Outcome::Refused(format!("there is no repository called {repository}")),
        Err(error) => Outcome::Unable(format!("nothing was exported: {error}")),
    }
}

fn articles(settings: &Settings, db: &Db, args: &ArticlesArgs) -> Outcome {
    let found = if args.all {
        block_on(async {
            let library = Library::open("", settings.content.as_deref())?;
            library.catch_up(db).await?;
            Ok(writing::list_all(&library))
        })
        .map_err(|error: KnowledgeError| error.to_string())
    } else {
        block_on(db.read(writing::list)).map_err(|error| error.to_string())
    };
    let found = match found {
        Ok(found) => found,
        Err(words) => return Outcome::Unable(format!("nothing was exported: {words}")),
    };
    match writing::export(&found, &args.folder, args.force) {
        Ok(exported) => {
            let word = if exported.files == 1 { "article" } else { "articles" };
            say!("{} {word} written to {}.", exported.files, args.folder.display());
            Outcome::Done
        }
        Err(error @ ExportError::NotEmpty(_)) => {
            Outcome::Refused(format!("{error}, or overwrite the files of these articles with --force"))
        }
        Err(error) => Outcome::Unable(error.to_string()),
    }
}
