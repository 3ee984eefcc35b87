//! Coverage: the page, the figures and that they are exact, the report.

mod exact;
mod figures;
mod page;
mod recount;
mod report;
