//! What an import did, or would do, and why it did nothing.

use crate::db::DbError;
use crate::db::keys::PersonId;
use crate::program::{Actor, ProgramError};

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {words}", self.place())]
pub struct Fault {
    /// The file below the folder that was imported; empty where one file was.
    pub file: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// The column's name, or the path of the field; empty where the line itself is at fault.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub words: String,
}

impl Fault {
    /// A fault of a whole line.
    pub(in crate::program) fn of_line(line: u64, words: impl Into<String>) -> Self {
        Fault { file: String::new(), line, column: String::new(), value: String::new(), words: words.into() }
    }

    /// `FILE, line 3, column team, value “Blue”`, as far as each is there.
    fn place(&self) -> String {
        let file = if self.file.is_empty() { String::new() } else { format!("{}, ", self.file) };
        let Fault { line, column, value, .. } = self;
        if column.is_empty() {
            return format!("{file}line {line}");
        }
        format!("{file}line {line}, column {column}, value “{value}”")
    }
}

/// One value of a file, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::program) struct Cell {
    /// The file below the folder; empty where one file is read.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column's name, or the path of the field; empty where the file has no such column.
    pub column: String,
    /// What stands there.
    pub value: String,
}

impl Cell {
    /// Itself, where the file says something of it, be it that it is empty.
    pub(super) fn given(self) -> Option<Self> {
        (!self.column.is_empty()).then_some(self)
    }

    /// What is wrong with this value.
    pub(in crate::program) fn fault(&self, words: impl Into<String>) -> Fault {
        let Cell { file, line, column, value } = self.clone();
        Fault { file, line, column, value, words: words.into() }
    }

    /// Another value at the same place.
    pub(super) fn with(&self, value: &str) -> Self {
        Cell { value: value.to_owned(), ..self.clone() }
    }
}

/// What an import does to one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It was there, and is different now.
    Changed,
    /// It was in the list before, and is not any more.
    Left,
    /// Worth knowing; nothing is written for it.
    Note,
}

impl ChangeKind {
    /// The sign in front of its line.
    pub fn sign(self) -> char {
        match self {
            ChangeKind::Added => '+',
            ChangeKind::Changed => '~',
            ChangeKind::Left => '-',
            ChangeKind::Note => '!',
        }
    }
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happens.
    pub kind: ChangeKind,
    /// To what, and how, in words.
    pub words: String,
}

/// What an import came to, or would come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What it does, in the order of the file; who left comes last.
    pub changes: Vec<Change>,
    /// Entries that said what was so already.
    pub unchanged: usize,
}

impl Report {
    /// How many things this happens to.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// `3 added, 1 changed, 40 as they were, 2 left.`
    pub fn words(&self) -> String {
        let (added, changed) = (self.count(ChangeKind::Added), self.count(ChangeKind::Changed));
        let left = match self.count(ChangeKind::Left) {
            0 => String::new(),
            left => format!(", {left} left"),
        };
        format!("{added} added, {changed} changed, {} as they were{left}.", self.unchanged)
    }

    pub(super) fn push(&mut self, kind: ChangeKind, words: impl Into<String>) {
        self.changes.push(Change { kind, words: words.into() });
    }

    /// Takes in what another part of the same import came to.
    pub(super) fn join(&mut self, other: Report) {
        self.changes.extend(other.changes);
        self.unchanged += other.unchanged;
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is at fault, in these places.
    #[error("{}", words_of(.0))]
    Faults(Vec<Fault>),
    /// It would have worked, and was only tried.
    #[error("nothing was written")]
    Tried(Report),
    /// More than a tenth of those in the list would leave; somebody has to say that this is right.
    #[error("{leaving} of the {known} people of this list would leave, more than a tenth")]
    ManyLeave {
        /// How many would leave.
        leaving: usize,
        /// How many there are.
        known: usize,
        /// The whole report, who would leave included.
        report: Report,
    },
    /// The program refused.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

impl From<Fault> for ImportError {
    fn from(fault: Fault) -> Self {
        ImportError::Faults(vec![fault])
    }
}

fn words_of(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}

/// Faults that are named at once; whoever has more has the wrong file.
const MOST_FAULTS: usize = 50;

/// The faults of a file, so that one run names them all.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Those that reading the file found already.
    pub fn of(found: Vec<Fault>) -> Self {
        Faults(found)
    }

    /// What a line came to; none where it is at fault.
    ///
    /// # Errors
    ///
    /// What is not a fault of the file, and all faults once there are too many.
    pub fn keep<T>(&mut self, result: Result<T, ImportError>) -> Result<Option<T>, ImportError> {
        match result {
            Ok(value) => return Ok(Some(value)),
            Err(ImportError::Faults(more)) => self.0.extend(more),
            Err(error) => return Err(error),
        }
        if self.0.len() < MOST_FAULTS { Ok(None) } else { self.end().map(|()| None) }
    }

    /// Ends with all of them, in the order of the file, where there are any.
    ///
    /// # Errors
    ///
    /// [`ImportError::Faults`]
    pub fn end(&mut self) -> Result<(), ImportError> {
        let mut all = std::mem::take(&mut self.0);
        all.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
        if all.is_empty() { Ok(()) } else { Err(ImportError::Faults(all)) }
    }
}

/// How an import is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Way {
    /// Only says what would happen.
    pub dry_run: bool,
    /// Takes it for right that more than a tenth leaves.
    pub let_leave: bool,
    /// In whose name, for the record; nobody's where a command or the folder does it.
    pub by: Option<PersonId>,
}

impl Way {
    /// Who makes its changes. Their rights were looked at where the file came in.
    pub(super) fn actor(self) -> Actor<'static> {
        Actor::Trusted(self.by)
    }

    /// Ends an import: what was only tried is an error, so that the transaction is undone.
    pub(super) fn end(self, report: Report) -> Result<Report, ImportError> {
        if self.dry_run { Err(ImportError::Tried(report)) } else { Ok(report) }
    }
}

/// Turns what an action refused into a fault of the value that it is about;
/// `cell_of` names the cell of a form's field.
pub(super) fn refused<'a>(error: ProgramError, cell_of: impl Fn(&str) -> &'a Cell) -> ImportError {
    match error {
        ProgramError::Invalid(problems) => match problems.into_iter().next() {
            Some(problem) => cell_of(problem.field).fault(problem.words).into(),
            None => cell_of("").fault("this does not fit").into(),
        },
        error => error.into(),
    }
}
