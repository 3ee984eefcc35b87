//! Reminders of what is missing, of reviews that are due, and of what is to be
//! taken back.

use super::access::{self, Whose};
use super::model::{Onboarding, Owner, ReviewDays, Side};
use super::rules;
use super::store::{self, Filter};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::TermId;
use crate::program::coverage::Counted;
use crate::program::reach::Reach;
use crate::program::reminders::{Reminder, ReminderKind, from_today};
use crate::program::terms::{TermRow, find_term};
use crate::program::{ProgramError, TermState};
use crate::web::{Grant, Member};

/// Days after the beginning for which reviews are looked at: ninety, and the
/// days for which the last one is reminded of.
const WINDOW: i32 = 90 + rules::REMIND_AFTER;
/// Reminders of reviews before they become one line.
const LINES: usize = 5;
/// Champions whom the line about what is missing names.
const NAMED: usize = 3;
/// Things that are read for that line.
const THINGS: i64 = 200;

/// What `member` should not forget on `today`: as the champion, as their buddy
/// or manager, and as whoever owns things of lists. What waits in the whole
/// company may have been counted before.
///
/// # Errors
///
/// The database's own.
pub fn reminders(
    connection: &mut Connection,
    member: &Member,
    today: Day,
    counted: Option<&Counted>,
) -> Result<Vec<Reminder>, ProgramError> {
    let mut all = Vec::new();
    for term in concerning(connection, member, today)? {
        let onboarding = store::find(connection, term)?;
        let row = find_term(connection, term)?;
        if rules::over_since(&row.term, false, today).is_some() || row.term.state == TermState::Declined {
            continue;
        }
        if row.term.person_id == member.id {
            all.extend(missing(connection, &row, &onboarding)?);
        }
        all.extend(due_reviews(connection, member, &row, &onboarding, today)?);
    }
    if all.len() > LINES {
        let count = all.len();
        all.truncate(LINES);
        let words = format!("{} more reviews of new champions are due", count - LINES);
        all.push(Reminder { on: today, words, path: "/onboarding".into(), kind: ReminderKind::Access });
    }
    let words = match (Reach::overseen_by(member), counted) {
        (Reach::All, Some(counted)) => counted.missing.clone(),
        (reach, _) => missing_words(connection, reach, today)?,
    };
    if !words.is_empty() {
        all.push(Reminder { on: today, words, path: "/onboarding".into(), kind: ReminderKind::Access });
    }
    all.extend(owned(connection, member, today, counted.map(|counted| counted.things.as_slice()))?);
    Ok(all)
}

/// The lists whose champion or buddy they are, and those that are young and of
/// teams which they manage. Leads see all of them on their own page, and are not
/// reminded of each.
fn concerning(connection: &mut Connection, member: &Member, today: Day) -> Result<Vec<TermId>, ProgramError> {
    let mut terms = store::list_of_person(connection, member.id)?;
    if member.has(Grant::Manager) {
        let reach = Reach::managed_by(member);
        for term in store::list_begun(connection, &reach, today.plus_days(-WINDOW))? {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    }
    Ok(terms)
}

fn missing(
    connection: &mut Connection,
    row: &TermRow,
    onboarding: &Onboarding,
) -> Result<Option<Reminder>, ProgramError> {
    let items = store::list_items(connection, row.term.id)?;
    let missing = items.iter().filter(|item| rules::standing(item, false).is_waiting()).count();
    let things =
        if missing == 1 { "1 thing is".to_owned() } else { format!("{missing} of {} things are", items.len()) };
    Ok((missing > 0).then(|| Reminder {
        on: onboarding.begun_on,
        words: format!(
            "{things} still missing for your start as {} of {}",
            row.term.role.label().to_lowercase(),
            row.team.1
        ),
        path: format!("/terms/{}/onboarding", row.term.id),
        kind: ReminderKind::Access,
    }))
}

fn due_reviews(
    connection: &mut Connection,
    member: &Member,
    row: &TermRow,
    onboarding: &Onboarding,
    today: Day,
) -> Result<Vec<Reminder>, ProgramError> {
    let due = rules::reviews_due(onboarding.begun_on, today);
    // Beside a buddy, and beside the manager, the lead reads.
    let Some(side) = access::side(member, &Whose::of(row, onboarding)).filter(|_| !due.is_empty()) else {
        return Ok(Vec::new());
    };
    let written = store::list_written(connection, &[row.term.id])?;
    let is_open = |days: &ReviewDays| !written.contains(&(row.term.id, days.number(), side));
    let whose = if side == Side::Champion { "Your".to_owned() } else { format!("{}'s", row.person.1) };
    let reminder = |days: ReviewDays| {
        let on = days.due(onboarding.begun_on);
        Reminder {
            on,
            words: format!(
                "{whose} review after {} days for {}: due {}",
                days.number(),
                row.team.1,
                from_today(on, today)
            ),
            path: format!("/terms/{}/onboarding/reviews/{}", row.term.id, days.number()),
            kind: ReminderKind::Review,
        }
    };
    Ok(due.into_iter().filter(is_open).map(reminder).collect())
}

/// For whom something is missing, whoever does it: the first of them in a line;
/// empty where it is for nobody.
///
/// # Errors
///
/// The database's own.
pub fn missing_words(connection: &mut Connection, reach: Reach, today: Day) -> Result<String, ProgramError> {
    if reach.is_nothing() {
        return Ok(String::new());
    }
    let rows = store::list_waiting(connection, &Filter::within(reach), today, 0, THINGS)?;
    let mut named: Vec<(TermId, String, usize)> = Vec::new();
    for row in &rows {
        match named.last_mut() {
            Some((term, _, count)) if *term == row.term.id => *count += 1,
            _ => named.push((row.term.id, format!("{} of {}", row.person.1, row.team.1), 1)),
        }
    }
    if named.is_empty() {
        return Ok(String::new());
    }
    let others = if named.len() > NAMED || rows.len() as i64 == THINGS { " and others" } else { "" };
    let first: Vec<String> = named.iter().take(NAMED).map(|(_, name, count)| format!("{name} ({count})")).collect();
    Ok(format!("Things are missing, or to be taken back: {}{others}", first.join(", ")))
}

/// How much waits for those who own things: one line for each right. What waits
/// in the whole company may have been counted before: `things`.
fn owned(
    connection: &mut Connection,
    member: &Member,
    today: Day,
    things: Option<&[(Owner, i64)]>,
) -> Result<Vec<Reminder>, ProgramError> {
    let mut all = Vec::new();
    let rights = [
        (Grant::NetSec, Owner::NetSec, Reach::All),
        (Grant::Lead, Owner::Lead, Reach::All),
        (Grant::Manager, Owner::Manager, Reach::managed_by(member)),
    ];
    for (_, owner, reach) in rights.into_iter().filter(|(grant, ..)| member.has(*grant)) {
        let waiting = match (reach, things) {
            (Reach::All, Some(things)) => {
                things.iter().find(|(known, _)| *known == owner).map_or(0, |(_, count)| *count)
            }
            (reach, _) => {
                let filter = Filter { owner: Some(owner), ..Filter::within(reach) };
                store::count_waiting(connection, &filter, today)?
            }
        };
        if waiting > 0 {
            let things = if waiting == 1 { "1 thing".to_owned() } else { format!("{waiting} things") };
            let words =
                format!("{things} for champions, or to be taken back from them, wait for you as {}", owner.label());
            let path = format!("/onboarding?who={}", owner.as_str());
            all.push(Reminder { on: today, words, path, kind: ReminderKind::Access });
        }
    }
    Ok(all)
}
