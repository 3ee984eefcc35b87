//! `import training`: completed courses from a learning platform's CSV.

use std::path::PathBuf;

use clap::Args;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::Tx;
use crate::program::Actor;
use crate::program::training::imports::{
    DateOrder, Fault, Given, ImportFailure, Plan, Table, Target, import_completions,
};

/// The flags of `import training`.
#[derive(Debug, Args)]
pub struct TrainingArgs {
    /// The CSV file, with the names of the columns in its first line
    file: PathBuf,
    /// Says what would happen, and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the file comes from: what its columns are is remembered under this name
    #[arg(long, value_name = "NAME", default_value = "")]
    source: String,
    /// Takes a column for something, such as person="Learner mail"; person, course, completed_on,
    /// valid_until, result, evidence, state, words. Those that are not named are guessed
    #[arg(long, value_name = "WHAT=COLUMN", value_parser = column)]
    column: Vec<(Target, String)>,
    /// Which comes first in dates with slashes: dmy or mdy [default: what could be either is refused]
    #[arg(long, value_name = "ORDER", value_parser = DateOrder::parse)]
    dates: Option<DateOrder>,
    /// Leaves out lines about people or courses that are not here, where they would be faults
    #[arg(long)]
    skip_unknown: bool,
}

fn column(text: &str) -> Result<(Target, String), String> {
    let names = || Target::ALL.iter().map(|target| target.as_str()).collect::<Vec<_>>().join(", ");
    let (what, name) = text.split_once('=').ok_or_else(|| "write WHAT=COLUMN".to_owned())?;
    let target = Target::parse(what).ok_or_else(|| format!("“{what}” is none of {}", names()))?;
    Ok((target, name.to_owned()))
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, args: &TrainingArgs) -> Outcome {
    let file = args.file.display().to_string();
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => return Outcome::Unable(format!("{file} can't be read: {error}")),
    };
    let table = match Table::read(&bytes) {
        Ok(table) => table,
        Err(faults) => return refused(&file, &faults),
    };
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let (now, source, dry_run) = (Clock::System.now(), args.source.clone(), args.dry_run);
    let given = Given { columns: args.column.clone(), dates: args.dates, skip_unknown: args.skip_unknown };
    let import = move |tx: &mut Tx| {
        let mapping = given.mapping(tx, &source, &table)?;
        import_completions(tx, Actor::Trusted(None), now, (&source, &table), &mapping, dry_run)
    };
    match block_on(db.write(import)) {
        Ok(plan) => said("", &plan),
        Err(ImportFailure::Tried(plan)) => said("Nothing was written. It would be: ", &plan),
        Err(ImportFailure::Faults(faults)) => refused(&file, &faults),
        Err(error) => Outcome::Unable(format!("nothing was imported: {error}")),
    }
}

fn said(before: &str, plan: &Plan) -> Outcome {
    say!("{before}{}.", plan.words());
    Outcome::Done
}

/// Each fault on a line of its own, then what it came to.
fn refused(file: &str, faults: &[Fault]) -> Outcome {
    for fault in faults {
        say!("{file}: {fault}");
    }
    let count = if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
    Outcome::Refused(format!("{file}: {count}; nothing was imported"))
}
