//! When a launch is, as somebody types it.

use serde::Deserialize;

use super::{Launch, NewLaunch};
use crate::calendar::{WorkCalendar, Zone};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{RowVersion, TeamId};
use crate::questions::QuestionError;
use crate::web::FieldProblem;
use crate::web::fold::line;

/// Characters of a launch's name.
const NAME_LIMIT: usize = 100;
/// Days ahead that a launch may be: two years.
const AHEAD: i32 = 731;

/// `POST /launches` and `POST /launches/{slug}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct LaunchForm {
    pub name: String,
    pub team: String,
    pub day: String,
    pub time: String,
    pub version: String,
    pub once: String,
}

/// The parts of a form that say what launches, and when, under their fields' names.
pub struct LaunchWords<'a> {
    pub name: (&'static str, &'a str),
    pub day: (&'static str, &'a str),
    pub time: (&'static str, &'a str),
}

impl LaunchWords<'_> {
    /// The launch.
    pub fn parse(&self, calendar: &WorkCalendar, now: Timestamp) -> Result<NewLaunch, Vec<FieldProblem>> {
        let name = line(self.name.1, NAME_LIMIT).map_err(|words| FieldProblem::new(self.name.0, words));
        let day = day(self.day.1, calendar.today(now)).map_err(|words| FieldProblem::new(self.day.0, words));
        let at = minute(self.time.1).map_err(|words| FieldProblem::new(self.time.0, words));
        let (name, day, minute) = match (name, day, at) {
            (Ok(name), Ok(day), Ok(minute)) => (name, day, minute),
            (name, day, minute) => {
                return Err([name.err(), day.err(), minute.err()].into_iter().flatten().collect());
            }
        };
        let at = calendar.zone.first_at(day, minute);
        if at <= now {
            return Err(vec![FieldProblem::new(self.time.0, "this lies in the past; take a later time")]);
        }
        Ok(NewLaunch { name, at })
    }
}

/// Day and time of a launch as the form shows them.
fn launch_at(zone: &Zone, at: Timestamp) -> (String, String) {
    let clock = zone.civil(at);
    (clock.date().to_string(), clock.strftime("%H:%M").to_string())
}

fn day(text: &str, today: Day) -> Result<Day, String> {
    if text.trim().is_empty() {
        return Err("say the day".into());
    }
    let day = Day::parse(text)?;
    if day < today {
        return Err("this day is over".into());
    }
    if day.days_since(today) > AHEAD { Err("this is more than two years ahead".into()) } else { Ok(day) }
}

/// The minute of a day that `09:30` names.
fn minute(text: &str) -> Result<u16, String> {
    let read = || {
        let (hours, minutes) = text.trim().split_once(':')?;
        let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(hours) || !is_number(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    };
    read().ok_or_else(|| "say the time of day, such as 02:00".into())
}

impl LaunchForm {
    pub fn of(launch: &Launch, zone: &Zone) -> Self {
        let (day, time) = launch_at(zone, launch.at);
        LaunchForm {
            name: launch.name.clone(),
            team: launch.team.slug.clone(),
            day,
            time,
            version: launch.version.to_string(),
            once: String::new(),
        }
    }

    /// The launch, and whose it is: `team`, where there is one of that name.
    pub fn parse(
        &self,
        team: Option<TeamId>,
        calendar: &WorkCalendar,
        now: Timestamp,
    ) -> Result<(TeamId, NewLaunch), QuestionError> {
        match (team, self.parse_launch(calendar, now)) {
            (Some(team), Ok(new)) => Ok((team, new)),
            (team, new) => {
                let words = match self.team.trim() {
                    "" => "say which team launches".to_owned(),
                    named => format!("there is no team “{named}”"),
                };
                let missing = team.is_none().then(|| FieldProblem::new("team", words));
                Err(QuestionError::Invalid(missing.into_iter().chain(new.err().unwrap_or_default()).collect()))
            }
        }
    }

    /// What launches when.
    pub fn parse_launch(&self, calendar: &WorkCalendar, now: Timestamp) -> Result<NewLaunch, Vec<FieldProblem>> {
        let words = LaunchWords { name: ("name", &self.name), day: ("day", &self.day), time: ("time", &self.time) };
        words.parse(calendar, now)
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version.trim().parse().unwrap_or(0))
    }
}

/// `POST /questions/{number}/launch`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The launch's slug; empty: none.
    pub launch: String,
    pub once: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_launch_is_when_the_clocks_of_the_company_show_it() {
        let now = Timestamp::parse("2026-03-01T10:00:00Z").unwrap_or(Timestamp(0));
        for (zone, day, time, expected) in [
            ("UTC", "2026-03-02", "02:00", Ok("2026-03-02T02:00:00Z")),
            ("Europe/Berlin", "2026-03-02", "2:00", Ok("2026-03-02T01:00:00Z")),
            // The clocks skip that minute, or show it twice: the first moment counts.
            ("Europe/Berlin", "2026-03-29", "02:30", Ok("2026-03-29T01:00:00Z")),
            ("Europe/Berlin", "2026-10-25", "02:30", Ok("2026-10-25T00:30:00Z")),
            ("America/Los_Angeles", "2026-03-01", "03:00", Ok("2026-03-01T11:00:00Z")),
            ("UTC", "2026-03-01", "09:59", Err("time")),
            ("UTC", "2026-02-28", "12:00", Err("day")),
            ("UTC", "2028-03-02", "12:00", Err("day")),
            ("UTC", "", "12:00", Err("day")),
            ("UTC", "2026-03-02", "", Err("time")),
            ("UTC", "2026-03-02", "25:00", Err("time")),
            ("UTC", "tomorrow", "02:00", Err("day")),
        ] {
            let zone = Zone::parse(zone).unwrap_or_default();
            let calendar = WorkCalendar { zone, ..WorkCalendar::default() };
            let form = LaunchForm { name: "Two".into(), day: day.into(), time: time.into(), ..LaunchForm::default() };
            let parsed = form.parse_launch(&calendar, now).map(|launch| launch.at.iso());
            let field = parsed.as_ref().err().and_then(|problems| problems.first()).map(|problem| problem.field);
            assert_eq!(parsed.as_deref().map_err(|_| field.unwrap_or_default()), expected, "{day} {time}");
        }
    }
}
