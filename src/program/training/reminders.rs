//! What training reminds people of: 60, 30 and 7 days before something ends,
//! and of what waits for their word.

use std::sync::Arc;

use super::audience::Facts;
use super::catalogue::Catalogue;
use super::rules::{REMIND_DAYS, Standing, reminder_stage};
use super::store;
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::program::ProgramError;
use crate::program::ladder::Ladder;
use crate::program::reminders::{Reminder, ReminderKind, from_today};
use crate::web::{Grant, Member};

/// A completion that ends soon, or has ended and is required, as it is counted
/// for those who look after its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapse {
    /// Whose it is.
    pub person: PersonId,
    /// The teams that they belong to or serve, with their departments.
    pub teams: Arc<[(TeamId, DepartmentId)]>,
    /// Its last day.
    pub last: Day,
}

/// The lapses of these people on `today`, by their last day.
pub(super) fn lapses(catalogue: &Catalogue, learners: &[store::Learner], today: Day) -> Vec<Lapse> {
    let mut lapses = Vec::new();
    for learner in learners.iter().filter(|learner| !learner.done.is_empty()) {
        let mut teams = None;
        for course in catalogue.current() {
            let standing = learner.standing(catalogue, course, today);
            let Some((last, _)) = ending(standing, is_required(&learner.facts, course), today) else { continue };
            let of_learner = || learner.teams.iter().map(|(team, department, _)| (*team, *department)).collect();
            let teams: &Arc<[_]> = teams.get_or_insert_with(of_learner);
            lapses.push(Lapse { person: learner.id, teams: Arc::clone(teams), last });
        }
    }
    lapses.sort_by_key(|lapse| lapse.last);
    lapses
}

/// The last days of the lapses of people whom `member` looks after, in their order.
pub fn lasts_overseen(lapses: &[Lapse], member: &Member) -> Vec<Day> {
    let leads = member.has(Grant::Lead);
    let is_theirs =
        |lapse: &&Lapse| leads || lapse.teams.iter().any(|(team, department)| member.manages(*team, *department));
    lapses.iter().filter(|lapse| lapse.person != member.id).filter(is_theirs).map(|lapse| lapse.last).collect()
}

/// What `member` should not forget on `today`: their own courses that end, what
/// was sent back to them, and those of the people whom they look after, whose
/// last days are `lasts`, in order, where they were counted before.
///
/// # Errors
///
/// The database's own.
pub fn reminders(
    connection: &mut Connection,
    ladder: &Ladder,
    member: &Member,
    today: Day,
    lasts: Option<&[Day]>,
) -> Result<Vec<Reminder>, ProgramError> {
    let catalogue = store::catalogue(connection, ladder)?;
    let own = store::learner(connection, &catalogue, member.id, today)?;
    let mut reminders = own_courses(&catalogue, &own, today);
    for row in store::list_returned(connection, member.id)? {
        let words = format!("Your evidence for {} was sent back", row.course);
        reminders.push(remind(row.judged_on.unwrap_or(today), words, format!("/completions/{}", row.id)));
    }
    reminders.extend(match lasts {
        Some(lasts) => of_others(lasts, today),
        None if member.has(Grant::Lead) || member.has(Grant::Manager) => {
            let learners = store::learners(connection, &catalogue, today)?;
            of_others(&lasts_overseen(&lapses(&catalogue, &learners, today), member), today)
        }
        None => Vec::new(),
    });
    if member.has(Grant::Lead)
        && let Some((since, count)) = store::waiting_since(connection)?
    {
        let words = match count {
            1 => "Evidence for 1 course waits to be verified".to_owned(),
            count => format!("Evidence for {count} courses waits to be verified"),
        };
        reminders.push(remind(since, words, "/training/unverified".to_owned()));
    }
    Ok(reminders)
}

fn remind(on: Day, words: String, path: String) -> Reminder {
    Reminder { on, words, path, kind: ReminderKind::Training }
}

/// A standing that somebody has to do something about: its last day, and
/// whether a new version is behind it.
fn ending(standing: Standing, is_required: bool, today: Day) -> Option<(Day, bool)> {
    let (last, renewal) = match standing {
        Standing::InDate { until: Some(last), renewal, .. } => (last, renewal.is_some()),
        Standing::Expired { on, renewal, .. } if is_required => (on, renewal.is_some()),
        _ => return None,
    };
    reminder_stage(last, today).map(|_| (last, renewal))
}

fn is_required(facts: &Facts, course: &super::Course) -> bool {
    course.audience.means(facts)
}

fn own_courses(catalogue: &Catalogue, own: &store::Learner, today: Day) -> Vec<Reminder> {
    let remind_of = |course: &super::Course| {
        let standing = own.standing(catalogue, course, today);
        let (last, is_renewal) = ending(standing, is_required(&own.facts, course), today)?;
        let when = from_today(last, today);
        let words = match (is_renewal, last < today) {
            (true, false) => format!("Take {}, the new version: the old one ends {when}", course.title),
            (true, true) => format!("Take {}, the new version: the old one ended {when}", course.title),
            (false, false) => format!("{} ends {when}", course.title),
            (false, true) => format!("{} ended {when}", course.title),
        };
        Some(remind(last, words, format!("/training/{}", course.slug)))
    };
    catalogue.current().filter_map(remind_of).collect()
}

/// One line for each window that holds more than the one before, as the list
/// counts them, and one for what is over.
fn of_others(lasts: &[Day], today: Day) -> Vec<Reminder> {
    let over = lasts.partition_point(|last| *last < today);
    let ahead = &lasts[over..];
    let of_yours = |count: usize| match count {
        1 => "1 course of your people".to_owned(),
        count => format!("{count} courses of your people"),
    };
    let mut lines = Vec::new();
    if over > 0 {
        let words = format!("{} {} ended", of_yours(over), if over == 1 { "has" } else { "have" });
        lines.push(remind(today, words, "/training/expiring?within=over".to_owned()));
    }
    let mut said = 0;
    for days in REMIND_DAYS.into_iter().rev() {
        let count = ahead.partition_point(|last| last.days_since(today) <= days);
        if count > said {
            let words = format!("{} {} within {days} days", of_yours(count), if count == 1 { "ends" } else { "end" });
            lines.push(remind(ahead[said], words, format!("/training/expiring?within={days}")));
            said = count;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_counted_by_window_and_each_window_says_what_it_adds() {
        let today = Day::new(2026, 11, 18).expect("a day");
        for (days, expected) in [
            (vec![], vec![]),
            (vec![-3], vec!["1 course of your people has ended"]),
            (vec![7], vec!["1 course of your people ends within 7 days"]),
            (
                vec![7, 8],
                vec!["1 course of your people ends within 7 days", "2 courses of your people end within 30 days"],
            ),
            (vec![31, 60], vec!["2 courses of your people end within 60 days"]),
            (
                vec![-9, -1, 0, 40],
                vec![
                    "2 courses of your people have ended",
                    "1 course of your people ends within 7 days",
                    "2 courses of your people end within 60 days",
                ],
            ),
        ] {
            let lasts: Vec<Day> = days.iter().map(|days| today.plus_days(*days)).collect();
            let said: Vec<String> = of_others(&lasts, today).into_iter().map(|line| line.words).collect();
            assert_eq!(said, expected, "{days:?}");
        }
    }
}
