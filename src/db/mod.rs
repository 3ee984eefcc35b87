//! The two doors to the database, the same for SQLite and PostgreSQL:
//! [`Db::read`] and [`Db::write`]. Nothing else in the house opens a connection.
//!
//! A job is a function of a connection. It runs off the request threads, inside
//! one transaction, and what it returns as an error undoes what it wrote.

pub mod changes;
mod connection;
pub mod counters;
mod keep;
pub mod keys;
pub mod like;
pub mod migrate;
pub mod once;
pub mod origin;
pub mod schema;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::Connection as _;
use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind, Error};
use tokio::sync::oneshot;

pub use connection::{Address, DbConnection as Connection, Tx};
use connection::{Mode, Pool};
pub use diesel::result::Error as DbError;
use writer::{Job, Writer, gone};

/// Connections that read at the same time, on SQLite and on PostgreSQL alike;
/// more than the cores of a usual machine would only wait for each other.
const READERS: u32 = 8;
/// Connections that write at the same time on PostgreSQL.
const WRITERS: u32 = 8;
/// Tries of a PostgreSQL job that met a deadlock or a serialization failure.
/// Where one fails another writer has finished, so more than there are writers.
const TRIES: u32 = WRITERS + 4;

/// The doors. Cheap to clone; all clones share the same connections.
#[derive(Clone)]
pub struct Db {
    doors: Arc<Doors>,
    writes: Arc<AtomicU64>,
}

enum Doors {
    Sqlite { readers: Pool, writer: Writer },
    Postgres { readers: Pool, writers: Pool },
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It can't be reached, or is not what the address says.
    #[error("{address}: {reason}")]
    Unreachable {
        /// The address without its password.
        address: String,
        /// The database's own words.
        reason: String,
    },
    /// The schema could not be brought up to date.
    #[error(transparent)]
    Migrate(#[from] migrate::MigrateError),
}

impl Db {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// [`OpenError`], in words for the person who starts the program.
    pub fn open(address: &Address) -> Result<Self, OpenError> {
        let unreachable = |reason: String| OpenError::Unreachable {
            address: address.shown(),
            reason: reason.trim().replace('\n', " "),
        };
        let mut first = Connection::open(address, Mode::Write).map_err(|error| unreachable(error.to_string()))?;
        if let Some(kept) = keep::keep_before(&mut first, address)? {
            tracing::info!(copy = %kept.display(), "the database was copied before its schema is brought up to date");
        }
        let applied = migrate::migrate(&mut first)?;
        if !applied.is_empty() {
            tracing::info!(migrations = applied.join(", "), "the schema is brought up to date");
        }
        let readers = connection::pool(address, Mode::Read, READERS).map_err(unreachable)?;
        let doors = match address {
            Address::Sqlite(_) => {
                Doors::Sqlite { readers, writer: Writer::start(first).map_err(|error| unreachable(error.to_string()))? }
            }
            Address::Postgres(_) => Doors::Postgres {
                readers,
                writers: connection::pool(address, Mode::Write, WRITERS).map_err(unreachable)?,
            },
        };
        Ok(Db { doors: Arc::new(doors), writes: Arc::default() })
    }

    /// Runs a job that only reads, on one consistent snapshot.
    ///
    /// # Errors
    ///
    /// The job's own error, or the database's turned into it.
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let doors = Arc::clone(&self.doors);
        let run = move || {
            let (Doors::Sqlite { readers, .. } | Doors::Postgres { readers, .. }) = &*doors;
            let mut connection = readers.get().map_err(|error| gone(&error.to_string()))?;
            let connection: &mut Connection = &mut connection;
            connection.transaction(|connection| {
                if let Connection::Postgres(postgres) = connection {
                    // Otherwise the second query of a job could see more than the first.
                    postgres.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")?;
                }
                job(connection)
            })
        };
        match tokio::task::spawn_blocking(run).await {
            Ok(result) => result,
            Err(error) => Err(panicked(&error.to_string()).into()),
        }
    }

    /// Runs a job that writes, and returns once its rows are on the disk.
    ///
    /// The job may be called again where PostgreSQL asks for a retry, so it
    /// must do nothing but read and write through its connection.
    ///
    /// # Errors
    ///
    /// The job's own error, or the database's turned into it. Nothing that the
    /// job wrote is kept then.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: std::error::Error + From<Error> + Send + 'static,
    {
        let origin = origin::of_request();
        let result = self.write_through(move |tx: &mut Tx| origin::during(origin.as_ref(), || job(tx))).await;
        self.writes.fetch_add(1, Ordering::Release);
        result
    }

