//! The file that holds the keys where no setting does: made at the first start,
//! for its owner alone (N09), and followed when it is changed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::key::{Key, parse_keys};

/// The file's name in a data folder.
const NAME: &str = "secrets.key";

const HEAD: &str = "# Opens the secrets that lie in the database. Keep a copy beside its backups, and not with them.\n";

/// A file of keys, the first of which closes.
pub struct KeyFile {
    path: PathBuf,
    seen: Mutex<Option<Stamp>>,
}

type Stamp = (SystemTime, u64);

impl KeyFile {
    /// The one of this data folder.
    pub fn in_folder(data: &Path) -> Self {
        KeyFile { path: data.join(NAME), seen: Mutex::default() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Makes it with a new key, unless somebody else just did.
    ///
    /// # Errors
    ///
    /// One line that names the file.
    pub fn make(&self) -> Result<(), String> {
        let passing = self.write_beside(&[Key::generate()]).map_err(|error| self.failed("written", &error))?;
        // A link never replaces what is there, as a renaming would.
        let made = fs::hard_link(&passing, &self.path);
        let _ = fs::remove_file(&passing);
        match made {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(self.failed("made", &error)),
            _ => self.sync().map_err(|error| self.failed("written", &error)),
        }
    }

    /// Keeps others who change the file waiting until what is returned is dropped:
    /// of two who change it at once, the later would leave out the other's key.
    ///
    /// # Errors
    ///
    /// One line that names the file.
    pub fn lock(&self) -> Result<fs::File, String> {
        let path = self.path.with_extension("lock");
        let opened = private().truncate(false).open(path).and_then(|file| file.lock().map(|()| file));
        opened.map_err(|error| self.failed("locked", &error))
    }

    /// Puts these keys in the place of those that it holds, all or none.
    ///
    /// # Errors
    ///
    /// One line that names the file, which is as it was then.
    pub fn replace(&self, keys: &[Key]) -> Result<(), String> {
        let passing = self.write_beside(keys).map_err(|error| self.failed("written", &error))?;
        let renamed = fs::rename(passing, &self.path).and_then(|()| self.sync());
        renamed.map_err(|error| self.failed("written", &error))
    }

    /// Its keys.
    ///
    /// # Errors
    ///
    /// One line that names the file; also where others than its owner can read it.
    pub fn read(&self) -> Result<Vec<Key>, String> {
        let stamp = self.stamp().map_err(|error| self.failed("read", &error))?;
        self.check_rights().map_err(|words| format!("{}: {words}", self.path.display()))?;
        let text = fs::read_to_string(&self.path).map_err(|error| self.failed("read", &error))?;
        let keys = parse_keys(&text).map_err(|words| format!("{}: {words}", self.path.display()))?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(stamp);
        Ok(keys)
    }

    /// Its keys, where it is not as it was when it was read last.
    pub fn read_if_changed(&self) -> Option<Result<Vec<Key>, String>> {
        let stamp = self.stamp().ok();
        let is_same = stamp == *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        (!is_same).then(|| self.read())
    }

    fn stamp(&self) -> std::io::Result<Stamp> {
        let found = fs::metadata(&self.path)?;
        Ok((found.modified()?, found.len()))
    }

    /// Refuses a file that is not its owner's alone.
    fn check_rights(&self) -> Result<(), String> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let found = fs::metadata(&self.path).map_err(|error| error.to_string())?;
            if found.permissions().mode() & 0o077 != 0 {
                return Err("others than its owner can read it, and it holds keys; chmod 600 helps".into());
            }
        }
        Ok(())
    }

    /// Writes the keys to a file beside it, on the disk when this returns.
    fn write_beside(&self, keys: &[Key]) -> std::io::Result<PathBuf> {
        let passing = self.path.with_file_name(format!(".{NAME}.{}", std::process::id()));
        let _ = fs::remove_file(&passing);
        let mut file = private().create_new(true).open(&passing)?;
        let lines: String = keys.iter().map(|key| key.expose() + "\n").collect();
        file.write_all(HEAD.as_bytes())?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        Ok(passing)
    }

    fn sync(&self) -> std::io::Result<()> {
        match self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => fs::File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }

    fn failed(&self, what: &str, error: &std::io::Error) -> String {
        format!("{}, the keys of secrets, can't be {what}: {error}", self.path.display())
    }
}

/// Opens a file to write to, made for its owner alone.
fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.create(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Seal;

    fn folder() -> PathBuf {
        let folder = std::env::temp_dir().join(format!("drawbridge-keys-{}", uuid::Uuid::now_v7()));
        fs::create_dir(&folder).expect("a folder of the test's own");
        folder
    }

    #[test]
    fn the_file_is_made_once_and_followed() {
        let folder = folder();
        let (file, other) = (KeyFile::in_folder(&folder), KeyFile::in_folder(&folder));
        file.make().expect("the folder can be written to");
        let first = file.read().expect("it can be read");
        other.make().expect("it is there already");
        assert_eq!(other.read(), Ok(first.clone()));

        let seal = Seal::of_file(file).expect("it holds a key");
        let sealed = seal.close("place", b"old");
        other.replace(&[vec![Key::generate()], first].concat()).expect("it can be replaced");

        assert_eq!(seal.open("place", &sealed), Ok(b"old".to_vec()));
        let anew = seal.close("place", b"new");
        assert!(Seal::of_file(other).expect("it holds keys").is_newest(&anew), "the running site follows");
        let left: Vec<_> = fs::read_dir(&folder).expect("it is there").collect();
        assert_eq!(left.len(), 1, "nothing is left beside it");
        let _ = fs::remove_dir_all(folder);
    }

    #[cfg(unix)]
    #[test]
    fn n09_a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let file = KeyFile::in_folder(&folder);
        file.make().expect("the folder can be written to");
        assert_eq!(fs::metadata(file.path()).expect("it is there").permissions().mode() & 0o777, 0o600);

        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o640)).expect("it is ours");

        let words = file.read().expect_err("others can read it");
        assert!(words.contains("secrets.key") && words.contains("chmod 600"), "{words}");
        let _ = fs::remove_dir_all(folder);
    }
}
