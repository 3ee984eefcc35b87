//! `secrets key`, `secrets rotate`, `secrets forget`: the keys of what lies sealed in the database.

use clap::Subcommand;
use serde_json::json;

use super::say::say;
use super::serve::open_database;
use super::{Outcome, block_on, folder};
use crate::app;
use crate::audit::{self, Entry};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Address, Db, DbError};
use crate::seal::{self, Key, KeyFile, Renewed, RotationError, Seal, SealError};

/// What to do with the keys of secrets.
#[derive(Debug, Subcommand)]
pub enum SecretsCommand {
    /// Prints a new key, for the setting secrets.keys
    Key,
    /// Makes a new key in the data folder and seals every secret of the database with it, beside a
    /// running site; where the keys are set, it seals with the first of them
    Rotate,
    /// Takes away the secrets whose key is lost, so that a site without it can start
    Forget,
}

/// Runs beside a site that serves, or without one.
pub fn run(settings: &Settings, command: &SecretsCommand) -> Outcome {
    if matches!(command, SecretsCommand::Key) {
        say!("{}", Key::generate().expose());
        return Outcome::Done;
    }
    let db = match folder::prepare(&settings.data).and_then(|()| open_database(settings)) {
        Ok(db) => db,
        Err(words) => return Outcome::Unable(words),
    };
    let done = match command {
        SecretsCommand::Forget => block_on(forget(settings, &db)),
        _ if settings.seal_keys.is_empty() => block_on(rotate_file(settings, &db)),
        _ => block_on(rotate_set(settings, &db)),
    };
    match done {
        Ok(words) => {
            say!("{words}");
            Outcome::Done
        }
        Err(words) => Outcome::Refused(words),
    }
}

/// The keys of this site, proved against what the database holds.
///
/// # Errors
///
/// One line that says which keys are missing, and where they belong.
pub(super) async fn open_seal(settings: &Settings, db: &Db) -> Result<Seal, String> {
    let seal = if settings.seal_keys.is_empty() {
        let file = KeyFile::in_folder(&settings.data);
        if !file.exists() {
            // A key that is made now would not open what is there.
            if db.read(seal::is_marked).await.map_err(|error| failed(&error))? {
                return Err(missing(settings, &file));
            }
            file.make()?;
        }
        Seal::of_file(file)?
    } else {
        Seal::of(settings.seal_keys.clone())
    };
    let proved = seal.clone();
    let outcome: Result<Result<(), SealError>, DbError> = db.write(move |tx| seal::prove(tx, &proved)).await;
    match outcome.map_err(|error| failed(&error))? {
        Ok(()) => Ok(seal),
        Err(_) => Err(missing(settings, &KeyFile::in_folder(&settings.data))),
    }
}

/// What is wrong with the keys, and what to do.
fn missing(settings: &Settings, file: &KeyFile) -> String {
    let (path, after) = (file.path().display(), "or give up what is lost with `drawbridge secrets forget`");
    match (&settings.database, settings.seal_keys.is_empty()) {
        (_, false) => format!(
            "secrets of the database were sealed with a key that secrets.keys does not hold; add it there, {after}"
        ),
        (Address::Sqlite(_), true) => format!(
            "secrets of the database were sealed with another key than {path} holds; \
             put that file back as it was, {after}"
        ),
        (Address::Postgres(_), true) => format!(
            "secrets of the database were sealed with another key than {path} holds, as nodes of one database \
             share theirs: set secrets.keys (DRAWBRIDGE_SECRETS__KEYS or …_FILE) to the keys of the node that \
             sealed them, {after}"
        ),
    }
}

fn failed(error: &DbError) -> String {
    format!("the database failed: {error}")
}

/// A new key in the data folder's file, and everything sealed with it.
async fn rotate_file(settings: &Settings, db: &Db) -> Result<String, String> {
    open_seal(settings, db).await?;
    let file = KeyFile::in_folder(&settings.data);
    let _lock = file.lock()?;
    let before = file.read()?;
    let keys = before.clone();
    let used = db.read(move |connection| seal::used_keys(connection, &app::sealed(), &keys)).await;
    let used: Vec<Key> = used.map_err(|error: DbError| failed(&error))?;
    // Into the file first: what is sealed with a key that is nowhere is lost. The
    // key before stays, for what a running site seals with it at this moment.
    let mut keys = vec![Key::generate()];
    let kept = before.iter().enumerate().filter(|(at, key)| *at == 0 || used.contains(key));
    keys.extend(kept.map(|(_, key)| key.clone()));
    file.replace(&keys)?;
    let path = file.path().display().to_string();
    let renewed = renew(db, Seal::of_file(file)?).await?;
    let others = match settings.database {
        Address::Postgres(_) => " Every node of this database needs the same keys: give them to the others now.",
        Address::Sqlite(_) => "",
    };
    Ok(format!("{}\n{path} holds a new key and the one before; keep a copy of it.{others}", words(&renewed)))
}

/// Everything sealed with the first of the keys that are set.
async fn rotate_set(settings: &Settings, db: &Db) -> Result<String, String> {
    let seal = open_seal(settings, db).await?;
    let renewed = renew(db, seal).await?;
    if renewed.iter().all(|(_, count)| *count == 0) {
        return Ok("Everything is sealed with the first key of secrets.keys already. To change it, put a new one \
                   (`drawbridge secrets key`) in front of the others, start each node again, and run this again."
            .to_owned());
    }
    Ok(format!("{}\nOnce each node has the new key first, the others can be taken out.", words(&renewed)))
}

async fn renew(db: &Db, seal: Seal) -> Result<Renewed, String> {
    let now = Clock::System.now();
    let renewed = db
        .write(move |tx| {
            let renewed = seal::renew(tx, &app::sealed(), &seal)?;
            let rows: usize = renewed.iter().map(|(_, count)| count).sum();
            let detail = json!({ "rows": rows });
            let entry = Entry { actor: None, action: "secrets.rotated", subject: ("secrets", "all"), detail };
            audit::record(tx, now, entry)?;
            Ok::<_, RotationError>(renewed)
        })
        .await;
    renewed.map_err(|error| format!("nothing was sealed anew: {error}"))
}

/// Takes away what no key opens, and takes these keys from now on.
async fn forget(settings: &Settings, db: &Db) -> Result<String, String> {
    let seal = if settings.seal_keys.is_empty() {
        let file = KeyFile::in_folder(&settings.data);
        if !file.exists() {
            file.make()?;
        }
        Seal::of_file(file)?
    } else {
        Seal::of(settings.seal_keys.clone())
    };
    let now = Clock::System.now();
    let forgotten = db
        .write(move |tx| {
            let forgotten = seal::forget_lost(tx, &app::sealed(), &seal)?;
            let rows: usize = forgotten.iter().map(|(_, count)| count).sum();
            let detail = json!({ "rows": rows });
            let entry = Entry { actor: None, action: "secrets.forgotten", subject: ("secrets", "all"), detail };
            audit::record(tx, now, entry)?;
            Ok::<_, DbError>(forgotten)
        })
        .await;
    let forgotten = forgotten.map_err(|error| failed(&error))?;
    let lost: Vec<_> =
        forgotten.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} ({count})")).collect();
    Ok(match lost.is_empty() {
        true => "Every secret can be opened; nothing was taken away.".to_owned(),
        false => format!("Taken away, since the key is lost: {}.", lost.join(", ")),
    })
}

fn words(renewed: &Renewed) -> String {
    let rooms: Vec<_> = renewed.iter().map(|(what, count)| format!("{what} ({count})")).collect();
    format!("Sealed anew: {}.", rooms.join(", "))
}
