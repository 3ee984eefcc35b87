//! `demo`: the sample company, on a folder of its own.

use std::path::{Path, PathBuf};

use clap::Args;

use super::secrets::open_seal;
use super::serve::{open_database, open_house, run_house};
use super::{Outcome, block_on, folder, start_log};
use crate::clock::{Clock, Day};
use crate::config::Settings;
use crate::demo::{self, DemoError, Size};

/// The flags of `demo`.
#[derive(Debug, Default, Args)]
pub struct DemoArgs {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub bind: Option<String>,
    /// The day that it is in the sample company [default: today]
    #[arg(long, value_name = "DATE", value_parser = Day::parse)]
    pub today: Option<Day>,
    /// How many teams the company has
    #[arg(long, value_name = "NUMBER", default_value_t = 44, value_parser = clap::value_parser!(u16).range(1..=5_000))]
    pub teams: u16,
    /// Lets machines other than this one in, where anybody can be anybody with a click
    #[arg(long)]
    pub allow_remote: bool,
}

/// Makes the company and runs its site until it is told to stop.
pub fn run(settings: Settings, args: &DemoArgs, data_given: bool) -> Outcome {
    if !settings.bind.ip().is_loopback() && !args.allow_remote {
        return Outcome::Unable(format!(
            "in the sample company anybody can be anybody with a click, so it does not listen on {}; \
             take a loopback address, or say --allow-remote",
            settings.bind
        ));
    }
    if let Err(words) = start_log(&settings) {
        return Outcome::Unable(words);
    }
    let folder = match Folder::choose(&settings.data, data_given) {
        Ok(folder) => folder,
        Err(words) => return Outcome::Unable(words),
    };
    let settings = settings.with_data(&folder.path);
    match block_on(serve(settings, args)) {
        Ok(()) => Outcome::Done,
        Err(words) => Outcome::Unable(words),
    }
}

async fn serve(settings: Settings, args: &DemoArgs) -> Result<(), String> {
    folder::prepare(&settings.data)?;
    let lock = folder::lock(&settings.data)?;
    let clock = args.today.map_or(Clock::System, Clock::starting);
    let db = open_database(&settings)?;
    let (mut house, listener) = open_house(&settings, db, clock, true)?;
    let size = Size { teams: usize::from(args.teams) };
    let filled = demo::fill(&house.db, &house.library, house.clock.now(), size).await;
    house.personas = Some(filled.map_err(|error| refusal(&error, &settings))?);
    // Not before it is known that nobody real is in this database.
    house.seal = open_seal(&settings, &house.db).await?;
    run_house(house, listener, &settings, lock).await
}

/// Anybody can be anybody here, so nobody real may be in the database that the
/// settings name (A11).
fn refusal(error: &DemoError, settings: &Settings) -> String {
    match error {
        DemoError::NotEmpty => format!(
            "there are people in {} already, and the sample company is not mixed with them; \
             leave database_url (DRAWBRIDGE_DATABASE_URL) out, or name an empty database",
            settings.database.shown()
        ),
        other => other.to_string(),
    }
}

/// Where the company lives: a folder that was named, or one that goes with the program.
struct Folder {
    path: PathBuf,
    passing: bool,
}

impl Folder {
    fn choose(named: &Path, data_given: bool) -> Result<Self, String> {
        if !data_given {
            let path = std::env::temp_dir().join(format!("drawbridge-demo-{}", std::process::id()));
            return Ok(Folder { path, passing: true });
        }
        let empty = match std::fs::read_dir(named) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        if !empty {
            return Err(format!(
                "{} is not an empty folder, and the sample company is not mixed with what is there; \
                 name one that is missing or empty",
                named.display()
            ));
        }
        Ok(Folder { path: named.to_owned(), passing: false })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.passing {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
