//! Who last changed an article's file, where the content folder is a git work
//! tree, and what became of files that were renamed or deleted there.
//!
//! It is read in the background with the `git` program: a page shows what was
//! read so far, and nothing where there is no git.

mod git;
mod library;
mod parse;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::moved::Moved;
use crate::clock::Timestamp;

/// The commit that last changed a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The shortened hash, as git shortens it.
    pub hash: String,
    /// Who wrote it, by the name that git keeps.
    pub author: String,
    /// When they wrote it.
    pub at: Timestamp,
}

/// What git says about a folder.
#[derive(Debug, Default)]
pub struct History {
    /// The commit that it was read at; empty before the first.
    head: String,
    /// The last commit of each file, by its path below the folder.
    commits: HashMap<PathBuf, Commit>,
    /// Addresses of files that were renamed or deleted.
    pub moved: Moved,
}

impl History {
    /// The commit that last changed the file at this path below the folder.
    pub fn last(&self, path: &Path) -> Option<&Commit> {
        self.commits.get(path)
    }

    /// Reads what git says about `folder`; nothing where nothing was committed
    /// since `before` was read.
    ///
    /// # Errors
    ///
    /// One line: no git, no work tree, or git refuses or takes too long.
    pub fn read(folder: &Path, before: &History) -> Result<Option<Self>, String> {
        let head = git::run(folder, &["rev-parse", "--verify", "HEAD"])?.trim().to_owned();
        if head == before.head {
            return Ok(None);
        }
        let log = git::run(folder, git::LOG)?;
        let (commits, moved) = parse::parse(&log, &|path| folder.join(path).is_file());
        Ok(Some(History { head, commits, moved }))
    }
}
