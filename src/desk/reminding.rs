//! The reminders of the program as notices: what a desk shows is also told,
//! once for each thing and again when its last week begins.

use std::sync::Arc;

use futures_util::future::{FutureExt, LocalBoxFuture};

use crate::accounts;
use crate::calendar::CompanyCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::keys::PersonId;
use crate::db::{Db, DbError};
use crate::error::AppError;
use crate::notify::{self, NewNotice, NoticeKind, Subject, To, Watch};
use crate::program::coverage::{Overseen, Snapshot};
use crate::program::files::ProgramFiles;
use crate::program::{CoverageBook, ProgramError, Reminder, Standings, list_reminders};
use crate::web::Member;

/// The minute of the day, by the company's clocks, from which people are reminded.
const FROM: i16 = 7 * 60;
/// People of one look at the database, and the pause after it: requests go first.
const AT_ONCE: i64 = 20;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(100);

/// Reminds everybody once a day of what they should not forget.
pub struct ReminderWatch {
    /// The company's days.
    pub calendar: CompanyCalendar,
    /// Files of the program that the company edits.
    pub files: Arc<ProgramFiles>,
    /// What those who look after teams have to see to.
    pub coverage: CoverageBook,
}

/// Somebody, and what they are to be told.
type Told = (PersonId, Vec<(String, Reminder)>);

impl Watch for ReminderWatch {
    fn name(&self) -> &'static str {
        "reminders"
    }

    fn look<'a>(&'a self, db: &'a Db, now: Timestamp) -> LocalBoxFuture<'a, Result<(), AppError>> {
        async move {
            let zone = self.calendar.get().zone.clone();
            let (shown, today) = (zone.civil(now).time(), zone.day(now));
            let done = vec![format!("reminders/{today}")];
            if i16::from(shown.hour()) * 60 + i16::from(shown.minute()) < FROM {
                return Ok(());
            }
            let key = done[0].clone();
            if !db.read(move |connection| notify::list_said(connection, &done)).await?.is_empty() {
                return Ok(());
            }
            self.remind_all(db, today, now).await?;
            db.write(move |tx| notify::mark(tx, &key, now)).await?;
            Ok(())
        }
        .boxed_local()
    }
}

impl ReminderWatch {
    async fn remind_all(&self, db: &Db, today: Day, now: Timestamp) -> Result<(), AppError> {
        let mut after = None;
        loop {
            let (calendar, from) = (self.calendar.get(), after);
            let members = db
                .read(move |connection| accounts::list_members(connection, &Standings, &calendar, today, from, AT_ONCE))
                .await?;
            let Some(last) = members.last() else { return Ok(()) };
            after = Some(last.id);
            let snapshot = self.coverage.read(db, now).await?;
            let ladder = self.files.ladder();
            let found = db
                .read(move |connection| {
                    let each = members.iter().map(|member| {
                        let overseen = overseen(&snapshot, member);
                        let all = list_reminders(connection, &ladder, member, today, &overseen)?;
                        let keyed: Vec<_> = all.into_iter().map(|one| (key(member.id, &one, today), one)).collect();
                        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
                        let said = notify::list_said(connection, &keys)?;
                        Ok((member.id, keyed.into_iter().filter(|(key, _)| !said.contains(key)).collect()))
                    });
                    each.collect::<Result<Vec<Told>, ProgramError>>()
                })
                .await?;
            if found.iter().any(|(_, told)| !told.is_empty()) {
                db.write(move |tx| {
                    found.iter().try_for_each(|(person, told)| {
                        told.iter().try_for_each(|(key, reminder)| {
                            notify::send_once(tx, now, key, &[To::Person(*person)], &notice(reminder)).map(drop)
                        })
                    })
                })
                .await
                .map_err(|error: DbError| AppError::from(error))?;
            }
            actix_web::rt::time::sleep(PAUSE).await;
        }
    }
}

fn overseen(snapshot: &Snapshot, member: &Member) -> Overseen {
    if Overseen::concerns(member) { Overseen::of(snapshot, member) } else { Overseen::default() }
}

/// The same until the thing comes into its next stage: sixty, thirty and seven
/// days before, and after. What has no day of its own is told once a week.
fn key(person: PersonId, reminder: &Reminder, today: Day) -> String {
    let stage = match reminder.on.days_since(today) {
        left if left < 0 => "over",
        0..=7 => "week",
        8..=30 => "month",
        _ => "later",
    };
    let on = if reminder.on == today { today.monday() } else { reminder.on };
    format!("reminder/{person}/{}/{}/{on}/{stage}", reminder.kind.label(), reminder.path)
}

fn notice(reminder: &Reminder) -> NewNotice {
    NewNotice {
        kind: NoticeKind::Program,
        title: reminder.words.clone(),
        words: String::new(),
        path: reminder.path.clone(),
        thread: format!("Drawbridge: {}", reminder.words),
        subject: Subject { kind: "reminder".into(), key: reminder.path.clone() },
        is_open: true,
        useful_until: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ReminderKind;

    #[test]
    fn a_thing_is_told_again_when_its_last_week_begins() {
        let (person, today) = (PersonId::generate(), Day::new(2026, 11, 18).unwrap_or_else(|| panic!("a day")));
        let reminder = |days: i32| Reminder {
            on: today.plus_days(days),
            words: "ends".into(),
            path: "/terms/x".into(),
            kind: ReminderKind::Term,
        };
        let at = |left: i32, moved: i32| key(person, &reminder(left), today.plus_days(moved));

        assert_eq!(at(20, 0), at(20, 5), "once while it is a month off");
        assert_ne!(at(20, 0), at(20, 14), "again in its last week");
        assert_eq!(at(20, 14), at(20, 19));
        assert_ne!(key(person, &reminder(3), today), key(PersonId::generate(), &reminder(3), today));
    }
}
