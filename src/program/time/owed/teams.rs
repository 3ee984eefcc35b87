//! Time honoured: whether a team's champions were given the time that was
//! promised. By team and in three bands, never by person.

use std::collections::HashMap;

use super::model::{Contract, Share, Steps};
use super::{rules, store};
use crate::calendar::{Period, WorkCalendar};
use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId};
use crate::db::{Connection, DbError};
use crate::program::ProgramError;
use crate::program::absences::list_absences_between;
use crate::program::time::rules::{Band, EARLY_DAYS, band};
use crate::program::time::sums;

/// What the words mean; stands wherever they do.
pub const DEFINITION: &str = "Time honoured compares what a team's champions and deputies gave with what their share of \
    contracted hours comes to for the same days, without holidays and days away: given from 80 % on, partly from 30 %, \
    hardly below. It looks at the days since the first of last month, in a report at those of the quarter, and says \
    nothing of a team before somebody has served it for two weeks.";

/// People that one query can name; of more, everybody is read.
const NAMED: usize = 1_000;

/// What a team gave and was owed in some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Honoured {
    /// Minutes given.
    pub given: i64,
    /// Minutes owed.
    pub owed: i64,
    /// Whether nobody has served for two weeks yet, so that nothing can be said.
    pub is_early: bool,
}

impl Honoured {
    /// The band; none where nothing is owed, or it is too early to say.
    pub fn band(&self) -> Option<Band> {
        band(self.given, self.owed).filter(|_| !self.is_early)
    }
}

/// The first day that counts on `today`: that of last month, so that the sums of
/// months are enough and a day off counts for little.
pub fn honoured_since(today: Day) -> Day {
    today.month_start().plus_months(-1)
}

/// How each team's time was honoured up to `today`, of all teams or of `only`
/// some; teams that nobody serves are missing. A handful of queries, whatever
/// the number of teams and entries.
///
/// # Errors
///
/// The database's own.
pub fn honoured_by_teams(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    only: Option<&[TeamId]>,
    today: Day,
) -> Result<HashMap<TeamId, Honoured>, ProgramError> {
    let period = Period { first: honoured_since(today), last: today };
    let facts = Facts::load(connection, calendar, only, period)?;
    let is_early = |shares: &[(PersonId, Share)]| {
        let serving = shares.iter().filter(|(_, share)| serves(share, today));
        serving.map(|(_, share)| today.days_since(share.first) < EARLY_DAYS).reduce(|one, other| one && other)
    };
    Ok(facts.honoured(is_early))
}

/// How one team's time was honoured up to `today`; none where nobody serves it.
///
/// # Errors
///
/// The database's own.
pub fn honoured_by(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    team: TeamId,
    today: Day,
) -> Result<Option<Honoured>, ProgramError> {
    Ok(honoured_by_teams(connection, calendar, Some(&[team]), today)?.remove(&team))
}

/// How each team's time was honoured in whole months, the last of which may go
/// on; teams that nobody served in them are missing. It is too early to speak of
/// those that nobody served for two weeks of it.
///
/// # Errors
///
/// The database's own.
pub fn honoured_in(
    connection: &mut Connection,
    calendar: &WorkCalendar,
    period: Period,
) -> Result<HashMap<TeamId, Honoured>, ProgramError> {
    let facts = Facts::load(connection, calendar, None, period)?;
    let is_early = |shares: &[(PersonId, Share)]| {
        let longest = shares.iter().map(|(_, share)| share.days_in(period)).max().filter(|days| *days > 0);
        longest.map(|days| days < EARLY_DAYS)
    };
    Ok(facts.honoured(is_early))
}

fn serves(share: &Share, today: Day) -> bool {
    share.first <= today && share.last.is_none_or(|last| today <= last)
}

/// What is known of everybody whose time counts.
struct Facts {
    served: HashMap<TeamId, Vec<(PersonId, Share)>>,
    contracts: HashMap<PersonId, Contract>,
    usual: Contract,
    away: HashMap<PersonId, Vec<(Day, Day)>>,
    given: HashMap<TeamId, i64>,
    /// The days of the period that are worked on.
    worked: Vec<Day>,
    days_per_week: i64,
}

impl Facts {
    fn load(
        connection: &mut Connection,
        calendar: &WorkCalendar,
        only: Option<&[TeamId]>,
        period: Period,
    ) -> Result<Self, DbError> {
        let mut served: HashMap<TeamId, Vec<(PersonId, Share)>> = HashMap::new();
        for (person, team, share) in store::list_shares(connection, None, only, period.first)? {
            served.entry(team).or_default().push((person, share));
        }
        let people: Vec<PersonId> = served.values().flatten().map(|(person, _)| *person).collect();
        let people = (only.is_some() && people.len() <= NAMED).then_some(people.as_slice());
        let mut away: HashMap<PersonId, Vec<(Day, Day)>> = HashMap::new();
        for (person, first, last) in list_absences_between(connection, people, period.first, period.last)? {
            away.entry(person).or_default().push((first, last));
        }
        Ok(Facts {
            contracts: store::list_contracts(connection, people, calendar.weekly_minutes)?,
            usual: Steps::always(calendar.weekly_minutes),
            given: sums::minutes_of_teams(connection, only, period.first, period.last)?,
            worked: calendar.holidays.list_worked(period),
            days_per_week: calendar.holidays.days_per_week(),
            served,
            away,
        })
    }

    /// The teams of which `is_early` says anything.
    fn honoured(self, is_early: impl Fn(&[(PersonId, Share)]) -> Option<bool>) -> HashMap<TeamId, Honoured> {
        let of = |(team, shares): (&TeamId, &Vec<(PersonId, Share)>)| {
            let is_early = is_early(shares)?;
            let given = self.given.get(team).copied().unwrap_or(0);
            let owed = shares.iter().map(|(person, share)| self.owed(*person, share)).sum();
            Some((*team, Honoured { given, owed, is_early }))
        };
        self.served.iter().filter_map(of).collect()
    }

    fn owed(&self, person: PersonId, share: &Share) -> i64 {
        let contract = self.contracts.get(&person).unwrap_or(&self.usual);
        let away = self.away.get(&person).map_or(&[][..], Vec::as_slice);
        rules::owed_on(&self.worked, std::slice::from_ref(share), contract, away, self.days_per_week)
    }
}
