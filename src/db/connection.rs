//! One connection type for both databases, and how each is opened.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::R2D2Connection;

/// How long SQLite waits for another process's lock before it gives
/// up: the five seconds of requirement R07.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The oldest SQLite that is safe to write with: before it, a checkpoint that
/// met a writer at the wrong moment could damage a WAL database.
/// Source: SQLite release log, 3.51.3 (the WAL-reset bug).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// A connection to either database; every query is written once, for this.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// PostgreSQL, for several nodes.
    Postgres(PgConnection),
    /// SQLite, the embedded default.
    Sqlite(SqliteConnection),
}

/// A connection inside `db.write`. Reading jobs get the same type, but from a
/// connection on which the database refuses to write.
pub type Tx = DbConnection;

/// Which database, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` URL, which may hold a password.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    ///
    /// Words that say which forms are allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err("it names no file; write sqlite:PATH".into());
            }
            return Ok(Address::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Address::Postgres(text.into()));
        }
        Err("it is neither sqlite:PATH nor postgres://USER@HOST/DATABASE".into())
    }

    /// The address without its password, for logs and messages.
    pub fn shown(&self) -> String {
        match self {
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
            Address::Postgres(text) => match url::Url::parse(text) {
                Ok(mut url) => {
                    if url.password().is_some() {
                        let _ = url.set_password(Some("hidden"));
                    }
                    url.set_query(None);
                    url.into()
                }
                Err(_) => "postgres://…".into(),
            },
        }
    }
}

/// Whether a connection may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reads only; the database itself refuses anything else.
    Read,
    /// Reads and writes.
    Write,
}

impl DbConnection {
    /// Opens a connection with the settings that the house relies on.
    ///
    /// # Errors
    ///
    /// The database's own words where it can't be reached.
    pub fn open(address: &Address, mode: Mode) -> ConnectionResult<Self> {
        match address {
            Address::Sqlite(path) => open_sqlite(path, mode).map(DbConnection::Sqlite),
            Address::Postgres(url) => open_postgres(url, mode).map(DbConnection::Postgres),
        }
    }
}

fn open_sqlite(path: &Path, mode: Mode) -> ConnectionResult<SqliteConnection> {
    let name = path
        .to_str()
        .ok_or_else(|| ConnectionError::InvalidConnectionUrl(format!("{} is not UTF-8", path.display())))?;
    let mut connection = SqliteConnection::establish(name)?;
    turn_wal_on(&mut connection).map_err(ConnectionError::CouldntSetupConfiguration)?;
    // WAL lets readers go on beside the writer; FULL syncs before a commit is
    // acknowledged, so that it survives power loss (R02). What is deleted is
    // overwritten: it would stay readable in the file until its place is used
    // again. That costs little, since little is deleted.
    connection
        .batch_execute(&format!(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA cache_size = -16000;
             {}",
            if mode == Mode::Read { "PRAGMA query_only = ON;" } else { "" }
        ))
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    check_version(&mut connection)?;
    Ok(connection)
}

/// Of several processes that open a new database at once one turns WAL on, and
/// SQLite lets the others fail at that instead of waiting (R08).
fn turn_wal_on(connection: &mut SqliteConnection) -> QueryResult<()> {
    let begun = Instant::now();
    loop {
        let patience = BUSY_TIMEOUT.as_millis();
        match connection.batch_execute(&format!("PRAGMA busy_timeout = {patience}; PRAGMA journal_mode = WAL;")) {
            Err(error) if error.to_string().contains("locked") && begun.elapsed() < BUSY_TIMEOUT => {
                std::thread::sleep(Duration::from_millis(20));
            }
            done => return done,
        }
    }
}

fn check_version(connection: &mut SqliteConnection) -> ConnectionResult<()> {
    let version: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>("sqlite_version()"))
        .get_result(connection)
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts[..] >= OLDEST_SQLITE[..] {
        return Ok(());
    }
    Err(ConnectionError::BadConnection(format!(
        "SQLite {version} is too old to write with safely; build with 3.51.3 or newer"
    )))
}

fn open_postgres(url: &str, mode: Mode) -> ConnectionResult<PgConnection> {
    let mut connection = PgConnection::establish(url)?;
    connection
        .batch_execute(&format!(
            "SET TIME ZONE 'UTC'; SET application_name = 'drawbridge'; SET statement_timeout = '30s';
             SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s'; {}",
            if mode == Mode::Read { "SET default_transaction_read_only = on;" } else { "" }
        ))
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

/// Opens connections for a pool.
#[derive(Debug)]
pub struct Opener {
    pub(super) address: Address,
    pub(super) mode: Mode,
}

impl diesel::r2d2::ManageConnection for Opener {
    type Connection = DbConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<DbConnection, Self::Error> {
        DbConnection::open(&self.address, self.mode).map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, connection: &mut DbConnection) -> Result<(), Self::Error> {
        connection.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, connection: &mut DbConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

/// A pool of connections, checked when they are taken out: a connection that
/// was cut while it lay in the pool is replaced, not handed to a request.
pub type Pool = diesel::r2d2::Pool<Opener>;

/// Opens a pool of up to `size` connections; the first is opened at once.
///
/// # Errors
///
/// The database's own words where it can't be reached within two seconds.
pub fn pool(address: &Address, mode: Mode, size: u32) -> Result<Pool, String> {
    let opener = Opener { address: address.clone(), mode };
    // One direct attempt first: the pool would hide the reason behind a timeout.
    DbConnection::open(address, mode).map_err(|error| error.to_string())?;
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(matches!(address, Address::Postgres(_)))
        .connection_timeout(Duration::from_secs(2))
        .build(opener)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(QueryableByName)]
    struct CompiledWith {
        #[diesel(sql_type = diesel::sql_types::Text)]
        compile_options: String,
    }

    #[test]
    fn sqlite_is_compiled_as_the_build_says() {
        let mut connection = SqliteConnection::establish(":memory:").expect("memory is there");
        let options: Vec<CompiledWith> =
            diesel::sql_query("PRAGMA compile_options").load(&mut connection).expect("it says how it is compiled");
        let has = |name: &str| options.iter().any(|option| option.compile_options == name);
        assert!(has("ENABLE_QPSG"), ".cargo/config.toml reaches the build");
        assert!(!has("ENABLE_STAT4"), "and takes away what it names");
    }
}
