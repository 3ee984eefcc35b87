//! `user add`, `user reset`, `user reset-factor`, `user sign-in` and `user erase`:
//! people, their way in and their leaving, without the browser.

use std::io::Read;

use clap::Subcommand;
use url::Url;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::accounts::{self, AccountError, Hasher, NewPerson, Person};
use crate::app;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Db, Tx};
use crate::web::{Grant, Scope};

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Adds somebody and prints a link by which they choose a password
    Add {
        /// Their mail address; they sign in with it
        email: String,
        /// Their name, as others see it
        #[arg(long)]
        name: String,
        /// A right to give: lead, netsec, admin, or manager (of everything); may be repeated
        #[arg(long = "grant", value_name = "RIGHT")]
        grants: Vec<String>,
        /// Reads the password from standard input instead of printing a link
        #[arg(long)]
        password_stdin: bool,
    },
    /// Prints a link by which somebody chooses a new password
    Reset {
        /// Their mail address
        email: String,
    },
    /// Takes the second factor away from somebody who has lost it
    ResetFactor {
        /// Their mail address
        email: String,
    },
    /// Erases what is known of somebody who left: says what goes, and does it with --yes
    Erase {
        /// Their handle: the end of the address of their page
        handle: String,
        /// Does it; it can't be undone
        #[arg(long)]
        yes: bool,
    },
    /// Prints a link that signs somebody in once, whatever else is switched off or down
    SignIn {
        /// Their mail address
        email: String,
    },
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: Settings, command: UserCommand) -> Outcome {
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(&settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let done = match command {
        UserCommand::Add { email, name, grants, password_stdin } => {
            block_on(add(&settings, &db, &email, &name, &grants, password_stdin))
        }
        UserCommand::Reset { .. } if !settings.sign_in.local => {
            let words = "passwords let nobody in here (sign_in.local); take `drawbridge user sign-in EMAIL`";
            return Outcome::Refused(words.to_owned());
        }
        UserCommand::Reset { email } => block_on(reset(&settings, &db, &email)),
        UserCommand::ResetFactor { email } => block_on(reset_factor(&db, &email)),
        UserCommand::Erase { handle, yes } => block_on(erase(&db, handle, yes)),
        UserCommand::SignIn { email } => block_on(sign_in(&settings, &db, &email)),
    };
    match done {
        Ok(words) => {
            say!("{words}");
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

async fn add(
    settings: &Settings,
    db: &Db,
    email: &str,
    name: &str,
    grants: &[String],
    password_stdin: bool,
) -> Result<String, AccountError> {
    let new = NewPerson::parse(name, email, "")?;
    let grants = grants.iter().map(|text| parse_grant(text)).collect::<Result<Vec<_>, _>>()?;
    let hash = if password_stdin { Some(read_password(&new).await?) } else { None };
    let (now, local) = (Clock::System.now(), settings.sign_in.local);
    let (person, path) = db
        .write(move |tx| {
            let person = accounts::add_person(tx, None, now, &new)?;
            for grant in &grants {
                accounts::grant(tx, None, now, &person, *grant, Scope::All)?;
            }
            let path = match &hash {
                Some(hash) => {
                    accounts::set_password(tx, now, &person, hash)?;
                    None
                }
                None if !local => None,
                None => Some(accounts::invite(tx, None, now, &person)?),
            };
            Ok::<_, AccountError>((person, path))
        })
        .await?;
    Ok(match path {
        None if !settings.sign_in.local => format!("{} can sign in by a provider.", person.name),
        None => format!("{} can sign in with {}.", person.name, person.email),
        Some(path) => link_words(settings, &person, &path),
    })
}

async fn reset(settings: &Settings, db: &Db, email: &str) -> Result<String, AccountError> {
    let (email, now) = (email.to_owned(), Clock::System.now());
    let (person, path) = db
        .write(move |tx| {
            let person = accounts::find_by_email(tx, &email)?;
            let path = accounts::invite(tx, None, now, &person)?;
            Ok::<_, AccountError>((person, path))
        })
        .await?;
    Ok(link_words(settings, &person, &path))
}

async fn reset_factor(db: &Db, email: &str) -> Result<String, AccountError> {
    let (email, now) = (email.to_owned(), Clock::System.now());
    let person = db
        .write(move |tx| {
            let person = accounts::find_by_email(tx, &email)?;
            accounts::reset_factor(tx, None, now, &person)?;
            Ok::<_, AccountError>(person)
        })
        .await?;
    Ok(format!("{} signs in with their password alone now, and is told.", person.name))
}

async fn sign_in(settings: &Settings, db: &Db, email: &str) -> Result<String, AccountError> {
    let (email, now) = (email.to_owned(), Clock::System.now());
    let (person, path) = db
        .write(move |tx| {
            let person = accounts::find_by_email(tx, &email)?;
            let path = accounts::make_sign_in_link(tx, now, &person)?;
            Ok::<_, AccountError>((person, path))
        })
        .await?;
    let address = address(settings, &path);
    Ok(format!("This signs {} in (works once, for 30 minutes):\n{address}", person.name))
}

async fn erase(db: &Db, handle: String, yes: bool) -> Result<String, AccountError> {
    let now = Clock::System.now();
    let erase = move |tx: &mut Tx| {
        let person = accounts::find_by_handle(tx, &handle)?;
        let rooms = app::erasing_rooms();
        let open = accounts::erasing::list_open(tx, &rooms, &person)?;
        if yes || !open.is_empty() {
            let former = accounts::erasing::erase(tx, &rooms, None, now, &person)?;
            return Ok(format!("{} is erased. What they did stays, by {former}.", person.name));
        }
        let goes = "name, mail address, ways in, rights, teams, absences, evidence, notices, and their name in words";
        let stays = "terms, hours, completions, questions and answers, by “a former member”, and the record's chain";
        Ok::<_, AccountError>(format!(
            "This would erase {}.\nGoes: {goes}.\nStays: {stays}.\nTo do it, add --yes.",
            person.name
        ))
    };
    let said = db.write(erase).await?;
    if yes {
        db.empty_log().await;
    }
    Ok(said)
}

fn link_words(settings: &Settings, person: &Person, path: &str) -> String {
    format!("{} chooses a password here (works once):\n{}", person.name, address(settings, path))
}

/// The complete address of a path of ours.
fn address(settings: &Settings, path: &str) -> String {
    let bound = Url::parse(&format!("http://{}", settings.bind)).ok();
    let base = settings.base_url.clone().or(bound);
    let base = base.map(|url| url.to_string()).unwrap_or_default();
    format!("{}{path}", base.trim_end_matches('/'))
}

fn parse_grant(text: &str) -> Result<Grant, AccountError> {
    Grant::parse(text).ok_or_else(|| {
        let known: Vec<_> = Grant::ALL.iter().map(|grant| grant.as_str()).collect();
        let words = format!("there is no right “{text}”; the rights are {}", known.join(", "));
        AccountError::Invalid(vec![crate::web::FieldProblem::new("grant", words)])
    })
}

async fn read_password(new: &NewPerson) -> Result<String, AccountError> {
    let wrong = |words: String| AccountError::Invalid(vec![crate::web::FieldProblem::new("password", words)]);
    let mut text = String::new();
    std::io::stdin().take(4_096).read_to_string(&mut text).map_err(|error| wrong(error.to_string()))?;
    let password = text.trim_end_matches(['\n', '\r']).to_owned();
    accounts::check_password(&password, &[&new.name, &new.email]).map_err(wrong)?;
    Hasher::new()?.hash(password).await
}
