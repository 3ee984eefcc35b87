//! Reads the folder, and takes in what is new.

use std::io::Read as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::model::{FILES, FileState, ImportFile, Imports};
use super::store;
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, DbError};
use crate::program::exchange::kind::ListKind;
use crate::program::exchange::table::LIMIT;
use crate::program::exchange::{ImportError, Report, Way};

/// Lines of a report that are kept.
const LINES: usize = 2_000;

/// Looks at the folder again and again, as long as the program runs.
pub fn start(imports: &Imports, db: &Db, clock: &Clock) {
    if imports.folder.is_none() {
        return;
    }
    let (imports, db, clock) = (imports.clone(), db.clone(), clock.clone());
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(imports.every);
        loop {
            rounds.tick().await;
            if let Err(error) = run_all(&db, &imports, clock.now()).await {
                tracing::warn!(%error, "lists were not imported; it is tried again at the next round");
            }
        }
    });
}

/// Looks at every file of the folder, and imports what is new in it.
///
/// # Errors
///
/// The database's own; what is wrong with a file is written down instead.
pub async fn run_all(db: &Db, imports: &Imports, now: Timestamp) -> Result<(), DbError> {
    let Some(folder) = imports.folder.clone() else { return Ok(()) };
    for (name, kind) in FILES {
        let path = folder.join(name);
        let read = actix_web::web::block(move || read(&path)).await;
        match read.unwrap_or_else(|error| Some(Err(error.to_string()))) {
            None => {}
            Some(Ok(bytes)) => run_one(db, name, kind, bytes, now).await?,
            Some(Err(words)) => save(db, outcome(name, "", FileState::Faulty, words, None, now)).await?,
        }
    }
    Ok(())
}

/// The file's bytes, a few more than are allowed at the most; nothing where it is not there.
fn read(path: &Path) -> Option<Result<Vec<u8>, String>> {
    let read = std::fs::File::open(path).and_then(|file| {
        let mut bytes = Vec::new();
        file.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
    });
    match read {
        Ok(bytes) => Some(Ok(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(format!("it can't be read: {error}"))),
    }
}

async fn run_one(db: &Db, name: &'static str, kind: ListKind, bytes: Vec<u8>, now: Timestamp) -> Result<(), DbError> {
    let fingerprint: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let print = fingerprint.clone();
    let imported = db
        .write(move |tx| {
            // Read here again, since another node may have been quicker.
            let before = store::find_file(tx, name)?;
            let let_leave = before.as_ref().is_some_and(|before| before.let_leave == print);
            let is_settled = before.is_some_and(|before| {
                before.fingerprint == print
                    && before.state != FileState::Faulty
                    && !(before.state == FileState::Waiting && let_leave)
            });
            if is_settled {
                return Ok(());
            }
            let report = kind.take(tx, now, &bytes, Way { let_leave, ..Way::default() })?;
            let words = report.words();
            store::save_file(tx, &outcome(name, &print, FileState::Imported, words, Some(&report), now))?;
            Ok::<_, ImportError>(())
        })
        .await;
    let (state, words, report) = match imported {
        Ok(()) => return Ok(()),
        Err(ImportError::Database(error)) => return Err(error),
        Err(error @ ImportError::ManyLeave { .. }) => {
            let words = error.to_string();
            let ImportError::ManyLeave { report, .. } = error else { return Ok(()) };
            (FileState::Waiting, words, Some(report))
        }
        Err(error) => (FileState::Faulty, error.to_string(), None),
    };
    tracing::warn!(file = name, %words, "a file was not imported");
    save(db, outcome(name, &fingerprint, state, words, report.as_ref(), now)).await
}

fn outcome(
    name: &str,
    fingerprint: &str,
    state: FileState,
    words: String,
    report: Option<&Report>,
    now: Timestamp,
) -> ImportFile {
    let lines = report.into_iter().flat_map(|report| &report.changes).take(LINES);
    let report = lines.map(|change| format!("{} {}\n", change.kind.sign(), change.words)).collect();
    let (name, fingerprint) = (name.to_owned(), fingerprint.to_owned());
    ImportFile { name, fingerprint, state, words, report, read_at: now, let_leave: String::new() }
}

async fn save(db: &Db, file: ImportFile) -> Result<(), DbError> {
    db.write(move |tx| store::save_file(tx, &file)).await
}
