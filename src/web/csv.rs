//! Tables as CSV (RFC 4180) that spreadsheets can open without running them.

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};

/// First characters by which a spreadsheet takes a cell for a formula (W07).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as a cell: with a quote in front where a spreadsheet would run it,
/// or where it begins with such a quote itself.
pub fn cell(text: &str) -> String {
    // A negative number is a number.
    if text.strip_prefix('-').is_some_and(|rest| rest.parse::<u64>().is_ok()) {
        return text.to_owned();
    }
    let rest = text.strip_prefix('\'').unwrap_or(text);
    if rest.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`cell`] was made from.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.strip_prefix('\'').unwrap_or(rest).starts_with(FORMULA) => rest,
        _ => cell,
    }
}

/// A whole document: a line of column names, then the rows, ended by CR LF.
pub fn document<R, C>(header: &[&str], rows: R) -> String
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = String>,
{
    let mut text = String::new();
    push_line(&mut text, header.iter().map(|name| (*name).to_owned()));
    text + &more(rows)
}

/// Rows that follow those of a [`document`]: one that is sent in parts.
pub fn more<R, C>(rows: R) -> String
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = String>,
{
    let mut text = String::new();
    for row in rows {
        push_line(&mut text, row.into_iter().map(|value| cell(&value)));
    }
    text
}

fn push_line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        // A semicolon and a tab part cells in some countries, whose spreadsheets would run what stands behind.
        let is_run = cell.split([';', '\t']).skip(1).any(|part| part.trim_start().starts_with(FORMULA));
        if is_run || cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// Counts lines as an editor does. The reader's own count is one behind after
/// the CR LF that RFC 4180 asks for.
pub struct Lines<'a> {
    bytes: &'a [u8],
    byte: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    /// Counts in these bytes, from the first line on.
    pub fn of(bytes: &'a [u8]) -> Self {
        Lines { bytes, byte: 0, line: 1 }
    }

    /// The line of a record that begins at `byte`, which must not lie before the last one.
    pub fn at(&mut self, byte: usize) -> u64 {
        let ends = self.bytes.iter().skip(byte).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = &self.bytes[self.byte..byte + ends];
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.byte = byte + ends;
        self.line
    }
}

/// The document as a download called `name`, which must be plain ASCII.
pub fn download(name: &str, document: String) -> HttpResponse {
    begin(name).body(document)
}

/// The head of such a download, for one that is sent in parts.
pub fn begin(name: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w07_cells_that_look_like_formulas_get_a_quote_and_lose_it_again() {
        for (text, expected) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-", "'-"),
            ("-21", "-21"),
            ("'-21", "''-21"),
            ("-2+3", "'-2+3"),
            ("@ana", "'@ana"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'plain", "'plain"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
            assert_eq!(plain(&cell(text)), text, "{text:?}");
        }
    }

    #[test]
    fn w07_what_parts_cells_in_some_country_is_wrapped() {
        let row = ["pay;=1+1", "a\t-b", "Checkout; Ledger"].map(str::to_owned);

        assert_eq!(document(&["a"], [row]), "a\r\n\"pay;=1+1\",\"a\t-b\",Checkout; Ledger\r\n");
    }

    #[test]
    fn commas_quotes_and_line_ends_are_wrapped() {
        let document = document(&["a", "b"], [vec!["x, y".to_owned(), "say \"no\"\nnow".to_owned()]]);

        assert_eq!(document, "a,b\r\n\"x, y\",\"say \"\"no\"\"\nnow\"\r\n");
    }
}
