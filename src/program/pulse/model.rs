//! Whom questions are for, and what answers add up to.

use crate::db::keys::DepartmentId;
use crate::text_enum;

/// Fewer answers than these are never shown, nor what would be left over of
/// more by subtraction.
pub const FEWEST: i64 = 5;
/// The ends of the scale.
pub const SCALE: std::ops::RangeInclusive<i32> = 1..=5;

text_enum! {
    /// Whom a question is for.
    pub enum Audience {
        /// Whoever serves a team, as champion or deputy.
        Champions = "champions",
        /// Whoever looks after teams.
        Managers = "managers",
    }
}

/// Answers to one question that are counted together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub answers: i64,
    /// The sum of their values.
    pub sum: i64,
}

impl Count {
    /// The average in tenths: 38 is 3.8; none without an answer.
    pub fn tenths(self) -> Option<i64> {
        (self.sum * 20 + self.answers).checked_div(2 * self.answers)
    }

    /// "3.8"; a dash without an answer.
    pub fn words(self) -> String {
        self.tenths().map_or_else(|| "–".into(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.answers += other.answers;
        self.sum += other.sum;
    }
}

/// What the answers of one quarter to one question came to in one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// As `2026-Q4`.
    pub quarter: String,
    /// The question's key.
    pub question: String,
    /// The department; none for managers.
    pub department: Option<DepartmentId>,
    /// The answers.
    pub count: Count,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_rounded_to_tenths() {
        for (answers, sum, words) in [(0, 0, "–"), (5, 19, "3.8"), (6, 20, "3.3"), (3, 5, "1.7"), (5, 25, "5.0")] {
            assert_eq!(Count { answers, sum }.words(), words, "{sum} over {answers}");
        }
    }
}
