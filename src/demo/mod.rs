//! The sample company: made through the rooms' own actions, from a seed and a
//! day, so that it is the same company wherever it is shown.

mod asking;
mod belts;
mod chance;
mod company;
mod hours;
mod launching;
mod looking;
mod meetings;
mod names;
mod onboarding;
mod people;
mod publishing;
mod pulse;
mod reading;
mod returning;
mod talk;
mod terms;
mod training;
mod turns;
mod work;
mod working;
mod writing;

use crate::accounts::personas::Personas;
use crate::accounts::services::{self, Answers, NewService};
use crate::accounts::tokens::{self, LONGEST_DAYS, NewToken};
use crate::clock::Timestamp;
use crate::db::{Db, DbError, Tx};
use crate::error::AppError;
use crate::knowledge::Library;
use crate::notify;
use crate::web::TokenScope;
use chance::Chance;
use company::Company;

/// The seed of every sample company. Any number would do; all use this one.
const SEED: u64 = 2_026;

/// The token of the sample company, as the examples of the documentation write it.
const TOKEN: &str = "demo";

/// What is younger than this waits in the notifications of whoever is played.
const RECENT: jiff::SignedDuration = jiff::SignedDuration::from_hours(72);

/// How large the company is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Teams, in six departments or more; each has four people or so.
    pub teams: usize,
}

/// Why the company could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There are people in the database already.
    #[error("the database is not empty, and the sample company is not mixed with what is there; name an empty one")]
    NotEmpty,
    /// A room refused what the company would do; a fault of this module.
    #[error("the sample company could not be made: {0:?}")]
    Refused(AppError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

/// Fills an empty database with a company that has lived for a year up to
/// `now`, and returns who can be played.
///
/// # Errors
///
/// [`DemoError`].
pub async fn fill(db: &Db, library: &Library, now: Timestamp, size: Size) -> Result<Personas, DemoError> {
    let library = library.clone();
    db.write(move |tx| {
        let mut chance = Chance::new(SEED);
        let company = company::found(tx, &mut chance, now, size)?;
        work::live(tx, &mut chance, &company)?;
        // A chance of its own, so that the rest of the company stays as it is.
        pulse::live(tx, &mut Chance::new(SEED + 8), &company)?;
        onboarding::live(tx, &company, now)?;
        // Before the answers that become articles, so that its drafts keep their numbers.
        writing::live(tx, &company, &library, now)?;
        asking::live(tx, &mut chance, &company, &library, now)?;
        let launch = launching::live(tx, &company, now)?;
        reading::live(tx, &mut chance, &company, &library)?;
        looking::live(tx, &mut chance, &company, &library)?;
        turns::live(tx, &company, now)?;
        if let Some(question) = launch {
            working::live(tx, &company, &library, question, now)?;
        }
        publishing::live(tx, &company, &library, now)?;
        returning::live(tx, &company, &library, now)?;
        meetings::live(tx, &company, now)?;
        keep_token(tx, now, &company)?;
        add_service(tx, now, &company)?;
        belts::live(tx, &company, now)?;
        hours::live(tx, &company, now)?;
        // What a year brought was read by those who lived it; the last days wait for the visitor.
        notify::settle_past(tx, now.plus(-RECENT))?;
        Ok::<_, DemoError>(Personas(company.personas))
    })
    .await
}

/// The token that scripts use here. Everybody knows it, so it only reads.
fn keep_token(tx: &mut Tx, now: Timestamp, company: &Company) -> Result<(), DemoError> {
    let new = NewToken { name: "Examples".to_owned(), scopes: vec![TokenScope::Read], days: LONGEST_DAYS };
    let owner = company.teams.iter().find_map(|life| life.people.get(1)).unwrap_or(&company.lead);
    held(tokens::keep(tx, Some(owner.id), now, owner, &new, TOKEN))
}

/// A program that asks in its own name. Its token is nobody's.
fn add_service(tx: &mut Tx, now: Timestamp, company: &Company) -> Result<(), DemoError> {
    let new = NewService {
        name: "Release pipeline".to_owned(),
        about: "Asks whether a release may go out".to_owned(),
        answers: Answers::Person(company.lead.id),
    };
    let service = held(services::create(tx, None, now, &new))?;
    let token = NewToken { name: "Build server".to_owned(), scopes: vec![TokenScope::Read], days: LONGEST_DAYS };
    held(tokens::create(tx, None, now, &service, &token)).map(drop)
}

/// Turns a room's result into ours.
fn held<T, E: Into<AppError>>(result: Result<T, E>) -> Result<T, DemoError> {
    result.map_err(|error| DemoError::Refused(error.into()))
}
