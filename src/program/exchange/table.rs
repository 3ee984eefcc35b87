//! A CSV file as rows of known columns, and what can be wrong with one.

use crate::db::DbError;
use crate::program::ProgramError;
use crate::web::csv::plain;

/// Bytes of a file that is imported (N01).
const LIMIT: usize = 20 * 1024 * 1024;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}, value “{value}”: {words}")]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column's name; empty where the line itself is at fault.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub words: String,
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows that made something new.
    pub added: usize,
    /// Rows that changed what there was.
    pub changed: usize,
    /// Rows that said what was so already.
    pub unchanged: usize,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is at fault.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It would have worked, and was only tried.
    #[error("nothing was written")]
    Tried(Summary),
    /// The program refused.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

/// One line of the file: a text for each known column, in their order.
#[derive(Debug, Clone)]
pub(super) struct Row<const N: usize> {
    pub line: u64,
    pub cells: [String; N],
    columns: [&'static str; N],
}

impl<const N: usize> Row<N> {
    /// A fault of one of this row's cells.
    pub(super) fn fault(&self, column: usize, words: impl Into<String>) -> Fault {
        Fault {
            line: self.line,
            column: self.columns.get(column).copied().unwrap_or_default().into(),
            value: self.cells.get(column).cloned().unwrap_or_default(),
            words: words.into(),
        }
    }

    /// Turns what an action refused into a fault of the cell that it is about.
    pub(super) fn refused(&self, error: ProgramError, column_of: impl Fn(&str) -> usize) -> ImportError {
        match error {
            ProgramError::Invalid(problems) => match problems.into_iter().next() {
                Some(problem) => self.fault(column_of(problem.field), problem.words).into(),
                None => self.fault(0, "this does not fit").into(),
            },
            error => error.into(),
        }
    }
}

/// Reads a file with a line of column names. The first `required` of `columns`
/// have to be there; a column that is not known is a fault, so that nobody
/// believes that it was taken.
pub(super) fn read<const N: usize>(
    bytes: &[u8],
    columns: [&'static str; N],
    required: usize,
) -> Result<Vec<Row<N>>, Fault> {
    let whole = |words: String| Fault { line: 1, column: String::new(), value: String::new(), words };
    if bytes.len() > LIMIT {
        return Err(whole(format!("the file has more than {} MiB", LIMIT / 1024 / 1024)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let mut places = [None; N];
    for (place, name) in header.iter().enumerate() {
        let fault = |words: String| Fault { line: 1, column: name.into(), value: name.into(), words };
        let known = columns.iter().position(|column| *column == name.trim());
        let Some(known) = known else {
            return Err(fault(format!("there is no such column; the columns are {}", columns.join(", "))));
        };
        if places[known].replace(place).is_some() {
            return Err(fault("this column stands there twice".into()));
        }
    }
    if let Some(missing) = (0..required).find(|column| places[*column].is_none()) {
        return Err(whole(format!("the column {} is missing", columns[missing])));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let words = format!("this line has {} cells, and the first line has {}", record.len(), header.len());
            return Err(Fault { line, column: String::new(), value: String::new(), words });
        }
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).map_or("", plain).to_owned();
        rows.push(Row { line, cells: places.map(cell), columns });
    }
    Ok(rows)
}

fn broken(error: &csv::Error) -> Fault {
    let line = error.position().map_or(1, csv::Position::line);
    Fault { line, column: String::new(), value: String::new(), words: format!("this is not CSV in UTF-8: {error}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_place() {
        for (text, line, column) in [
            ("team,department\nA,B\n", None, ""),
            ("department,team\nB,A\n", None, ""),
            ("\u{FEFF}team,department,chat\nA,B,\"#a\n1\"\n", None, ""),
            ("team\nA\n", Some(1), ""),
            ("team,department,role\nA,B,admin\n", Some(1), "role"),
            ("team,team,department\nA,A,B\n", Some(1), "team"),
            ("team,department\nA,B\nC\n", Some(3), ""),
            ("team,department\n\"A\n1\",B\nC,D,E\n", Some(4), ""),
        ] {
            let fault = read(text.as_bytes(), ["team", "department", "chat"], 2).err();
            assert_eq!(fault.as_ref().map(|fault| fault.line), line, "{text:?}");
            assert_eq!(fault.map(|fault| fault.column).unwrap_or_default(), column, "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_kept_a_spreadsheet_from_running_a_cell_is_taken_off() {
        let rows = read(b"team,department\n'=A,B\n", ["team", "department", "chat"], 2).unwrap_or_default();

        assert_eq!(rows.first().map(|row| row.cells.clone()), Some(["=A".into(), "B".into(), String::new()]));
    }
}
