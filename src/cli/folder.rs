//! The data folder: made with tight rights, and served by one process at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::files::make_private;

/// Keeps the folder to this process until it is dropped; the system lets go
/// of it when the process dies, however it dies (R10).
pub struct FolderLock(#[expect(dead_code, reason = "held open for its lock")] File);

/// Makes the folder if it is missing, readable by its owner only (N09).
///
/// # Errors
///
/// One line that names the folder and says what to do.
pub fn prepare(data: &Path) -> Result<(), String> {
    make_private(data).map_err(|error| {
        format!("the data folder {} can't be made: {error}; name another with --data", data.display())
    })?;
    let probe = data.join(".writable");
    write_private(&probe, b"").map_err(|error| {
        format!(
            "the data folder {} can't be written to: {error}; change its owner, or name another with --data",
            data.display()
        )
    })?;
    let _ = std::fs::remove_file(probe);
    Ok(())
}

/// Takes the folder for a process that serves it.
///
/// # Errors
///
/// One line that says who has it.
pub fn lock(data: &Path) -> Result<FolderLock, String> {
    let path = data.join("serving.lock");
    let file = open_private(&path).map_err(|error| format!("{} can't be opened: {error}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock(file)),
        Err(TryLockError::WouldBlock) => Err(format!(
            "the data folder {} is served by another drawbridge already; stop it, or name another folder with --data",
            data.display()
        )),
        Err(TryLockError::Error(error)) => Err(format!("{} can't be locked: {error}", path.display())),
    }
}

/// Makes sure that the database's file, which SQLite would make readable to
/// all, is its owner's only.
///
/// # Errors
///
/// One line that names the file.
pub fn protect(file: &Path) -> Result<(), String> {
    open_private(file).map(drop).map_err(|error| format!("{} can't be opened: {error}", file.display()))
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    open_private(path)?.write_all(bytes)
}

fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
