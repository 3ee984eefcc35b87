//! A CSV file (RFC 4180) as rows of known columns.
//!
//! With or without a byte order mark, with commas or with the semicolons that
//! spreadsheets write where a comma divides numbers.

pub(in crate::program) use super::report::Cell;
use super::report::Fault;
use crate::web::csv::{Lines, plain};

/// Bytes of a file that is imported (N01).
pub(super) const LIMIT: usize = 20 * 1024 * 1024;

/// One line of the file: a value for each known column, in their order.
pub(in crate::program) type Row<const N: usize> = [Cell; N];

/// The text of a file, without a byte order mark.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > LIMIT {
        return Err(Fault::of_line(1, format!("the file has more than {} MiB", LIMIT / 1024 / 1024)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Fault::of_line(line, "this is not UTF-8; save the file as UTF-8 and import it again")
    })
}

/// What a file holds.
#[derive(Debug)]
pub(in crate::program) struct Table<const N: usize> {
    /// The lines that have as many cells as the first.
    pub rows: Vec<Row<N>>,
    /// The others.
    pub faults: Vec<Fault>,
}

/// Reads a file with a line of column names. The first `required` of `columns`
/// have to be there; a column that is not known is a fault, so that nobody
/// believes that it was taken.
pub(in crate::program) fn read<const N: usize>(
    bytes: &[u8],
    columns: [&'static str; N],
    required: usize,
) -> Result<Table<N>, Fault> {
    let text = text_of(bytes)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let places = places(&header, columns, required)?;
    let (mut rows, mut faults, mut lines) = (Vec::new(), Vec::new(), Lines::of(text.as_bytes()));
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = lines.at(record.position().map_or(0, csv::Position::byte) as usize);
        if record.len() != header.len() {
            faults.push(of_length(line, &header, &record));
            continue;
        }
        rows.push(std::array::from_fn(|column| Cell {
            file: String::new(),
            line,
            column: if places[column].is_some() { columns[column].to_owned() } else { String::new() },
            value: places[column].and_then(|place| record.get(place)).map_or("", plain).to_owned(),
        }));
    }
    Ok(Table { rows, faults })
}

/// What is wrong with a line that has more cells than the first, or fewer.
fn of_length(line: u64, header: &csv::StringRecord, record: &csv::StringRecord) -> Fault {
    let (has, wanted) = (record.len(), header.len());
    let counted = format!("this line has {has} cells, and the first line has {wanted}");
    let cell = |column: String, value: &str| Cell { line, column, value: value.to_owned(), ..Cell::default() };
    match (header.get(has), record.get(wanted)) {
        (Some(missing), _) => cell(missing.to_owned(), "").fault(counted),
        (_, extra) => {
            let last = header.iter().next_back().unwrap_or_default();
            let words = format!("{counted}; put a value that holds what divides them into quotation marks");
            cell(format!("after {last}"), extra.unwrap_or_default()).fault(words)
        }
    }
}

/// Where each known column stands.
fn places<const N: usize>(
    header: &csv::StringRecord,
    columns: [&'static str; N],
    required: usize,
) -> Result<[Option<usize>; N], Fault> {
    let mut places = [None; N];
    for (place, name) in header.iter().enumerate() {
        let cell = Cell { line: 1, column: name.into(), value: name.into(), ..Cell::default() };
        let known = columns.iter().position(|column| *column == name.trim());
        let Some(known) = known else {
            return Err(cell.fault(format!("there is no such column; the columns are {}", columns.join(", "))));
        };
        if places[known].replace(place).is_some() {
            return Err(cell.fault("this column stands there twice"));
        }
    }
    match (0..required).find(|column| places[*column].is_none()) {
        Some(missing) => Err(Fault::of_line(1, format!("the column {} is missing", columns[missing]))),
        None => Ok(places),
    }
}

/// Names of columns hold neither, so the first line tells.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.contains(';') && !first.contains(',') { b';' } else { b',' }
}

fn broken(error: &csv::Error) -> Fault {
    Fault::of_line(error.position().map_or(1, csv::Position::line), format!("this is not CSV: {error}"))
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
            ("team;department\nA;B, and C\n", None, ""),
            ("team\nA\n", Some(1), ""),
            ("team,department,role\nA,B,admin\n", Some(1), "role"),
            ("team,team,department\nA,A,B\n", Some(1), "team"),
            ("team,department\nA,B\nC\n", Some(3), "department"),
            ("team;department\nA;B\nC;D;E\n", Some(3), "after department"),
            ("team,department\n\"A\n1\",B\nC,D,E\n", Some(4), "after department"),
            ("team,department\r\nA,B\r\n\r\nC\r\n", Some(4), "department"),
        ] {
            let fault = match read(text.as_bytes(), ["team", "department", "chat"], 2) {
                Ok(table) => table.faults.into_iter().next(),
                Err(fault) => Some(fault),
            };
            assert_eq!(fault.as_ref().map(|fault| fault.line), line, "{text:?}");
            assert_eq!(fault.map(|fault| fault.column).unwrap_or_default(), column, "{text:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_their_line() {
        let fault = read(b"team,department\nA,B\nC\xFF,D\n", ["team", "department"], 2).err();

        assert_eq!(fault.map(|fault| fault.line), Some(3));
    }

    #[test]
    fn a_quote_that_kept_a_spreadsheet_from_running_a_cell_is_taken_off() {
        let table = read(b"team;department\n'=A;B\n", ["team", "department", "chat"], 2).expect("it is a table");

        let values = table.rows.first().map(|row| row.each_ref().map(|cell| cell.value.as_str()));
        assert_eq!(values, Some(["=A", "B", ""]));
    }

    #[test]
    fn n03_changed_lists() {
        crate::fuzz::hold("lists", |bytes| {
            let _ = read(bytes, ["team", "department", "chat"], 1);
            let _ = read(bytes, ["name", "email", "chat", "teams"], 2);
            let _ = read(bytes, ["service", "team", "link"], 2);
            let _ = read(bytes, ["repository", "team", "link"], 2);
        });
    }
}
