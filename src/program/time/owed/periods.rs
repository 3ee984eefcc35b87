//! What one person gave and was owed, by week, month or quarter.

use crate::calendar::{Period, Span, WorkCalendar};
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};
use crate::program::absences::list_absences_of;
use crate::program::terms::Term;
use crate::program::time::pages::Week;
use crate::program::time::store as entries;
use crate::program::{ProgramError, time};

use super::model::{Contract, Share, Steps};
use super::{rules, store};

/// One period of a person's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodRow {
    /// Its days.
    pub period: Period,
    /// Minutes that they gave.
    pub given: i64,
    /// Minutes that they were owed, of the whole period.
    pub owed: i64,
}

/// What a person's time follows from.
struct Terms {
    shares: Vec<Share>,
    contract: Contract,
    away: Vec<(Day, Day)>,
}

impl Terms {
    fn of(
        connection: &mut Connection,
        calendar: &WorkCalendar,
        person: PersonId,
        first: Day,
    ) -> Result<Self, ProgramError> {
        let shares = store::list_shares(connection, Some(person), None, first)?;
        let contract = store::list_contracts(connection, Some(&[person]), calendar.weekly_minutes)?.remove(&person);
        let away = list_absences_of(connection, person, first)?;
        Ok(Terms {
            shares: shares.into_iter().map(|(_, _, share)| share).collect(),
            contract: contract.unwrap_or_else(|| Steps::always(calendar.weekly_minutes)),
            away: away.into_iter().map(|absence| (absence.first_on, absence.last_on)).collect(),
        })
    }

    fn owed(&self, period: Period, calendar: &WorkCalendar) -> i64 {
        rules::owed(period, &self.shares, &self.contract, &self.away, &calendar.holidays)
    }
}

/// What a person gave and was owed in the `count` periods up to that of
/// `today`, the oldest first. Their own business, and that of who looks after them.
///
/// # Errors
///
/// The database's own.
pub fn list_periods(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    person: PersonId,
    today: Day,
    span: Span,
    count: usize,
) -> Result<Vec<PeriodRow>, ProgramError> {
    let periods = span.up_to(today, calendar.week_starts, count);
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(Vec::new()) };
    let days = entries::list_days(connection, person, first.first, last.last)?;
    let terms = Terms::of(connection, calendar, person, first.first)?;
    Ok(periods
        .into_iter()
        .map(|period| PeriodRow {
            period,
            given: days.iter().filter(|(day, _)| period.holds(*day)).map(|(_, minutes)| minutes).sum(),
            owed: terms.owed(period, calendar),
        })
        .collect())
}

/// How full the week of `today` is for a person.
///
/// # Errors
///
/// The database's own.
pub fn week_of(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    person: PersonId,
    today: Day,
) -> Result<Week, ProgramError> {
    let week = calendar.period(Span::Week, today);
    let given = time::minutes_of(connection, person, week.first, week.last)?;
    let terms = Terms::of(connection, calendar, person, week.first)?;
    Ok(Week { given, granted: terms.owed(week, calendar) })
}

/// The share of contracted hours that holds for a term on `day`, in percent.
///
/// # Errors
///
/// The database's own.
pub fn share_on(connection: &mut Connection, term: &Term, day: Day) -> Result<i32, DbError> {
    let steps = store::list_steps(connection, Some(&[term.id]))?.remove(&term.id).unwrap_or_default();
    Ok(Steps { base: term.allocation_percent, steps }.on(day))
}
