//! Files of the program that a company edits: `program/NAME` below the content
//! folder, laid over those that come with the program and read again when they
//! change. A broken file changes nothing: what was read before stays.

use std::fmt;
use std::future::{Ready, ready};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use arc_swap::ArcSwap;

use super::belts::Belts;
use super::ladder::Ladder;
use super::pulse::PulseQuestions;
use super::terms::Scope;
use crate::error::AppError;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// Bytes of one file; a page of text has some thousand.
const LIMIT: u64 = 256 * 1024;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileFault {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// What a file becomes.
pub trait ProgramFile: Sized + Send + Sync + 'static {
    /// Its name below `program/`.
    const NAME: &'static str;
    /// The file that comes with the program.
    const BUILT_IN: &'static str;

    /// Reads the text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its line, from 1.
    fn parse(text: &str) -> Result<Self, Vec<(usize, String)>>;
}

/// A file as the system describes it: when this changes, it is read again.
type Stamp = (Option<SystemTime>, u64);

/// One file that is followed.
pub struct Watched<T> {
    current: ArcSwap<T>,
    path: Option<PathBuf>,
    seen: Mutex<Option<Stamp>>,
    faults: ArcSwap<Vec<FileFault>>,
}

impl<T: ProgramFile> Watched<T> {
    /// The file of this content folder, or the one that comes with the program.
    pub fn open(folder: Option<&Path>) -> Self {
        let path = folder.map(|folder| folder.join("program").join(T::NAME));
        let watched = Watched {
            current: ArcSwap::from_pointee(built_in()),
            path,
            seen: Mutex::default(),
            faults: ArcSwap::default(),
        };
        watched.refresh();
        watched
    }

    /// What it says now.
    pub fn get(&self) -> Arc<T> {
        self.current.load_full()
    }

    /// What is wrong with it, where it could not be taken over.
    pub fn faults(&self) -> Vec<FileFault> {
        self.faults.load().to_vec()
    }

    /// Looks whether the file changed, and reads it if so.
    pub fn refresh(&self) {
        let Some(path) = &self.path else { return };
        let stamp = std::fs::metadata(path).ok().map(|facts| (facts.modified().ok(), facts.len()));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == stamp {
            return;
        }
        *seen = stamp;
        if stamp.is_none() {
            self.current.store(Arc::new(built_in()));
            self.faults.store(Arc::default());
            return;
        }
        match read::<T>(path) {
            Ok(value) => {
                self.current.store(Arc::new(value));
                self.faults.store(Arc::default());
            }
            Err(faults) => {
                for fault in &faults {
                    tracing::warn!(file = fault.file, line = fault.line, "not taken over: {}", fault.message);
                }
                self.faults.store(Arc::new(faults));
            }
        }
    }
}

fn built_in<T: ProgramFile>() -> T {
    match T::parse(T::BUILT_IN) {
        Ok(value) => value,
        Err(faults) => unreachable!("a test reads {}: {faults:?}", T::NAME),
    }
}

/// Reads a file of a folder.
fn read<T: ProgramFile>(path: &Path) -> Result<T, Vec<FileFault>> {
    let file = path.display().to_string();
    let fault = |line: usize, message: String| FileFault { file: file.clone(), line, message };
    let facts = std::fs::metadata(path).map_err(|error| vec![fault(1, format!("it can't be read: {error}"))])?;
    if facts.len() > LIMIT {
        return Err(vec![fault(1, format!("the file has {} bytes; {LIMIT} are allowed", facts.len()))]);
    }
    let bytes = std::fs::read(path).map_err(|error| vec![fault(1, format!("it can't be read: {error}"))])?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![fault(line, "the file is not UTF-8 from here on".into())]
    })?;
    T::parse(text).map_err(|faults| faults.into_iter().map(|(line, message)| fault(line, message)).collect())
}

/// All files of the program.
pub struct ProgramFiles {
    /// Levels, and what they ask for.
    pub belts: Watched<Belts>,
    /// What a champion says yes to.
    pub scope: Watched<Scope>,
    /// What is asked each quarter.
    pub pulse: Watched<PulseQuestions>,
}

impl ProgramFiles {
    /// The files of this content folder over those that come with the program.
    pub fn open(folder: Option<&Path>) -> Self {
        ProgramFiles { belts: Watched::open(folder), scope: Watched::open(folder), pulse: Watched::open(folder) }
    }

    /// The levels in their order.
    pub fn ladder(&self) -> Ladder {
        self.belts.get().ladder()
    }

    /// Looks at each of them again.
    pub fn refresh(&self) {
        self.belts.refresh();
        self.scope.refresh();
        self.pulse.refresh();
    }

    /// What is wrong with any of them.
    pub fn faults(&self) -> Vec<FileFault> {
        let mut faults = self.belts.faults();
        faults.extend(self.scope.faults());
        faults.extend(self.pulse.faults());
        faults
    }
}

/// The levels as they are when a request asks for them.
impl FromRequest for Ladder {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let files = request.app_data::<Data<ProgramFiles>>();
        ready(files.map(|files| files.ladder()).ok_or_else(|| AppError::Internal("the program's files".into())))
    }
}

/// The names of all of them, below `program/`.
pub const NAMES: [&str; 3] = [Belts::NAME, Scope::NAME, PulseQuestions::NAME];

/// Reads every file of a content folder and returns what is wrong.
pub fn check_files(folder: &Path) -> Vec<FileFault> {
    let mut faults = ProgramFiles::open(Some(folder)).faults();
    faults.sort();
    faults
}

/// Follows the files. It ends with the runtime.
pub fn start(files: &Arc<ProgramFiles>) {
    let files = Arc::clone(files);
    actix_web::rt::spawn(async move {
        loop {
            let own = Arc::clone(&files);
            if actix_web::rt::task::spawn_blocking(move || own.refresh()).await.is_err() {
                tracing::warn!("the files of the program could not be looked at; it is tried again");
            }
            actix_web::rt::time::sleep(EVERY).await;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_the_program_is_read() {
        assert!(Belts::parse(Belts::BUILT_IN).is_ok());
        assert!(Scope::parse(Scope::BUILT_IN).is_ok());
        assert!(PulseQuestions::parse(PulseQuestions::BUILT_IN).is_ok());
    }
}