    /// Takes out of SQLite's log what stands in its file already: until then the
    /// log holds pages as they were before a change. It waits for readers, five
    /// seconds at the most; where they take longer a line of the log says so, and
    /// the next time or the program's end does it.
    pub async fn empty_log(&self) {
        let doors = Arc::clone(&self.doors);
        let run = move || match &*doors {
            // Not the writer: it is always within a transaction.
            Doors::Sqlite { readers, .. } => {
                let mut connection = readers.get().map_err(|error| gone(&error.to_string()))?;
                checkpoint(&mut connection)
            }
            Doors::Postgres { .. } => Ok(true),
        };
        match tokio::task::spawn_blocking(run).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => tracing::warn!("the database's log is in use and was not emptied"),
            Ok(Err(error)) => tracing::warn!(%error, "the database's log was not emptied"),
            Err(error) => tracing::warn!(%error, "the database's log was not emptied"),
        }
    }

    /// How many writes this process has finished. What was remembered of the
    /// database at another count may be old.
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    async fn write_through<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: std::error::Error + From<Error> + Send + 'static,
    {
        match &*self.doors {
            Doors::Sqlite { writer, .. } => {
                let (reply, answer) = oneshot::channel();
                writer.send(Box::new(Write { job, result: None, reply }));
                answer.await.unwrap_or_else(|_| Err(gone("the writer has stopped").into()))
            }
            Doors::Postgres { .. } => {
                let doors = Arc::clone(&self.doors);
                let run = move || match &*doors {
                    Doors::Postgres { writers, .. } => write_postgres(writers, &job),
                    Doors::Sqlite { .. } => Err(gone("the doors changed").into()),
                };
                match tokio::task::spawn_blocking(run).await {
                    Ok(result) => result,
                    Err(error) => Err(panicked(&error.to_string()).into()),
                }
            }
        }
    }

    /// Whether the database answers and its schema is this binary's.
    ///
    /// # Errors
    ///
    /// One line that says what is missing.
    pub async fn check(&self) -> Result<(), String> {
        match self.read(migrate::is_current).await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the schema is not the one of this release".into()),
            Err(error) => Err(format!("the database does not answer: {error}")),
        }
    }
}

/// A write on its way through SQLite's writer thread.
struct Write<T, E, F> {
    job: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Write<T, E, F>
where
    F: Fn(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, connection: &mut Connection) -> bool {
        let result = (self.job)(connection);
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn reply(self: Box<Self>, committed: Result<(), Error>) {
        let said = match (self.result, committed) {
            (Some(Err(refused)), _) => Err(refused),
            (_, Err(failed)) => Err(failed.into()),
            (Some(Ok(result)), Ok(())) => Ok(result),
            (None, Ok(())) => Err(panicked("the change panicked").into()),
        };
        // Nobody is left to hear it where the caller's request was dropped.
        let _ = self.reply.send(said);
    }
}

/// Whether all of the log is in the file now, and the log empty.
fn checkpoint(connection: &mut Connection) -> Result<bool, Error> {
    #[derive(diesel::QueryableByName)]
    struct Checkpoint {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        busy: i32,
    }
    let done: Checkpoint = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(connection)?;
    Ok(done.busy == 0)
}

fn write_postgres<T, E>(writers: &Pool, job: &dyn Fn(&mut Tx) -> Result<T, E>) -> Result<T, E>
where
    E: std::error::Error + From<Error> + 'static,
{
    let mut connection = writers.get().map_err(|error| gone(&error.to_string()))?;
    let mut tries = 1;
    loop {
        let result = connection.transaction(|tx| {
            let result = job(tx)?;
            // A job that ignored a failed statement would otherwise seem to
            // succeed while PostgreSQL keeps nothing of it.
            tx.batch_execute("SELECT 1")?;
            Ok(result)
        });
        match result {
            Err(error) if tries < TRIES && wants_retry(&error) => tries += 1,
            result => return result,
        }
    }
}

/// Whether PostgreSQL gave up this transaction for another's sake.
fn wants_retry(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(Error::DatabaseError(kind, information)) = error.downcast_ref() {
            return matches!(kind, DatabaseErrorKind::SerializationFailure)
                || information.message().contains("deadlock detected");
        }
        next = error.source();
    }
    false
}

/// What a job returns where somebody else wrote between its look and its own
/// write: the door runs it again, on what there is now. It comes up on
/// PostgreSQL alone, since SQLite's writer takes one job after the other.
pub fn overtaken(by: &str) -> Error {
    Error::DatabaseError(DatabaseErrorKind::SerializationFailure, Box::new(by.to_owned()))
}

/// A failure of the job's own code, which must not pass for the database's.
fn panicked(words: &str) -> Error {
    Error::QueryBuilderError(words.to_owned().into())
}

/// Whether `error` says that the named unique constraint is taken.
///
/// `constraint` is `table_column_key`, or `table_column_other_key`: PostgreSQL
/// reports that name, SQLite the columns behind it.
pub fn violates(error: &Error, constraint: &str) -> bool {
    let Error::DatabaseError(DatabaseErrorKind::UniqueViolation, information) = error else {
        return false;
    };
    if let Some(name) = information.constraint_name() {
        return name == constraint;
    }
    // "UNIQUE constraint failed: teams.slug" or "…: grants.person_id, grants.kind"
    let message = information.message();
    let columns = message.rsplit(": ").next().unwrap_or_default();
    let (mut flat, mut table) = (String::new(), "");
    for column in columns.split(", ") {
        let (owner, name) = column.split_once('.').unwrap_or(("", column));
        table = owner;
        flat.push('_');
        flat.push_str(name);
    }
    format!("{table}{flat}_key") == constraint || message.contains(&format!("'{constraint}'"))
}
