//! The two clocks of a question: who has it, until when, and how long it took.
//!
//! A question makes two hops, to the champion and to Network Security, and its
//! turn is somebody's at each moment. The clock of whoever has it counts
//! business time, stands still while it waits for the asker, and never runs
//! backwards. Nothing here reads a clock or a database.

mod due;
mod targets;
mod walk;

pub use due::{Due, reopen, resume, start};
pub use targets::{Target, Targets};
pub use walk::{Spent, Walk};

use std::sync::Arc;

use crate::calendar::{CompanyCalendar, WorkCalendar};

/// By which the clocks of all questions run. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Clocks {
    /// When the company works.
    pub calendar: CompanyCalendar,
    /// How long whoever has a question may take.
    pub targets: Arc<Targets>,
}

impl Clocks {
    /// The company's calendar as it is now.
    pub fn calendar(&self) -> Arc<WorkCalendar> {
        self.calendar.get()
    }
}
