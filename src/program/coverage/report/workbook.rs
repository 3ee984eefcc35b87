//! The report as a spreadsheet (Office Open XML, ECMA-376).

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::Report;
use crate::error::AppError;
use crate::program::coverage::figures::Sheet;

/// Characters that the name of a sheet may have.
const NAME: usize = 31;
/// The widest column, in characters: definitions wrap beyond it.
const WIDEST_PIXELS: u32 = 560;

/// The file.
///
/// # Errors
///
/// [`AppError::Internal`] where it can't be written.
pub fn write(report: &Report) -> Result<Vec<u8>, AppError> {
    let sheets = [
        &report.figures(),
        &report.by_department(),
        &report.holes,
        &report.ending,
        &report.ended_early,
        &report.reasons,
    ];
    let mut workbook = Workbook::new();
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet).map_err(failed)?;
    }
    workbook.save_to_buffer().map_err(failed)
}

fn failed(error: XlsxError) -> AppError {
    AppError::Internal(format!("the spreadsheet can't be written: {error}"))
}

/// Words are written as words: a spreadsheet takes none of them for a formula (W07).
fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let name: String = sheet.title.chars().filter(|letter| !"[]:*?/\\".contains(*letter)).take(NAME).collect();
    page.set_name(name)?;
    let bold = Format::new().set_bold();
    for (place, column) in (0_u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, place, column.label, &bold)?;
    }
    for (line, row) in (1_u32..).zip(&sheet.rows) {
        for (place, cell) in (0_u16..).zip(row) {
            match cell.number {
                Some(number) => page.write_number(line, place, number as f64)?,
                None => page.write_string(line, place, cell.plain.as_str())?,
            };
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.set_autofit_max_width(WIDEST_PIXELS);
    page.autofit();
    Ok(())
}
