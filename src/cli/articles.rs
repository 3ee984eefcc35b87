//! `import articles`: a folder of markdown into the database, or into files of ours.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::accounts::{self, AccountError, Person};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Connection, Db};
use crate::knowledge::import::{ImportError, Imported, Survey, import, survey};
use crate::knowledge::writing::{self, ExportError};
use crate::knowledge::{Library, prove};

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
    /// Writes the articles as files with our front matter into this folder, a
    /// new or an empty one, instead of publishing them
    #[arg(long, value_name = "DIR", conflicts_with_all = ["dry_run", "owner"])]
    to: Option<PathBuf>,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, args: &ArticlesArgs) -> Outcome {
    if let Some(folder) = &args.to {
        return match surveyed(settings, args) {
            Ok((_, survey)) => write_out(&survey, folder),
            Err(words) => Outcome::Unable(words),
        };
    }
    match prepared(settings, args) {
        Ok((db, library, survey)) => take_in(&db, library, survey, args),
        Err(words) => Outcome::Unable(words),
    }
}

/// The database, the files that are served, and what the folder holds.
fn prepared(settings: &Settings, args: &ArticlesArgs) -> Result<(Db, Library, Survey), String> {
    folder::prepare(&settings.data)?;
    let db = open_database(settings)?;
    let (library, survey) = surveyed(settings, args)?;
    Ok((db, library, survey))
}

/// The files that are served, and what the folder holds.
fn surveyed(settings: &Settings, args: &ArticlesArgs) -> Result<(Library, Survey), String> {
    let library = Library::open("", settings.content.as_deref()).map_err(|error| error.to_string())?;
    let survey = survey(&args.folder, &library)?;
    Ok((library, survey))
}

/// Prints what was not understood; refuses where text would be lost.
fn report(survey: &Survey) -> Result<(), Outcome> {
    for note in &survey.notes {
        say!("note: {note}");
    }
    for fault in &survey.faults {
        say!("{fault}");
    }
    match survey.faults.len() {
        0 => Ok(()),
        1 => Err(Outcome::Refused("1 fault; nothing was imported".into())),
        count => Err(Outcome::Refused(format!("{count} faults; nothing was imported"))),
    }
}

/// Writes the articles as files of ours, and proof-reads them.
fn write_out(survey: &Survey, folder: &Path) -> Outcome {
    if let Err(refused) = report(survey) {
        return refused;
    }
    let count = match writing::export(&writing::list_surveyed(survey), folder, false) {
        Ok(written) => written.files,
        Err(error @ ExportError::NotEmpty(_)) => return Outcome::Refused(error.to_string()),
        Err(error) => return Outcome::Unable(error.to_string()),
    };
    let word = if count == 1 { "article" } else { "articles" };
    say!("This is {}. {count} {word} written to {}.", survey.kind, folder.display());
    match prove(Some(folder), Clock::System.now().day()) {
        Ok(proof) if proof.faults.is_empty() => Outcome::Done,
        Ok(proof) => {
            proof.faults.iter().for_each(|fault| say!("{fault}"));
            Outcome::Refused(format!("{} to mend in what was written", proof.faults.len()))
        }
        Err(words) => Outcome::Unable(words),
    }
}

fn take_in(db: &Db, library: Library, survey: Survey, args: &ArticlesArgs) -> Outcome {
    if let Err(refused) = report(&survey) {
        return refused;
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
    say!("This is {}. The articles are {}'s.", survey.kind, owner.name);
    let (now, dry_run, id, survey) = (Clock::System.now(), args.dry_run, owner.id, Arc::new(survey));
    match block_on(db.write(move |tx| import(tx, &library, id, now, &survey, dry_run))) {
        Ok(imported) => say!("{}", words(imported)),
        Err(ImportError::Tried(imported)) => say!("Nothing was written. It would be: {}", words(imported)),
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
