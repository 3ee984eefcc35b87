//! Everybody's training, as coverage asks for it.

use std::sync::Arc;

use crate::clock::Day;
use crate::db::Connection;
use crate::program::ladder::Ladder;
use crate::program::training::{Lapse, Overall, overall};
use crate::program::{ProgramError, Serving};

/// The courses that each person has to have, how many of them are in date, and
/// what lapses. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Training(Arc<Overall>);

impl Training {
    /// As it is on `today`.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn load(connection: &mut Connection, ladder: &Ladder, today: Day) -> Result<Self, ProgramError> {
        overall(connection, ladder, today).map(|overall| Training(Arc::new(overall)))
    }

    /// What ends soon, or has ended and is required, by its last day.
    pub fn lapses(&self) -> &[Lapse] {
        &self.0.lapses
    }

    /// Required courses in date of those who serve by a term of their own, and required.
    pub(super) fn of(&self, serving: &[Serving]) -> (i64, i64) {
        let own = serving.iter().filter(|person| person.has_term);
        let counts = own.filter_map(|person| self.0.counts.get(&person.person_id));
        counts.fold((0, 0), |sum, count| (sum.0 + count.in_date, sum.1 + count.required))
    }
}
