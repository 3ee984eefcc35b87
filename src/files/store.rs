//! Where files are: a row that says what one is, and its bytes in the database
//! or, where `uploads.folder` is set, in a folder that all nodes see.

use std::path::{Path, PathBuf};

use actix_web::web::Bytes;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::kind::Checked;
use super::{FileKind, make_private};
use crate::clock::Timestamp;
use crate::db::keys::{FileId, PersonId};
use crate::db::schema::{file_contents, files};
use crate::db::{Connection, Db, DbError, Tx};
use crate::error::AppError;
use crate::text_enum;

text_enum! {
    /// Where the bytes of a file are.
    pub enum Place {
        /// In the database.
        Database = "database",
        /// In the folder of uploads.
        Folder = "folder",
    }
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct FileRow {
    /// Its key.
    pub id: FileId,
    /// Its name, safe to show and to save under.
    pub name: String,
    /// What is in it.
    pub kind: FileKind,
    /// Its bytes.
    pub size: i64,
    sha256: String,
    place: Place,
}

impl FileRow {
    /// Its size as people say it: `340 KB`, `1.2 MB`.
    pub fn size_words(&self) -> String {
        match self.size {
            bytes if bytes < 1_000 => format!("{bytes} bytes"),
            bytes if bytes < 1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
            bytes => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        }
    }
}

/// Why a file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The folder of uploads does not take it, or does not give it back.
    #[error("the folder of uploads: {0}")]
    Folder(String),
    /// What is there is not what was handed in.
    #[error("the file {0} is not what was handed in any more")]
    Damaged(FileId),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl From<FileError> for AppError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Database(source) => source.into(),
            other => AppError::Internal(other.to_string()),
        }
    }
}

/// Keeps files. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct FileStore {
    folder: Option<PathBuf>,
}

/// A file whose bytes are in their place, or go there with its row.
#[derive(Debug, Clone)]
pub struct Kept {
    row: FileRow,
    bytes: Option<Bytes>,
}

impl Kept {
    /// A file that goes into the database with its row.
    pub fn in_database(checked: Checked) -> Self {
        let row = FileRow {
            id: FileId::generate(),
            size: checked.bytes.len() as i64,
            sha256: fingerprint(&checked.bytes),
            name: checked.name,
            kind: checked.kind,
            place: Place::Database,
        };
        Kept { row, bytes: Some(checked.bytes) }
    }

    /// Its key.
    pub fn id(&self) -> FileId {
        self.row.id
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.row.name
    }
}

impl FileStore {
    /// Keeps new files in this folder instead of the database.
    ///
    /// # Errors
    ///
    /// One line that names the folder, where it can't be made or written to.
    pub fn in_folder(folder: &Path) -> Result<Self, String> {
        let refused = |error: std::io::Error| format!("the folder of uploads, {}: {error}", folder.display());
        make_private(folder).map_err(refused)?;
        let probe = folder.join(".writable");
        std::fs::write(&probe, b"").map_err(refused)?;
        let _ = std::fs::remove_file(probe);
        Ok(FileStore { folder: Some(folder.to_owned()) })
    }

    /// Puts the bytes where they belong; the row is for [`insert`]. Bytes whose
    /// row never comes are swept away by [`FileStore::sweep`].
    ///
    /// # Errors
    ///
    /// [`FileError::Folder`] where the folder does not take them.
    pub async fn keep(&self, checked: Checked) -> Result<Kept, FileError> {
        let mut kept = Kept::in_database(checked);
        let Some(folder) = self.folder.clone() else { return Ok(kept) };
        let Some(bytes) = kept.bytes.take() else { return Ok(kept) };
        kept.row.place = Place::Folder;
        let name = kept.row.id.to_string();
        in_background(move || write(&folder, &name, &bytes)).await?;
        Ok(kept)
    }

    /// The bytes of a file, as they were handed in.
    ///
    /// # Errors
    ///
    /// [`FileError::Damaged`] where they are others by now.
    pub async fn read(&self, db: &Db, file: &FileRow) -> Result<Bytes, FileError> {
        let id = file.id;
        let bytes = match (file.place, &self.folder) {
            (Place::Database, _) => {
                db.read(move |connection| {
                    file_contents::table.find(id).select(file_contents::content).first::<Vec<u8>>(connection)
                })
                .await?
            }
            (Place::Folder, Some(folder)) => {
                let path = folder.join(id.as_str());
                in_background(move || std::fs::read(path)).await?
            }
            (Place::Folder, None) => return Err(FileError::Folder("uploads.folder is not set any more".into())),
        };
        if fingerprint(&bytes) == file.sha256 { Ok(bytes.into()) } else { Err(FileError::Damaged(id)) }
    }

    /// Takes away bytes in the folder that no row speaks of and that are older
    /// than an hour: a form that was refused, or a file that was taken back.
    /// Returns how many there were.
    ///
    /// # Errors
    ///
    /// [`FileError`].
    pub async fn sweep(&self, db: &Db) -> Result<usize, FileError> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        let listed = folder.clone();
        let old = in_background(move || old_files(&listed)).await?;
        let mut swept = 0;
        for id in old {
            let known = db.read(move |connection| find(connection, id)).await?;
            if known.is_none() {
                let path = folder.join(id.as_str());
                in_background(move || std::fs::remove_file(path)).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

async fn in_background<T: Send + 'static>(
    job: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, FileError> {
    let done = tokio::task::spawn_blocking(job).await;
    done.map_err(|error| FileError::Folder(error.to_string()))?.map_err(|error| FileError::Folder(error.to_string()))
}

/// Whole or not at all, and on the disk before the row is.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let passing = folder.join(format!(".{name}"));
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&passing)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(passing, folder.join(name))?;
    std::fs::File::open(folder)?.sync_all()
}

fn old_files(folder: &Path) -> std::io::Result<Vec<FileId>> {
    const HOUR: std::time::Duration = std::time::Duration::from_secs(3_600);
    let mut old = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        let name = entry.file_name();
        old.extend(name.to_str().filter(|_| age > HOUR).and_then(FileId::parse));
    }
    Ok(old)
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes the file's row, and its bytes where they belong beside it.
///
/// # Errors
///
/// The database's own.
pub fn insert(tx: &mut Tx, now: Timestamp, by: Option<PersonId>, kept: &Kept) -> Result<FileId, DbError> {
    let row = &kept.row;
    diesel::insert_into(files::table)
        .values((
            files::id.eq(row.id),
            files::name.eq(&row.name),
            files::kind.eq(row.kind),
            files::size.eq(row.size),
            files::sha256.eq(&row.sha256),
            files::place.eq(row.place),
            files::kept_by.eq(by),
            files::kept_at.eq(now),
        ))
        .execute(tx)?;
    if let Some(bytes) = &kept.bytes {
        diesel::insert_into(file_contents::table)
            .values((file_contents::file_id.eq(row.id), file_contents::content.eq(&bytes[..])))
            .execute(tx)?;
    }
    Ok(row.id)
}

/// What is known of the file with this key.
///
/// # Errors
///
/// The database's own.
pub fn find(connection: &mut Connection, id: FileId) -> Result<Option<FileRow>, DbError> {
    files::table
        .find(id)
        .select((files::id, files::name, files::kind, files::size, files::sha256, files::place))
        .first(connection)
        .optional()
}

/// Takes a file away that nothing refers to any more.
///
/// # Errors
///
/// The database's own.
pub fn forget(tx: &mut Tx, id: FileId) -> Result<(), DbError> {
    diesel::delete(file_contents::table.find(id)).execute(tx)?;
    diesel::delete(files::table.find(id)).execute(tx)?;
    Ok(())
}
