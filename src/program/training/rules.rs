//! Until when a completion counts, and how somebody stands with a course.

use super::audience::Facts;
use super::catalogue::{Catalogue, Renewal};
use super::model::{Course, ValidUntil};
use crate::clock::Day;
use crate::db::keys::{CompletionId, CourseId};

/// Days ahead at which somebody is reminded that a completion ends, the first first.
pub const REMIND_DAYS: [i32; 3] = [60, 30, 7];

/// The last day on which a completion of `completed_on` counts: the day before
/// it is `months` old; none where it counts for good.
pub fn valid_until(completed_on: Day, months: Option<i32>) -> Option<Day> {
    months.map(|months| completed_on.plus_months(months).plus_days(-1))
}

/// The last day, where whoever gave the course may have said another than it has.
pub fn last_day(completed_on: Day, months: Option<i32>, said: ValidUntil) -> Option<Day> {
    match said {
        ValidUntil::AsCourse => valid_until(completed_on, months),
        ValidUntil::Forever => None,
        ValidUntil::Day(day) => Some(day),
    }
}

/// Whether it counts on `today`.
pub fn is_valid(until: Option<Day>, today: Day) -> bool {
    until.is_none_or(|last| today <= last)
}

/// Whether a result is enough; a completion without one is.
pub fn is_passed(result: Option<i32>, mark: Option<i32>) -> bool {
    match (result, mark) {
        (Some(result), Some(mark)) => result >= mark,
        _ => true,
    }
}

/// A completion as the rules look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Its key.
    pub id: CompletionId,
    /// Of which course.
    pub course: CourseId,
    /// When.
    pub completed_on: Day,
    /// The last day; none: for good.
    pub until: Option<Day>,
    /// Whether it was passed, and was not sent back.
    pub counts: bool,
}

/// How somebody stands with a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They never completed it.
    Missing,
    /// What they handed in does not count: not passed, or sent back.
    NotCounted(CompletionId),
    /// It counts.
    InDate {
        /// The completion.
        by: CompletionId,
        /// The last day; none: for good.
        until: Option<Day>,
        /// What ends it, where a new version does and not its age.
        renewal: Option<Renewal>,
    },
    /// It counted.
    Expired {
        /// The completion.
        by: CompletionId,
        /// The last day on which it did.
        on: Day,
        /// What ended it, where a new version did.
        renewal: Option<Renewal>,
    },
}

impl Standing {
    /// Whether it counts on the day that it was made for.
    pub fn is_in_date(&self) -> bool {
        matches!(self, Standing::InDate { .. })
    }

    /// The completion that counts on that day.
    pub fn by(&self) -> Option<CompletionId> {
        match self {
            Standing::InDate { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// The last day, where there is or was one.
    pub fn last(&self) -> Option<Day> {
        match self {
            Standing::InDate { until, .. } => *until,
            Standing::Expired { on, .. } => Some(*on),
            _ => None,
        }
    }
}

/// How somebody with these completions stands with `course` on `today`. A
/// version before it counts, too, until its renewal, if one is asked for.
pub fn standing(catalogue: &Catalogue, course: CourseId, done: &[Done], is_required: bool, today: Day) -> Standing {
    let mut best: Option<(Done, Option<Day>, Option<Renewal>)> = None;
    let mut refused = None;
    for completion in done {
        let Some(renewal) = catalogue.renewals_between(completion.course, course, is_required) else { continue };
        if !completion.counts {
            refused = Some(completion.id);
            continue;
        }
        let renewal = renewal.filter(|renewal| completion.until.is_none_or(|last| renewal.by < last));
        let last = renewal.map(|renewal| renewal.by).or(completion.until);
        let is_better = match best {
            None => true,
            Some((_, known, _)) => match (last, known) {
                (None, Some(_)) => true,
                (Some(last), Some(known)) => last > known,
                (_, None) => false,
            },
        };
        if is_better {
            best = Some((*completion, last, renewal));
        }
    }
    match (best, refused) {
        (Some((by, last, renewal)), _) if is_valid(last, today) => Standing::InDate { by: by.id, until: last, renewal },
        (Some((by, Some(on), renewal)), _) => Standing::Expired { by: by.id, on, renewal },
        (_, Some(id)) => Standing::NotCounted(id),
        _ => Standing::Missing,
    }
}

/// The reminder that is due: the smallest of [`REMIND_DAYS`] that is not less
/// than what is left, 0 once it is over; none while it is far ahead.
pub fn reminder_stage(last: Day, today: Day) -> Option<i32> {
    let left = last.days_since(today);
    if left < 0 {
        return Some(0);
    }
    REMIND_DAYS.into_iter().filter(|days| left <= *days).min()
}

/// The courses that `facts` have to have, in the catalogue's order.
pub fn required<'c>(catalogue: &'c Catalogue, facts: &Facts) -> Vec<&'c Course> {
    catalogue.current().filter(|course| course.audience.means(facts)).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
