//! `token create`: an API token for somebody, or for a service, without the browser.

use clap::Subcommand;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::accounts::services::{self, Answers, NewService};
use crate::accounts::tokens::{self, LONGEST_DAYS, NewToken};
use crate::accounts::{self, AccountError, Person};
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::{Db, Tx};
use crate::web::FieldProblem;
use crate::web::fold::slug;

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token and prints it, this once; standard error says what it is good for
    Create {
        /// The mail address of the person whom it speaks for
        #[arg(required_unless_present = "service", conflicts_with = "service")]
        email: Option<String>,
        /// The service that it speaks for, by handle; with --owner it is made where there is none
        #[arg(long, value_name = "HANDLE")]
        service: Option<String>,
        /// The mail address of who answers for a service that is made
        #[arg(long, value_name = "EMAIL", requires = "service")]
        owner: Option<String>,
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
    let TokenCommand::Create { email, service, owner, name, scopes, days } = command;
    let whose = match (email, service) {
        (_, Some(handle)) => Whose::Service { handle, owner },
        (email, None) => Whose::Person(email.unwrap_or_default()),
    };
    match block_on(create(&db, whose, &name, &scopes, days)) {
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

/// Whom a token speaks for.
enum Whose {
    /// Whoever has this mail address.
    Person(String),
    /// A service, made where there is none and somebody is named who answers for it.
    Service { handle: String, owner: Option<String> },
}

/// The token, and what is said beside it.
async fn create(
    db: &Db,
    whose: Whose,
    name: &str,
    scopes: &[String],
    days: i64,
) -> Result<(String, String), AccountError> {
    let new = NewToken::parse(name, scopes, &days.to_string())?;
    let now = Clock::System.now();
    db.write(move |tx| {
        let person = match &whose {
            Whose::Person(email) => accounts::find_by_email(tx, email)?,
            Whose::Service { handle, owner } => find_service(tx, now, handle, owner.as_deref())?,
        };
        let token = tokens::create(tx, None, now, &person, &new)?;
        let until = new.expires(now).day().words();
        Ok((token, format!("It speaks for {} until {until}; it is shown this once.", person.name)))
    })
    .await
}

fn find_service(tx: &mut Tx, now: Timestamp, handle: &str, owner: Option<&str>) -> Result<Person, AccountError> {
    match (services::find_live(tx, handle), owner) {
        (Err(AccountError::NoService), Some(owner)) => {
            let owner = accounts::find_by_email(tx, owner)?;
            if slug(handle) != handle {
                let words = "a handle has small letters, digits and dashes, such as release-pipeline".to_owned();
                return Err(AccountError::Invalid(vec![FieldProblem::new("service", words)]));
            }
            let about = "made by `token create`".to_owned();
            let new = NewService { name: handle.to_owned(), about, answers: Answers::Person(owner.id) };
            services::create(tx, None, now, &new)
        }
        (found, _) => found,
    }
}
