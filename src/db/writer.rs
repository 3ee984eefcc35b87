//! SQLite's single writer: one thread takes jobs, runs each in a savepoint,
//! commits what has gathered, and only then replies.
//!
//! Committing in groups shares one sync of the disk among all callers that
//! wait, without acknowledging anything that is not on it yet.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::Connection;

/// Jobs in one commit. Beyond this the first caller would wait for strangers.
const GROUP: usize = 128;

/// One change that waits for the writer.
pub(super) trait Job: Send {
    /// Makes the change, keeps its result, and says whether to keep the rows.
    fn run(&mut self, connection: &mut Connection) -> bool;

    /// Tells the caller: the job's own result once it is committed (or was
    /// refused), the database's failure otherwise.
    fn reply(self: Box<Self>, committed: Result<(), Error>);
}

/// The door to the writer thread.
#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the thread; it ends when the last door is dropped.
    pub(super) fn start(connection: Connection) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        std::thread::Builder::new().name("sqlite-writer".into()).spawn(move || run(connection, &queue))?;
        Ok(Writer { jobs })
    }

    /// Hands a job to the thread, or tells the caller that there is none.
    pub(super) fn send(&self, job: Box<dyn Job>) {
        if let Err(mpsc::SendError(job)) = self.jobs.send(job) {
            job.reply(Err(gone("the writer has stopped")));
        }
    }
}

/// A failure that callers show as "the database can't be reached".
pub(super) fn gone(words: &str) -> Error {
    Error::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(words.to_owned()))
}

fn run(mut connection: Connection, queue: &mpsc::Receiver<Box<dyn Job>>) {
    while let Ok(first) = queue.recv() {
        run_group(&mut connection, first, queue);
    }
}

fn run_group(connection: &mut Connection, first: Box<dyn Job>, queue: &mpsc::Receiver<Box<dyn Job>>) {
    // IMMEDIATE takes the write lock now, so that another process's lock shows
    // here, where waiting is allowed, and never between a read and its write.
    if let Err(error) = AnsiTransactionManager::begin_transaction_sql(sqlite(connection), "BEGIN IMMEDIATE") {
        return first.reply(Err(error));
    }
    let mut done = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        let kept = run_one(connection, job.as_mut());
        done.push(job);
        if let Err(error) = kept {
            // A full disk, for one, ends SQLite's whole transaction: what ran
            // before is gone with it, and everybody must hear so.
            reset(connection);
            return tell(done, Err(error));
        }
        if done.len() < GROUP {
            next = queue.try_recv().ok();
        }
    }
    let committed = AnsiTransactionManager::commit_transaction(sqlite(connection));
    if committed.is_err() {
        reset(connection);
    }
    tell(done, committed);
}

/// Runs one job in its savepoint. An error means that the group is lost.
fn run_one(connection: &mut Connection, job: &mut dyn Job) -> Result<(), Error> {
    AnsiTransactionManager::begin_transaction(sqlite(connection))?;
    let keep = catch_unwind(AssertUnwindSafe(|| job.run(connection))).unwrap_or(false);

    // A panic may have left transactions of the job's own open.
    while depth(connection) > 2 {
        AnsiTransactionManager::rollback_transaction(sqlite(connection))?;
    }
    if depth(connection) == 2 && keep {
        AnsiTransactionManager::commit_transaction(sqlite(connection))?;
    } else if depth(connection) == 2 {
        AnsiTransactionManager::rollback_transaction(sqlite(connection))?;
    }
    if depth(connection) == 1 { Ok(()) } else { Err(gone("the transaction ended early; the disk may be full")) }
}

/// Brings the connection back to "no transaction", whatever happened on it.
fn reset(connection: &mut Connection) {
    use diesel::connection::SimpleConnection;
    while depth(connection) > 0 {
        if AnsiTransactionManager::rollback_transaction(sqlite(connection)).is_err() {
            break;
        }
    }
    // Diesel may believe that it is outside while SQLite is not; the error of
    // a needless ROLLBACK says nothing.
    let _ = sqlite(connection).batch_execute("ROLLBACK");
}

fn tell(jobs: Vec<Box<dyn Job>>, committed: Result<(), Error>) {
    for job in jobs {
        job.reply(match &committed {
            Ok(()) => Ok(()),
            Err(error) => Err(gone(&error.to_string())),
        });
    }
}

fn depth(connection: &mut Connection) -> u32 {
    AnsiTransactionManager::transaction_manager_status_mut(sqlite(connection))
        .transaction_depth()
        .ok()
        .flatten()
        .map_or(0, std::num::NonZeroU32::get)
}

fn sqlite(connection: &mut Connection) -> &mut SqliteConnection {
    match connection {
        Connection::Sqlite(sqlite) => sqlite,
        Connection::Postgres(_) => unreachable!("the writer is started for SQLite alone"),
    }
}
