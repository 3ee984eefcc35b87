//! What time it is, and the two shapes in which the house keeps time.
//!
//! Rules and actions never read a clock: they are given a [`Timestamp`] or a
//! [`Day`], so that a test, and the sample company, can choose them.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Integer};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan, Zoned};

/// Where the time comes from: the machine, or a test.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// A clock that runs with the machine's, this many microseconds apart:
    /// what `demo --today` uses.
    Shifted(i64),
    /// A clock that stands still until it is set; the value is a [`Timestamp`].
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now`.
    pub fn fixed(now: Timestamp) -> Self {
        Clock::Fixed(Arc::new(AtomicI64::new(now.0)))
    }

    /// A running clock that shows noon UTC of `today` at this moment.
    pub fn starting(today: Day) -> Self {
        let noon = today.start_utc().plus(SignedDuration::from_hours(12));
        Clock::Shifted(noon.0 - Timestamp::from_machine().0)
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::from_machine(),
            Clock::Shifted(by) => Timestamp(Timestamp::from_machine().0 + by),
            Clock::Fixed(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock on; a running clock is left alone.
    pub fn advance(&self, by: SignedDuration) {
        if let Clock::Fixed(at) = self {
            at.fetch_add(by.as_micros() as i64, Ordering::SeqCst);
        }
    }
}

/// An instant: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Timestamp(pub i64);

impl Timestamp {
    fn from_machine() -> Self {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }

    /// The instant that RFC 3339 text names, such as `2026-11-21T09:30:00Z`.
    ///
    /// # Errors
    ///
    /// Words that say what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.parse::<jiff::Timestamp>()
            .map(|instant| Timestamp(instant.as_microsecond()))
            .map_err(|error| error.to_string())
    }

    /// This instant and `by` more (or less, where it is negative).
    #[must_use]
    pub fn plus(self, by: SignedDuration) -> Self {
        Timestamp(self.0.saturating_add(by.as_micros() as i64))
    }

    /// Time from `earlier` to this instant; negative if it lies after.
    pub fn since(self, earlier: Timestamp) -> SignedDuration {
        SignedDuration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// The calendar date in UTC.
    pub fn day(self) -> Day {
        Day::from(self.zoned().date())
    }

    /// RFC 3339 in UTC, to the second: what `<time datetime>` wants.
    pub fn iso(self) -> String {
        self.zoned().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Exact words for a reader: `21 Nov 2026, 09:30 UTC`.
    pub fn exact(self) -> String {
        self.zoned().strftime("%-d %b %Y, %H:%M UTC").to_string()
    }

    /// Words for an hour within days: `Mon 23 Nov, 04:00 UTC`.
    pub fn near(self) -> String {
        self.zoned().strftime("%a %-d %b, %H:%M UTC").to_string()
    }

    /// Words relative to `now`: `4 minutes ago`, `in 3 hours`, `just now`.
    pub fn relative(self, now: Timestamp) -> String {
        let seconds = now.since(self).as_secs();
        let (ahead, seconds) = (seconds < 0, seconds.unsigned_abs());
        let (count, unit) = match seconds {
            0..=59 => return "just now".into(),
            60..=3_599 => (seconds / 60, "minute"),
            3_600..=86_399 => (seconds / 3_600, "hour"),
            86_400..=2_591_999 => (seconds / 86_400, "day"),
            2_592_000..=31_535_999 => (seconds / 2_592_000, "month"),
            _ => (seconds / 31_536_000, "year"),
        };
        let plural = if count == 1 { "" } else { "s" };
        if ahead { format!("in {count} {unit}{plural}") } else { format!("{count} {unit}{plural} ago") }
    }

    fn zoned(self) -> Zoned {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC)
    }
}

/// A calendar date without a zone: the day on which work was done.
///
/// Held, and stored, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
pub struct Day(i32);

impl Day {
    /// Reads `YYYY-MM-DD`, from 1970 on.
    ///
    /// # Errors
    ///
    /// Words that say which form is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.trim()
            .parse::<Date>()
            .ok()
            .filter(|date| date.year() >= 1970)
            .map(Day::from)
            .ok_or_else(|| format!("“{}” is not a date like 2026-11-21", text.trim()))
    }

    /// The date made of year, month (1 to 12) and day (1 to 31), if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Day::from)
    }

    /// This date moved by a number of days.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Day(self.0.saturating_add(days))
    }

    /// This date moved by calendar months; the day is held within the month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Day::from(self.date().saturating_add(months.months()))
    }

    /// Days from `earlier` to this date; negative if it lies after.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// Monday 0 to Sunday 6. 1970-01-01 was a Thursday.
    pub fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    /// Monday to Friday.
    pub fn is_workday(self) -> bool {
        self.weekday() < 5
    }

    /// The Monday of this date's week (ISO 8601 weeks).
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus_days(-self.weekday())
    }

    /// The first day of this date's month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Day::from(self.date().first_of_month())
    }

    /// Midnight UTC at which this date begins.
    pub fn start_utc(self) -> Timestamp {
        Timestamp(i64::from(self.0) * 86_400_000_000)
    }

    /// Words for a reader: `21 Nov 2026`.
    pub fn words(self) -> String {
        self.date().strftime("%-d %b %Y").to_string()
    }

    /// Words for a reader who sees many: `Sat 21 Nov`.
    pub fn short(self) -> String {
        self.date().strftime("%a %-d %b").to_string()
    }

    /// The calendar date itself, for arithmetic that is not offered here.
    pub fn date(self) -> Date {
        EPOCH.saturating_add(self.0.days())
    }
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day((date - EPOCH).get_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl<B: Backend> ToSql<BigInt, B> for Timestamp
where
    i64: ToSql<BigInt, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<B: Backend> FromSql<BigInt, B> for Timestamp
where
    i64: FromSql<BigInt, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Timestamp)
    }
}

impl<B: Backend> ToSql<Integer, B> for Day
where
    i32: ToSql<Integer, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<B: Backend> FromSql<Integer, B> for Day
where
    i32: FromSql<Integer, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        i32::from_sql(bytes).map(Day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        for (day, monday) in [
            ("2026-11-21", "2026-11-16"),
            ("2026-11-22", "2026-11-16"),
            ("2026-11-23", "2026-11-23"),
            ("1970-01-01", "1969-12-29"),
        ] {
            let parsed = Day::parse(day).unwrap_or(Day(0));
            assert_eq!(parsed.monday().to_string(), monday, "{day}");
        }
    }

    #[test]
    fn relative_words_count_whole_units() {
        let now = Timestamp::from_machine();
        for (seconds, words) in
            [(0, "just now"), (-61, "1 minute ago"), (-7_300, "2 hours ago"), (3 * 86_400 + 5, "in 3 days")]
        {
            let then = now.plus(SignedDuration::from_secs(seconds));
            assert_eq!(then.relative(now), words, "{seconds}");
        }
    }
}
