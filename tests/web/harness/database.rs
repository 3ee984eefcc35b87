//! A migrated database for each test, on the backend that the environment names.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use drawbridge::db::{Address, Db};
use url::Url;

/// Names a PostgreSQL database whose server the tests may make databases on;
/// without it they run on SQLite.
const VARIABLE: &str = "DRAWBRIDGE_TEST_DATABASE_URL";

/// A database that goes away with its test.
pub struct TestDatabase {
    /// Where it is.
    pub address: Address,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    /// A copy of a database that was migrated once for all tests.
    pub fn create() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        match server() {
            None => {
                let path = folder().join(format!("test-{number}.sqlite"));
                std::fs::copy(sqlite_template(), &path).expect("the template can be copied");
                TestDatabase { address: Address::Sqlite(path) }
            }
            Some(server) => {
                let name = format!("drawbridge_test_{}_{number}", std::process::id());
                let template = postgres_template(&server);
                execute(&server, &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"));
                TestDatabase { address: Address::Postgres(at(&server, &name)) }
            }
        }
    }

    /// An empty database, not migrated.
    pub fn empty() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        match server() {
            None => TestDatabase { address: Address::Sqlite(folder().join(format!("empty-{number}.sqlite"))) },
            Some(server) => {
                let name = format!("drawbridge_empty_{}_{number}", std::process::id());
                execute(&server, &format!("CREATE DATABASE {name}"));
                TestDatabase { address: Address::Postgres(at(&server, &name)) }
            }
        }
    }

    /// Removes it; nothing may be needed of it any more.
    pub fn release(&mut self) {
        match &self.address {
            Address::Sqlite(path) => {
                for ending in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
                }
            }
            Address::Postgres(url) => {
                let name = url.rsplit('/').next().unwrap_or_default();
                if let Some(server) = server() {
                    execute(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                }
            }
        }
    }
}

/// Whether the tests run on PostgreSQL.
pub fn server() -> Option<Url> {
    let text = std::env::var(VARIABLE).ok().filter(|text| !text.is_empty())?;
    Some(Url::parse(&text).unwrap_or_else(|error| panic!("{VARIABLE} is no URL: {error}")))
}

/// The folder of this run, below `target/`; those of runs that are over are removed.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let process = name.strip_prefix("web-").filter(|process| !Path::new("/proc").join(process).exists());
            if process.is_some() {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        let own = root.join(format!("web-{}", std::process::id()));
        std::fs::create_dir_all(&own).expect("the build folder can be written to");
        own
    })
}

fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let (first, template) = (folder().join("first.sqlite"), folder().join("template.sqlite"));
        drop(Db::open(&Address::Sqlite(first.clone())).expect("the migrations run"));
        // One whole file, without a log beside it that a copy would lack. The doors
        // that were just dropped may still be closing.
        let mut connection = SqliteConnection::establish(&first.to_string_lossy()).expect("the database opens");
        connection
            .batch_execute(&format!("PRAGMA busy_timeout = 5000; VACUUM INTO '{}'", template.display()))
            .expect("the template is written");
        template
    })
}

fn postgres_template(server: &Url) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("drawbridge_template_{}", std::process::id());
        execute(server, &format!("CREATE DATABASE {name}"));
        drop(Db::open(&Address::Postgres(at(server, &name))).expect("the migrations run"));
        // A template can't be copied while anybody is connected to it.
        execute(server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
        execute(server, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
        name
    })
}

fn at(server: &Url, name: &str) -> String {
    let mut url = server.clone();
    url.set_path(name);
    url.into()
}

fn execute(server: &Url, statement: &str) {
    let mut connection =
        PgConnection::establish(server.as_str()).unwrap_or_else(|error| panic!("{VARIABLE} can't be reached: {error}"));
    connection.batch_execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
}
