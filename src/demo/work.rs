//! A year of champion work: time, courses, reviews.

use super::chance::Chance;
use super::company::{Company, Served, TeamLife, working_hour};
use super::names::{COURSES, REVIEWS, SERVICES, WORK};
use super::{DemoError, held, training};
use crate::clock::Day;
use crate::db::Tx;
use crate::program::reviews::{Findings, PreflightWords, ReviewState};
use crate::program::training::{Audience, CompletionState, NewCompletion, RenewFor};
use crate::program::{self, Activity, Actor, Course, NewCourse, NewEntry, NewReview, ReviewOutcome};
use crate::web::fold::slug;

/// Minutes of a week's 10 %, of 40 hours.
const WEEK_MINUTES: i32 = 240;

/// Lives the working year of all who serve.
pub(super) fn live(tx: &mut Tx, chance: &mut Chance, company: &Company) -> Result<(), DemoError> {
    let courses = offer_courses(tx, company)?;
    for life in &company.teams {
        for served in &life.served {
            // Today is for the visitor to fill.
            let last = served.until.unwrap_or(company.today.plus_days(-1));
            let mut week = served.from.monday();
            while week <= last {
                work_a_week(tx, chance, company, life, served, week, last)?;
                week = week.plus_days(7);
            }
            learn(tx, chance, company, life, served, last, &courses)?;
        }
    }
    training::live(tx, company, &courses)
}

fn offer_courses(tx: &mut Tx, company: &Company) -> Result<Vec<(Course, i32)>, DemoError> {
    let at = company.founded.start_utc();
    let lead = Actor::Trusted(Some(company.lead.id));
    COURSES
        .iter()
        .map(|(title, provider, minutes, required, valid_months)| {
            let new = NewCourse {
                title: (*title).to_owned(),
                provider: (*provider).to_owned(),
                link: format!("https://learn.example.com/{}", slug(title)),
                minutes: *minutes,
                more_offers: String::new(),
                audience: if *required { Audience::serving() } else { Audience::default() },
                valid_months: *valid_months,
                pass_mark: None,
                replaces: None,
                renew_for: RenewFor::Nobody,
                renew_by: None,
            };
            Ok((held(program::add_course(tx, lead, at, &new))?, *minutes))
        })
        .collect()
}

fn work_a_week(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &Company,
    life: &TeamLife,
    served: &Served,
    week: Day,
    last: Day,
) -> Result<(), DemoError> {
    // Holidays, and weeks before a launch in which nothing else is done.
    if chance.happens(9) {
        return Ok(());
    }
    let mut left = WEEK_MINUTES * life.gives / 100 * chance.between(60, 140) / 100;
    while left >= 15 {
        let minutes = (chance.between(1, 8) * 15).min(left / 15 * 15);
        left -= minutes;
        let day = week.plus_days(chance.between(0, 4));
        if day < served.from || day > last {
            continue;
        }
        let (activity, words) = chance.pick(WORK);
        let note = told(chance, words);
        log(tx, life, served, day, minutes, *activity, note)?;
    }
    if chance.happens(life.gives / 2) {
        let day = week.plus_days(chance.between(0, 4));
        if day >= served.from && day <= last && day <= company.today {
            review(tx, chance, life, served, day)?;
        }
    }
    Ok(())
}

fn told(chance: &mut Chance, words: &str) -> String {
    let service = *chance.pick(SERVICES);
    words.replace("{service}", service).replace("{number}", &chance.between(100, 1_900).to_string())
}

fn log(
    tx: &mut Tx,
    life: &TeamLife,
    served: &Served,
    day: Day,
    minutes: i32,
    activity: Activity,
    note: String,
) -> Result<(), DemoError> {
    let entry = NewEntry { team: life.team.id, day, minutes, activity, note };
    let by = Actor::Trusted(Some(served.person.id));
    held(program::log_time(tx, by, working_hour(day, 16), &entry)).map(drop)
}

fn review(tx: &mut Tx, chance: &mut Chance, life: &TeamLife, served: &Served, day: Day) -> Result<(), DemoError> {
    let (kind, words, outcome) = chance.pick(REVIEWS);
    let title = told(chance, words);
    let minutes = chance.between(1, 4) * 15;
    let new = NewReview {
        team: life.team.id,
        kind: *kind,
        link: format!("https://git.example.com/{}/pull/{}", slug(&title), chance.between(100, 1_900)),
        title: title.clone(),
        outcome: *outcome,
        day,
        minutes: Some(minutes),
        note: String::new(),
        state: ReviewState::Done,
        findings: findings(*outcome, minutes),
        preflight: preflight(*outcome, &title),
        log_minutes: false,
    };
    let by = Actor::Trusted(Some(served.person.id));
    held(program::record_review(tx, by, working_hour(day, 15), &new)).map(drop)
}

/// What was found where something has to change.
fn findings(outcome: ReviewOutcome, minutes: i32) -> Findings {
    if outcome != ReviewOutcome::ChangesAsked {
        return Findings::default();
    }
    let words = "The listener answers to every address; one port is open without need.".to_owned();
    Findings { critical: 0, high: 1, medium: minutes / 30, low: minutes / 15, words }
}

/// What a pre-flight would start from.
fn preflight(outcome: ReviewOutcome, title: &str) -> PreflightWords {
    if outcome != ReviewOutcome::NeedsPreflight {
        return PreflightWords::default();
    }
    let service = title.split(':').next().unwrap_or_default();
    PreflightWords {
        why: "A new flow crosses from the application zone into the data zone.".into(),
        flows: format!("{service} -- 5433/tcp --> prod-db"),
    }
}

/// Learns what is required, as eagerly as the team gives its time.
fn learn(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &Company,
    life: &TeamLife,
    served: &Served,
    last: Day,
    courses: &[(Course, i32)],
) -> Result<(), DemoError> {
    for (course, minutes) in courses {
        let eager = if !course.audience.is_nobody() { 45 + life.gives / 2 } else { life.gives / 4 };
        let mut day = served.from.plus_days(chance.between(3, 90));
        while chance.happens(eager) && day <= last && day <= company.today {
            // The lead looks through what comes in every few weeks.
            let is_verified = company.today.days_since(day) > 20;
            let (by, state) = if is_verified {
                (company.lead.id, CompletionState::Verified)
            } else {
                (served.person.id, CompletionState::Recorded)
            };
            let (by, at) = (Actor::Trusted(Some(by)), working_hour(day, 17));
            let new = NewCompletion {
                completed_on: Some(day),
                evidence: "certificate kept by HR".to_owned(),
                state: Some(state),
                ..NewCompletion::default()
            };
            held(program::record_completion(tx, by, at, served.person.id, course, &new, None))?;
            log(tx, life, served, day, *minutes, Activity::Training, course.title.clone())?;
            match course.valid_months {
                Some(months) => day = day.plus_months(months).plus_days(-chance.between(1, 20)),
                None => break,
            }
        }
    }
    Ok(())
}
