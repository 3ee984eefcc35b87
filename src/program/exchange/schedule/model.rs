//! A file that is imported by itself.

use std::path::PathBuf;
use std::time::Duration;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::import_files;
use crate::program::exchange::kind::ListKind;
use crate::text_enum;

/// Where such files lie, and how often they are looked at.
#[derive(Debug, Clone, Default)]
pub struct Imports {
    /// The folder; none: nothing is imported by itself.
    pub folder: Option<PathBuf>,
    /// The time between two looks.
    pub every: Duration,
}

/// The files in the order in which one may need what another brings.
pub(super) const FILES: [(&str, ListKind); 5] = [
    ("teams.csv", ListKind::Teams),
    ("people.csv", ListKind::People),
    ("catalog-info.yaml", ListKind::Catalogue),
    ("repositories.csv", ListKind::Repositories),
    ("services.csv", ListKind::Services),
];

text_enum! {
    /// What came of the last time that a file was read.
    pub enum FileState {
        /// Everything that it says is so.
        Imported = "imported",
        /// Something in it does not fit; nothing was written.
        Faulty = "faulty",
        /// More than a tenth would leave; nothing was written, somebody is asked.
        Waiting = "waiting",
    }
}

impl FileState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            FileState::Imported => "imported",
            FileState::Faulty => "has a fault",
            FileState::Waiting => "waits for you",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            FileState::Imported => "open",
            FileState::Faulty => "forbidden",
            FileState::Waiting => "preflight",
        }
    }
}

/// A file, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = import_files)]
pub struct ImportFile {
    /// Its name in the folder.
    pub name: String,
    /// SHA-256 of what was read last, in hexadecimal.
    pub fingerprint: String,
    /// What came of it.
    pub state: FileState,
    /// In words.
    pub words: String,
    /// The lines of the report, one each.
    pub report: String,
    /// When it was read last.
    pub read_at: Timestamp,
    /// The fingerprint of which somebody said that so many have left.
    pub let_leave: String,
}
