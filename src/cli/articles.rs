//! `import articles`: a folder of markdown into the database.

use std::path::PathBuf;
use std::sync::Arc;

use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::accounts::{self, AccountError, Person};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Connection, Db};
use crate::knowledge::Library;
use crate::knowledge::import::{ImportError, Imported, Survey, import, survey};

/// The flags of `import articles`.
#[derive(Debug, clap::Args)]
pub struct ArticlesArgs {
    /// The folder: its root, or the folder of the articles in it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Says what would happen, and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Who stands behind the articles [default: the first admin]
    #[arg(long, value_name = "MAIL")]
    owner: Option<String>,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, args: &ArticlesArgs) -> Outcome {
    match prepared(settings, args) {
        Ok((db, library, survey)) => take_in(&db, library, survey, args),
        Err(words) => Outcome::Unable(words),
    }
}

/// The database, the files that are served, and what the folder holds.
fn prepared(settings: &Settings, args: &ArticlesArgs) -> Result<(Db, Library, Survey), String> {
    folder::prepare(&settings.data)?;
    let db = open_database(settings)?;
    let library = Library::open("", settings.content.as_deref()).map_err(|error| error.to_string())?;
    let survey = survey(&args.folder, &library)?;
    Ok((db, library, survey))
}

fn take_in(db: &Db, library: Library, survey: Survey, args: &ArticlesArgs) -> Outcome {
    for note in &survey.notes {
        println!("note: {note}");
    }
    for fault in &survey.faults {
        println!("{fault}");
    }
    if !survey.faults.is_empty() {
        let count = survey.faults.len();
        let word = if count == 1 { "fault" } else { "faults" };
        return Outcome::Refused(format!("{count} {word}; nothing was imported"));
    }
    let email = args.owner.clone();
    let owner = match block_on(db.read(move |connection| find_owner(connection, email.as_deref()))) {
        Ok(Some(owner)) => owner,
        Ok(None) => {
            return Outcome::Refused("nobody is an admin yet; name who stands behind the articles with --owner".into());
        }
        Err(AccountError::NotFound) => {
            return Outcome::Refused(format!("nobody has the address {}", args.owner.as_deref().unwrap_or_default()));
        }
        Err(error) => return Outcome::Unable(error.to_string()),
    };
    println!("This is {}. The articles are {}'s.", survey.kind, owner.name);
    let (now, dry_run, id, survey) = (Clock::System.now(), args.dry_run, owner.id, Arc::new(survey));
    match block_on(db.write(move |tx| import(tx, &library, id, now, &survey, dry_run))) {
        Ok(imported) => println!("{}", words(imported)),
        Err(ImportError::Tried(imported)) => println!("Nothing was written. It would be: {}", words(imported)),
        Err(ImportError::Fault(fault)) => return Outcome::Refused(format!("{fault}; nothing was imported")),
        Err(error) => return Outcome::Unable(format!("nothing was imported: {error}")),
    }
    Outcome::Done
}

fn find_owner(connection: &mut Connection, email: Option<&str>) -> Result<Option<Person>, AccountError> {
    match email {
        Some(email) => accounts::find_by_email(connection, email).map(Some),
        None => Ok(accounts::find_first_admin(connection)?),
    }
}

fn words(Imported { added, unchanged }: Imported) -> String {
    format!("{added} published, {unchanged} as they were.")
}
