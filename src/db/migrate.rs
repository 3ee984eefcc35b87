//! Brings the schema up to date, all or nothing, and refuses a newer one.

use std::collections::BTreeSet;

use diesel::Connection as _;
use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Connection;
use super::schema::__diesel_schema_migrations;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number that nothing else in the database locks by.
const ADVISORY_LOCK: i64 = 0x4472_6177_6272_6964;

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A later release of Drawbridge has already migrated this database.
    #[error(
        "the database was migrated by a newer Drawbridge (it knows {unknown}, which this one doesn't); \
         run that release, or restore a backup from before"
    )]
    Newer {
        /// The first migration that this binary doesn't hold.
        unknown: String,
    },
    /// The copy that a migration begins with could not be made.
    #[error("the database was not migrated, since a copy of it could not be kept as {target}: {reason}")]
    NotKept {
        /// Where it was to be.
        target: String,
        /// The system's own words.
        reason: String,
    },
    /// A migration failed; nothing of the run was kept.
    #[error("a migration failed, and nothing was changed: {0}")]
    Failed(String),
}

/// Applies what is missing and returns the names of what was applied.
///
/// One transaction holds the whole run, so that two processes that start at
/// once can't both apply it, and a failure leaves the schema as it was.
///
/// # Errors
///
/// [`MigrateError`]; the database is unchanged then.
pub fn migrate(connection: &mut Connection) -> Result<Vec<String>, MigrateError> {
    let mut outcome = Err(MigrateError::Failed("it did not run".into()));
    let transaction = match connection {
        Connection::Sqlite(sqlite) => sqlite.immediate_transaction(|sqlite| {
            outcome = apply(sqlite, SQLITE);
            commit_if(outcome.is_ok())
        }),
        Connection::Postgres(postgres) => postgres.transaction(|postgres| {
            postgres.batch_execute(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))?;
            outcome = apply(postgres, POSTGRES);
            commit_if(outcome.is_ok())
        }),
    };
    match (outcome, transaction) {
        (Ok(applied), Ok(())) => Ok(applied),
        (Ok(_), Err(error)) => Err(MigrateError::Failed(error.to_string())),
        (Err(MigrateError::Failed(_)), Err(error)) if error != diesel::result::Error::RollbackTransaction => {
            Err(MigrateError::Failed(error.to_string()))
        }
        (Err(error), _) => Err(error),
    }
}

/// What a run would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pending {
    /// Nothing: all is applied, or it is refused.
    Nothing,
    /// All of it, to a database that holds nothing yet.
    FromNothing,
    /// What came after this version of the schema.
    From(String),
}

/// What a run would do to this database.
///
/// # Errors
///
/// [`MigrateError::Failed`] where it can't be read.
pub fn pending(sqlite: &mut SqliteConnection) -> Result<Pending, MigrateError> {
    let failed = |error: &dyn std::fmt::Display| MigrateError::Failed(error.to_string());
    let has_any = "SELECT COUNT(*) AS count FROM sqlite_master WHERE name = '__diesel_schema_migrations'";
    let found: Count = diesel::sql_query(has_any).get_result(sqlite).map_err(|error| failed(&error))?;
    if found.count == 0 {
        return Ok(Pending::FromNothing);
    }
    let versions = __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .order(__diesel_schema_migrations::version);
    let applied: Vec<String> = versions.load(sqlite).map_err(|error| failed(&error))?;
    let known = known::<diesel::sqlite::Sqlite>(&SQLITE).map_err(|error| failed(&error))?;
    let is_applied = |version: &MigrationVersion<'_>| applied.iter().any(|one| *one == version.to_string());
    Ok(match applied.last() {
        None => Pending::FromNothing,
        Some(_) if known.iter().all(is_applied) => Pending::Nothing,
        Some(_) if applied.iter().any(|one| !known.contains(&MigrationVersion::from(one.clone()))) => Pending::Nothing,
        Some(newest) => Pending::From(newest.clone()),
    })
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// Whether every migration of this binary is applied and no other.
///
/// Diesel's own question would first make its table, which a connection that
/// only reads may not.
///
/// # Errors
///
/// The database's own.
pub fn is_current(connection: &mut Connection) -> QueryResult<bool> {
    let applied: Vec<String> =
        __diesel_schema_migrations::table.select(__diesel_schema_migrations::version).load(connection)?;
    let known = match connection {
        Connection::Sqlite(_) => known::<diesel::sqlite::Sqlite>(&SQLITE),
        Connection::Postgres(_) => known::<diesel::pg::Pg>(&POSTGRES),
    };
    let known = known.map_err(diesel::result::Error::QueryBuilderError)?;
    Ok(known == applied.into_iter().map(MigrationVersion::from).collect())
}

fn commit_if(fine: bool) -> QueryResult<()> {
    if fine { Ok(()) } else { Err(diesel::result::Error::RollbackTransaction) }
}

fn apply<C, B>(connection: &mut C, embedded: EmbeddedMigrations) -> Result<Vec<String>, MigrateError>
where
    C: MigrationHarness<B>,
    B: diesel::backend::Backend,
    EmbeddedMigrations: MigrationSource<B>,
{
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| MigrateError::Failed(error.to_string());

    let known = known::<B>(&embedded).map_err(failed)?;
    let applied = connection.applied_migrations().map_err(failed)?;
    if let Some(unknown) = applied.iter().find(|version| !known.contains(*version)) {
        return Err(MigrateError::Newer { unknown: unknown.to_string() });
    }

    let run = connection.run_pending_migrations(embedded).map_err(failed)?;
    Ok(run.iter().map(ToString::to_string).collect())
}

/// The versions of the migrations that this binary holds.
fn known<B: diesel::backend::Backend>(
    embedded: &EmbeddedMigrations,
) -> diesel::migration::Result<BTreeSet<MigrationVersion<'static>>>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    let migrations = MigrationSource::<B>::migrations(embedded)?;
    Ok(migrations.iter().map(|migration| migration.name().version().as_owned()).collect())
}
