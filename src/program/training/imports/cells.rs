//! Cells that hold a link or a percentage.

use crate::program::web_link;
use crate::web::fold::optional_line;

/// Characters of evidence, as its form has it.
const EVIDENCE_LIMIT: usize = 300;

/// A link as it is kept, or a line of words.
pub(super) fn evidence(cell: &str) -> Result<String, String> {
    match web_link(cell) {
        Ok(link) if link.chars().count() <= EVIDENCE_LIMIT => Ok(link),
        _ => optional_line(cell, EVIDENCE_LIMIT),
    }
}

/// A whole percent; what stands behind the point is cut off, so that nobody
/// passes by rounding.
pub(super) fn percent(cell: &str) -> Result<Option<i32>, String> {
    let plain = cell.trim().trim_end_matches('%').trim_end();
    if plain.is_empty() {
        return Ok(None);
    }
    let number = plain.replace(',', ".").parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    number.map(|number| Some(number.floor() as i32)).ok_or_else(|| "this is not a percentage from 0 to 100".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_cut_and_never_rounded_up() {
        for (cell, read) in [
            ("", Ok(None)),
            ("92", Ok(Some(92))),
            ("92 %", Ok(Some(92))),
            ("79.9", Ok(Some(79))),
            ("79,9%", Ok(Some(79))),
            ("100.00", Ok(Some(100))),
            ("101", Err(())),
            ("-1", Err(())),
            ("NaN", Err(())),
            ("passed", Err(())),
        ] {
            assert_eq!(percent(cell).map_err(drop), read, "{cell:?}");
        }
    }
}
