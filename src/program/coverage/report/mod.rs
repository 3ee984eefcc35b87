//! The program's quarter on a few sheets of paper, and the same as CSV and as a
//! spreadsheet.

pub mod handlers;
mod make;
mod pages;
mod quarter;
mod stood;
mod store;
mod workbook;

use make::DepartmentLine;
pub use make::Report;
pub use quarter::Quarter;
pub use stood::Reports;
