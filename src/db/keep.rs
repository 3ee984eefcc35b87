//! Keeps SQLite's database as it is before a migration changes it: a copy beside
//! it, named with the version of its schema.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::connection::Mode;
use super::migrate::{self, MigrateError, Pending};
use super::{Address, Connection};

/// Copies the database where migrations are about to change one that holds
/// something, and returns where to; nothing where none are, for an empty one,
/// and for PostgreSQL, whose backups are its administrator's.
///
/// # Errors
///
/// [`MigrateError::NotKept`]; nothing is migrated without a copy.
pub fn keep_before(connection: &mut Connection, address: &Address) -> Result<Option<PathBuf>, MigrateError> {
    let (Connection::Sqlite(sqlite), Address::Sqlite(path)) = (connection, address) else { return Ok(None) };
    let Pending::From(version) = migrate::pending(sqlite)? else { return Ok(None) };
    let target = beside(path, &version);
    let failed = |reason: String| MigrateError::NotKept { target: target.display().to_string(), reason };
    // Under a name of its own first: what stands under the last one is whole.
    let partial = PathBuf::from(format!("{}.{}.part", target.display(), std::process::id()));
    let _ = std::fs::remove_file(&partial);
    let kept = copy(sqlite, &partial, &version);
    let kept =
        kept.and_then(|is_same| if is_same { std::fs::rename(&partial, &target).map(|()| true) } else { Ok(false) });
    let is_kept = kept.inspect_err(|_| drop(std::fs::remove_file(&partial)));
    match is_kept.map_err(|error| failed(error.to_string()))? {
        true => Ok(Some(target)),
        // Another process has migrated it meanwhile, and kept its own copy.
        false => {
            let _ = std::fs::remove_file(&partial);
            Ok(None)
        }
    }
}

/// `drawbridge-20261121000004.sqlite` for `drawbridge.sqlite`.
fn beside(path: &Path, version: &str) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{version}{end}"))
}

/// Writes the copy, readable by its owner only, and says whether it holds the
/// schema of `version`.
fn copy(sqlite: &mut SqliteConnection, partial: &Path, version: &str) -> std::io::Result<bool> {
    create_private(partial)?;
    let quoted = partial.display().to_string().replace('\'', "''");
    sqlite.batch_execute(&format!("VACUUM INTO '{quoted}'")).map_err(std::io::Error::other)?;
    let read = Connection::open(&Address::Sqlite(partial.to_owned()), Mode::Read).map_err(std::io::Error::other)?;
    let Connection::Sqlite(mut read) = read else { return Ok(false) };
    let pending = migrate::pending(&mut read).map_err(std::io::Error::other)?;
    // Reading it left a log beside it; the file goes under another name.
    read.batch_execute("PRAGMA query_only = OFF; PRAGMA journal_mode = DELETE;").map_err(std::io::Error::other)?;
    drop(read);
    std::fs::File::open(partial)?.sync_all()?;
    Ok(matches!(pending, Pending::From(found) if found == version))
}

/// SQLite takes an empty file for a new one, and keeps who may read it.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_is_named_after_its_schema() {
        for (path, name) in [
            ("/d/drawbridge.sqlite", "/d/drawbridge-2026.sqlite"),
            ("site.v1.db", "site.v1-2026.db"),
            ("/d/plain", "/d/plain-2026"),
        ] {
            assert_eq!(beside(Path::new(path), "2026"), Path::new(name), "{path}");
        }
    }
}
