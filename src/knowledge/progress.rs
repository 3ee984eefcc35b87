//! How much of the articles is loaded. Asking never waits for who loads them.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

/// No change of the database was seen yet.
const NOTHING: i64 = -1;

/// What was loaded so far.
#[derive(Debug)]
pub struct Progress {
    /// Up to where the database's changes were followed.
    seen: AtomicI64,
    /// Files of the folder that were read, and that are known to be there.
    read: AtomicUsize,
    known: AtomicUsize,
    /// Whether the folder was read to its end once.
    is_whole: AtomicBool,
}

impl Default for Progress {
    fn default() -> Self {
        Progress {
            seen: AtomicI64::new(NOTHING),
            read: AtomicUsize::new(0),
            known: AtomicUsize::new(0),
            is_whole: AtomicBool::new(false),
        }
    }
}

impl Progress {
    /// Up to where the database's changes were followed; none before the first look.
    pub fn seen(&self) -> Option<i64> {
        Some(self.seen.load(Ordering::Acquire)).filter(|seen| *seen != NOTHING)
    }

    /// The database's changes were followed up to here.
    pub fn set_seen(&self, seen: i64) {
        self.seen.store(seen, Ordering::Release);
    }

    /// So many files of the folder were read, and so many wait.
    pub fn set_files(&self, read: usize, waiting: usize) {
        self.read.store(read, Ordering::Release);
        self.known.store(read + waiting, Ordering::Release);
        if waiting == 0 {
            self.is_whole.store(true, Ordering::Release);
        }
    }

    /// Whether the folder was read to its end once. A change later is read
    /// beside what is there.
    pub fn is_whole(&self) -> bool {
        self.is_whole.load(Ordering::Acquire)
    }

    /// Whether everything was loaded once.
    ///
    /// # Errors
    ///
    /// One line that says what is missing, and how much of it.
    pub fn check(&self) -> Result<(), String> {
        if !self.is_whole() {
            let (read, known) = (self.read.load(Ordering::Acquire), self.known.load(Ordering::Acquire));
            return Err(format!("{read} of {known} articles of the folder are read"));
        }
        match self.seen() {
            Some(_) => Ok(()),
            None => Err("the articles of the database are not loaded yet".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_is_missing() {
        let progress = Progress::default();
        progress.set_files(1_000, 9_000);
        assert_eq!(progress.check(), Err("1000 of 10000 articles of the folder are read".into()));
        progress.set_files(10_000, 0);
        assert!(progress.check().is_err_and(|words| words.contains("database")));
        progress.set_seen(0);
        assert_eq!(progress.check(), Ok(()));
        progress.set_files(10_000, 1);
        assert_eq!(progress.check(), Ok(()));
    }
}
