//! Reads a whole folder at once: what it holds, for whoever proof-reads it or
//! takes it in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::categories::Categories;
use super::files::{self, Loaded, Read, Stamp};
use super::foreign::{self, Group, Kind};
use super::model::Fault;
use crate::parallel;

/// A folder, read.
#[derive(Debug)]
pub struct Gathered {
    /// What it was written for.
    pub kind: Kind,
    /// Its files, by path.
    pub reads: BTreeMap<PathBuf, Read>,
    /// What was not read, and why.
    pub faults: Vec<Fault>,
}

/// Reads a folder. `is_taken`: whether an address is somebody else's already,
/// so that a file of another program gets a different one.
///
/// # Errors
///
/// One line, where the folder itself can't be read.
pub fn gather(
    folder: &Path,
    base: &Arc<str>,
    categories: &Categories,
    is_taken: &dyn Fn(&str) -> bool,
) -> Result<Gathered, String> {
    let (root, kind) = foreign::root(folder);
    let listing = files::list(&root)?;
    let mut reads = BTreeMap::new();
    let mut others = Group::default();
    others.set_place(&root, kind);
    let loaded = parallel::map(&listing.files, |(path, _): &(PathBuf, Stamp)| files::load(path, base));
    for ((path, stamp), loaded) in listing.files.into_iter().zip(loaded) {
        match loaded {
            Loaded::Ours(read) => drop(reads.insert(path, read)),
            Loaded::Foreign(text) => others.put(&Arc::from(path), text, stamp.day()),
        }
    }
    others.settle(reads.keys().map(PathBuf::as_path), is_taken);
    let found = others.read_some(usize::MAX, base, categories);
    reads.extend(found.into_iter().map(|(path, read)| (path.to_path_buf(), read)));
    Ok(Gathered { kind, reads, faults: listing.faults })
}
