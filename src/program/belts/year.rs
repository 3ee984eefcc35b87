//! What one person did within a year, for themselves and whom they hand it to.

use diesel::prelude::*;

use super::evidence::Answers;
use super::model::{GivenAnswer, Record};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::{PersonId, ReviewId};
use crate::db::schema::{completions, courses, reviews, time_entries};
use crate::program::ProgramError;
use crate::program::kudos::{Kudo, list_kudos};
use crate::program::meetings::list_attended;
use crate::program::reviews::{ReviewKind, ReviewOutcome, ReviewState};
use crate::program::terms::{TermRow, list_terms_of};
use crate::program::time::Activity;
use crate::program::time::rules::duration_words;

/// One review of the year.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    /// Its key.
    pub id: ReviewId,
    /// What was looked at.
    pub kind: ReviewKind,
    /// Its title.
    pub title: String,
    /// What came of it.
    pub outcome: ReviewOutcome,
    /// The day.
    pub day: Day,
}

/// A year.
pub struct Year {
    /// Terms that lay in it, at least in part.
    pub terms: Vec<TermRow>,
    /// Time by activity, in words, the most first; only ever one's own.
    pub hours: Vec<(&'static str, String)>,
    /// All of it.
    pub total: String,
    /// Courses that were passed in it.
    pub training: Vec<(String, Day)>,
    /// Reviews finished in it.
    pub reviews: Vec<ReviewLine>,
    /// Questions answered in it; all of these lists begin with January.
    pub answers: Vec<GivenAnswer>,
    /// Meetings attended in it.
    pub meetings: Vec<Record>,
    /// Thanks received in it.
    pub kudos: Vec<Kudo>,
}

/// The year of somebody, up to now.
///
/// # Errors
///
/// The database's own.
pub fn year_of(
    connection: &mut Connection,
    answers: &dyn Answers,
    person: PersonId,
    (first, last): (Day, Day),
) -> Result<Year, ProgramError> {
    let within = |day: Day| first <= day && day <= last;
    let mut terms = list_terms_of(connection, person)?;
    terms.retain(|row| {
        let begun = row.term.starts_on.filter(|_| row.term.answered_at.is_some());
        begun.is_some_and(|begun| begun <= last) && row.term.through().is_none_or(|ended| ended >= first)
    });
    let (hours, total) = hours_of(connection, person, first, last)?;
    let training = completions::table
        .inner_join(courses::table)
        .filter(completions::person_id.eq(person))
        .filter(completions::completed_on.between(first, last).and(completions::passed.eq(true)))
        .order((completions::completed_on, completions::id))
        .select((courses::title, completions::completed_on))
        .load(connection)?;
    let looked_at: Vec<(ReviewId, ReviewKind, String, ReviewOutcome, Day)> = reviews::table
        .filter(reviews::person_id.eq(person))
        .filter(reviews::state.eq(ReviewState::Done))
        .filter(reviews::day.between(first, last))
        .order((reviews::day, reviews::id))
        .select((reviews::id, reviews::kind, reviews::title, reviews::outcome, reviews::day))
        .load(connection)?;
    let mut answered = answers.list_answers(connection, person)?;
    answered.retain(|one| within(one.day));
    answered.reverse();
    let attended = list_attended(connection, person)?.into_iter().rev().filter(|one| within(one.day));
    let meetings = attended.map(|one| Record {
        path: format!("/meetings/{}/dates/{}", one.number, one.planned_on),
        label: one.title,
        day: one.day,
    });
    let mut kudos = list_kudos(connection, person, 500)?;
    kudos.retain(|one| within(one.given_at.day()));
    Ok(Year {
        terms,
        hours,
        total,
        training,
        reviews: looked_at
            .into_iter()
            .map(|(id, kind, title, outcome, day)| ReviewLine { id, kind, title, outcome, day })
            .collect(),
        answers: answered,
        meetings: meetings.collect(),
        kudos,
    })
}

type Hours = (Vec<(&'static str, String)>, String);

fn hours_of(connection: &mut Connection, person: PersonId, first: Day, last: Day) -> Result<Hours, ProgramError> {
    let mut rows: Vec<(Activity, Option<i64>)> = time_entries::table
        .filter(time_entries::person_id.eq(person))
        .filter(time_entries::day.between(first, last))
        .group_by(time_entries::activity)
        .select((time_entries::activity, diesel::dsl::sum(time_entries::minutes)))
        .load(connection)?;
    rows.sort_by_key(|(activity, minutes)| (-minutes.unwrap_or_default(), activity.label()));
    let total: i64 = rows.iter().filter_map(|(_, minutes)| *minutes).sum();
    let hours = rows
        .into_iter()
        .map(|(activity, minutes)| (activity.label(), duration_words(minutes.unwrap_or_default())))
        .collect();
    Ok((hours, duration_words(total)))
}
