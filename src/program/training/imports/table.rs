//! A CSV file with a header that may be anything: comma, semicolon or tab
//! between cells, with or without a byte order mark (RFC 4180).

use super::FAULTS;
use crate::web::csv::{Lines, plain};

/// Bytes of a file that is imported (N01).
pub const IMPORT_LIMIT: usize = 20 * 1024 * 1024;

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

/// The file as rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The lines below it, each with its number and as many cells as the header.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Every fault of its form, the first lines' first.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let whole = |words: &str| vec![fault(1, "", "", words)];
        if bytes.len() > IMPORT_LIMIT {
            return Err(whole(&format!("the file has more than {} MiB", IMPORT_LIMIT / 1024 / 1024)));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(whole("the file is empty"));
        }
        if let Err(error) = std::str::from_utf8(bytes) {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64;
            return Err(vec![fault(line, "", "", "this is not UTF-8; save the file as CSV in UTF-8")]);
        }
        if memchr::memchr(0, bytes).is_some() {
            return Err(whole("this is not a text: it holds NUL characters"));
        }
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(bytes)).flexible(true).from_reader(bytes);
        let header = reader.headers().map_err(|error| broken(&error))?;
        let header: Vec<String> = header.iter().map(|name| plain(name.trim()).to_owned()).collect();
        for (place, name) in header.iter().enumerate() {
            if !name.is_empty() && header[..place].contains(name) {
                return Err(vec![fault(1, name, name, "this column stands there twice")]);
            }
        }
        let (mut rows, mut faults, mut lines) = (Vec::new(), Vec::new(), Lines::of(bytes));
        for record in reader.records() {
            let record = record.map_err(|error| broken(&error))?;
            let line = lines.at(record.position().map_or(0, csv::Position::byte) as usize);
            if record.len() != header.len() {
                let words = format!("this line has {} cells, and the first line has {}", record.len(), header.len());
                faults.push(fault(line, "", record.get(0).unwrap_or_default(), &words));
            }
            if faults.len() >= FAULTS {
                break;
            }
            rows.push((line, record.iter().map(|cell| plain(cell.trim()).to_owned()).collect()));
        }
        if rows.is_empty() && faults.is_empty() {
            return Err(whole("there is nothing below the names of the columns"));
        }
        if faults.is_empty() { Ok(Table { header, rows }) } else { Err(faults) }
    }
}

pub(super) fn fault(line: u64, column: &str, value: &str, words: &str) -> Fault {
    let value = value.chars().take(120).collect();
    Fault { line, column: column.to_owned(), value, words: words.to_owned() }
}

/// What stands most often between the cells of the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |wanted: u8| first.iter().filter(|byte| **byte == wanted).count();
    // The first of those that stand equally often: a comma where there is one column.
    *[b'\t', b';', b','].iter().max_by_key(|wanted| count(**wanted)).unwrap_or(&b',')
}

fn broken(error: &csv::Error) -> Vec<Fault> {
    let line = error.position().map_or(1, csv::Position::line);
    vec![fault(line, "", "", &format!("this is not CSV: {error}"))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_whatever_stands_between_their_cells() {
        for text in [
            "email,course\na@b.c,\"One, two\"\n",
            "\u{FEFF}email;course\r\na@b.c;One, two\r\n",
            "email\tcourse\na@b.c\tOne, two\n",
        ] {
            let table = Table::read(text.as_bytes()).unwrap_or_else(|faults| panic!("{text:?}: {faults:?}"));
            assert_eq!(table.header, ["email", "course"], "{text:?}");
            assert_eq!(table.rows, [(2, vec!["a@b.c".to_owned(), "One, two".to_owned()])], "{text:?}");
        }
    }

    #[test]
    fn a_file_that_is_none_is_said_with_its_line() {
        for (bytes, line, words) in [
            (b"".as_slice(), 1, "empty"),
            (b" \n\n", 1, "empty"),
            (b"email,course\n", 1, "nothing below"),
            (b"email,email\na,b\n", 1, "twice"),
            (b"email,course\na,b\nc\n", 3, "1 cells, and the first line has 2"),
            (b"email,course\na,b\nc,\xff\n", 3, "UTF-8"),
            (b"PK\x03\x04\0\0\0", 1, "NUL"),
        ] {
            let faults = Table::read(bytes).err().unwrap_or_default();
            let said = faults.first().map(|fault| (fault.line, fault.words.clone())).unwrap_or_default();
            assert!(said.0 == line && said.1.contains(words), "{:?}: {said:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn n03_changed_training_lists() {
        crate::fuzz::hold("training-lists", |bytes| drop(Table::read(bytes)));
    }
}
