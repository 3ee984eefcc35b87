//! What one person gave and was owed, by week, month or quarter.

use std::collections::HashMap;

use crate::calendar::{Period, Span, WorkCalendar};
use crate::clock::Day;
use crate::db::keys::{PersonId, TermId};
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

/// The share of contracted hours that holds for each of a few terms on `day`, in
/// percent. One query.
///
/// # Errors
///
/// The database's own.
pub fn shares_on<'t>(
    connection: &mut Connection,
    terms: impl IntoIterator<Item = &'t Term>,
    day: Day,
) -> Result<HashMap<TermId, i32>, DbError> {
    let bases: Vec<(TermId, i32)> = terms.into_iter().map(|term| (term.id, term.allocation_percent)).collect();
    let ids: Vec<TermId> = bases.iter().map(|(id, _)| *id).collect();
    let mut steps = store::list_steps(connection, Some(&ids))?;
    let share = |(id, base)| (id, Steps { base, steps: steps.remove(&id).unwrap_or_default() }.on(day));
    Ok(bases.into_iter().map(share).collect())
}
