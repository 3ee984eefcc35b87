//! `token create`: an API token for somebody, without the browser.

use clap::Subcommand;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::accounts::tokens::{self, LONGEST_DAYS, NewToken};
use crate::accounts::{self, AccountError};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::Db;

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token and prints it, this once; standard error says what it is good for
    Create {
        /// The mail address of the person whom it speaks for
        email: String,
        /// What will use it, such as "release pipeline"
        #[arg(long)]
        name: String,
        /// What it may do: read, time:write, questions:write or program:import; may be repeated
        #[arg(long = "scope", value_name = "SCOPE", default_value = "read")]
        scopes: Vec<String>,
        /// For how many days
        #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=LONGEST_DAYS))]
        days: i64,
    },
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: TokenCommand) -> Outcome {
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let TokenCommand::Create { email, name, scopes, days } = command;
    match block_on(create(&db, email, &name, &scopes, days)) {
        Ok((token, words)) => {
            eprintln!("{words}");
            say!("{token}");
            Outcome::Done
        }
        Err(AccountError::Invalid(problems)) => {
            let words: Vec<_> =
                problems.iter().map(|problem| format!("{}: {}", problem.field, problem.words)).collect();
            Outcome::Refused(words.join("; "))
        }
        Err(error) => Outcome::Refused(error.to_string()),
    }
}

/// The token, and what is said beside it.
async fn create(
    db: &Db,
    email: String,
    name: &str,
    scopes: &[String],
    days: i64,
) -> Result<(String, String), AccountError> {
    let new = NewToken::parse(name, scopes, &days.to_string())?;
    let now = Clock::System.now();
    db.write(move |tx| {
        let person = accounts::find_by_email(tx, &email)?;
        let token = tokens::create(tx, None, now, &person, &new)?;
        let until = new.expires(now).day().words();
        Ok((token, format!("It speaks for {} until {until}; it is shown this once.", person.name)))
    })
    .await
}
