//! By which calendar somebody works: the company's, in their own zone.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{Holidays, Period, Span, WeekStart, WorkHours, Zone, day_seconds};
use crate::clock::{Day, Timestamp};

/// The calendar and the rules of time that hold for one person. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Where they work.
    pub zone: Zone,
    /// `program.week_starts`, `DRAWBRIDGE_PROGRAM__WEEK_STARTS`. Default `monday`.
    pub week_starts: WeekStart,
    /// Days that are worked on.
    pub holidays: Arc<Holidays>,
    /// The hours of a working day, for business time:
    /// `program.work_hours`, `DRAWBRIDGE_PROGRAM__WORK_HOURS`. Default `09:00-17:00`.
    pub hours: WorkHours,
    /// Minutes of a week's work, where no contract says otherwise:
    /// `program.weekly_hours`, `DRAWBRIDGE_PROGRAM__WEEKLY_HOURS`. Default 40 hours.
    pub weekly_minutes: i64,
    /// Days for which time can be logged, changed and taken away:
    /// `program.time_window_days`, `DRAWBRIDGE_PROGRAM__TIME_WINDOW_DAYS`. Default 31.
    pub open_days: i32,
    /// Days after its end at which a month is closed by itself:
    /// `program.close_after_days`, `DRAWBRIDGE_PROGRAM__CLOSE_AFTER_DAYS`. Default: never.
    pub close_after_days: Option<i32>,
}

impl Default for WorkCalendar {
    fn default() -> Self {
        WorkCalendar {
            zone: Zone::default(),
            week_starts: WeekStart::MONDAY,
            holidays: Arc::default(),
            hours: WorkHours::default(),
            weekly_minutes: 40 * 60,
            open_days: 31,
            close_after_days: None,
        }
    }
}

impl WorkCalendar {
    /// The day that it is where they work.
    pub fn today(&self, now: Timestamp) -> Day {
        self.zone.day(now)
    }

    /// The week, month or quarter that a day lies in.
    pub fn period(&self, span: Span, day: Day) -> Period {
        span.around(day, self.week_starts)
    }

    /// Minutes of a day where they work: 24 hours, or one less or more where
    /// the clocks change.
    pub fn minutes_of(&self, day: Day) -> i64 {
        day_seconds(&self.zone, day) / 60
    }

    /// This calendar in somebody's own zone; a name that is empty, or not known
    /// to this system, leaves the company's.
    #[must_use]
    pub fn in_zone(&self, name: &str) -> Self {
        let own = Zone::parse(name).unwrap_or_else(|_| self.zone.clone());
        WorkCalendar { zone: own, ..self.clone() }
    }
}

/// The company's calendar, which may be replaced while the site runs. All
/// clones are the same.
#[derive(Debug, Clone, Default)]
pub struct CompanyCalendar(Arc<ArcSwap<WorkCalendar>>);

impl CompanyCalendar {
    /// As it is now.
    pub fn get(&self) -> Arc<WorkCalendar> {
        self.0.load_full()
    }

    /// Replaces it.
    pub fn set(&self, calendar: WorkCalendar) {
        self.0.store(Arc::new(calendar));
    }

    /// Replaces its working days and holidays.
    pub fn set_holidays(&self, holidays: Arc<Holidays>) {
        self.0.rcu(|known| WorkCalendar { holidays: Arc::clone(&holidays), ..WorkCalendar::clone(known) });
    }
}
