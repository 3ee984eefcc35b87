//! The page of what is imported by itself.

use askama::Template;

use super::model::{FILES, FileState, ImportFile, Imports};
use crate::clock::Timestamp;
use crate::web::{Moment, Shell};

/// One file, as the page shows it.
struct FileLine {
    name: String,
    state: FileState,
    words: String,
    report: Vec<String>,
    read: Moment,
    fingerprint: String,
}

/// All files that are imported by themselves.
#[derive(Template)]
#[template(path = "program/exchange/imports.html")]
pub(super) struct ImportsPage {
    shell: Shell,
    /// The folder; empty where nothing is imported by itself.
    folder: String,
    /// How often it is looked at.
    minutes: u64,
    /// The names that are looked for.
    names: String,
    files: Vec<FileLine>,
}

impl ImportsPage {
    pub(super) fn new(shell: Shell, imports: &Imports, files: Vec<ImportFile>, now: Timestamp) -> Self {
        let line = |file: ImportFile| FileLine {
            read: Moment::new(file.read_at, now),
            report: file.report.lines().map(str::to_owned).collect(),
            name: file.name,
            state: file.state,
            words: file.words,
            fingerprint: file.fingerprint,
        };
        ImportsPage {
            folder: imports.folder.as_ref().map(|folder| folder.display().to_string()).unwrap_or_default(),
            minutes: imports.every.as_secs() / 60,
            names: FILES.map(|(name, _)| name).join(", "),
            files: files.into_iter().map(line).collect(),
            shell,
        }
    }

    fn leavers_href(&self, file: &FileLine) -> String {
        self.shell.to(&format!("/imports/{}/leavers", file.name))
    }
}
