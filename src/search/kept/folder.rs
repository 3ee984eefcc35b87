//! How an index is opened, and when what is there is thrown away.

use std::fs;
use std::path::Path;

use tantivy::directory::error::LockError;
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{Directory, Index, IndexReader, ReloadPolicy, TantivyError};

use super::Place;
use super::fields::{self, Fields};
use crate::files::make_private;
use crate::search::SearchError;

/// What of an index is opened.
pub type Opened = (Index, Fields, IndexReader);

/// Opens what is kept at `place`, or begins anew.
pub fn open(place: &Place, version: u32) -> Result<Opened, SearchError> {
    let (schema, fields) = fields::schema();
    let folder = match place {
        Place::Memory => return finish(Index::create_in_ram(schema), fields).map_err(SearchError::from),
        Place::Folder(folder) => folder,
    };
    make(folder)?;
    let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
    // While another process writes here, what looks damaged may be half written.
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(held)?;
    if folder.join("meta.json").exists() {
        match open_whole(folder, directory.clone(), version, fields) {
            Ok(opened) => return Ok(opened),
            Err(words) => tracing::warn!(folder = %folder.display(), "the search index is made anew: {words}"),
        }
    }
    // A directory remembers files that it opened, so another is made for the new ones.
    drop(directory);
    empty(folder)?;
    let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
    let opened = finish(Index::create(directory, schema, tantivy::IndexSettings::default())?, fields)?;
    drop(lock);
    Ok(opened)
}

/// Opens an index all of whose files are as they were written.
fn open_whole(folder: &Path, directory: MmapDirectory, version: u32, fields: Fields) -> Result<Opened, String> {
    let index = Index::open(directory).map_err(|error| error.to_string())?;
    if index.schema() != fields::schema().0 {
        return Err("it has other fields".into());
    }
    match note(&index, version) {
        Ok(Some(_)) => {}
        Ok(None) => return Err("it is of another version".into()),
        Err(error) => return Err(error.to_string()),
    }
    // Only files that stand in this list are checked.
    let listed = index.directory().list_managed_files();
    let segments = index.searchable_segment_ids().map_err(|error| error.to_string())?;
    for file in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let is_needed = segments.iter().any(|segment| name.starts_with(&segment.uuid_string()));
        if is_needed && !listed.contains(Path::new(&name)) {
            return Err(format!("{name} is missing in the list of its files"));
        }
    }
    let damaged = index.validate_checksum().map_err(|error| error.to_string())?;
    if let Some(file) = damaged.iter().next() {
        return Err(format!("{} is damaged", file.display()));
    }
    finish(index, fields).map_err(|error| error.to_string())
}

fn finish(index: Index, fields: Fields) -> tantivy::Result<Opened> {
    fields::register(&index);
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((index, fields, reader))
}

/// What was noted with the last change, where that was by this version.
pub fn note(index: &Index, version: u32) -> Result<Option<String>, SearchError> {
    let payload = index.load_metas()?.payload.unwrap_or_default();
    let note = payload.split_once(' ').filter(|(by, _)| *by == version.to_string());
    Ok(note.map(|(_, note)| note.to_owned()))
}

/// What [`note`] reads.
pub fn payload(version: u32, note: &str) -> String {
    format!("{version} {note}")
}

/// Makes the folder, readable by its owner only (N09).
fn make(folder: &Path) -> Result<(), SearchError> {
    if folder.exists() && !folder.is_dir() {
        fs::remove_file(folder)?;
    }
    Ok(make_private(folder)?)
}

/// Takes everything out of the folder but the locks, which are held.
fn empty(folder: &Path) -> Result<(), SearchError> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(".lock") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn held(error: LockError) -> SearchError {
    match error {
        LockError::LockBusy => SearchError::Held,
        LockError::IoError(error) => SearchError::Folder(std::io::Error::new(error.kind(), error.to_string())),
    }
}
