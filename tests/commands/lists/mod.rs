//! Lists of teams, people, services and repositories, in and out by the command.

mod catalogue;
mod company;
mod owners;
mod schedule;

use crate::harness::binary::{Ended, Folder, program, run};

/// An empty data folder, and files to import.
pub struct Desk {
    pub files: Folder,
    data: Folder,
}

impl Desk {
    pub fn new() -> Self {
        Desk { files: Folder::new(), data: Folder::new() }
    }

    /// The data folder.
    pub fn data(&self) -> String {
        self.data.path("d")
    }

    /// Writes the text into a file and imports it.
    pub fn import(&self, kind: &str, name: &str, text: &str, more: &[&str]) -> Ended {
        let file = self.files.write(name, text);
        run(&mut program(&[&["import", kind, &file, "--data", &self.data()], more].concat()))
    }

    /// What is exported of this kind.
    pub fn export(&self, kind: &str) -> String {
        let ended = run(&mut program(&["export", kind, "--data", &self.data()]));
        ended.assert_code(0);
        ended.out
    }
}
